"""What an editor asks while a person types: what fits here, what is this, what comes next.

All three take a text that may be unfinished or wrong, and answer with nothing rather than fail.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from expressions import lexer
from expressions.checker import check_tree
from expressions.functions import ALL, FUNCTIONS, Function
from expressions.pages import PAGES
from expressions.parser import CURRENT_NAMES, SIGILS, parse
from expressions.paths import dig
from expressions.problems import ExpressionError
from expressions.scope import OPEN, Scope, Shape
from expressions.shown import Room
from expressions.state import State
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
MAX_PATH = 500


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to put in place of ``[start, end)``. kind: field, key, function, keyword, step.

    detail: how a function is called. doc: what it does, {"en", "ko"}. last: the value that a field
    had when it was last seen; None where that is not known.
    """

    text: str
    kind: str
    type: str
    detail: str
    start: int
    end: int
    doc: Mapping[str, str] = field(default_factory=dict)
    last: Any = None

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
    doc: str = ""
    example: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """The call that the cursor stands in: its forms, and which argument (from 0) is being typed."""

    name: str
    signatures: tuple[str, ...]
    argument: int
    doc: str = ""
    example: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


Seen = Callable[[str, str], object]


def complete(
    text: str, at: int, scope: Scope | None = None, seen: Seen | None = None
) -> list[Completion]:
    """What may be written at a place of the text, the part before the cursor taken as a prefix.

    seen(kind, key) gives the payload that an event, source (``"Source.group"``) or action had last.
    """
    scope, before = scope or Scope(), text[: max(0, at)][-lexer.MAX_TEXT :]
    at = min(at, len(text))
    reference = _OPEN_REFERENCE.search(before)
    if reference is not None:
        kind = SIGILS[reference["sigil"]]
        found = _path(_roots(scope, kind), reference["path"], at, scope, kind)
        return found if seen is None else _valued(found, kind, _names(reference["path"]), seen)
    current = _OPEN_CURRENT.search(before[-MAX_PATH:])
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
    found = _listed(((text, kind, "", detail) for text, kind, detail in options), prefix, at)
    return [_documented(one) if one.kind == "function" else one for one in found]


def _documented(one: Completion) -> Completion:
    page = PAGES[one.text]
    return replace(one, doc={"en": page.english, "ko": page.korean})


def _valued(found: list[Completion], kind: str, names: list[str], seen: Seen) -> list[Completion]:
    """The fields among them with their last values. ``names`` is the path up to the cursor."""
    depth = 2 if kind == "source" else 1
    if len(names) <= depth or not any(one.kind == "field" for one in found):
        return found
    payload = seen(kind, ".".join(names[:depth]))
    state, below = State(None), tuple(names[depth:-1])  # type: ignore[arg-type]
    return [
        replace(one, last=_shown(dig(state, payload, (*below, *_names(one.text)))))
        if one.kind == "field"
        else one
        for one in found
    ]


def _shown(value: Any) -> Any:
    return Room(40).shown(value)["value"]


def _names(path: str) -> list[str]:
    return [part.strip().strip("'") for part in path.split(".")]


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
    parts = _names(path)
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
    parts = _names(nearest["path"])
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
    said = words(type(tree)(node, part), language)
    told = _told(function, language)
    return Hover(part, type_, forms, said, node.start, node.end, *told)


def _told(function: Function | None, language: str) -> tuple[str, str]:
    """What a function does, and its example."""
    page = PAGES.get(function.name) if function is not None else None
    return (page.text(language), page.example) if page is not None else ("", "")


def _innermost(root: Node, at: int) -> Node | None:
    found = [node for node in walk(root) if node.start <= at < node.end]
    return min(found, key=lambda node: node.end - node.start, default=None)


def signature_help(text: str, at: int, language: str = "en") -> SignatureHelp | None:
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
    return SignatureHelp(name, forms, argument, *_told(FUNCTIONS[name], language))
