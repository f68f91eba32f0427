"""What can happen to a run: the inputs of ``plan``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journeys.core.run import Event


@dataclass(frozen=True, slots=True)
class Entered:
    """A person comes in by this event. The run is the new one that ``Program.begin`` made."""

    event: Event


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event about a person who is inside."""

    event: Event


@dataclass(frozen=True, slots=True)
class Woke:
    """The run's timer is due."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The outcome of the look-up or the call that the run has out."""

    ok: bool
    status: int | None = None  # the HTTP status, where there was one
    error: str | None = None  # http, timeout, capped, connect, blocked, bad_answer, unmapped, ...
    answer: Any = None  # parsed JSON, or the field group's value
    at: str = ""  # ISO 8601, when the outside answered


@dataclass(frozen=True, slots=True)
class Retried:
    """A user sends a failed run on from the node where it stands."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A user or a rule ends the run: stopped, erased, merged."""

    reason: str


Stimulus = Entered | Arrived | Woke | Answered | Retried | Ended


@dataclass(frozen=True, slots=True)
class Reads:
    """Values handed in with the batch, so that reading them costs no round trip.

    ``values`` maps a look-up's key (``LookUp.key``) to (value, ISO moment it was read). The
    profile's groups and cached answers are in it; what is missing makes ``plan`` answer LookUp.
    """

    values: Mapping[str, tuple[Any, str]]
    zone: str | None = None  # the profile's ``timeZone``, for journeys that use the person's


NOTHING_READ = Reads({})
