"""A journey's settings, read once: zone, stay, re-entrance, start and end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from journeys.core.commands import Fate
from journeys.core.limits import LONGEST_STAY, MAX_STAY
from journeys.core.moments import BadDuration, read_duration, read_moment, read_zone


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings as values. ``pause`` runs from the end of a run; ``starts_at`` and ``ends_at``
    bound entrances, half open."""

    zone: tzinfo
    person_zone: bool
    reentrance: bool
    pause: timedelta
    longest_stay: timedelta
    starts_at: datetime | None
    ends_at: datetime | None

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> "Rules":
        """From a graph's settings. What cannot be read has its usual value (drafts)."""
        zone = read_zone(settings.get("timezone")) or UTC
        return cls(
            zone=zone,
            person_zone=settings.get("person_timezone") is True,
            reentrance=settings.get("reentrance", True) is not False,
            pause=_length(settings.get("reentrance_pause"), timedelta()),
            longest_stay=min(_length(settings.get("longest_stay"), LONGEST_STAY), MAX_STAY),
            starts_at=_moment(settings.get("starts_at"), zone),
            ends_at=_moment(settings.get("ends_at"), zone),
        )

    def zone_for(self, persons: str | None) -> tzinfo:
        """The zone of civil times: the person's, where the journey uses it and it is known."""
        if self.person_zone and persons is not None:
            return read_zone(persons) or self.zone
        return self.zone

    def expires_at(self, entered_at: datetime) -> datetime:
        """When the longest stay of a run ends."""
        return entered_at + self.longest_stay

    def admits(self, moment: datetime) -> Fate:
        """Whether people may enter at this moment: ENTERED, NOT_STARTED or OVER."""
        if self.starts_at is not None and moment < self.starts_at:
            return Fate.NOT_STARTED
        if self.ends_at is not None and moment >= self.ends_at:
            return Fate.OVER
        return Fate.ENTERED


def _length(text: str | None, usual: timedelta) -> timedelta:
    if not text:
        return usual
    try:
        length = read_duration(text)
    except BadDuration:
        return usual
    return length if length >= timedelta() else usual


def _moment(text: str | None, zone: tzinfo) -> datetime | None:
    return read_moment(text, zone) if text else None
