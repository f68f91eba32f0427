"""What ``plan`` answers: commands to write, the path taken, what was read, and the fate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

import orjson

from journeys.core.run import Run


@dataclass(frozen=True, slots=True)
class LookUp:
    """A value is missing: fetch this field group. The node is planned again with the answer."""

    source: str
    group: str
    params: Mapping[str, Any] = field(default_factory=dict)
    timeout: float = 5.0

    @property
    def key(self) -> str:
        """The same for the same question: source, group and canonical parameters."""
        if not self.params:
            return f"{self.source}.{self.group}"
        packed = orjson.dumps(dict(self.params), option=orjson.OPT_SORT_KEYS).decode()
        return f"{self.source}.{self.group}?{packed}"


@dataclass(frozen=True, slots=True)
class Call:
    """Carry out an action with these (plain JSON) parameters."""

    node: str
    action: str
    parameters: Mapping[str, Any]
    timeout: float = 5.0
    retries: int = 3


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Wake the run at this moment: its one timer, the earliest of waits and longest stay."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Listen:
    """The run waits for events of these types."""

    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is over. ``reason``: finished, failed, stopped, expired, merged, erased."""

    reason: str
    outcome: str = "neutral"


Command = LookUp | Call | WaitUntil | Listen | Finish


class Fate(IntEnum):
    """What a stimulus meant for one journey. The numbers are stored; never renumber."""

    ENTERED = 1
    MOVED = 2
    QUEUED = 3  # came during a call; will be taken when the run parks
    WOKE = 4  # a timer, not an event
    ANSWERED = 5  # an outcome, not an event
    RETRIED = 6
    ENDED = 7
    # Why not:
    ALREADY_INSIDE = 20
    CONDITION_FALSE = 21
    IN_PAUSE = 22  # re-entrance pause runs
    NO_REENTRANCE = 23
    CLOSED = 24
    NOT_STARTED = 25  # before the journey's start
    OVER = 26  # after its end date
    NOT_LISTENING = 27  # inside, but this step does not wait for it
    CAME_TOO_EARLY = 28  # queued during a call, and then nobody listened
    TOO_MANY_PENDING = 29
    STALE = 30
    ERROR = 31  # the event's condition or key could not be computed
    PAUSED = 32
    SET_ASIDE = 33  # a poison input; can be retried
    NOBODY_INSIDE = 34  # nobody entered by it, and this person is in no journey that takes it


@dataclass(frozen=True, slots=True)
class Read:
    """A value that was used: where it came from and when it was read.

    Of a field group: ``key`` is the look-up's key and ``path`` the field, or as far as the path
    led; a list or an object is told by its size, and is itself in ``whole``. Of a wait: the
    moment that was computed (``source`` is timer).
    """

    reference: str
    value: Any
    source: str  # profile, source, timer
    at: str = ""
    key: str = ""
    path: tuple[str, ...] = ()
    whole: Any = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole consequence of one stimulus.

    ``needs`` is non-empty when a look-up's value is missing: if the engine has it (profile,
    cache, past events) it plans again from the same run and stimulus with larger ``Reads``; if
    not, it writes this plan, whose run is LOOKING_UP and whose commands hold one LookUp.
    ``path`` lists (node, port) in the order in which they were left.
    """

    run: Run
    fate: Fate
    commands: tuple[Command, ...] = ()
    path: tuple[tuple[str, str], ...] = ()
    reads: tuple[Read, ...] = ()
    needs: tuple[LookUp, ...] = ()
    error: Mapping[str, Any] | None = None  # {"node", "code", "message"} of what failed
    taken: tuple[tuple[int, Fate], ...] = ()  # pending events (id) that this plan took or dropped
