"""Tokens to a tree: a Pratt parser. Depth is counted, so no text can exhaust the stack.

Precedence, loosest first: ``or``; ``and``; ``not``; comparisons, ``is``, ``has null``; ``+ -``;
``* / %``; unary ``-``. Comparisons do not chain.
"""

from collections.abc import Callable
from decimal import Decimal

from expressions import lexer
from expressions.limits import MAX_DEPTH, MAX_DIGITS, MAX_INTEGER, MAX_NODES
from expressions.problems import ExpressionError, Fix, Span, problem
from expressions.tree import (
    And,
    Call,
    Chain,
    Compare,
    Current,
    HasNull,
    If,
    Is,
    ListLiteral,
    Literal,
    Name,
    Negative,
    Node,
    Not,
    Or,
    Part,
    Ref,
    Step,
    Tree,
    levels,
)

CURRENT_NAMES = ("currentEventField", "currentDataPackField", "currentActionField")
PATH_STEPS = {
    "all": (0, 1),
    "first": (0, 1),
    "last": (0, 1),
    "at": (1, 1),
    "entry": (1, 1),
    "firstEntryKey": (0, 0),
    "keys": (0, 0),
}
TYPE_TESTS = ("numeric", "integer", "decimal")
SIGILS = {
    "@": "event",
    "@event": "event",
    "@node": "node",
    "@action": "action",
    "#": "source",
    "$": "journey",
}

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY = 1, 2, 3, 4, 5, 6, 7
_BINDING = {
    "or": _OR,
    "and": _AND,
    "==": _COMPARE,
    "!=": _COMPARE,
    "<": _COMPARE,
    "<=": _COMPARE,
    ">": _COMPARE,
    ">=": _COMPARE,
    "is": _COMPARE,
    "has": _COMPARE,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "%": _PRODUCT,
}
_SCALARS = {"true": True, "false": False, "null": None}


def parse(text: str) -> Tree:
    """The tree of a text. Raises ExpressionError with the first syntax error.

    Names of functions and fields are not looked at; that is the checker's work.
    """
    if not isinstance(text, str) or not text.strip():
        raise ExpressionError([problem("empty", (0, 0))])
    return _Parser(text).tree()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens, self.starts = lexer.tokens(text)
        self.at = 0
        self.depth = 0

    def tree(self) -> Tree:
        root = self.expression(_OR)
        if self.tokens[self.at]:
            raise self.unexpected("operator_or_end")
        if len(self.tokens) > MAX_DEPTH:
            self.measure(root)
        return Tree(root, self.text)

    def measure(self, root: Node) -> None:
        """Holds the tree against the budgets: what is not deep in brackets may be deep in nodes."""
        count = depth = 0
        for level in levels(root):
            count, depth = count + len(level), depth + 1
            if depth > MAX_DEPTH:
                raise self.too_deep(level[0].start, level[0].end)
        if count > MAX_NODES:
            span = (0, len(self.text))
            raise ExpressionError([problem("too_many_nodes", span, limit=MAX_NODES, count=count)])

    # Expressions

    def expression(self, binding: int) -> Node:
        token = self.tokens[self.at]
        leaf = _LEAVES.get(token[:1])
        left = leaf(self, token) if leaf is not None else None
        if left is None:
            left = self.nested(token, binding)
        compared = False
        while True:
            operator = self.tokens[self.at]
            bound = _BINDING.get(operator, 0)
            if bound < binding:
                return left
            if bound == _COMPARE:
                if compared:
                    raise self.fault("chained_comparison")
                compared = True
                left = self.comparison(left, operator)
            elif bound <= _AND:
                left = self.junction(left, operator, bound)
            else:
                left = self.chain(left, operator, bound)

    def junction(self, left: Node, operator: str, bound: int) -> Node:
        items = [left]
        while self.tokens[self.at] == operator:
            self.at += 1
            items.append(self.expression(bound + 1))
        kind = And if operator == "and" else Or
        return kind(items, left.start, items[-1].end)

    def chain(self, left: Node, operator: str, bound: int) -> Node:
        rest = []
        while _BINDING.get(operator) == bound:
            self.at += 1
            rest.append((operator, self.expression(bound + 1)))
            operator = self.tokens[self.at]
        return Chain(left, rest, left.start, rest[-1][1].end)

    def comparison(self, left: Node, operator: str) -> Node:
        self.at += 1
        if operator == "is":
            return self.type_test(left)
        if operator == "has":
            end = self.expect("null")
            return HasNull(left, left.start, end)
        right = self.expression(_SUM)
        return Compare(operator, left, right, left.start, right.end)

    def type_test(self, left: Node) -> Node:
        negated = self.tokens[self.at] == "not"
        self.at += negated
        what = self.tokens[self.at]
        if what != "null" and what not in TYPE_TESTS:
            raise self.unexpected("type_test")
        self.at += 1
        return Is(left, what, negated, left.start, self.passed())

    def nested(self, token: str, binding: int) -> Node:
        """What is no leaf: it may hold expressions, so it counts as a level of depth."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep(*self.span())
        self.at += 1
        found = self.compound(token, self.starts[self.at - 1], binding)
        self.depth -= 1
        return found

    def compound(self, sign: str, start: int, binding: int) -> Node:
        if sign == "(":
            inner = self.expression(_OR)
            inner.start, inner.end = start, self.expect(")")
            return inner
        if sign == "not":
            return self.negation(start, binding)
        if sign == "-":
            return self.minus(start)
        if sign == "[":
            items, end = self.items("]")
            return ListLiteral(items, start, end)
        if sign == "if":
            return self.conditional(start)
        if len(sign) > 1 and sign[0] in "@#$":
            return self.reference(sign, start)
        if lexer.is_word(sign):
            return self.word(sign, start)
        self.at -= 1
        raise self.unexpected("expression")

    def negation(self, start: int, binding: int) -> Node:
        if binding > _NOT:
            self.at -= 1
            raise self.fault("not_needs_parentheses")
        operand = self.expression(_NOT)
        return Not(operand, start, operand.end)

    def minus(self, start: int) -> Node:
        token = self.tokens[self.at]
        if token[:1].isdecimal() and token.isascii():
            self.at += 1
            end = self.passed()
            return Literal(_number("-" + token, start, end), start, end)
        operand = self.expression(_UNARY)
        return Negative(operand, start, operand.end)

    def word(self, text: str, start: int) -> Node:
        end = start + len(text)
        if text in CURRENT_NAMES:
            path = self.path()
            return Current(text, path, start, path[-1].end if path else end)
        if self.tokens[self.at] == "(":
            self.at += 1
            arguments, close = self.items(")")
            return Call(text, arguments, start, close, end)
        self.at -= 1
        if text.lower() in lexer.KEYWORDS:
            raise self.fault("lowercase_word", Fix(text.lower(), start, end), meant=text.lower())
        raise self.fault("unknown_word", Fix(lexer.quote(text), start, end))

    def items(self, closing: str) -> tuple[list[Node], int]:
        """Expressions up to the closing sign, and where it ends."""
        found: list[Node] = []
        if self.tokens[self.at] != closing:
            found.append(self.expression(_OR))
            while self.tokens[self.at] == ",":
                self.at += 1
                found.append(self.expression(_OR))
        return found, self.expect(closing)

    def conditional(self, start: int) -> Node:
        parts = []
        for word in ("", "then", "else"):
            if word:
                self.expect(word)
            self.expect("(")
            parts.append(self.expression(_OR))
            end = self.expect(")")
        return If(parts[0], parts[1], parts[2], start, end)

    # References

    def reference(self, token: str, start: int) -> Node:
        """A reference that is not plain: blanks, quotes, functions, default or parameters."""
        sigil, _, head = token.partition("{")
        head, end = head.strip(), start + len(token)
        key = Name(head, end - len(head), end) if head else self.quoted_name()
        node = Ref(SIGILS[sigil], key, self.path(), start=start)
        while self.tokens[self.at] == ",":
            self.at += 1
            self.option(node)
        node.end = self.expect("}")
        return node

    def quoted_name(self) -> Name:
        token = self.tokens[self.at]
        if len(token) < 2 or token[0] not in "\"'":
            raise self.unexpected("name")
        start = self.starts[self.at]
        self.at += 1
        return Name(lexer.unquote(token), start, start + len(token))

    def path(self) -> list[Part]:
        parts: list[Part] = []
        while True:
            token = self.tokens[self.at]
            if token[:1] != ".":
                return parts
            self.at += 1
            if len(token) == 1:
                parts.append(self.quoted_name())
            else:
                name, end = token[1:].lstrip(), self.passed()
                parts.append(self.part(name, end - len(name), end))

    def part(self, name: str, start: int, end: int) -> Part:
        if self.tokens[self.at] != "(":
            return Name(name, start, end)
        if name not in PATH_STEPS:
            raise ExpressionError([problem("unknown_path_function", (start, end), name=name)])
        self.at += 1
        arguments, close = self.items(")")
        least, most = PATH_STEPS[name]
        if not least <= len(arguments) <= most:
            expected, given = str(most), len(arguments)
            raise ExpressionError(
                [problem("arity", (start, close), name=name, expected=expected, given=given)]
            )
        return Step(name, arguments[0] if arguments else None, start, close)

    def option(self, node: Ref) -> None:
        word = self.tokens[self.at]
        if word == "defaultValue" and node.default is None:
            self.at += 1
            self.expect(":")
            node.default = self.expression(_OR)
        elif word == "params" and node.params is None and node.kind == "source":
            self.at += 1
            self.expect(":")
            node.params = self.parameters()
        else:
            raise self.fault("unknown_option")

    def parameters(self) -> dict[str, Node]:
        self.expect("{")
        found: dict[str, Node] = {}
        while self.tokens[self.at] != "}":
            if found:
                self.expect(",")
            name = self.tokens[self.at]
            if lexer.is_word(name) or name in lexer.KEYWORDS:
                self.at += 1
            else:
                name = self.quoted_name().text
            if name in found:
                self.at -= 1
                raise self.fault("double_parameter", name=name)
            self.expect(":")
            found[name] = self.expression(_OR)
        self.expect("}")
        return found

    # Faults

    def expect(self, token: str) -> int:
        """Passes over a token, and answers where it ends."""
        if self.tokens[self.at] != token:
            raise self.unexpected(token)
        self.at += 1
        return self.passed()

    def passed(self) -> int:
        """Where the token that was passed over last ends."""
        at = self.at - 1
        return self.starts[at] + len(self.tokens[at])

    def span(self) -> Span:
        """Where the token that is next stands."""
        start = self.starts[self.at]
        return start, start + len(self.tokens[self.at])

    def unexpected(self, expected: str) -> ExpressionError:
        token, (start, end) = self.tokens[self.at], self.span()
        broken = lexer.fault(self.text, start, token)
        if broken is not None:
            return ExpressionError([broken])
        if token.lower() in lexer.KEYWORDS and token not in lexer.KEYWORDS:
            fix = Fix(token.lower(), start, end)
            return self.fault("lowercase_word", fix, meant=token.lower())
        if not token:
            fix = Fix(expected, start, end) if expected in (")", "]", "}", '"') else None
            return self.fault("unexpected_end", fix, expected=expected)
        return self.fault("unexpected", expected=expected)

    def fault(self, code: str, fix: Fix | None = None, **params: str) -> ExpressionError:
        """A problem with the token that is next."""
        params.setdefault("found", self.tokens[self.at])
        return ExpressionError([problem(code, self.span(), fix=fix, **params)])

    def too_deep(self, start: int, end: int) -> ExpressionError:
        return ExpressionError([problem("too_deep", (start, end), limit=MAX_DEPTH)])


# Leaves: tokens that are a whole node. Each takes its token, or answers None where it is no leaf.


def _text_leaf(parser: _Parser, token: str) -> Node | None:
    if len(token) < 2:
        return None
    start = parser.starts[parser.at]
    parser.at += 1
    return Literal(lexer.unquote(token), start, start + len(token))


def _number_leaf(parser: _Parser, token: str) -> Node:
    start = parser.starts[parser.at]
    end = start + len(token)
    parser.at += 1
    return Literal(_number(token, start, end), start, end)


def _number(text: str, start: int, end: int) -> int | Decimal:
    if text.isdigit() and len(text) < 19:
        return int(text)
    digits = len(text) - text.startswith("-")
    if "." in text:
        if digits - 1 > MAX_DIGITS:
            raise ExpressionError([problem("too_many_digits", (start, end), limit=MAX_DIGITS)])
        return Decimal(text)
    value = int(text) if digits <= 20 else MAX_INTEGER + 2
    if not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise ExpressionError([problem("integer_out_of_range", (start, end))])
    return value


def _word_leaf(parser: _Parser, token: str) -> Node | None:
    if token not in _SCALARS:
        return None
    start = parser.starts[parser.at]
    parser.at += 1
    return Literal(_SCALARS[token], start, start + len(token))


def _reference_leaf(parser: _Parser, token: str) -> Node | None:
    if token[-1] != "}":
        return None
    start = parser.starts[parser.at]
    parser.at += 1
    brace = token.index("{") + 1
    place, inner = start + brace, token[brace:-1]
    if " " in inner or not inner.isprintable():
        place += len(inner) - len(inner.lstrip())
        inner = inner.strip()
    names = []
    for name in inner.split("."):
        stop = place + len(name)
        names.append(Name(name, place, stop))
        place = stop + 1
    key = names.pop(0)
    kind, end = SIGILS[token[: brace - 1]], start + len(token)
    return Ref(kind, key, names, None, None, start, end)  # type: ignore[arg-type]


_LEAVES: dict[str, Callable[[_Parser, str], Node | None]] = {
    **dict.fromkeys("\"'", _text_leaf),
    **dict.fromkeys("0123456789", _number_leaf),
    **dict.fromkeys("tfn", _word_leaf),  # true, false, null
    **dict.fromkeys("@#$", _reference_leaf),
}
