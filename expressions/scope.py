"""What a text may refer to at a step: declared fields and their types, as the checker needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from expressions.types import (
    ANY,
    DATETIME,
    LIST_ANY,
    MAP,
    OBJECT,
    STRING,
    Type,
)

Fields = Mapping[str, str | Type]


class Shape:
    """A node of the tree of declared fields: its type, the fields below it, the shape of items.

    A shape without a type and without fields is undeclared: anything goes below it.
    """

    __slots__ = ("fields", "item", "type")

    def __init__(self, type_: Type | None = None) -> None:
        self.type = type_
        self.fields: dict[str, Shape] = {}
        self.item: Shape | None = None

    @property
    def is_open(self) -> bool:
        """Whether fields that are not declared may be read below it."""
        if self.fields:
            return False
        if self.item is not None:
            return False
        return self.type is None or self.type in (ANY, OBJECT, MAP, LIST_ANY)

    @property
    def static_type(self) -> Type:
        if self.item is not None:
            return Type.list_of(self.item.static_type)
        if self.type is not None and self.type != ANY:
            return self.type
        return OBJECT if self.fields else ANY

    def child(self, name: str) -> "Shape":
        return self.fields.setdefault(name, Shape())


OPEN = Shape()


def shape_of(fields: Fields | None) -> Shape:
    """The tree of a mapping ``a.items[].b`` -> type name. None: undeclared, anything goes.

    A name that holds a dot is written in quotes: ``rain.'3.5h'``. An unknown type name is taken
    as ``any``: a scope is made from the declarations of others and must not fail.
    """
    if fields is None:
        return OPEN
    root = Shape(OBJECT)
    for path, declared in fields.items():
        shape = root
        for name in _split(path):
            while name.endswith("[]"):
                name = name[:-2]
                shape = shape.child(name) if name else shape
                shape.item = shape.item or Shape()
                shape, name = shape.item, ""
            shape = shape.child(name) if name else shape
        _declare(shape, declared)
    if not root.fields:
        root.fields = {}
        root.type = OBJECT
        root.item = None
        return _EMPTY
    return root


def _declare(shape: Shape, declared: str | Type) -> None:
    if isinstance(declared, str):
        try:
            declared = Type.parse(declared)
        except ValueError:
            declared = ANY
    if declared.item is not None and declared.item != ANY:
        shape.item = shape.item or Shape()
        if shape.item.type is None:
            shape.item.type = declared.item
    else:
        shape.type = declared


class _Closed(Shape):
    """Declared, and without a single field."""

    __slots__ = ()

    @property
    def is_open(self) -> bool:
        return False


_EMPTY = _Closed(OBJECT)


def _split(path: str) -> list[str]:
    if "'" not in path:
        return path.split(".")
    names, current, quoted = [], "", False
    for character in path:
        if character == "'":
            quoted = not quoted
        elif character == "." and not quoted:
            names.append(current)
            current = ""
        else:
            current += character
    return [*names, current]


@dataclass(frozen=True, slots=True)
class GroupScope:
    """A field group of a source: its fields, and its parameters with their types."""

    fields: Fields | None = None
    params: Mapping[str, str] | None = field(default_factory=dict)


_META = {
    "id": STRING,
    "type": STRING,
    "person": STRING,
    "occurred_at": DATETIME,
    "received_at": DATETIME,
}
_ANSWER = {"jo_status_code": STRING, "errorResponse": ANY}


class Scope:
    """What may be referred to. A key that is missing does not exist at this step; a value of None
    means that it exists and its fields are undeclared.

    ``fields`` everywhere maps ``"a.b.c"`` (items of lists: ``"a.items[].b"``) to the name of a
    type. Every event also has ``_meta.id``, ``_meta.occurred_at`` and ``_meta.received_at``;
    every action ``jo_status_code`` and ``errorResponse``.
    """

    __slots__ = ("_shapes", "actions", "events", "journey", "nodes", "sources")

    def __init__(
        self,
        events: Mapping[str, Fields | None] | None = None,
        nodes: Mapping[str, Fields | None] | None = None,
        sources: Mapping[str, Mapping[str, GroupScope | None] | None] | None = None,
        actions: Mapping[str, Fields | None] | None = None,
        journey: Mapping[str, str | Type] | None = None,
    ) -> None:
        self.events = events if events is not None else {}
        self.nodes = nodes if nodes is not None else {}
        self.sources = sources if sources is not None else {}
        self.actions = actions if actions is not None else {}
        self.journey = journey if journey is not None else {}
        self._shapes: dict[tuple[str, str], Shape] = {}

    def shape(self, kind: str, key: str, group: str = "") -> Shape | None:
        """The shape below ``@{key}`` and its like; None when the scope lacks it."""
        name = (kind, f"{key}.{group}")
        found = self._shapes.get(name)
        if found is None:
            found = self._made(kind, key, group)
            if found is not None:
                self._shapes[name] = found
        return found

    def _made(self, kind: str, key: str, group: str) -> Shape | None:
        if kind == "source":
            return self._group_shape(key, group)
        owners = {"event": self.events, "node": self.nodes, "action": self.actions}[kind]
        if key not in owners:
            return None
        shape = shape_of(owners[key])
        extra = {"event": _META, "node": _META, "action": _ANSWER}[kind]
        return shape if shape.is_open else _with(shape, "" if kind == "action" else "_meta", extra)

    def _group_shape(self, source: str, group: str) -> Shape | None:
        if source not in self.sources:
            return None
        groups = self.sources[source]
        if groups is None:
            return OPEN
        if group not in groups:
            return None
        declared = groups[group]
        return shape_of(declared.fields if declared is not None else None)

    def params(self, source: str, group: str) -> Mapping[str, str] | None:
        """The parameters of a field group, or None where they are undeclared."""
        declared = (self.sources.get(source) or {}).get(group)
        return declared.params if declared is not None else None


def _with(shape: Shape, below: str, extra: Mapping[str, Type]) -> Shape:
    """A copy of the top of a shape with the fields that the product adds."""
    top = Shape(OBJECT)
    top.fields = dict(shape.fields)
    if below and below in top.fields:
        return top
    target = Shape(OBJECT) if below else top
    for name, type_ in extra.items():
        target.fields.setdefault(name, Shape(type_))
    if below:
        top.fields[below] = target
    return top
