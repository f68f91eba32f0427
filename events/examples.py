"""An event of a type, made up from its fields, and the command that posts it."""

import json
from typing import Any

from events.models import EventType

_VALUES = {
    "string": "text",
    "integer": 10,
    "decimal": 10.5,
    "boolean": True,
    "dateTime": "2026-03-01T10:00:00Z",
    "dateTimeOnly": "2026-03-01T10:00:00",
    "dateOnly": "2026-03-01",
    "duration": "PT6H",
    "timezone": "Europe/Paris",
    "any": "text",
}


def event(kind: EventType) -> dict[str, Any]:
    """A body of POST /api/v1/events that this type takes, if its expressions do."""
    said: dict[str, Any] = {"type": kind.key, "id": "evt-1"}
    if not kind.key_expression.strip():
        said["person"] = "person-1"
    return said | {"occurred_at": _VALUES["dateTime"], "data": data(kind)}


def data(kind: EventType) -> dict[str, Any]:
    """Every declared field with a value of its type; a list has one item."""
    made: dict[str, Any] = {}
    # Shorter paths first: an object that is declared as a whole must not replace its members.
    for field in sorted(kind.fields, key=lambda one: one["path"].count(".")):
        _put(made, field["path"], _value(field["type"]))
    return made


def _value(kind: str) -> Any:
    if kind.startswith("list<"):
        return [_value(kind[5:-1])]
    return _VALUES.get(kind, {} if kind in ("object", "map") else None)


def _put(made: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for part in above:
        made = _object_at(made, part)
    name = last.rstrip("[]")
    for _level in range(last.count("[]")):
        value = [value]
    made.setdefault(name, value)


def _object_at(made: dict[str, Any], part: str) -> dict[str, Any]:
    """The object below a name; below ``items[]``, the one item of that list."""
    name, levels = part.rstrip("[]"), part.count("[]")
    found: Any = made.setdefault(name, _nested(levels))
    for _level in range(levels):
        found = found[0]
    return found if isinstance(found, dict) else {}


def _nested(levels: int) -> Any:
    return [_nested(levels - 1)] if levels else {}


def message(kind: EventType) -> dict[str, Any]:
    """The same in the envelope of the streaming ingestion, for types that an inlet knows."""
    entity = data(kind) | {"_id": "evt-1", "timestamp": _VALUES["dateTime"]}
    if not kind.key_expression.strip():
        entity["identityMap"] = {kind.namespace: [{"id": "person-1", "primary": True}]}
    if kind.xdm_event_id:
        place = entity
        for name in ("_experience", "campaign", "orchestration"):
            place = place.setdefault(name, {})
        place["eventID"] = kind.xdm_event_id
    header = {"schemaRef": {"id": kind.xdm_schema}} if kind.xdm_schema else {}
    return {"header": header, "body": {"xdmMeta": header, "xdmEntity": entity}}


def curl(url: str, body: Any) -> str:
    """The command that posts it, for a shell in which KEY is set."""
    text = json.dumps(body, indent=2, ensure_ascii=False).replace("'", "'\\''")
    return (
        f'curl -sS {url} \\\n  -H "Authorization: Bearer $KEY" \\\n'
        f"  -H 'Content-Type: application/json' \\\n  -d '{text}'"
    )
