"""Dates, times, zones and durations: strict reading of text, exact writing, safe arithmetic.

``datetime.fromisoformat`` takes week dates, any separator and very long digit runs, so every text
passes a regular expression first (RFC 3339 with the freedoms of ISO 8601 that payloads use).
A reader answers None for a text that is no date, and raises EvaluationError ``date_out_of_range``
for one that names an instant outside the years 1 to 9999.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from expressions.limits import MAX_DATE_TEXT
from expressions.problems import EvaluationError

_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_TIME = r"[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
_ZONE = r"([Zz]|[+-]\d\d(?::?\d\d)?)"
_DATE_ONLY = re.compile(_DATE, re.ASCII)
_LOCAL = re.compile(_DATE + f"(?:{_TIME})?", re.ASCII)
_INSTANT = re.compile(_DATE + _TIME + _ZONE + r"(?:\[[A-Za-z0-9_+/-]{1,64}\])?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d)(?::?(\d\d))?", re.ASCII)
_DURATION = re.compile(
    r"([+-]?)P(?:([+-]?\d{1,12})W)?(?:([+-]?\d{1,12})D)?"
    r"(T(?:([+-]?\d{1,15})H)?(?:([+-]?\d{1,15})M)?(?:([+-]?)(\d{1,15})(?:[.,](\d{0,9}))?S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ZONE_NAME = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}", re.ASCII)
_NOT_ZONES = frozenset(("localtime", "posixrules", "Factory"))

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def out_of_range() -> EvaluationError:
    return EvaluationError("date_out_of_range")


def instant(value: datetime) -> datetime:
    """The value with a fixed offset. Between two values of one zone Python compares wall clocks,
    which is wrong across a change to or from daylight saving."""
    return value if type(value.tzinfo) is timezone else value.astimezone(UTC)


@lru_cache(maxsize=4096)
def read_instant(text: str) -> datetime | None:
    """A dateTime: date, time and offset."""
    match = _INSTANT.fullmatch(text) if len(text) <= 2 * MAX_DATE_TEXT + 26 else None
    if match is None or len(text.partition("[")[0]) > MAX_DATE_TEXT:
        return None
    offset = _offset(match[8])
    local = _local(match)
    if local is None or offset is None:
        return None
    return in_range(local.replace(tzinfo=offset))


@lru_cache(maxsize=4096)
def read_local(text: str) -> datetime | None:
    """A dateTimeOnly: date and time without an offset, or a date, which means its midnight.
    Of a text with an offset, the wall clock that it shows."""
    if len(text) > MAX_DATE_TEXT:
        return None
    match = _LOCAL.fullmatch(text) or _INSTANT.fullmatch(text)
    return _local(match) if match else None


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """A dateOnly. Of a text with a time, the date that it shows."""
    if len(text) > MAX_DATE_TEXT:
        return None
    match = _DATE_ONLY.fullmatch(text)
    if match is None:
        local = read_local(text)
        return local.date() if local else None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _local(match: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second, fraction = match.groups()[:7]
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        return datetime(  # noqa: DTZ001 - a wall clock
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            micro,
        )
    except ValueError:
        return None


def _offset(text: str) -> timezone | None:
    if text in ("Z", "z"):
        return UTC
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > 18 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if match[1] == "-" else delta) if delta else UTC


def in_range(value: datetime) -> datetime:
    """The dateTime itself, when its instant can be written in UTC; else EvaluationError."""
    try:
        value.astimezone(UTC)
    except (OverflowError, ValueError):
        raise out_of_range() from None
    return value


@lru_cache(maxsize=1024)
def read_duration(text: str) -> timedelta | None:
    """A duration in ISO 8601: ``PT15M``, ``P2DT3H4M``, ``-PT1.5S``; weeks are taken too.

    Months and years have no fixed length and are refused. Each part may have a sign.
    """
    match = _DURATION.fullmatch(text) if len(text) <= 80 else None
    if match is None or match[4] in ("T", "t") or len(text.lstrip("+-")) == 1:
        return None
    sign, weeks, days, _, hours, minutes, second_sign, seconds, fraction = match.groups()
    micro = int(seconds or 0) * 1_000_000 + int((fraction or "0")[:6].ljust(6, "0"))
    try:
        found = timedelta(
            days=int(weeks or 0) * 7 + int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            microseconds=-micro if second_sign == "-" else micro,
        )
        return -found if sign == "-" else found
    except OverflowError:
        raise EvaluationError("duration_out_of_range") from None


def milliseconds(amount: int) -> timedelta:
    try:
        return timedelta(milliseconds=amount)
    except OverflowError:
        raise EvaluationError("duration_out_of_range") from None


def from_epoch(amount: int) -> datetime:
    """The dateTime of so many milliseconds after 1970 in UTC."""
    try:
        return EPOCH + timedelta(milliseconds=amount)
    except OverflowError:
        raise out_of_range() from None


def to_epoch(value: datetime) -> int:
    return (instant(value) - EPOCH) // _MILLISECOND


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The names of time zones that the language takes."""
    return frozenset(available_timezones()) - _NOT_ZONES


@lru_cache(maxsize=1024)
def read_zone(text: str) -> tzinfo | None:
    """A time zone by name (``Asia/Seoul``) or offset (``+09:00``, ``Z``)."""
    if text in ("UTC", "GMT", "Z", "z"):
        return UTC
    offset = _offset(text)
    if offset is not None:
        return offset
    if not _ZONE_NAME.fullmatch(text) or text not in zone_names():
        return None
    return ZoneInfo(text)


def zone_text(zone: tzinfo) -> str:
    if zone is UTC:
        return "UTC"
    if isinstance(zone, ZoneInfo):
        return zone.key or "UTC"
    return _offset_text(zone.utcoffset(None) or timedelta())


def convert(value: datetime, zone: tzinfo) -> datetime:
    """The same instant seen in another zone."""
    if value.tzinfo is zone:
        return value
    try:
        return value.astimezone(zone)
    except (OverflowError, ValueError):
        raise out_of_range() from None


def attach(local: datetime, zone: tzinfo) -> datetime:
    """The instant of a wall clock in a zone. In a gap the clock is moved on by the gap; of two
    instants of one clock the earlier is taken (RFC 5545, 3.3.5)."""
    there = in_range(local.replace(tzinfo=zone))
    if type(zone) is timezone:
        return there
    return there.astimezone(UTC).astimezone(zone)


def shift(value: datetime, by: timedelta) -> datetime:
    """A dateTime or dateTimeOnly, later by an exact duration."""
    try:
        zone = value.tzinfo
        if zone is None or type(zone) is timezone:
            moved = value + by
            return moved if zone is None or zone is UTC else in_range(moved)
        return (value.astimezone(UTC) + by).astimezone(zone)
    except (OverflowError, ValueError):
        raise out_of_range() from None


def shift_date(value: date, by: timedelta) -> date:
    try:
        return value + by
    except OverflowError:
        raise out_of_range() from None


def add_months(value: datetime, months: int) -> datetime:
    """The same day and clock so many months later; the last day where a month is shorter."""
    total = value.year * 12 + value.month - 1 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise out_of_range()
    return on_clock(value, year=year, month=month + 1, day=min(value.day, _length(year, month + 1)))


def on_clock(value: datetime, **parts: int) -> datetime:
    """The value with parts of its wall clock changed, kept in its zone."""
    try:
        local = value.replace(tzinfo=None, fold=0, **parts)  # type: ignore[arg-type]
    except ValueError:
        raise out_of_range() from None
    return local if value.tzinfo is None else attach(local, value.tzinfo)


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _offset_text(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def write_local(value: datetime) -> str:
    """``2026-03-01T10:00:00``, with a fraction only where there is one."""
    micro = value.microsecond
    if not micro:
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    precision = "milliseconds" if micro % 1000 == 0 else "microseconds"
    return value.replace(tzinfo=None).isoformat(timespec=precision)


def write_instant(value: datetime) -> str:
    """``2026-03-01T10:00:00Z``, or with the offset that the value has."""
    offset = value.utcoffset()
    return write_local(value) + (_offset_text(offset) if offset else "Z")


def write_duration(value: timedelta) -> str:
    """ISO 8601 in hours, minutes and seconds: ``PT51H4M``, ``PT-5H-57M``, ``PT0.5S``, ``PT0S``."""
    micro = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    seconds, micro = divmod(micro, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = "".join(
        f"{sign}{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M")) if amount
    )
    if seconds or micro or not text:
        fraction = f".{micro:06d}".rstrip("0") if micro else ""
        text += f"{sign if seconds or micro else ''}{seconds}{fraction}S"
    return "PT" + text
