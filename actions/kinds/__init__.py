"""The channels: one module each, with the same names inside, listed here by hand.

``FIELDS``: the columns of the form that are this channel's own. ``check(action)``: what is wrong
at save, by field. ``render(action, values, context)``: what is frozen. ``deliver(items, now)``:
send a batch, an outcome for each. How to add one is told in ``docs/actions.md``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from actions.kinds import email, http, message
from outbound.outcome import CallContext, Outcome

Faults = dict[str, list[Any]]
Item = tuple[int, str, bytes]


class Kind(Protocol):
    """What every channel module offers."""

    FIELDS: tuple[str, ...]

    def check(self, action: Any) -> Faults: ...

    def render(self, action: Any, values: Mapping[str, Any], context: CallContext) -> bytes: ...

    def deliver(self, items: Sequence[Item], now: datetime) -> dict[int, Outcome]: ...


KINDS: dict[str, Kind] = {"http": http, "email": email, "message": message}
