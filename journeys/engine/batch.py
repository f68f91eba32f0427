"""Everything that a cycle will write, gathered while it plans; ``apply`` writes it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from journeys.core.commands import Fate
from journeys.engine.claim import Input
from journeys.engine.versions import Board

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trail: what a stimulus meant for one journey, and why.

    ``at`` is the moment that the plan took for now; None: that of the batch."""

    code: Fate
    event_id: int | None = None
    journey_id: int | None = None
    version_id: int | None = None
    instance_id: int | None = None
    seq: int | None = None
    path: tuple[int, ...] | None = None
    detail: Mapping[str, Any] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that is to be made: where it goes, its frozen bytes, and its limits in seconds."""

    id: int
    destination: str
    kind: str
    frozen: bytes
    version_id: int
    instance_id: int
    person: str
    seq: int
    timeout: float
    retries: int
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that the engine itself puts on the log: that a message was sent."""

    type_id: int
    person: str
    data: Json


@dataclass(slots=True)
class Batch:
    """The consequences of a claim. ``take_id`` gives fresh numbers of the one sequence.

    ``tally`` counts (version, node, port, code); ``kept`` are answers for the shared cache, as
    (look-up key, value, seconds).
    """

    now: datetime
    board: Board
    take_id: Callable[[], int]
    done: list[Input] = field(default_factory=list)
    trail: list[Entry] = field(default_factory=list)
    calls: list[NewCall] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    kept: list[tuple[str, Any, float]] = field(default_factory=list)
    tally: Counter[tuple[int, int, int, int]] = field(default_factory=Counter)
