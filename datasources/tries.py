"""A look-up on trial: rendered, sent and judged as for a journey, but past the cache."""

from collections.abc import Mapping
from typing import Any

from config import clock
from datasources import calls, definitions
from datasources.models import FieldGroup
from outbound.outcome import RenderError
from remote.tries import Tried, not_made, try_out


def look_up(group: FieldGroup, params: Mapping[str, Any]) -> Tried:
    """Ask now, with these parameters. Nothing is kept of the answer."""
    definitions.forget()  # it may have been saved a moment ago, by another process
    source = group.source
    try:
        frozen = calls.render(source.key, group.key, params).frozen
        request = calls.to_request(frozen, "", clock.now())
    except RenderError as error:
        return not_made(error)
    return try_out(
        request, source.credentials, group.timeout, lambda result: calls.outcome(frozen, result)
    )
