"""The declared fields of an event type as one function that checks data, made once a type."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from config.problems import Fault
from events.strict_json import MAX_FAULTS, escape
from events.words import fault

Check = Callable[[Any, str, list[Fault]], None]
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)?\Z", re.ASCII
)
_FIRST_YEAR = 1900
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def moment(text: str) -> datetime | str:
    """A moment of RFC 3339 in UTC, or the code of what is wrong: date, date_offset, date_range."""
    matched = _MOMENT.match(text)
    if matched is None:
        return "date"
    if matched.group(1) is None:
        return "date_offset"
    try:
        local = datetime.fromisoformat(text.upper())
    except ValueError:
        return "date"
    try:
        at = local.astimezone(UTC)
    except OverflowError:
        return "date_range"
    return at if at.year >= _FIRST_YEAR else "date_range"


def _is_moment(value: Any) -> bool:
    return type(value) is str and isinstance(moment(value), datetime)


def _is_civil_time(value: Any) -> bool:
    return type(value) is str and (moment(value) == "date_offset" or _is_moment(value))


def is_day(value: Any) -> bool:
    """Whether it is a day as ISO 8601 writes it: 2026-03-01."""
    try:
        # Python reads week dates too, and those without hyphens.
        return type(value) is str and bool(_DAY.match(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_integer(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: type(value) is str,
    "duration": lambda value: type(value) is str,
    "timezone": lambda value: type(value) is str,
    "integer": _is_integer,
    "decimal": lambda value: type(value) in (int, float),
    "boolean": lambda value: type(value) is bool,
    "dateTime": _is_moment,
    "dateTimeOnly": _is_civil_time,
    "dateOnly": is_day,
    "object": lambda value: isinstance(value, dict),
    "map": lambda value: isinstance(value, dict),
}


class _Node:
    """A place in the tree of declared fields."""

    def __init__(self) -> None:
        self.type = "any"
        self.required = False
        self.children: dict[str, _Node] = {}
        self.item: _Node | None = None


def checker(fields: Iterable[Mapping[str, Any]], *, strict: bool) -> Check:
    """A function that appends to a list what is wrong with data: ``check(data, "/data", found)``.

    An absent or null value is right unless the field is required. Undeclared fields are kept,
    or wrong where the type is strict.
    """
    root = _Node()
    for declared in fields:
        node = _place(root, declared["path"])
        kind = declared["type"]
        if kind.startswith("list<"):
            node.item = node.item or _Node()
            node.item.type = kind[5:-1]
        else:
            node.type = kind
        node.required = bool(declared.get("required"))
    return _check_object(root, strict)


def _place(node: _Node, path: str) -> _Node:
    for part in path.split("."):
        name = part.rstrip("[]")
        node = node.children.setdefault(name, _Node())
        for _level in range(part.count("[]")):
            node.item = node.item or _Node()
            node = node.item
    return node


def _check(node: _Node, strict: bool) -> Check | None:
    if node.item is not None:
        return _check_list(node.item, strict)
    if node.children:
        return _check_object(node, strict)
    plain = _CHECKS.get(node.type)
    if plain is None:
        return None
    expected = node.type

    def check(value: Any, pointer: str, found: list[Fault]) -> None:
        if not plain(value):
            found.append(fault("type", pointer, expected=expected))

    return check


def _check_list(item: _Node, strict: bool) -> Check:
    inner = _check(item, strict)

    def check(value: Any, pointer: str, found: list[Fault]) -> None:
        if type(value) is not list:
            found.append(fault("type", pointer, expected="list"))
        elif inner is not None:
            for place, one in enumerate(value):
                if one is not None:
                    inner(one, f"{pointer}/{place}", found)
                if len(found) >= MAX_FAULTS:
                    return

    return check


def _check_object(node: _Node, strict: bool) -> Check:
    members = [
        (name, "/" + escape(name), child.required, _check(child, strict))
        for name, child in node.children.items()
    ]
    declared = frozenset(node.children)
    closed = strict and bool(declared)

    def check(value: Any, pointer: str, found: list[Fault]) -> None:
        if not isinstance(value, dict):
            found.append(fault("type", pointer, expected="object"))
            return
        for name, token, required, inner in members:
            member = value.get(name)
            if member is None:
                if required:
                    found.append(fault("missing", pointer + token))
            elif inner is not None:
                inner(member, pointer + token, found)
        if closed and not value.keys() <= declared:
            extra = sorted(value.keys() - declared)[:MAX_FAULTS]
            found += [fault("undeclared", f"{pointer}/{escape(name)}") for name in extra]

    return check
