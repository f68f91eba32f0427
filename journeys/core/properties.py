"""Journey properties: what ``${name}`` gives at a step."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from journeys.core.moments import write_instant

if TYPE_CHECKING:
    from journeys.core.walk import Walk


def value(walk: "Walk", name: str) -> Any:
    """The property, or null when there is none of that name."""
    reader = _READERS.get(name)
    return None if reader is None else reader(walk)


def _error(part: str) -> Callable[["Walk"], Any]:
    return lambda walk: walk.memory.get("errors", {}).get(part)


def _previous(walk: "Walk") -> str | None:
    if walk.path:
        return walk.path[-1][0]
    found: str | None = walk.memory.get("previous")
    return found


_READERS: dict[str, Callable[["Walk"], Any]] = {
    "profileId": lambda walk: walk.run.person.partition("/")[2] or walk.run.person,
    "namespace": lambda walk: walk.run.person.partition("/")[0],
    "instanceUID": lambda walk: str(walk.run.id),
    "supplementalId": lambda walk: walk.run.supplemental or None,
    "enteredAt": lambda walk: write_instant(walk.run.entered_at),
    "currentNodeId": lambda walk: walk.node,
    "currentNodeName": lambda walk: walk.program.graph.named(str(walk.node)),
    "previousNodeId": _previous,
    "lastNodeUIDInError": _error("node"),
    "lastNodeNameInError": _error("name"),
    "lastNodeTypeInError": _error("type"),
    "lastErrorCode": _error("short"),
    "lastErrorKind": _error("kind"),
    "lastErrorMessage": _error("message"),
    "lastExecutedActionErrorCode": _error("action"),
    "lastDataFetchErrorCode": _error("fetch"),
}
NAMES = frozenset(_READERS)
