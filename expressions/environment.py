"""What a run of an expression asks of its surroundings."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Protocol


class Environment(Protocol):
    """The facts that an evaluation reads. Whatever a method raises passes through untouched.

    now: aware; what ``now()`` gives. One evaluation sees one moment.
    zone: the zone of civil times, for functions that need one and were given none.
    seed: ``random()`` and ``uuid()`` derive from ``sha256(seed + counter)``: repeatable.

    It may also have ``read_at(kind, key) -> datetime | None``: when what a reference reads was
    fetched, for the age of values in explanations.
    """

    now: datetime
    zone: tzinfo
    seed: str

    def event(self, key: str) -> Mapping[str, object] | None:
        """The data of the last event of that type in this run; may hold ``_meta``."""
        ...

    def node(self, key: str) -> Mapping[str, object] | None:
        """The data of the event of one step."""
        ...

    def source(self, source: str, group: str, params: Mapping[str, object] | None) -> object:
        """The answer of a look-up. May raise; a planner raises its Missing here."""
        ...

    def action(self, key: str) -> object | None:
        """The answer of an action."""
        ...

    def journey(self, name: str) -> object:
        """A property of the journey, as in ``${supplementalId}``."""
        ...

    def in_segment(self, name: str) -> bool:
        """Whether the person belongs to the segment."""
        ...
