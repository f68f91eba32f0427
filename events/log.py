"""Writes events: the dedupe key, the log, and the inbox of journeys, in the caller's transaction.

A batch goes by COPY. One or a few events go, on PostgreSQL, by one prepared statement that does
the same: a round trip costs more than the rows (measured: five statements 850 us, one 330 us).
"""

from collections.abc import Collection, Iterable, Sequence

from config.database import Connection, Statement, lane_of
from events.reading import NOBODY, QUEUED, NewEvent, key_hash

EVENT = 1  # inbox.kind: its ref is an event's id
FEW = 64
_SALT = b"again"
_EVENT_COLUMNS = (
    "id", "source_id", "event_id", "type_id", "person", "occurred_at", "received_at",
    "disposition", "data",
)  # fmt: skip
_INBOX_COLUMNS = ("lane", "id", "kind", "ref", "size")
Row = tuple

# Sorted: two batches with the same ids in different orders would deadlock. A row that another
# transaction is about to insert is waited for, so the answer is about a committed event.
TAKE_KEYS = Statement(
    "take event keys",
    """insert into event_key (h, body, id)
       select * from unnest(%(h)s::bigint[], %(body)s::bigint[], %(id)s::bigint[]) as k(h, body, id)
       order by h on conflict do nothing returning h""",
    """insert into event_key (h, body, id)
       select value ->> 0, value ->> 1, value ->> 2 from json_each(:rows) where true
       on conflict do nothing returning h""",
)
READ_KEYS = Statement(
    "read event keys",
    """select k.h, k.body, k.id, e.event_id, e.source_id from event_key k
       left join event e on e.id = any(array[k.id]) where k.h = any(%(h)s::bigint[])""",
    """select k.h, k.body, k.id, e.event_id, e.source_id from event_key k
       left join event e on e.id = k.id where k.h in (select value from json_each(:h))""",
)
_FEW_COLUMNS = {
    "h": "bigint", "body": "bigint", "source_id": "int", "event_id": "text", "type_id": "int",
    "person": "text", "occurred_at": "timestamptz", "received_at": "timestamptz",
    "disposition": "smallint", "data": "text", "lane": "smallint", "size": "int",
}  # fmt: skip
_STORE = f"""
    with given as (
        select * from unnest({", ".join(f"%({n})s::{t}[]" for n, t in _FEW_COLUMNS.items())})
        with ordinality as g({", ".join(_FEW_COLUMNS)}, place)),
    numbered as materialized (
        select nextval('order_number') as id, g.* from (select * from given order by place) g),
    keys as (
        insert into event_key (h, body, id) select h, body, id from numbered where h is not null
        order by h on conflict do nothing returning h),
    fresh as (
        select * from numbered n where h is null or exists (select from keys where keys.h = n.h)),
    logged as (
        insert into event ({", ".join(_EVENT_COLUMNS)})
        select {", ".join(_EVENT_COLUMNS[:-1])}, data::jsonb from fresh),
    queued as (
        insert into inbox ({", ".join(_INBOX_COLUMNS)})
        select lane, id, {EVENT}, id, size from fresh where disposition = {QUEUED})
    select place - 1, id, h is not null and not exists (select from keys where keys.h = n.h)
    from numbered n"""  # noqa: S608 (column names of this file)
STORE_FEW = Statement("store few events", _STORE, "", prepared=True)


class Taken(dict[int, tuple[int, int]]):
    """Position in the batch -> (id, body) of the event that has this key already."""


def store(connection: Connection, events: Sequence[NewEvent], wanted: Collection[int]) -> Taken:
    """Number and write those events whose key is free; ``id`` is set on each that was written.

    Answers the others: the position of each, with the id and the body of the one before.
    """
    _number(connection, events)
    first, taken = _doubles(events)
    lost = _lost(connection, first, _take(connection, first.values())) if first else {}
    for place, event in enumerate(events):
        if event.key in lost:
            taken[place] = lost[event.key]
    append(connection, [e for place, e in enumerate(events) if place not in taken], wanted)
    return taken


def _number(connection: Connection, events: Sequence[NewEvent]) -> None:
    for event, number in zip(events, connection.next_ids(len(events)), strict=True):
        event.id = number


def _doubles(events: Sequence[NewEvent]) -> tuple[dict[int, NewEvent], Taken]:
    """The first event of each key, and those of the same batch that repeat one."""
    first: dict[int, NewEvent] = {}
    taken = Taken()
    for place, event in enumerate(events):
        if event.key is not None:
            earlier = first.setdefault(event.key, event)
            if earlier is not event:
                taken[place] = (earlier.id, earlier.body)
    return first, taken


def are_few(connection: Connection, events: Sequence[NewEvent]) -> bool:
    """Whether ``store_few`` can take them: PostgreSQL, no key twice, no profile to change."""
    if connection.vendor != "postgresql" or len(events) > FEW:
        return False
    keys = [event.key for event in events if event.key is not None]
    return len(set(keys)) == len(keys) and not any(event.changes for event in events)


def store_few(
    connection: Connection, events: Sequence[NewEvent], wanted: Collection[int]
) -> list[int]:
    """``store`` in one statement. Answers the positions whose key was taken; give these to
    ``store``, which finds out by what."""
    lost = []
    for place, number, is_lost in _execute_few(connection, _judged(events, wanted)):
        if is_lost:
            lost.append(place)
        else:
            events[place].id = number
    return lost


def _execute_few(connection: Connection, events: Sequence[NewEvent]) -> list[Row]:
    params = {
        "h": [event.key for event in events],
        "body": [event.body for event in events],
        "lane": [lane_of(event.person) for event in events],
        "size": [len(event.data) for event in events],
    }
    for name in _EVENT_COLUMNS[1:]:
        params[name] = [getattr(event, name) for event in events]
    return connection.rows(STORE_FEW, params)


def _judged(events: Sequence[NewEvent], wanted: Collection[int]) -> Sequence[NewEvent]:
    for event in events:
        if event.disposition == QUEUED and event.type_id not in wanted:
            event.disposition = NOBODY
    return events


def _lost(
    connection: Connection, first: dict[int, NewEvent], won: set[int]
) -> dict[int, tuple[int, int]]:
    """The keys that were taken before, with the id and body that took them."""
    if len(won) == len(first):
        return {}
    lost = {}
    for h, body, number, event_id, source_id in _read(connection, first.keys() - won):
        event = first[h]
        if event_id is not None and (event_id, source_id) != (event.event_id, event.source_id):
            # Two ids with one hash (3 in 100 over a thousand million keys): the salted one.
            event.key = key_hash(event.source_id, str(event.event_id), _SALT)
            if _take(connection, [event]):
                continue
            body, number = _read(connection, [event.key])[0][1:3]
            lost[event.key] = (number, body)
        else:
            lost[h] = (number, body)
    return lost


def _take(connection: Connection, events: Iterable[NewEvent]) -> set[int]:
    """Insert the keys of events; those that were free."""
    rows = [(event.key, event.body, event.id) for event in events]
    if connection.vendor == "postgresql":
        h, body, number = (list(column) for column in zip(*rows, strict=True))
        return {row[0] for row in connection.rows(TAKE_KEYS, {"h": h, "body": body, "id": number})}
    return {
        row[0] for row in connection.rows(TAKE_KEYS, {"rows": str([list(row) for row in rows])})
    }


def _read(connection: Connection, keys: Iterable[int]) -> list[Row]:
    given = list(keys)
    return connection.rows(
        READ_KEYS, {"h": given if connection.vendor == "postgresql" else str(given)}
    )


def append(connection: Connection, rows: Sequence[NewEvent], wanted: Collection[int]) -> None:
    """Write events to the log, and to the inbox those whose type is among ``wanted``.

    Rows without an id are numbered first; keys are not looked at. In the caller's transaction;
    the caller wakes the engine after its commit.
    """
    _number(connection, [event for event in rows if not event.id])
    _judged(rows, wanted)
    connection.copy("event", _EVENT_COLUMNS, [_event_row(event) for event in rows])
    queued = [_inbox_row(event) for event in rows if event.disposition == QUEUED]
    connection.copy("inbox", _INBOX_COLUMNS, queued)


def _event_row(event: NewEvent) -> Row:
    return (
        event.id,
        event.source_id,
        event.event_id,
        event.type_id,
        event.person,
        event.occurred_at,
        event.received_at,
        event.disposition,
        event.data,
    )


def _inbox_row(event: NewEvent) -> Row:
    return (lane_of(event.person), event.id, EVENT, event.id, len(event.data))
