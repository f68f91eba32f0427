"""One document of a client, checked and keyed: a :class:`NewEvent`, or what is wrong with it.

Pure: what is declared and the moment are arguments, nothing is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import orjson
from django.conf import settings

from config.problems import Fault
from events.declared import Declared, EventFacts, Everything, Poster
from events.fields import moment
from events.strict_json import flaws, needs_a_walk
from events.words import fault
from expressions import EvaluationError

QUEUED, NOBODY, CONDITION_FALSE, LATE = 1, 2, 3, 4
MAX_ID = MAX_PERSON = 255
_FUTURE = timedelta(minutes=5)
_FIELDS = frozenset(("type", "id", "person", "occurred_at", "data"))


@dataclass(slots=True)
class NewEvent:
    """An event that may be stored. ``id`` is given by ``events.log``; ``data`` is JSON text.

    ``key`` is the 64-bit hash of source and sender's id, None without such an id; ``body`` that of
    what was said. ``changes`` are attributes of the profile, path -> value.
    """

    source_id: int | None
    type_id: int
    person: str
    occurred_at: datetime
    received_at: datetime
    data: str
    event_id: str | None = None
    disposition: int = QUEUED
    key: int | None = None
    body: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0


class Refused(Exception):
    """The document cannot be taken: the HTTP status, and everything that is wrong."""

    def __init__(self, status: int, *faults: Fault) -> None:
        super().__init__(faults[0].code)
        self.status = status
        self.faults = list(faults)


def read_event(
    document: Any, declared: Everything, source: Poster, now: datetime, *, look_over: bool = True
) -> NewEvent:
    """Check one document in the order of cost: form, type, rights, limits, fields, person.

    ``look_over`` is False where the JSON reader vouches for numbers and keys.

    Raises:
        Refused: with every fault that could be found at that stage.
    """
    if not isinstance(document, dict):
        raise Refused(422, fault("not_object", ""))
    kind = _type(document, declared, source)
    return read_as(kind, document, source, now, look_over=look_over)


def read_as(
    kind: Declared, document: dict[str, Any], source: Poster, now: datetime, *, look_over: bool
) -> NewEvent:
    """``read_event`` where the type is known and allowed.

    Raises:
        Refused: with every fault that could be found at that stage.
    """
    data = document.get("data")
    found = _envelope_faults(document, look_over=look_over)
    text = _data_text({} if data is None else data, found, look_over=look_over)
    occurred_at = _occurred_at(document, now, found)
    if data is None:
        data = {}
    if not found:
        kind.check(data, "/data", found)
    if found:
        raise Refused(422, *found)
    return _made(document, kind, source, data, text, occurred_at, now)


def _type(document: Mapping[str, Any], declared: Everything, source: Poster) -> Declared:
    name = document.get("type")
    if type(name) is not str:
        raise Refused(422, _wrong_text(document, "type"))
    kind = declared.types.get(name)
    if kind is None:
        raise Refused(422, fault("unknown_event", "/type", type=name[:100]))
    if source.types is not None and kind.pk not in source.types:
        raise Refused(403, fault("event_not_allowed", "/type", type=name))
    return kind


def _wrong_text(document: Mapping[str, Any], name: str) -> Fault:
    pointer = f"/{name}"
    return (
        fault("type", pointer, expected="string") if name in document else fault("missing", pointer)
    )


def _envelope_faults(document: Mapping[str, Any], *, look_over: bool) -> list[Fault]:
    found = []
    if not document.keys() <= _FIELDS:
        extra = sorted(str(name)[:100] for name in document.keys() - _FIELDS)[:20]
        found += [fault("unknown_field", f"/{name}") for name in extra]
    if look_over and type(document) is not dict:
        found.append(fault("duplicate_key", ""))
    for name, limit in (("id", MAX_ID), ("person", MAX_PERSON)):
        if name in document:
            found += _text_faults(document[name], f"/{name}", limit)
    return found


def _text_faults(value: Any, pointer: str, limit: int) -> list[Fault]:
    if type(value) is not str:
        return [fault("type", pointer, expected="string")]
    if not 0 < len(value) <= limit:
        return [fault("length", pointer, limit=limit)]
    # isprintable refuses control characters, zero-width and bidirectional marks, odd spaces.
    return [] if value.isprintable() else [fault("chars", pointer)]


def _data_text(data: Any, found: list[Fault], *, look_over: bool) -> bytes:
    """The data as compact JSON; what breaks a limit is appended to ``found``."""
    if not isinstance(data, dict):
        found.append(fault("type", "/data", expected="object"))
        return b""
    if look_over:
        found += flaws(data, "/data")
        if found:
            return b""
    text = orjson.dumps(data)
    if not look_over and needs_a_walk(text):
        found += flaws(data, "/data")
    if len(text) > settings.EVENT_MAX_BYTES:
        raise Refused(413, fault("too_large", "/data", limit=settings.EVENT_MAX_BYTES))
    return text


def _occurred_at(document: Mapping[str, Any], now: datetime, found: list[Fault]) -> datetime:
    given = document.get("occurred_at")
    if given is None:
        return now
    if type(given) is not str:
        found.append(fault("type", "/occurred_at", expected="string"))
        return now
    read = moment(given)
    if isinstance(read, str):
        found.append(fault(read, "/occurred_at"))
        return now
    if read > now + _FUTURE:
        found.append(fault("date_future", "/occurred_at"))
    return read


def _made(
    document: Mapping[str, Any],
    kind: Declared,
    source: Poster,
    data: dict[str, Any],
    text: bytes,
    occurred_at: datetime,
    now: datetime,
) -> NewEvent:
    event_id = document.get("id")
    facts = _facts(document, kind, data, occurred_at, now)
    person = f"{kind.namespace}/{_person(document, kind, facts)}"
    made = NewEvent(source.pk, kind.pk, person, occurred_at, now, text.decode(), event_id)
    if event_id is not None:
        made.key = key_hash(source.pk, event_id)
        made.body = body_hash(kind.key, person, document.get("occurred_at") and occurred_at, data)
    if kind.condition is not None and not _is_true(kind.condition, facts):
        made.disposition = CONDITION_FALSE
    elif kind.max_age is not None and occurred_at < now - kind.max_age:
        made.disposition = LATE
    elif kind.updates:
        made.changes = _changes(kind, facts)
    return made


def _facts(
    document: Mapping[str, Any],
    kind: Declared,
    data: dict[str, Any],
    occurred_at: datetime,
    now: datetime,
) -> EventFacts:
    if kind.person is None and kind.condition is None and not kind.updates:
        return _NO_FACTS
    about = {
        "id": document.get("id") or "",
        "type": kind.key,
        "person": document.get("person") or "",
        "occurred_at": occurred_at,
        "received_at": now,
    }
    # As in the engine, what we say of an event hides what its sender calls by the same name.
    return EventFacts(kind.key, {**data, "_meta": about}, now, str(about["id"]))


_NO_FACTS = EventFacts("", {}, datetime.min.replace(tzinfo=UTC), "")


def _person(document: Mapping[str, Any], kind: Declared, facts: EventFacts) -> str:
    given = document.get("person")
    if given is not None:
        return str(given)
    if kind.person is None:
        raise Refused(422, fault("missing", "/person"))
    value = _value(kind.person, facts)
    if type(value) is int:
        value = str(value)
    if type(value) is not str or _text_faults(value, "", MAX_PERSON):
        raise Refused(422, fault("key", "/data"))
    return value


def _value(compiled: Any, facts: EventFacts) -> Any:
    """The value, or None where it cannot be found: intake has no one to tell of an error."""
    try:
        return compiled.evaluate(facts)
    except EvaluationError:
        return None


def _is_true(compiled: Any, facts: EventFacts) -> bool:
    return _value(compiled, facts) is True


def _changes(kind: Declared, facts: EventFacts) -> dict[str, Any]:
    """Attributes to set. What is null or fails is left out: an absent field wipes nothing."""
    read = ((path, _value(compiled, facts)) for path, compiled in kind.updates)
    return {path: value for path, value in read if value is not None}


def key_hash(source_id: int | None, event_id: str, salt: bytes = b"") -> int:
    """The 64-bit key of a sender's id: its first 8 bytes of BLAKE2b, signed."""
    text = b"%d\0%b" % (source_id or 0, event_id.encode())
    return int.from_bytes(blake2b(text, digest_size=8, salt=salt).digest(), "big", signed=True)


def body_hash(kind: str, person: str, occurred_at: datetime | None, data: Any) -> int:
    """The hash of what was said, the same however a client orders keys and spells moments."""
    text = orjson.dumps([kind, person, occurred_at or None, data], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)
