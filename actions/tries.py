"""An action on trial: one test call, e-mail or message, on behalf of nobody."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from actions import calls, definitions
from actions.kinds import KINDS
from actions.models import ActionDefinition
from config import clock, database, json
from outbound.outcome import CallContext, Outcome, RenderError
from remote.tries import Tried, not_made, try_out

_UNSHOWN = frozenset({"action", "person", "journey", "journey_id", "version", "node", "node_name",
                      "instance", "seq"})  # fmt: skip


def send(action: ActionDefinition, parameters: Mapping[str, Any]) -> Tried:
    """Carry it out once, with these parameters and a key of its own."""
    definitions.forget()  # it may have been saved a moment ago, by another process
    key = f"try-{uuid.uuid4()}"
    try:
        frozen = calls.render(action.key, parameters, _nobody()).frozen
        if action.kind != ActionDefinition.Kind.HTTP:
            return _delivered(action, key, frozen)
        request = calls.to_request(frozen, key, clock.now())
    except RenderError as error:
        return not_made(error)
    return try_out(
        request,
        action.credentials,
        action.timeout,
        lambda result: calls.outcome(frozen, result),
        action.hidden_key,
    )


def _delivered(action: ActionDefinition, key: str, frozen: bytes) -> Tried:
    try:
        outcome = KINDS[action.kind].deliver([(0, key, frozen)], clock.now())[0]
    except database.Unavailable:
        words = _("The database cannot be reached. Try again in a moment.")
        outcome = Outcome(ok=False, error="connect", message=words)
    kept = {name: text for name, text in json.loads(frozen).items() if name not in _UNSHOWN}
    return Tried(outcome, message=_(outcome.message) if outcome.message else "", sent=kept)


def _nobody() -> CallContext:
    name = _("Test")
    return CallContext(
        person="", journey=name, journey_id=0, version=0, node="test", node_name=name,
        instance=0, seq=0,
    )  # fmt: skip
