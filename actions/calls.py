"""Actions as the engine uses them: rendered and frozen, sent, judged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions import definitions
from actions.kinds import KINDS, http
from actions.parameters import values_of
from config import json
from outbound import OutboundError, Request, Response
from outbound.outcome import CallContext, Outcome, Rendered, RenderError


def render(action: str, parameters: Mapping[str, Any], context: CallContext) -> Rendered:
    """One call made ready. Nothing of it changes afterwards but the URL and the secrets.

    Raises:
        RenderError: with a code and words for people.
    """
    found = definitions.current().get(action)
    if found is None:
        raise RenderError("unknown_action", f"There is no action {action}.")
    frozen = KINDS[found.kind].render(found, values_of(found, parameters), context)
    return Rendered(f"action:{action}", found.kind, frozen)


def to_request(frozen: bytes, key: str, now: datetime) -> Request:
    """The HTTP request of a frozen call of kind http. Raises RenderError."""
    return http.to_request(frozen, key, now)


def outcome(frozen: bytes, result: Response | OutboundError) -> Outcome:
    """What became of one attempt of a call of kind http."""
    return http.outcome(frozen, result)


def deliver(items: Sequence[tuple[int, str, bytes]], now: datetime) -> dict[int, Outcome]:
    """Deliver (call id, idempotency key, frozen) of the kinds e-mail and message.

    Raises:
        config.database.Unavailable: messages could not be written; the batch may be repeated.
    """
    known = definitions.current()
    batches: dict[str, list[tuple[int, str, bytes]]] = {}
    outcomes: dict[int, Outcome] = {}
    for item in items:
        action = known.get(json.loads(item[2])["action"])
        if action is None:
            outcomes[item[0]] = Outcome(ok=False, error="unrendered", message="The action is gone.")
        else:
            batches.setdefault(action.kind, []).append(item)
    for kind, batch in batches.items():
        outcomes |= KINDS[kind].deliver(batch, now)
    return outcomes


def records(action: str) -> str | None:
    """The key of the event type that a success of this action records, if any."""
    found = definitions.current().get(action)
    return (found.records or None) if found else None


def limits(action: str) -> dict[str, int | None]:
    """{"per_second", "at_once"} of an action; None is no limit."""
    found = definitions.current().get(action)
    return found.limits if found else {"per_second": None, "at_once": None}
