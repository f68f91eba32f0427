"""Writes a batch: a fixed number of statements, whatever the number of people.

State is updated where ``seq`` is still what was read; a count that differs means that somebody
without the lane wrote, and nothing of the cycle is kept.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from config import json
from config.database import Connection, Statement, lane_of
from datasources import cache
from events import log
from events.reading import NewEvent
from journeys.engine.batch import Batch, NewCall, Recorded
from journeys.engine.claim import Input, Kind
from journeys.engine.people import Person, Place, written

_INSTANCE = (
    "id", "journey_id", "version_id", "person", "supplemental", "holds", "reenter_at", "status",
    "node", "seq", "entered_at", "ended_at", "wake_at", "entry", "state",
)  # fmt: skip
TRAIL = (
    "id", "at", "event_id", "code", "journey_id", "version_id", "instance_id", "seq", "path",
    "detail",
)  # fmt: skip
_TIMER = ("lane", "due_at", "instance_id", "seq")
_CALL = (
    "id", "destination", "kind", "version_id", "lane", "instance_id", "seq", "due_at",
    "deadline_at", "timeout", "retries",
)  # fmt: skip
_EXCHANGE = ("id", "call_id", "attempt", "instance_id", "at", "request")
TALLY = ("at", "version_id", "node", "port", "code", "n")

_CHANGED = {
    "id": "bigint", "was": "int", "holds": "bool", "reenter_at": "timestamptz",
    "status": "smallint", "node": "smallint", "seq": "int", "ended_at": "timestamptz",
    "wake_at": "timestamptz", "state": "text",
}  # fmt: skip
_SETS = ", ".join(f"{name} = v.{name}" for name in _CHANGED if name not in ("id", "was", "state"))
# Of a run that only gave up its place the memory was never read: null leaves it as it is.
MOVE = Statement(
    "update instances",
    f"""update instance set {_SETS}, state = coalesce(v.state::jsonb, instance.state)
        from unnest({", ".join(f"%({n})s::{t}[]" for n, t in _CHANGED.items())})
          as v({", ".join(_CHANGED)})
        where instance.id = any(array[v.id]) and instance.seq = v.was""",  # noqa: S608 (names of this file)
    f"""update instance set {_SETS}, state = coalesce(v.state, instance.state)
        from (select {", ".join(f"value ->> {at} as {n}" for at, n in enumerate(_CHANGED))}
              from json_each(:rows)) v
        where instance.id = v.id and instance.seq = v.was""",  # noqa: S608
    prepared=True,
)
END_INPUTS = Statement(
    "delete inbox",
    """delete from inbox using unnest(%(lanes)s::smallint[], %(ids)s::bigint[]) as v(lane, id)
       where inbox.lane = any(array[v.lane]) and inbox.id = v.id""",
    """delete from inbox where (lane, id) in
       (select l.value, i.value from json_each(:lanes) l join json_each(:ids) i on i.key = l.key)""",
    prepared=True,
)
END_TIMERS = Statement(
    "delete timers",
    """delete from timer
       using unnest(%(lanes)s::smallint[], %(dues)s::timestamptz[], %(ids)s::bigint[])
         as v(lane, due_at, instance_id)
       where timer.lane = any(array[v.lane]) and timer.due_at = v.due_at
         and timer.instance_id = v.instance_id""",
    """delete from timer where (lane, due_at, instance_id) in
       (select l.value, d.value, i.value from json_each(:lanes) l
        join json_each(:dues) d on d.key = l.key join json_each(:ids) i on i.key = l.key)""",
    prepared=True,
)


class Lost(Exception):
    """A row was not as this cycle had read it: the lane was not its own. Nothing was written."""


def apply(connection: Connection, batch: Batch, persons: Iterable[Person]) -> None:
    """Write everything, in the transaction of the claim.

    Raises:
        Lost: a row had been changed by somebody else.
    """
    places = [p for person in persons for p in person.runs.values() if p.is_changed]
    old = [place for place in places if place.was_seq is not None]
    # First those that give up a place, then those that take it.
    _update(connection, old)
    _insert(connection, [place for place in places if place.was_seq is None])
    _write_timers(connection, batch, places)
    _write_calls(connection, batch)
    _write_trail(connection, batch)
    _write_tally(connection, batch)
    _record(connection, batch)
    cache.put(connection, batch.kept, batch.now)
    _end_inputs(connection, [given for given in batch.done if given.kind is not Kind.TIMER])


def _update(connection: Connection, places: Sequence[Place]) -> None:
    """Who gives up a place to another run does so before: the unique place is looked at row by
    row, and neither database says in which order. It is rare, so it has a statement of its own."""
    held = {_place_of(place) for place in places if place.holds}
    giving = [place for place in places if not place.holds and _place_of(place) in held]
    given = {place.run.id for place in giving}
    _move(connection, giving)
    _move(connection, [place for place in places if place.run.id not in given])


def _place_of(place: Place) -> tuple[str, int, str]:
    return place.run.person, place.version.journey_id, place.run.supplemental


def _move(connection: Connection, places: Sequence[Place]) -> None:
    if not places:
        return
    rows = [_changed(place) for place in places]
    if connection.vendor == "postgresql":
        columns = zip(*rows, strict=True)
        named = {name: list(column) for name, column in zip(_CHANGED, columns, strict=True)}
    else:
        named = {"rows": json.text([[_plain(connection, v) for v in row] for row in rows])}
    if connection.execute(MOVE, named) != len(rows):
        raise Lost("instance")


def _changed(place: Place) -> tuple[Any, ...]:
    run = place.run
    return (
        run.id, place.was_seq, place.holds, place.reenter_at, int(run.status), _node(place),
        run.seq, run.ended_at, run.wake_at, written(place) if place.is_loaded else None,
    )  # fmt: skip


def _plain(connection: Connection, value: Any) -> Any:
    return connection.moment(value) if isinstance(value, datetime) else value


def _node(place: Place) -> int | None:
    return place.version.node_numbers.get(str(place.run.node))


def _insert(connection: Connection, places: Sequence[Place]) -> None:
    connection.copy("instance", _INSTANCE, [_instance(place) for place in places])


def _instance(place: Place) -> tuple[Any, ...]:
    run = place.run
    entry = json.text(place.entry) if place.entry is not None else None
    return (
        run.id, place.version.journey_id, place.version.id, run.person, run.supplemental,
        place.holds, place.reenter_at, int(run.status), _node(place), run.seq, run.entered_at,
        run.ended_at, run.wake_at, entry, written(place),
    )  # fmt: skip


def _write_timers(connection: Connection, batch: Batch, places: Sequence[Place]) -> None:
    """A run has one timer, and its row says when: so the old one's key is known."""
    gone: set[tuple[int, datetime, int]] = set()
    new = []
    for place in places:
        run = place.run
        if place.was_wake_at == run.wake_at and place.was_seq == run.seq:
            continue
        lane = lane_of(run.person)
        if place.was_wake_at is not None:
            gone.add((lane, place.was_wake_at, run.id))
        if run.wake_at is not None:
            new.append((lane, run.wake_at, run.id, run.seq))
    for given in batch.done:
        if given.kind is Kind.TIMER and given.due_at is not None:
            gone.add((given.lane, given.due_at, given.ref))
    _delete_timers(connection, sorted(gone))
    connection.copy("timer", _TIMER, new)


def _delete_timers(connection: Connection, keys: Sequence[tuple[int, datetime, int]]) -> None:
    if keys:
        lanes, dues, ids = zip(*keys, strict=True)
        connection.execute(
            END_TIMERS,
            {
                "lanes": connection.array(lanes),
                "dues": connection.array(dues),
                "ids": connection.array(ids),
            },
        )


def _write_calls(connection: Connection, batch: Batch) -> None:
    connection.copy("call", _CALL, [_call(call, batch.now) for call in batch.calls])
    requests = [
        (call.id, call.id, 0, call.instance_id, batch.now, call.frozen) for call in batch.calls
    ]
    connection.copy("exchange", _EXCHANGE, requests)


def _call(call: NewCall, now: datetime) -> tuple[Any, ...]:
    return (
        call.id, call.destination, call.kind, call.version_id, lane_of(call.person),
        call.instance_id, call.seq, now, call.deadline_at, call.timeout, call.retries,
    )  # fmt: skip


def _write_trail(connection: Connection, batch: Batch) -> None:
    rows = [
        (
            batch.take_id(), entry.at or batch.now, entry.event_id, int(entry.code), entry.journey_id,
            entry.version_id, entry.instance_id, entry.seq, entry.path,
            json.text(entry.detail) if entry.detail else None,
        )
        for entry in batch.trail
    ]  # fmt: skip
    connection.copy("trail", TRAIL, rows)


def _write_tally(connection: Connection, batch: Batch) -> None:
    rows = [(batch.now, *key, count) for key, count in batch.tally.items()]
    connection.copy("tally", TALLY, rows)


def _record(connection: Connection, batch: Batch) -> None:
    events = [_new_event(recorded, batch.now) for recorded in batch.recorded]
    if events:
        log.append(connection, events, batch.board.wanted)


def _new_event(recorded: Recorded, now: datetime) -> NewEvent:
    return NewEvent(None, recorded.type_id, recorded.person, now, now, json.text(recorded.data))


def _end_inputs(connection: Connection, inputs: Sequence[Input]) -> None:
    if not inputs:
        return
    named = {
        "lanes": connection.array(given.lane for given in inputs),
        "ids": connection.array(given.id for given in inputs),
    }
    if connection.execute(END_INPUTS, named) != len(inputs):
        raise Lost("inbox")
