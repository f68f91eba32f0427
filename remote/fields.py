"""Declared fields: lists of {"path", "type", "name"}, checked, compared, read from a sample.

A path is ``a.b.c``; the fields of objects in a list are written ``items[].price``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config import json

from .values import TYPES, fits

Field = dict[str, Any]
MAX_FIELDS = 500
MAX_TEXT = 1000
_SWITCHES = frozenset({"pii", "required"})
_TEXTS = frozenset({"name", "help"})
MAX_SAMPLE = 256 * 1024
DEPTH = 32
_PART = r"[A-Za-z_$@][A-Za-z0-9_$@-]{0,99}(?:\[\])?"
_PATH = re.compile(rf"{_PART}(?:\.{_PART}){{0,31}}")
_NAME = re.compile(_PART)
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def as_types(fields: Sequence[Field], root: str = "") -> dict[str, str]:
    """path -> type, as scopes of expressions want it; ``root`` stands before each path."""
    before = f"{root}." if root else ""
    return {f"{before}{field['path']}": field["type"] for field in fields}


def as_names(fields: Sequence[Field], root: str = "") -> dict[str, str]:
    """path -> what people call it; empty where it was given no name."""
    before = f"{root}." if root else ""
    return {f"{before}{field['path']}": field.get("name", "") for field in fields}


def check_fields(fields: Any) -> None:
    """Refuse a list of declared fields that is not one (a model's validator)."""
    check_rows(fields, {"path", "type", "name", "pii"}, "path", _PATH)


def check_params(params: Any) -> None:
    """The same for parameters: {"name", "type"}."""
    check_rows(params, {"name", "type"}, "name", KEY)


def check_rows(rows: Any, known: set[str], key: str, pattern: re.Pattern[str]) -> None:
    """A list of objects of ``known`` members, whose ``key`` is unique and of one form.

    Raises:
        ValidationError: names the first row that is not.
    """
    if not isinstance(rows, list) or len(rows) > MAX_FIELDS:
        raise ValidationError(_("This is not a list of at most 500 rows."), code="rows")
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.keys() <= known:
            raise _wrong(_("Row %(row)s has parts that are not known."), number, "rows")
        name = row.get(key)
        if not isinstance(name, str) or not pattern.fullmatch(name):
            raise _wrong(_("The name in row %(row)s cannot be used."), number, "name")
        if name in seen:
            raise _wrong(_("The name in row %(row)s stands twice."), number, "duplicate")
        if row.get("type") not in TYPES:
            raise _wrong(_("The type in row %(row)s is not known."), number, "type")
        if not all(_says_what_it_may(member, value) for member, value in row.items()):
            raise _wrong(_("Row %(row)s has a part of the wrong type or length."), number, "rows")
        seen.add(name)


def _says_what_it_may(member: str, value: Any) -> bool:
    if member in _SWITCHES:
        return isinstance(value, bool)
    return member not in _TEXTS or (isinstance(value, str) and len(value) <= MAX_TEXT)


def _wrong(message: Any, row: int, code: str) -> ValidationError:
    return ValidationError(message, code=code, params={"row": row})


def lost(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What add-only forbids: the names that went away or changed their type."""
    return [name for name, type_name in before.items() if after.get(name) != type_name]


def from_sample(text: str) -> list[Field]:
    """The fields of a pasted JSON answer, with the types that its values show.

    A bare list is read as ``items``, a bare value as ``value``, as answers are at run time.
    Names that no path can write are left out.

    Raises:
        ValidationError: too large, not JSON, or too many fields.
    """
    if len(text) > MAX_SAMPLE:
        raise ValidationError(_("The sample is too large."), code="too_large")
    try:
        sample = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("The sample is not JSON."), code="json") from error
    if not isinstance(sample, dict):
        sample = {"items" if isinstance(sample, list) else "value": sample}
    found = dict(_walk(sample, "", 0))
    if len(found) > MAX_FIELDS:
        raise ValidationError(_("The sample has too many fields."), code="too_many")
    return [{"path": path, "type": kind, "name": ""} for path, kind in found.items()]


def _walk(tree: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if not _NAME.fullmatch(key) or depth >= DEPTH:
            continue
        path = prefix + key
        if isinstance(value, dict) and value:
            yield from _walk(value, f"{path}.", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            yield from _walk(_merged(value), f"{path}[].", depth + 1)
        else:
            yield path, type_of(value)


def _merged(items: list[dict[str, Any]]) -> dict[str, Any]:
    """One object with every member that some item has."""
    whole: dict[str, Any] = {}
    for item in reversed(items):
        whole.update({key: value for key, value in item.items() if value is not None})
    return whole


def type_of(value: Any) -> str:
    """The declared type that a sample's value suggests."""
    if value is None:
        return "any"
    if isinstance(value, list):
        kinds = {type_of(item) for item in value}
        if kinds == {"integer", "decimal"}:
            kinds = {"decimal"}
        return (
            f"list<{kinds.pop()}>" if len(kinds) == 1 and "list" not in str(kinds) else "list<any>"
        )
    for name in ("boolean", "integer", "decimal", "object", "dateTime", "dateTimeOnly", "dateOnly"):
        if fits(value, name):
            return name
    return "string"
