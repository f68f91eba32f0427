"""What an editor asks while a person types: what fits here, what is this, what comes next.

All three take a text that may be unfinished or wrong, and answer with nothing rather than fail.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from expressions import lexer
from expressions.checker import check_tree
from expressions.functions import ALL, FUNCTIONS, Function
from expressions.parser import CURRENT_NAMES, SIGILS, parse
from expressions.problems import ExpressionError
from expressions.scope import OPEN, Scope, Shape
from expressions.tree import Call, Node, walk
from expressions.words import words

_OPEN_REFERENCE = re.compile(
    r"(?P<sigil>@(?:event|node|action)?|#|\$)\{(?P<path>[A-Za-z0-9_.'\s-]*+)$"
)
_OPEN_CURRENT = re.compile(rf"(?:{'|'.join(CURRENT_NAMES)})(?P<path>(?:\s*\.[A-Za-z0-9_'-]*)+)$")
_ENCLOSING = re.compile(
    r"(?P<sigil>@(?:event|node|action)?|#)\{(?P<path>[A-Za-z0-9_.'\s-]*?)\.(?:all|first|last)\("
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
_KEYWORDS = ("and", "or", "not", "is null", "is not null", "has null", "true", "false", "null")
_LIST_STEPS = ("all", "first", "last", "at")
MAX_COMPLETIONS = 200
MAX_WORD = 100


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to put in place of ``[start, end)``. kind: field, key, function, keyword, step."""

    text: str
    kind: str
    type: str
    detail: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Hover:
    """The part under the cursor: its text, its type, the forms of its function, its words."""

    text: str
    type: str
    signatures: tuple[str, ...]
    words: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """The call that the cursor stands in: its forms, and which argument (from 0) is being typed."""

    name: str
    signatures: tuple[str, ...]
    argument: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def complete(text: str, at: int, scope: Scope | None = None) -> list[Completion]:
    """What may be written at a place of the text, the part before the cursor taken as a prefix."""
    scope, before = scope or Scope(), text[: max(0, at)][-lexer.MAX_TEXT :]
    at = min(at, len(text))
    reference = _OPEN_REFERENCE.search(before)
    if reference is not None:
        kind = SIGILS[reference["sigil"]]
        return _path(_roots(scope, kind), reference["path"], at, scope, kind)
    current = _OPEN_CURRENT.search(before)
    if current is not None:
        return _below(_element(scope, before), current["path"].lstrip(" .").split("."), at)
    return _words(before, at)


def _words(before: str, at: int) -> list[Completion]:
    found = _WORD.search(before[-MAX_WORD:])
    prefix = found[0] if found else ""
    options = [(one.name, "function", _forms(one)) for one in ALL]
    options += [(word, "keyword", "") for word in _KEYWORDS]
    if _ENCLOSING.search(before):
        options += [(name, "keyword", "") for name in CURRENT_NAMES]
    return _listed(((text, kind, "", detail) for text, kind, detail in options), prefix, at)


def _forms(function: Function) -> str:
    return f"{function.name}{function.signatures[0]}"


def _listed(options: Iterable[tuple[str, str, str, str]], prefix: str, at: int) -> list[Completion]:
    """The options that begin like the prefix, then those that hold it."""
    lowered = prefix.lower()
    fitting = [one for one in options if lowered in one[0].lower()]
    fitting.sort(key=lambda one: (not one[0].lower().startswith(lowered), one[0].lower()))
    start = at - len(prefix)
    return [Completion(*one, start, at) for one in fitting[:MAX_COMPLETIONS]]


def _roots(scope: Scope, kind: str) -> Mapping[str, Any]:
    return {
        "event": scope.events,
        "node": scope.nodes,
        "action": scope.actions,
        "journey": scope.journey,
        "source": scope.sources,
    }[kind]


def _path(
    roots: Mapping[str, Any], path: str, at: int, scope: Scope, kind: str
) -> list[Completion]:
    parts = [part.strip().strip("'") for part in path.split(".")]
    if len(parts) == 1:
        types = {key: str(of) if kind == "journey" else "" for key, of in roots.items()}
        return _listed(((key, "key", types[key], "") for key in roots), parts[0], at)
    if kind == "source" and len(parts) == 2:
        groups = scope.sources.get(parts[0]) or {}
        return _listed(((key, "key", "", "") for key in groups), parts[1], at)
    shape, rest = _root_shape(scope, kind, parts)
    return _below(shape, rest, at)


def _root_shape(scope: Scope, kind: str, parts: list[str]) -> tuple[Shape, list[str]]:
    if kind == "journey":
        return OPEN, parts[1:]
    group = parts[1] if kind == "source" and len(parts) > 1 else ""
    shape = scope.shape(kind, parts[0], group)
    return shape or OPEN, parts[2:] if kind == "source" else parts[1:]


def _below(shape: Shape, parts: list[str], at: int) -> list[Completion]:
    """The fields and path functions below a shape, the last part being the prefix."""
    *names, prefix = parts or [""]
    reached = _reached(shape, names)
    if reached is None:
        return []
    listed = reached.item is not None
    while reached.item is not None:
        reached = reached.item
    options = [
        (_named(name), "field", str(one.static_type), "") for name, one in reached.fields.items()
    ]
    if listed:
        options += [(name, "step", "", "") for name in _LIST_STEPS]
    return _listed(options, prefix.strip().strip("'"), at)


def _named(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name) else f"'{name}'"


def _reached(shape: Shape, names: list[str]) -> Shape | None:
    for name in names:
        while shape.item is not None:
            shape = shape.item
        found = shape.fields.get(name.strip().strip("'"))
        if found is None:
            return None
        shape = found
    return shape


def _element(scope: Scope, before: str) -> Shape:
    """The shape of the elements that the nearest all(, first( or last( looks at."""
    nearest = None
    for nearest in _ENCLOSING.finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if nearest is None:
        return OPEN
    parts = [part.strip().strip("'") for part in nearest["path"].split(".")]
    root, names = _root_shape(scope, SIGILS[nearest["sigil"]], parts)
    shape = _reached(root, names) or OPEN
    while shape.item is not None:
        shape = shape.item
    return shape


def hover(text: str, at: int, scope: Scope | None = None, language: str = "en") -> Hover | None:
    """What stands at a place; None where the text cannot be read or nothing stands there."""
    try:
        tree = parse(text)
    except ExpressionError:
        return None
    node = _innermost(tree.root, at)
    if node is None:
        return None
    checked = check_tree(tree, scope)
    function = FUNCTIONS.get(node.name) if isinstance(node, Call) else None
    forms = tuple(map(str, function.signatures)) if function is not None else ()
    part = text[node.start : node.end]
    type_ = str(checked.types.get(id(node), ""))
    return Hover(part, type_, forms, words(type(tree)(node, part), language), node.start, node.end)


def _innermost(root: Node, at: int) -> Node | None:
    found = [node for node in walk(root) if node.start <= at < node.end]
    return min(found, key=lambda node: node.end - node.start, default=None)


def signature_help(text: str, at: int) -> SignatureHelp | None:
    """The call that the cursor stands in, or None."""
    try:
        tokens = lexer.tokens(text[: max(0, at)])[0]
    except ExpressionError:
        return None
    calls: list[tuple[str, int]] = []
    for index, sign in enumerate(tokens):
        if sign in ("(", "[", "{") or (sign[:1] in ("@", "#", "$") and sign[-1] != "}"):
            before = tokens[index - 1] if index and sign == "(" else ""
            calls.append((before if lexer.is_word(before) else "", 0))
        elif sign in (")", "]", "}") and calls:
            calls.pop()
        elif sign == "," and calls:
            calls[-1] = (calls[-1][0], calls[-1][1] + 1)
    name, argument = next((one for one in reversed(calls) if one[0] in FUNCTIONS), ("", 0))
    if not name:
        return None
    forms = tuple(f"{name}{one}" for one in FUNCTIONS[name].signatures)
    return SignatureHelp(name, forms, argument)
