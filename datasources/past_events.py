"""Groups over past events: ``#{Profile.<group>.<root>}`` is a list, newest first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from config import json
from config.database import Connection, Statement
from datasources import definitions
from datasources.arrays import listed
from events import catalog

LIMIT = 1000
_EARLY = datetime.min.replace(tzinfo=UTC)
_IGNORED = 3  # the disposition of events whose type's condition was false

# One probe of the index (person, id) for each person; the log is walked from its newest end.
LOAD = Statement(
    "past events load",
    "select p.person, e.id, e.event_id, e.type_id, e.occurred_at, e.received_at, e.data"
    " from unnest(%(persons)s::text[]) as p(person) cross join lateral ("
    " select * from event where event.person = p.person and event.type_id = any(%(types)s)"
    " and event.occurred_at >= %(since)s and event.disposition <> 3"
    " order by event.id desc limit %(limit)s) e",
    "select person, id, event_id, type_id, occurred_at, received_at, data from ("
    " select event.*, row_number() over (partition by person order by id desc) as place from event"
    " where person in (select value from json_each(:persons))"
    " and type_id in (select value from json_each(:types))"
    " and occurred_at >= :since and disposition <> 3) where place <= :limit",
)


def is_event_group(group: str) -> bool:
    """Whether this group of the built-in source is over past events."""
    return group in definitions.current().event_groups


def load(
    connection: Connection, group: str, persons: Sequence[str], now: datetime
) -> dict[str, Any]:
    """person -> {root: [newest first]}; everyone asked for is in it, at worst with nothing.

    Of each person the 1,000 newest events of the group's types that are not older than its
    window. An event is its data, with ``timestamp`` and ``_meta`` beside it where it has none.
    """
    declared = definitions.current().event_groups[group]
    types = _types(declared.event_types)
    found: dict[str, list[Any]] = {person: [] for person in persons}
    if types and persons:
        for row in _rows(connection, types, persons, now, declared.window_days):
            found[row[0]].append(_event(connection, types, row))
    return {person: {declared.root: _newest_first(events)} for person, events in found.items()}


def _types(wanted: Sequence[str]) -> dict[int, str]:
    """id -> key of the event types that a group takes; none named takes all."""
    known = catalog.type_keys()
    return {number: key for number, key in known.items() if not wanted or key in wanted}


def _rows(
    connection: Connection,
    types: dict[int, str],
    persons: Sequence[str],
    now: datetime,
    window_days: int,
) -> list[Any]:
    named = {
        "persons": listed(connection, sorted(set(persons))),
        "types": listed(connection, sorted(types)),
        "since": connection.moment(now - timedelta(days=window_days)),
        "limit": LIMIT,
    }
    return connection.rows(LOAD, named)


def _event(connection: Connection, types: dict[int, str], row: Any) -> tuple[Any, dict[str, Any]]:
    _person, number, event_id, type_id, occurred, received, text = row
    occurred_at, received_at = connection.from_moment(occurred), connection.from_moment(received)
    assert occurred_at is not None
    assert received_at is not None
    meta = {
        "id": event_id or str(number),
        "type": types[type_id],
        "occurred_at": occurred_at.isoformat(),
        "received_at": received_at.isoformat(),
    }
    usual = {"timestamp": meta["occurred_at"], "_meta": meta}
    return (occurred_at, number), usual | json.loads(text)


def come_by(loaded: dict[str, list[Any]], moment: datetime) -> dict[str, list[Any]]:
    """What ``load`` gave of a person, without the events that came after a moment."""
    return {
        root: [event for event in events if received(event) <= moment]
        for root, events in loaded.items()
    }


def received(event: Mapping[str, Any]) -> datetime:
    """When a past event came. One whose own data hides that counts as an early one."""
    try:
        found = datetime.fromisoformat(event["_meta"]["received_at"])
    except (KeyError, TypeError, ValueError):
        return _EARLY
    return found if found.tzinfo else _EARLY


def _newest_first(events: list[Any]) -> list[dict[str, Any]]:
    """By when it happened: late ones stand where they belong, whenever they came in."""
    return [event for _order, event in sorted(events, key=_order, reverse=True)]


def _order(event: Any) -> Any:
    return event[0]
