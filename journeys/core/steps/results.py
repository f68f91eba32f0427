"""What a step's handler answers: the few things that can happen to a run at a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from journeys.core.commands import Call


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the step by this port."""

    port: str


@dataclass(frozen=True, slots=True)
class Park:
    """Stay, and wait. ``dues``: alternative -> moment; ``civil``: alternative -> its civil time and
    zone, where the moment came from one; ``listens``: event types."""

    dues: Mapping[str, datetime]
    listens: frozenset[str]
    civil: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Out:
    """Stay until the call is answered."""

    call: Call


@dataclass(frozen=True, slots=True)
class Over:
    """The run ends here, normally."""

    outcome: str = "neutral"


Result = Leave | Park | Out | Over

NEXT, ELSE, ERROR = Leave("next"), Leave("else"), Leave("error")
OVER = Over()
