"""A person's run through one published version: its state, as plain frozen data.

The engine loads a run, hands it to ``plan`` and writes back what comes out. Everything that a
later step needs is in ``memory``; nothing refers to a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any


class Status(IntEnum):
    """What a run is doing. The numbers are stored; never renumber."""

    WAITING = 1  # parked on a wait: for events, for its timer, or both
    LOOKING_UP = 2  # a look-up is out; the node is planned again with the answer
    CALLING = 3  # an action's call is out
    HELD = 4  # at an action while the journey is paused
    FAILED = 5  # an error without an error path; visible, can be retried
    FINISHED = 6  # walked off the end of a path, or reached End
    STOPPED = 7  # ended from outside: stopped, erased, merged, longest stay passed

    @property
    def is_over(self) -> bool:
        return self >= Status.FAILED


@dataclass(frozen=True, slots=True)
class Event:
    """An accepted event as journeys see it. ``id`` is ours and orders; ``event_id`` is the sender's."""

    id: int
    type: str
    person: str
    data: Mapping[str, Any]
    occurred_at: datetime
    received_at: datetime
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    ``seq`` rises by one with every plan that moves the run; a timer or an answer that names
    another ``seq`` than the run's is stale. An event that is only stacked (fate QUEUED) changes
    ``memory`` and leaves ``seq`` alone, because the call, the look-up or the timer that is out
    still holds. A plan whose ``run`` is the very object that was handed in changes nothing.

    ``memory`` is JSON: ``events`` (type -> {data, _meta}), ``nodes`` (node -> the event that it
    took), ``answers`` (node -> answer), ``lookups`` (key -> {value, at}), ``wait`` (alternative
    -> due moment), ``civil`` (alternative -> {local, zone} of those that a clock names),
    ``pending`` (events that came while a call or a look-up was out), ``seen`` (events kept for a
    later step that counts them since entry), ``asked`` (the look-up that is out, and why),
    ``errors`` (the last error's node, code and kind), ``previous`` (the step before this one).
    """

    id: int
    person: str
    status: Status
    node: str | None
    seq: int
    entered_at: datetime
    supplemental: str = ""
    wake_at: datetime | None = None
    listens: frozenset[str] = frozenset()
    memory: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None
