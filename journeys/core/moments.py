"""Durations, civil times and zones: texts of a graph made into instants.

A civil time that a clock skips (a gap) means the first moment after the gap; one that a clock
shows twice (an overlap) means the first of the two. A day in a duration is 24 hours.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from journeys.core.faults import StepFault

_DURATION = re.compile(
    r"(-)?P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10})(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)", re.ASCII
)


class BadDuration(ValueError):
    """Not a duration that has a length: ``code`` is duration_invalid or months_in_duration."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_duration(text: str) -> timedelta:
    """The length of an ISO 8601 duration (``PT6H``, ``P2DT3H``, ``P1W``, ``-PT1S``).

    Raises BadDuration: years and months have no fixed length and are refused.
    """
    match = _DURATION.fullmatch(text) if len(text) <= 80 else None
    if match is None or not any(match.groups()[1:]) or text.endswith("T"):
        raise BadDuration("duration_invalid")
    sign, years, months, weeks, days, hours, minutes, seconds, fraction = match.groups()
    if years or months:
        raise BadDuration("months_in_duration")
    length = timedelta(
        days=int(weeks or 0) * 7 + int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0").ljust(6, "0")),
    )
    return -length if sign else length


def read_local(text: str) -> datetime | None:
    """A civil time without a zone (``2026-12-24T18:00``; a date alone is its midnight), or None."""
    if not _LOCAL.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """The instant that a text names, in UTC: with an offset as it says, else by the zone's clock.

    None when the text is no moment.
    """
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
        local = read_local(text)
        return None if local is None else instant_of(local, zone)
    except (ValueError, OverflowError, StepFault):
        return None


def instant_of(local: datetime, zone: tzinfo) -> datetime:
    """The instant at which a zone's clock first shows this civil time, or first passes it.

    Raises StepFault (moment_out_of_range) at the ends of the calendar.
    """
    try:
        before = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if before.astimezone(zone).replace(tzinfo=None) == local:
            return before
        after = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
        return _first_after_the_gap(min(before, after), max(before, after), zone)
    except (OverflowError, ValueError):
        raise StepFault("moment_out_of_range") from None


def _first_after_the_gap(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """The second in ``(low, high]`` at which the zone's offset becomes another."""
    offset = low.astimezone(zone).utcoffset()
    steps_low, steps_high = 0, int((high - low).total_seconds())
    while steps_high - steps_low > 1:
        middle = (steps_low + steps_high) // 2
        if (low + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            steps_low = middle
        else:
            steps_high = middle
    return (low + timedelta(seconds=steps_high)).replace(microsecond=0)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory", "posixrules"})


@lru_cache(maxsize=1024)
def read_zone(name: str | None) -> tzinfo | None:
    """The IANA time zone of that name, or None when there is none."""
    if not isinstance(name, str) or name not in zone_names():
        return None
    return ZoneInfo(name)


def write_instant(moment: datetime) -> str:
    """ISO 8601 in UTC with ``Z``: the form in which memory keeps moments."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
