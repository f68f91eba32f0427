"""The tree of a parsed text. Spans are no part of equality, so that a round trip can be compared.

Chains of ``and``, ``or``, ``+ -`` and ``* / %`` are one node with many parts: a long list of
alternatives is not deep, and the evaluation of it is a loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Union

Scalar = str | int | Decimal | bool | None


def _place() -> int:
    return field(default=0, compare=False, repr=False)  # type: ignore[return-value]


@dataclass(slots=True, eq=False)
class Literal:
    value: Scalar
    start: int = _place()
    end: int = _place()

    __hash__ = None  # type: ignore[assignment] - mutable, like every node

    def __eq__(self, other: object) -> bool:
        """Equal in kind and value: ``1``, ``1.0`` and ``true`` differ."""
        if not isinstance(other, Literal):
            return NotImplemented
        return type(self.value) is type(other.value) and self.value == other.value


@dataclass(slots=True)
class ListLiteral:
    items: list["Node"]
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Name:
    """One part of a path. ``text`` is without its quotes."""

    text: str
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Step:
    """A function in a path: all, first, last, at, entry, firstEntryKey, keys."""

    name: str
    argument: Union["Node", None]
    start: int = _place()
    end: int = _place()


Part = Name | Step


@dataclass(slots=True)
class Ref:
    """A reference. ``kind`` is event, node, source, action or journey; ``key`` its first part.

    For a source the first of ``path`` is the field group.
    """

    kind: str
    key: Name
    path: list[Part]
    default: Union["Node", None] = None
    params: dict[str, "Node"] | None = None
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Current:
    """``currentEventField`` and its like: the element that a condition in a path looks at."""

    name: str
    path: list[Part]
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Call:
    name: str
    arguments: list["Node"]
    start: int = _place()
    end: int = _place()
    name_end: int = _place()


@dataclass(slots=True)
class If:
    condition: "Node"
    then: "Node"
    otherwise: "Node"
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class And:
    items: list["Node"]
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Or:
    items: list["Node"]
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Not:
    operand: "Node"
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Compare:
    operator: str
    left: "Node"
    right: "Node"
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Chain:
    """``first op operand op operand ...``: all of ``+ -``, or all of ``* / %``, left to right."""

    first: "Node"
    rest: list[tuple[str, "Node"]]
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Negative:
    operand: "Node"
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class Is:
    """``x is null``, ``x is not null``, ``x is numeric`` and their like."""

    operand: "Node"
    what: str
    negated: bool = False
    start: int = _place()
    end: int = _place()


@dataclass(slots=True)
class HasNull:
    operand: "Node"
    start: int = _place()
    end: int = _place()


Node = (
    Literal
    | ListLiteral
    | Ref
    | Current
    | Call
    | If
    | And
    | Or
    | Not
    | Compare
    | Chain
    | Negative
    | Is
    | HasNull
)


@dataclass(slots=True)
class Tree:
    """A parsed text and its root."""

    root: Node
    text: str = field(default="", compare=False)


def root_key(node: Ref) -> str:
    """What a reference reads from: the event type, step, action or property; ``Source.group``."""
    group = node.path[0] if node.kind == "source" and node.path else None
    return f"{node.key.text}.{group.text}" if isinstance(group, Name) else node.key.text


def path_children(path: list[Part]) -> list[Node]:
    return [part.argument for part in path if isinstance(part, Step) and part.argument is not None]


def children(node: Node) -> list[Node]:
    """The nodes directly below one, in the order of the text."""
    match node:
        case ListLiteral(items=items) | And(items=items) | Or(items=items):
            return items
        case Ref():
            extra = [node.default] if node.default is not None else []
            return path_children(node.path) + extra + list((node.params or {}).values())
        case Current():
            return path_children(node.path)
        case Call():
            return node.arguments
        case If():
            return [node.condition, node.then, node.otherwise]
        case Not(operand=operand) | Negative(operand=operand) | Is(operand=operand):
            return [operand]
        case HasNull(operand=operand):
            return [operand]
        case Compare():
            return [node.left, node.right]
        case Chain():
            return [node.first, *(operand for _, operand in node.rest)]
    return []


def walk(node: Node) -> list[Node]:
    """The node and all below it, parents before children. Not recursive."""
    found, waiting = [], [node]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting.extend(reversed(children(current)))
    return found


def levels(root: Node) -> Iterator[list[Node]]:
    """The nodes level by level, the root first. Not recursive."""
    level = [root]
    while level:
        yield level
        level = [below for node in level for below in children(node)]
