"""Values against declared types: what a parameter or an attribute may be."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from config import json

SIMPLE = ("string", "integer", "decimal", "boolean", "dateTime", "dateTimeOnly", "dateOnly",
          "duration", "timezone", "object", "any")  # fmt: skip
TYPES = (*SIMPLE, *(f"list<{name}>" for name in SIMPLE if name != "timezone"))

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DURATION = re.compile(
    r"-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
)
_LONGEST_DATE = 40


def fits(value: Any, type_name: str) -> bool:
    """Whether a JSON value is of this declared type; null fits every type."""
    if value is None:
        return True
    if type_name.startswith("list<"):
        inner = type_name[5:-1]
        return isinstance(value, list) and all(fits(item, inner) for item in value)
    return _CHECKS[type_name](value)


def _dated(value: Any, pattern: re.Pattern[str], read: Callable[[str], Any]) -> bool:
    # The pattern first: fromisoformat takes week dates and any separator.
    if not isinstance(value, str) or len(value) > _LONGEST_DATE or not pattern.fullmatch(value):
        return False
    try:
        read(value.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


def _read_moment(text: str) -> datetime:
    whole, dot, rest = text.partition(".")
    digits = re.match(r"\d*", rest)
    assert digits is not None
    return datetime.fromisoformat(whole + rest[digits.end() :] if dot else text)


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "decimal": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "dateTime": lambda value: _dated(value, _MOMENT, _read_moment),
    "dateTimeOnly": lambda value: _dated(value, _LOCAL, _read_moment),
    "dateOnly": lambda value: _dated(value, _DAY, date.fromisoformat),
    "duration": lambda value: (
        isinstance(value, str)
        and len(value) <= _LONGEST_DATE
        and _DURATION.fullmatch(value) is not None
    ),
    "timezone": lambda value: isinstance(value, str) and value in available_zones(),
    "object": lambda value: isinstance(value, dict),
    "any": lambda _value: True,
}


_zones: frozenset[str] = frozenset()


def available_zones() -> frozenset[str]:
    """The names of IANA's zones; read from the disk once."""
    global _zones  # noqa: PLW0603 (a constant that is slow to make)
    if not _zones:
        _zones = frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})
    return _zones


def text_of(value: Any) -> str:
    """A simple value as it stands in a URL or a header: text as it is, lists by commas.

    Raises:
        ValueError: an object has no such form.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(text_of(item) for item in value)
    if isinstance(value, dict):
        raise ValueError("an object has no form as text")
    return json.text(value)


_WRITTEN_AS_TEXT = frozenset(
    {"string", "dateTime", "dateTimeOnly", "dateOnly", "duration", "timezone"}
)


def from_text(text: str, type_name: str) -> Any:
    """What somebody typed for a value of this type: text as it stands, everything else as JSON.

    Raises:
        ValueError: it is not of the type.
    """
    value: Any = text
    if type_name not in _WRITTEN_AS_TEXT:
        try:
            value = json.loads(text)
        except ValueError:
            if type_name != "any":
                raise
    if not fits(value, type_name):
        raise ValueError(f"not of type {type_name}")
    return value


def to_text(value: Any) -> str:
    """How a form shows a value, so that :func:`from_text` reads it back."""
    return value if isinstance(value, str) else json.text(value)
