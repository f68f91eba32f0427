"""A tree to text: one way to write each tree. ``parse(format(tree)) == tree`` for every tree."""

import re
from decimal import Decimal

from expressions.lexer import KEYWORDS, quote
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
    Tree,
)

_SIGILS = {"event": "@", "node": "@node", "action": "@action", "source": "#", "journey": "$"}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def format_tree(tree: Tree | Node) -> str:
    """The text of a tree: single blanks, no needless parentheses, texts in double quotes."""
    return _text(tree.root if isinstance(tree, Tree) else tree)


def _binding(node: Node) -> int:
    match node:
        case Or():
            return 1
        case And():
            return 2
        case Not():
            return 3
        case Compare() | Is() | HasNull():
            return 4
        case Chain():
            return 5 if node.rest[0][0] in "+-" else 6
        case Negative():
            return 7
    return 8


def _within(node: Node, binding: int) -> str:
    """The text of an operand of an operator that binds so tightly."""
    text = _text(node)
    return text if _binding(node) > binding else f"({text})"


def _text(node: Node) -> str:
    match node:
        case Literal():
            return literal_text(node.value)
        case ListLiteral():
            return f"[{_listed(node.items)}]"
        case Ref():
            return _reference(node)
        case Current():
            return node.name + _path(node.path)
        case Call():
            return f"{node.name}({_listed(node.arguments)})"
        case If():
            parts = map(_text, (node.condition, node.then, node.otherwise))
            return "if ({}) then ({}) else ({})".format(*parts)
    return _operation(node)


def _operation(node: Node) -> str:
    binding = _binding(node)
    match node:
        case And() | Or():
            word = " and " if isinstance(node, And) else " or "
            return word.join(_within(item, binding) for item in node.items)
        case Not():
            return f"not {_within(node.operand, binding - 1)}"
        case Compare():
            return f"{_within(node.left, binding)} {node.operator} {_within(node.right, binding)}"
        case Is():
            return f"{_within(node.operand, binding)} is {'not ' * node.negated}{node.what}"
        case HasNull():
            return f"{_within(node.operand, binding)} has null"
        case Chain():
            rest = [f" {operator} {_within(operand, binding)}" for operator, operand in node.rest]
            return _within(node.first, binding) + "".join(rest)
        case Negative():
            return _negative(node)
    raise TypeError(type(node).__name__)


def _negative(node: Negative) -> str:
    text = _text(node.operand)
    plain = isinstance(node.operand, Literal) and not text.startswith("-")
    return f"-({text})" if plain or _binding(node.operand) < 7 else f"-{text}"


def literal_text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return quote(value) if isinstance(value, str) else str(value)


def _listed(nodes: list[Node]) -> str:
    return ", ".join(map(_text, nodes))


def _reference(node: Ref) -> str:
    text = _SIGILS[node.kind] + "{" + _name(node.key.text) + _path(node.path)
    if node.default is not None:
        text += f", defaultValue: {_text(node.default)}"
    if node.params is not None:
        params = [f"{_parameter(name)}: {_text(value)}" for name, value in node.params.items()]
        text += f", params: {{{', '.join(params)}}}"
    return text + "}"


def _parameter(name: str) -> str:
    return name if _WORD.fullmatch(name) and name not in KEYWORDS else quote(name)


def _path(parts: list[Part]) -> str:
    texts = []
    for part in parts:
        if isinstance(part, Name):
            texts.append("." + _name(part.text))
        else:
            argument = _text(part.argument) if part.argument is not None else ""
            texts.append(f".{part.name}({argument})")
    return "".join(texts)


def _name(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\t", "\\t") + "'"
