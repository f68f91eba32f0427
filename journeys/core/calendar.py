"""Time and date conditions: half-open ranges of a zone's clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from journeys.core.faults import StepFault
from journeys.core.moments import read_moment

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)


def read_time(text: str | None) -> time | None:
    """A time of day (``20:00``, ``07:30:15``), or None for none. Raises ValueError."""
    if not text:
        return None
    if len(text) not in (5, 8):
        raise ValueError(text)
    return time.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """``[start, end)`` of a day, on some weekdays (none: on all). A range whose end is earlier
    than its start crosses midnight, and its weekday is that of its start."""

    start: time
    end: time | None
    weekdays: frozenset[int]

    @classmethod
    def read(cls, start: str, end: str, weekdays: list[str]) -> "TimeRange":
        """From the texts of a graph. Raises ValueError for what is no time of day."""
        days = frozenset(WEEKDAYS.index(day) for day in weekdays)
        return cls(read_time(start) or time(), read_time(end), days)

    def holds(self, local: datetime) -> bool:
        """Whether a civil time lies in the range."""
        clock = local.time()
        if self.end is None or self.start < self.end:
            inside = self.start <= clock and (self.end is None or clock < self.end)
            return inside and self._on(local)
        if clock >= self.start:
            return self._on(local)
        return clock < self.end and self._on(local - _DAY)

    def _on(self, day: datetime) -> bool:
        return not self.weekdays or day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class DateRange:
    """``[start, end)`` by the clock of a zone; either may be open. A moment with an offset holds
    in every zone."""

    start: str
    end: str

    def holds(self, now: datetime, zone: tzinfo) -> bool:
        """Whether an instant lies in the range. Raises StepFault when an end is no moment."""
        return not (
            (self.start and now < _instant(self.start, zone))
            or (self.end and now >= _instant(self.end, zone))
        )


def _instant(text: str, zone: tzinfo) -> datetime:
    moment = read_moment(text, zone)
    if moment is None:
        raise StepFault("moment_invalid", text=text)
    return moment
