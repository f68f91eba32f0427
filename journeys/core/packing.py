"""Events in a run's memory: the plain JSON form of an event, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from journeys.core.limits import MAX_KEPT
from journeys.core.moments import write_instant
from journeys.core.run import Event


def is_large(value: Any) -> bool:
    """Whether an answer is more than a run may carry along."""
    return len(orjson.dumps(value)) > MAX_KEPT


def looked_up(value: Any, at: str, node: str | None) -> dict[str, Any]:
    """The value of a field group in a run's memory: when it was read, and by which step."""
    held = {"value": value, "at": at, "node": node}
    return held | {"large": True} if is_large(value) else held


def packed(event: Event) -> dict[str, Any]:
    """``{"data", "_meta"}``: what expressions see of an event; ``_meta.number`` is our id."""
    meta = {
        "id": event.event_id or str(event.id),
        "type": event.type,
        "person": event.person,
        "occurred_at": write_instant(event.occurred_at),
        "received_at": write_instant(event.received_at),
        "number": event.id,
    }
    return {"data": event.data, "_meta": meta}


def unpacked(held: Mapping[str, Any]) -> Event:
    """The event that ``packed`` packed."""
    meta = held["_meta"]
    return Event(
        id=meta["number"],
        type=meta["type"],
        person=meta["person"],
        data=held["data"],
        occurred_at=datetime.fromisoformat(meta["occurred_at"]),
        received_at=datetime.fromisoformat(meta["received_at"]),
        event_id=meta["id"],
    )
