"""One message in the streaming-ingestion envelope of Adobe Experience Platform, as events.

``{"header": {"schemaRef", ...}, "body": {"xdmMeta", "xdmEntity": {...}}}``: the entity is the
event's data, its ``_id`` the sender's id, its ``timestamp`` when it happened. The type is that of
its eventID; without one, every type of its schema whose condition is true takes the message.
Pure: what is declared and the moment are arguments, nothing is written.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from config.problems import Fault
from events.declared import Declared, Everything, Poster
from events.reading import CONDITION_FALSE, NewEvent, Refused, key_hash, read_as
from events.strict_json import Repeated
from events.words import fault

ENTITY = "/body/xdmEntity"
EVENT_ID = ("_experience", "campaign", "orchestration", "eventID")
_EVENT_ID_AT = f"{ENTITY}/{'/'.join(EVENT_ID)}"
_SCHEMA_AT = "/header/schemaRef/id"
# Where a message has what an event of POST /api/v1/events has at the top.
_PLACES = {
    "/data": ENTITY,
    "/id": f"{ENTITY}/_id",
    "/occurred_at": f"{ENTITY}/timestamp",
    "/person": f"{ENTITY}/identityMap",
}


def read_message(
    message: Any, declared: Everything, source: Poster, now: datetime, look_over: bool
) -> Sequence[NewEvent]:
    """The events that a message says: one, or one for each rule that it meets.

    Where no rule is met there is one all the same, with the disposition "condition false", so
    that what was accepted can be found.

    Raises:
        Refused: with every fault that could be found at that stage (see ``placed``).
    """
    entity = _entity(message)
    named = _event_id(entity)
    kind = declared.types_by_event_id.get(named) if named else None
    if kind is not None:
        _allow(source, _EVENT_ID_AT, kind)
        return (_read(kind, entity, source, now, look_over),)
    return _by_rule(_of_schema(message, named, declared, source), entity, source, now, look_over)


def _entity(message: Any) -> dict[str, Any]:
    if not isinstance(message, dict):
        raise Refused(422, fault("not_object", ""))
    body = _object(message, "body", "/body")
    entity = _object(body, "xdmEntity", ENTITY)
    for value, pointer in ((message, ""), (body, "/body")):
        if type(value) is Repeated:
            raise Refused(422, fault("duplicate_key", pointer))
    return entity


def _object(holder: Mapping[str, Any], name: str, pointer: str) -> dict[str, Any]:
    value = holder.get(name)
    if isinstance(value, dict):
        return value
    if value is None:
        raise Refused(422, fault("missing", pointer))
    raise Refused(422, fault("type", pointer, expected="object"))


def _at(value: Any, *path: str) -> Any:
    """What stands at a path of objects; None where there is nothing."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _event_id(entity: Mapping[str, Any]) -> str | None:
    given = _at(entity, *EVENT_ID)
    if given is None or type(given) is str:
        return given
    raise Refused(422, fault("type", _EVENT_ID_AT, expected="string"))


def _allow(source: Poster, pointer: str, *kinds: Declared) -> list[Declared]:
    allowed = [kind for kind in kinds if source.types is None or kind.pk in source.types]
    if not allowed:
        raise Refused(403, fault("event_not_allowed", pointer, type=kinds[0].key))
    return allowed


def _of_schema(
    message: Mapping[str, Any], named: str | None, declared: Everything, source: Poster
) -> list[Declared]:
    schema = _schema(message)
    kinds = declared.types_by_schema.get(schema) if type(schema) is str else None
    if not kinds:
        raise Refused(422, fault("unknown_xdm_event", _EVENT_ID_AT if named else _SCHEMA_AT))
    return _allow(source, _SCHEMA_AT, *kinds)


def _schema(message: Any) -> Any:
    found = _at(message, "header", "schemaRef", "id")
    return found if found is not None else _at(message, "body", "xdmMeta", "schemaRef", "id")


def name_of(message: Any) -> str:
    """By what a message says its type: its eventID, else its schema. For the log."""
    named = _at(message, "body", "xdmEntity", *EVENT_ID) or _schema(message)
    return named if type(named) is str else ""


def _by_rule(
    kinds: Sequence[Declared],
    entity: dict[str, Any],
    source: Poster,
    now: datetime,
    look_over: bool,
) -> Sequence[NewEvent]:
    read: list[NewEvent] = []
    refusals: list[Refused] = []
    for kind in kinds:
        try:
            read.append(_read(kind, entity, source, now, look_over, is_rule=True))
        except Refused as refused:
            refusals.append(refused)
    met = [event for event in read if event.disposition != CONDITION_FALSE]
    if refusals and not met:
        # Whether it was meant for the rule that could not read it is not known, so say so.
        raise refusals[0]
    return met or read[:1]


def _read(
    kind: Declared,
    entity: dict[str, Any],
    source: Poster,
    now: datetime,
    look_over: bool,
    *,
    is_rule: bool = False,
) -> NewEvent:
    event = read_as(kind, _document(entity, kind), source, now, look_over=look_over)
    if is_rule and event.event_id is not None:
        # One message counts once for each rule, so the rule is a part of what is unique.
        event.key = rule_key(source.pk, event.event_id, kind.key)
    return event


def rule_key(source_id: int, event_id: str, rule: str) -> int:
    """The key of a sender's id where a rule found the type; no id holds a NUL."""
    return key_hash(source_id, f"{event_id}\0{rule}")


def _document(entity: dict[str, Any], kind: Declared) -> dict[str, Any]:
    document = {"data": entity, "occurred_at": entity.get("timestamp")}
    if entity.get("_id") is not None:
        document["id"] = entity["_id"]
    if kind.person is None:
        identity = _identity(entity, kind.namespace)
        if identity is not None:
            document["person"] = identity
    return document


def _identity(entity: Mapping[str, Any], namespace: str) -> Any:
    """The id of this namespace in the entity's identityMap: the primary one, else the first."""
    identities = entity.get("identityMap")
    if not isinstance(identities, dict):
        return None
    listed = identities.get(namespace)
    if listed is None:
        folded = namespace.casefold()
        listed = next((ids for name, ids in identities.items() if name.casefold() == folded), None)
    if not isinstance(listed, list):
        return None
    found = [one for one in listed if isinstance(one, dict)]
    primary = [one for one in found if one.get("primary") is True]
    return next((one.get("id") for one in primary or found), None)


def placed(found: Fault) -> Fault:
    """A fault of an event with its pointer in the message that said it."""
    first = "/" + found.pointer[1:].partition("/")[0]
    place = _PLACES.get(first)
    if place is None:
        return found
    return Fault(place + found.pointer[len(first) :], found.code, found.detail, found.params)
