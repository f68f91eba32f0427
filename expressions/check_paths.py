"""Checking references: whether the field exists at this step, and its type."""

from expressions.checking import Checking
from expressions.compiler import CURRENT_OF
from expressions.paths import cast_for
from expressions.problems import Fix
from expressions.scope import OPEN, Shape
from expressions.tree import Current, Name, Part, Ref, Step
from expressions.types import ANY, BOOLEAN, INTEGER, MAP, OBJECT, STRING, Type, accepts

_TEXT = Shape(STRING)


def reference(checking: Checking, node: Ref) -> Type:
    """The type of a reference; ANY where it is unknown or undeclared."""
    for value in (node.params or {}).values():
        checking.type(value)
    root = _root(checking, node)
    parts = node.path[1:] if node.kind == "source" else node.path
    type_ = follow(checking, root, parts, CURRENT_OF[node.kind], node.key)
    _declare(checking, node.start, type_)
    if node.default is None:
        return type_
    given = checking.type(node.default)
    checking.verify(node.default)
    if not accepts(type_, given):
        checking.report("wrong_default", node.default, expected=str(type_), given=str(given))
    return given if type_ == ANY else type_


def _declare(checking: Checking, start: int, type_: Type) -> None:
    if checking.scope is not None and cast_for(type_) is not None:
        checking.declared[start] = type_


def _root(checking: Checking, node: Ref) -> Shape:
    if node.kind == "source":
        return _group(checking, node)
    scope = checking.scope
    if scope is None:
        return OPEN
    if node.kind == "journey":
        return _property(checking, node)
    shape = scope.shape(node.kind, node.key.text)
    if shape is None:
        known = {"event": scope.events, "node": scope.nodes, "action": scope.actions}[node.kind]
        checking.unknown(f"unknown_{node.kind}", node.key, known)
    return shape or OPEN


def _property(checking: Checking, node: Ref) -> Shape:
    assert checking.scope is not None
    declared = checking.scope.journey.get(node.key.text)
    if declared is None:
        checking.unknown("unknown_property", node.key, checking.scope.journey)
        return OPEN
    return Shape(Type.parse(declared) if isinstance(declared, str) else declared)


def _group(checking: Checking, node: Ref) -> Shape:
    source, scope = node.key.text, checking.scope
    group = node.path[0] if node.path else None
    if not isinstance(group, Name):
        checking.report("missing_group", node, name=source)
        return OPEN
    if scope is None:
        return OPEN
    if source not in scope.sources:
        checking.unknown("unknown_source", node.key, scope.sources)
        return OPEN
    shape = scope.shape("source", source, group.text)
    if shape is None:
        checking.unknown("unknown_group", group, scope.sources[source] or {}, source=source)
        return OPEN
    _params(checking, node, source, group.text)
    return shape


def _params(checking: Checking, node: Ref, source: str, group: str) -> None:
    declared = checking.scope.params(source, group) if checking.scope is not None else None
    if declared is None:
        return
    for name, value in (node.params or {}).items():
        if name not in declared:
            owner = f"{source}.{group}"
            checking.unknown(
                "unknown_parameter", Name(name, value.start, value.end), (), owner=owner
            )
            continue
        wanted, given = _type(declared[name]), checking.type(value)
        if not accepts(wanted, given):
            checking.report("wrong_type", value, expected=str(wanted), given=str(given))


def _type(name: str) -> Type:
    try:
        return Type.parse(name)
    except ValueError:
        return ANY


def current(checking: Checking, node: Current) -> Type:
    shape = checking.elements.get(node.name)
    span = (node.start, node.start + len(node.name))
    if shape is None:
        meant = next(reversed(checking.elements), None)
        if meant is None:
            checking.report("current_outside", span, name=node.name)
        else:
            checking.report(
                "wrong_current", span, fix=Fix(meant, *span), meant=meant, name=node.name
            )
        shape = OPEN
    type_ = follow(checking, shape, node.path, node.name, Name(node.name, *span))
    _declare(checking, node.start, type_)
    return type_


def follow(checking: Checking, shape: Shape, parts: list[Part], slot: str, owner: Name) -> Type:
    """The type at the end of a path; reports the first name that does not exist."""
    listed = False
    for part in parts:
        if isinstance(part, Step):
            found = _step(checking, shape, listed, part, slot)
            if found is None:
                return ANY
            shape, listed = found
            continue
        while shape.item is not None:
            shape, listed = shape.item, True
        if shape.is_open:
            return _rest(checking, parts, part, slot)
        below = shape.fields.get(part.text)
        if below is None:
            checking.unknown("unknown_field", part, shape.fields, owner=owner.text)
            return ANY
        shape, owner = below, part
    return _static(shape, listed)


def _rest(checking: Checking, parts: list[Part], at: Part, slot: str) -> Type:
    """Below what is undeclared anything goes, but conditions are still checked."""
    for part in parts[next(i for i, part in enumerate(parts) if part is at) :]:
        if isinstance(part, Step):
            _argument(checking, OPEN, part, slot)
    return ANY


def _static(shape: Shape, listed: bool) -> Type:
    type_ = shape.static_type
    if listed:
        return type_ if type_.is_list else Type.list_of(type_)
    return type_


def _step(
    checking: Checking, shape: Shape, listed: bool, part: Step, slot: str
) -> tuple[Shape, bool] | None:
    if part.name in ("entry", "firstEntryKey", "keys"):
        return _map_step(checking, shape, listed, part)
    element = shape
    while element.item is not None:
        element, listed = element.item, True
    if not listed and not shape.is_open:
        checking.report("not_a_list", part, name=part.name, given=str(_static(shape, False)))
        return None
    _argument(checking, element, part, slot)
    if shape.is_open and not listed:
        element = OPEN
    return element, part.name == "all" and element is not OPEN


def _argument(checking: Checking, element: Shape, part: Step, slot: str) -> None:
    if part.argument is None:
        return
    wanted = {"at": INTEGER, "entry": STRING}.get(part.name, BOOLEAN)
    outer = checking.elements.pop(slot, None)
    if wanted is BOOLEAN:
        checking.elements[slot] = element
    given = checking.type(part.argument)
    checking.elements.pop(slot, None)
    if outer is not None:
        checking.elements[slot] = outer
    checking.verify(part.argument)
    if not accepts(wanted, given):
        checking.report("wrong_type", part.argument, expected=str(wanted), given=str(given))


def _map_step(
    checking: Checking, shape: Shape, listed: bool, part: Step
) -> tuple[Shape, bool] | None:
    given = _static(shape, listed)
    if listed or given not in (ANY, MAP, OBJECT):
        checking.report("not_a_map", part, name=part.name, given=str(given))
        return None
    _argument(checking, OPEN, part, "")
    if part.name == "entry":
        value = checking.value(part.argument) if part.argument is not None else None
        return shape.fields.get(value, OPEN) if isinstance(value, str) else OPEN, False
    return _TEXT, part.name == "keys"
