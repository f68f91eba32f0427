"""Writing a date by a pattern of letters, as ``formatDate`` takes it."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from expressions.problems import EvaluationError, LimitExceeded

_PIECE = re.compile(r"([A-Za-z])\1*|'((?:[^']|'')*)'|[^A-Za-z']+")
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ko": ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"),
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HALVES = {"en": ("AM", "PM"), "ko": ("오전", "오후")}
MAX_PATTERN_LENGTH = 200


def _padded(read: Callable[[Any], int]) -> Callable[[Any, int, str], str]:
    return lambda value, width, _: f"{read(value):0{width}d}"


def _year(value: Any, width: int, _: str) -> str:
    return f"{value.year % 100:02d}" if width == 2 else f"{value.year:04d}"


def _month(value: Any, width: int, language: str) -> str:
    if width < 3:
        return f"{value.month:0{width}d}"
    if language == "ko":
        return f"{value.month}월"
    return _MONTHS[value.month - 1] if width > 3 else _MONTHS[value.month - 1][:3]


def _day_name(value: Any, width: int, language: str) -> str:
    name = _DAYS[language][value.weekday()]
    return name if width > 3 else name[: 1 if language == "ko" else 3]


def _half(value: Any, _: int, language: str) -> str:
    return _HALVES[language][_clock(value, "hour") >= 12]


def _fraction(value: Any, width: int, _: str) -> str:
    return f"{_clock(value, 'microsecond'):06d}"[:width].ljust(width, "0")


def _offset(value: Any, _width: int, _: str) -> str:
    offset = value.utcoffset() if isinstance(value, datetime) else None
    if offset is None:
        return ""
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "Z"
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def _clock(value: Any, part: str) -> int:
    return int(getattr(value, part, 0))


_LETTERS: dict[str, Callable[[Any, int, str], str]] = {
    "y": _year,
    "M": _month,
    "d": _padded(lambda value: value.day),
    "H": _padded(lambda value: _clock(value, "hour")),
    "h": _padded(lambda value: _clock(value, "hour") % 12 or 12),
    "m": _padded(lambda value: _clock(value, "minute")),
    "s": _padded(lambda value: _clock(value, "second")),
    "S": _fraction,
    "a": _half,
    "E": _day_name,
    "X": _offset,
}


def formatted(value: date, pattern: str, language: str = "en") -> str:
    """``formatDate``: letters y M d H h m s S a E X; other letters stand between ``'``."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise LimitExceeded("pattern_too_long", limit=MAX_PATTERN_LENGTH)
    language = "ko" if language == "ko" else "en"
    pieces, at = [], 0
    for match in _PIECE.finditer(pattern):
        if match.start() != at:
            break
        at = match.end()
        pieces.append(_written(value, match, language))
    if at != len(pattern):
        raise EvaluationError("bad_date_pattern", found=pattern[at : at + 10])
    return "".join(pieces)


def _written(value: date, match: re.Match[str], language: str) -> str:
    letter, literal = match.groups()
    if letter is not None:
        write = _LETTERS.get(letter)
        if write is None:
            raise EvaluationError("bad_date_pattern", found=match[0][:10])
        return write(value, len(match[0]), language)
    return match[0] if literal is None else literal.replace("''", "'") or "'"
