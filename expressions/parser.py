"""Tokens to a tree: a Pratt parser. Depth is counted, so no text can exhaust the stack.

Precedence, loosest first: ``or``; ``and``; ``not``; comparisons, ``is``, ``has null``; ``+ -``;
``* / %``; unary ``-``. Comparisons do not chain.
"""

from decimal import Decimal

from expressions import lexer
from expressions.limits import MAX_DEPTH, MAX_DIGITS, MAX_INTEGER, MAX_NODES
from expressions.problems import ExpressionError, Fix, problem
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
    walk,
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
        self.tokens = lexer.tokens(text)
        self.at = 0
        self.depth = 0

    def tree(self) -> Tree:
        root = self.expression(_OR)
        if self.tokens[self.at][0] != lexer.END:
            raise self.unexpected("operator_or_end")
        if len(self.tokens) > MAX_NODES:
            count = len(walk(root))
            if count > MAX_NODES:
                span = (0, len(self.text))
                found = problem("too_many_nodes", span, limit=MAX_NODES, count=count)
                raise ExpressionError([found])
        return Tree(root, self.text)

    # Expressions

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            token = self.tokens[self.at]
            raise ExpressionError([problem("too_deep", (token[2], token[3]), limit=MAX_DEPTH)])
        left = self.prefix(binding)
        compared = False
        while True:
            operator = self.tokens[self.at][0]
            bound = _BINDING.get(operator)
            if bound is None or bound < binding:
                break
            if bound == _COMPARE:
                if compared:
                    raise self.fault("chained_comparison")
                compared = True
                left = self.comparison(left, operator)
            elif bound <= _AND:
                left = self.junction(left, operator, bound)
            else:
                left = self.chain(left, operator, bound)
        self.depth -= 1
        return left

    def junction(self, left: Node, operator: str, bound: int) -> Node:
        items = [left]
        while self.tokens[self.at][0] == operator:
            self.at += 1
            items.append(self.expression(bound + 1))
        kind = And if operator == "and" else Or
        return kind(items, left.start, items[-1].end)

    def chain(self, left: Node, operator: str, bound: int) -> Node:
        rest = []
        while _BINDING.get(operator) == bound:
            self.at += 1
            rest.append((operator, self.expression(bound + 1)))
            operator = self.tokens[self.at][0]
        return Chain(left, rest, left.start, rest[-1][1].end)

    def comparison(self, left: Node, operator: str) -> Node:
        self.at += 1
        if operator == "is":
            return self.type_test(left)
        if operator == "has":
            end = self.expect("null")[3]
            return HasNull(left, left.start, end)
        right = self.expression(_SUM)
        return Compare(operator, left, right, left.start, right.end)

    def type_test(self, left: Node) -> Node:
        negated = self.tokens[self.at][0] == "not"
        self.at += negated
        kind, what, _, end = self.tokens[self.at]
        if kind != "null" and (kind != lexer.WORD or what not in TYPE_TESTS):
            raise self.unexpected("type_test")
        self.at += 1
        return Is(left, what, negated, left.start, end)

    def prefix(self, binding: int) -> Node:
        kind, text, start, end = self.tokens[self.at]
        self.at += 1
        if kind == lexer.REFERENCE:
            return _plain_reference(text, start, end)
        if kind == lexer.TEXT:
            return Literal(lexer.unquote(text), start, end)
        if kind == lexer.NUMBER:
            return Literal(self.number(text, start, end), start, end)
        if kind == lexer.WORD:
            return self.word(text, start, end)
        if kind in _SCALARS:
            return Literal(_SCALARS[kind], start, end)
        return self.compound(kind, start, binding)

    def compound(self, kind: str, start: int, binding: int) -> Node:
        if kind == "(":
            inner = self.expression(_OR)
            end = self.expect(")")[3]
            inner.start, inner.end = start, end
            return inner
        if kind == "not":
            return self.negation(start, binding)
        if kind == "-":
            return self.minus(start)
        if kind == "[":
            return self.list_literal(start)
        if kind == "if":
            return self.conditional(start)
        if kind == lexer.OPENING:
            return self.reference()
        self.at -= 1
        raise self.unexpected("expression")

    def negation(self, start: int, binding: int) -> Node:
        if binding > _NOT:
            self.at -= 1
            raise self.fault("not_needs_parentheses")
        operand = self.expression(_NOT)
        return Not(operand, start, operand.end)

    def minus(self, start: int) -> Node:
        kind, text, _, end = self.tokens[self.at]
        if kind == lexer.NUMBER:
            self.at += 1
            return Literal(self.number("-" + text, start, end), start, end)
        operand = self.expression(_UNARY)
        return Negative(operand, start, operand.end)

    def number(self, text: str, start: int, end: int) -> int | Decimal:
        digits = len(text) - text.startswith("-")
        if "." in text:
            if digits - 1 > MAX_DIGITS:
                found = problem("too_many_digits", (start, end), limit=MAX_DIGITS)
                raise ExpressionError([found])
            return Decimal(text)
        value = int(text) if digits <= 20 else MAX_INTEGER + 2
        if not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
            raise ExpressionError([problem("integer_out_of_range", (start, end))])
        return value

    def word(self, text: str, start: int, end: int) -> Node:
        following = self.tokens[self.at][0]
        if text in CURRENT_NAMES:
            path = self.path()
            return Current(text, path, start, path[-1].end if path else end)
        if following == "(":
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
        if self.tokens[self.at][0] != closing:
            found.append(self.expression(_OR))
            while self.tokens[self.at][0] == ",":
                self.at += 1
                found.append(self.expression(_OR))
        return found, self.expect(closing)[3]

    def list_literal(self, start: int) -> Node:
        items, end = self.items("]")
        return ListLiteral(items, start, end)

    def conditional(self, start: int) -> Node:
        parts = []
        for word in ("", "then", "else"):
            if word:
                self.expect(word)
            self.expect("(")
            parts.append(self.expression(_OR))
            end = self.expect(")")[3]
        return If(parts[0], parts[1], parts[2], start, end)

    # References

    def reference(self) -> Node:
        """A reference that is not plain: blanks, quotes, functions, default or parameters."""
        _, text, start, end = self.tokens[self.at - 1]
        sigil, _, head = text.partition("{")
        head = head.strip()
        key = Name(head, end - len(head), end) if head else self.quoted_name()
        node = Ref(SIGILS[sigil], key, self.path(), start=start)
        while self.tokens[self.at][0] == ",":
            self.at += 1
            self.option(node)
        node.end = self.expect("}")[3]
        return node

    def quoted_name(self) -> Name:
        kind, text, start, end = self.tokens[self.at]
        if kind != lexer.TEXT:
            raise self.unexpected("name")
        self.at += 1
        return Name(lexer.unquote(text), start, end)

    def path(self) -> list[Part]:
        parts: list[Part] = []
        while True:
            kind, text, _, end = self.tokens[self.at]
            if kind == lexer.PART:
                self.at += 1
                name = text[1:].lstrip()
                parts.append(self.part(name, end - len(name), end))
            elif kind == ".":
                self.at += 1
                parts.append(self.quoted_name())
            else:
                return parts

    def part(self, name: str, start: int, end: int) -> Part:
        if self.tokens[self.at][0] != "(":
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
        _, word, start, end = self.tokens[self.at]
        if word == "defaultValue" and node.default is None:
            self.at += 1
            self.expect(":")
            node.default = self.expression(_OR)
        elif word == "params" and node.params is None and node.kind == "source":
            self.at += 1
            self.expect(":")
            node.params = self.parameters()
        else:
            raise ExpressionError([problem("unknown_option", (start, end), found=word)])

    def parameters(self) -> dict[str, Node]:
        self.expect("{")
        found: dict[str, Node] = {}
        while self.tokens[self.at][0] != "}":
            if found:
                self.expect(",")
            kind, text, start, end = self.tokens[self.at]
            if kind not in (lexer.WORD, lexer.TEXT) and text not in lexer.KEYWORDS:
                raise self.unexpected("name")
            self.at += 1
            name = lexer.unquote(text) if kind == lexer.TEXT else text
            if name in found:
                raise ExpressionError([problem("double_parameter", (start, end), name=name)])
            self.expect(":")
            found[name] = self.expression(_OR)
        self.expect("}")
        return found

    # Faults

    def expect(self, kind: str) -> tuple[str, str, int, int]:
        token = self.tokens[self.at]
        if token[0] != kind:
            raise self.unexpected(kind)
        self.at += 1
        return token

    def unexpected(self, expected: str) -> ExpressionError:
        kind, text, start, end = self.tokens[self.at]
        if kind == lexer.WORD and text.lower() in lexer.KEYWORDS:
            return self.fault("lowercase_word", Fix(text.lower(), start, end), meant=text.lower())
        if kind == lexer.END:
            fix = Fix(expected, start, end) if expected in (")", "]", "}", '"') else None
            return self.fault("unexpected_end", fix, expected=expected)
        return self.fault("unexpected", None, expected=expected, found=text)

    def fault(self, code: str, fix: Fix | None = None, **params: str) -> ExpressionError:
        _, text, start, end = self.tokens[self.at]
        params.setdefault("found", text)
        return ExpressionError([problem(code, (start, end), fix=fix, **params)])


def _plain_reference(text: str, start: int, end: int) -> Ref:
    sigil, _, inner = text.partition("{")
    place = start + len(sigil) + 1
    names: list[Part] = []
    for piece in inner[:-1].split("."):
        name = piece.strip()
        if name is not piece:
            place += len(piece) - len(piece.lstrip())
        names.append(Name(name, place, place + len(name)))
        place += len(name) + 1
    return Ref(SIGILS[sigil], names.pop(0), names, None, None, start, end)  # type: ignore[arg-type]
