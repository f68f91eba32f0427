"""A text in plain words, English or Korean: what a person reads beside the expression."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from expressions import dates
from expressions.formatter import format_tree
from expressions.functions import FUNCTIONS
from expressions.parser import parse
from expressions.phrases import CALLS, EN, KO, MOMENTS, UNITS, Phrases, amount, length
from expressions.problems import EvaluationError
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
)

_OPPOSITES = {"==": "!=", "!=": "=="}
_PLAIN_OPERATIONS = {"*": "×", "/": "÷", "+": "+", "-": "−", "%": "mod"}


def words(text: str | Tree, language: str = "en", names: Mapping[str, str] | None = None) -> str:
    """A sentence that says what a text means.

    names: display names by key or by path (``Order``, ``Order.total``, ``vip``, and of an element
    ``currentDataPackField.total``); what has none is shown as it is written, and what is named
    empty only stands on the way to something: it is left out there. Raises ExpressionError for a text that cannot be parsed.
    """
    tree = text if isinstance(text, Tree) else parse(text)
    return _Writer(KO if language.startswith("ko") else EN, names or {}).of(tree.root)


def _is_moment(node: Node) -> bool:
    """Whether a date is meant, as far as the text alone tells."""
    if isinstance(node, Chain):
        return _is_moment(node.first)
    return isinstance(node, Call) and node.name in MOMENTS


def _duration(text: str) -> timedelta | None:
    try:
        return dates.read_duration(text)
    except EvaluationError:
        return None


class _Writer:
    def __init__(self, phrases: Phrases, names: Mapping[str, str]) -> None:
        self.phrases = phrases
        self.names = names

    def of(self, node: Node) -> str:
        match node:
            case Literal():
                return self.literal(node)
            case Ref():
                return self.reference(node)
            case Current():
                return self.path(self.phrases.element, node.path, node.name)
            case ListLiteral():
                return "[" + ", ".join(map(self.of, node.items)) + "]"
            case Call():
                return self.call(node)
            case If():
                parts = map(self.of, (node.condition, node.then, node.otherwise))
                return self.phrases.conditional.format(*parts)
        return self.operation(node)

    def operation(self, node: Node) -> str:
        match node:
            case And() | Or():
                return self.junction(node)
            case Not():
                return self.negation(node.operand)
            case Compare():
                return self.comparison(node, node.operator)
            case Is():
                return self.phrases.tests[node.what, node.negated].format(self.part(node.operand))
            case HasNull():
                return self.phrases.has_null.format(self.part(node.operand))
            case Chain():
                rest = [f" {_PLAIN_OPERATIONS[sign]} {self.part(one)}" for sign, one in node.rest]
                return self.part(node.first) + "".join(rest)
            case Negative():
                return f"−{self.part(node.operand)}"
        return format_tree(node)

    def negation(self, operand: Node) -> str:
        """What is not so; of equality the other word says the same."""
        if isinstance(operand, Compare) and operand.operator in _OPPOSITES:
            return self.comparison(operand, _OPPOSITES[operand.operator])
        return self.phrases.negation.format(self.part(operand))

    def comparison(self, node: Compare, sign: str) -> str:
        forms = self.phrases.comparisons
        if sign in self.phrases.moments and (_is_moment(node.left) or _is_moment(node.right)):
            forms = self.phrases.moments
        return forms[sign].format(self.part(node.left), self.part(node.right))

    def junction(self, node: And | Or) -> str:
        joint = self.phrases.conjunction if isinstance(node, And) else self.phrases.disjunction
        return joint.join(
            f"({self.of(item)})" if isinstance(item, And | Or) else self.of(item)
            for item in node.items
        )

    def part(self, node: Node) -> str:
        """A node inside another: in parentheses where it would else be read wrongly."""
        text = self.of(node)
        return f"({text})" if isinstance(node, And | Or | Compare | Chain | If) else text

    def literal(self, node: Literal) -> str:
        value = node.value
        if value is None:
            return self.phrases.nothing
        if isinstance(value, bool):
            return self.phrases.true if value else self.phrases.false
        if isinstance(value, str):
            return f"“{self.names.get(value) or value}”"
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"

    def reference(self, node: Ref) -> str:
        root = self.names.get(node.key.text, node.key.text)
        plain = [part.text for part in node.path if isinstance(part, Name)]
        known = self.names.get(".".join([node.key.text, *plain]))
        if known and len(plain) == len(node.path):
            text = known
        else:
            text = self.path(root, node.path, node.key.text)
        if node.default is not None:
            text += self.phrases.default.format(self.of(node.default))
        if node.params:
            given = ", ".join(f"{name} = {self.of(value)}" for name, value in node.params.items())
            text += f" ({given})"
        return text

    def path(self, text: str, parts: list[Part], key: str) -> str:
        last = max((at for at, part in enumerate(parts) if isinstance(part, Name)), default=-1)
        for at, part in enumerate(parts):
            if isinstance(part, Name):
                key = f"{key}.{part.text}"
                named = self.names.get(key, part.text)
                if named or at == last:
                    text = self.phrases.below.format(text, named or part.text)
            else:
                text = self.step(text, part)
        return text

    def step(self, text: str, part: Step) -> str:
        if part.argument is None:
            return self.phrases.steps[part.name].format(text)
        return self.phrases.chosen[part.name].format(text, self.of(part.argument))

    def call(self, node: Call) -> str:
        function = FUNCTIONS.get(node.name)
        name = function.name if function is not None else node.name
        special = self.time(name, node.arguments)
        if special is not None:
            return special
        form = CALLS[self.phrases.language].get((name, len(node.arguments)))
        if form is None:
            return f"{node.name}({', '.join(map(self.of, node.arguments))})"
        return form.format(*self._arguments(node))

    def time(self, name: str, arguments: list[Node]) -> str | None:
        """``nowWithDelta(-1, "days")`` as ``1 day ago``, ``toDuration("PT90M")`` as its length."""
        given = [one.value for one in arguments if isinstance(one, Literal)]
        if len(given) != len(arguments):
            return None
        match name, given:
            case "nowWithDelta", [int(number), str(unit)] if unit in UNITS["en"]:
                form = self.phrases.ago if number < 0 else self.phrases.hence
                return form.format(amount(abs(number), unit, self.phrases.language))
            case "toDuration", [str(text)]:
                duration = _duration(text)
                return length(duration, self.phrases.language) if duration is not None else None
        return None

    def _arguments(self, node: Call) -> list[str]:
        shown = []
        for argument in node.arguments:
            unit = argument.value if isinstance(argument, Literal) else None
            named = UNITS[self.phrases.language].get(unit) if isinstance(unit, str) else None
            shown.append(named if named is not None else self.part(argument))
        return shown
