"""Which inputs a cycle works on: lanes with work, locked; their inbox rows and their due timers.

A lane is everything about some of the people, and whoever holds it is alone with them. The lock
is taken in one statement and the rows are read in the next, under READ COMMITTED: in one
statement the reader would see the state from before its predecessor's commit.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from config import clock, json
from config.database import LANES, Connection, Statement
from journeys.core.run import Event
from journeys.engine import versions
from journeys.engine.versions import Board

SPACE = 0x67696C6D  # the advisory locks of lanes
MOST_LANES = 96  # of one cycle: the second worker is to get some
FEW = 100  # inputs that are looked at one by one to find the lanes that have work
MOST_BYTES = 8 * 1024 * 1024
LEAST_TIMERS = 100
NO_BOUND = 2**63 - 1
EARLIEST = datetime.min.replace(tzinfo=UTC)

# While few inputs wait, these are read; else, and for timers, one probe of an index for each lane:
# neither executor nor planner walks dead entries, and the limits keep the planner from reading all
# parked timers into a hash, as it does with "exists". Lanes are taken from a chosen one on. The
# marker is for a process that dies, not for a server that does, so its commit need not reach the disk.
# statement_timestamp() is stable, so the index bounds it; clock_timestamp() would walk all timers.
PICK_LANES = Statement(
    "pick lanes",
    f"""with few as materialized (select lane from inbox limit {FEW}),
       are_few as materialized (select count(*) < {FEW} as yes from few),
       lanes as (select (%(start)s + g) %% 256 as l from generate_series(0, 255) g),
       waiting as (
         select lane::int as l from few where (select yes from are_few)
         union
         select l from lanes where not (select yes from are_few)
           and (select true from inbox where lane = l limit 1)
         union
         (select l from lanes where exists (select from timer) and (
            select true from timer where lane = l
            and due_at <= statement_timestamp() + %(offset)s * interval '1 microsecond' limit 1)
          limit %(limit)s)),
       work as (
         select l from waiting order by (l - %(start)s + 256) %% 256 limit %(limit)s),
       mark as (
         insert into cycle (id, owner, lanes, at)
         select nextval('order_number'), %(owner)s, array_agg(l), clock_timestamp() from work
         having count(*) > 0 returning id, lanes)
       select id, lanes, exists (select from cycle where owner <> %(owner)s) from mark""",  # noqa: S608
    """insert into cycle (id, owner, lanes, at) select :id, :owner, '[]', :now
       where exists (select 1 from inbox) or exists (select 1 from timer where due_at <= :now)
       returning id, lanes, exists (select 1 from cycle where owner <> :owner)""",
    prepared=True,
)
LOCK_LANES = Statement(
    "lock lanes",
    """select l, clock_timestamp() from unnest(%(lanes)s::int[]) l
       where pg_try_advisory_xact_lock(%(space)s, l)""",
    "select 0, null",
    prepared=True,
)
READ_INBOX = Statement(
    "read inbox",
    """select r.lane, r.id, r.kind, r.ref, r.data, e.type_id, e.person, e.event_id, e.occurred_at,
              e.received_at, e.data
       from (select i.*, sum(i.size) over (rows unbounded preceding) - i.size as before
             from unnest(%(lanes)s::int[]) as l(lane) cross join lateral (
               select * from inbox where inbox.lane = l.lane and inbox.id < %(below)s
               order by id limit %(limit)s) i
             limit %(limit)s) r
       left join event e on r.kind = 1 and e.id = any(array[r.ref])
       where r.before < %(bytes)s""",
    """select r.lane, r.id, r.kind, r.ref, r.data, e.type_id, e.person, e.event_id, e.occurred_at,
              e.received_at, e.data
       from (select i.*, sum(i.size) over (order by id) - i.size as before
             from (select * from inbox where id < :below order by id limit :limit) i) r
       left join event e on r.kind = 1 and e.id = r.ref
       where r.before < :bytes order by r.id""",
    prepared=True,
)
READ_TIMERS = Statement(
    "read due timers",
    """select t.lane, t.due_at, t.instance_id, t.seq from unnest(%(lanes)s::int[]) as l(lane)
       cross join lateral (select * from timer where timer.lane = l.lane and due_at <= %(now)s
         order by due_at, instance_id limit %(limit)s) t limit %(limit)s""",
    """select lane, due_at, instance_id, seq from timer where due_at <= :now
       order by due_at, lane, instance_id limit :limit""",
    prepared=True,
)


class Kind(IntEnum):
    """What an inbox row is about. The numbers are stored."""

    EVENT = 1  # ref is an event
    ANSWER = 2  # ref is a run; data holds the outcome of its call
    CONTROL = 3  # ref is a run; data says what a user wants of it
    TIMER = 9  # of the timer table, never in the inbox


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that happened to one person. ``ref`` is a run, but for events."""

    lane: int
    id: int
    kind: Kind
    ref: int
    data: Mapping[str, Any] = field(default_factory=dict)
    event: Event | None = None
    due_at: datetime | None = None
    seq: int = 0


@dataclass(slots=True)
class Claim:
    """What a cycle holds: lanes, and the inputs in the order in which each person had them."""

    now: datetime
    board: Board
    lanes: Sequence[int]
    inputs: list[Input] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picked:
    """Lanes that have work; the marker of the cycle that takes them; whether others' stand."""

    marker: int
    lanes: Sequence[int]
    has_others: bool


def pick(connection: Connection, owner: int) -> Picked | None:
    """Some lanes that have work, with a marker; None when there is none.

    In a commit of its own: should the cycle kill its process, the marker is what remains.
    """
    named = {
        "start": random.randrange(LANES),  # noqa: S311 (fairness, not secrecy)
        "offset": clock.offset().total_seconds() * 1_000_000,
        "limit": MOST_LANES,
        "owner": owner,
    }
    rows = _marked(connection, named)
    if not rows:
        return None
    marker, lanes, has_others = rows[0]
    return Picked(marker, lanes if connection.vendor == "postgresql" else [0], bool(has_others))


def _marked(connection: Connection, named: dict[str, Any]) -> Sequence[Any]:
    if connection.vendor == "postgresql":
        return connection.fleeting_rows(PICK_LANES, named)
    with connection.fleeting():
        named |= {"now": connection.moment(connection.now()), "id": connection.next_ids(1)[0]}
        return connection.rows(PICK_LANES, named)


def claim(
    connection: Connection, lanes: Sequence[int], limit: int, below: int = NO_BOUND,
    due_by: datetime | None = None,
) -> Claim:  # fmt: skip
    """Lock the lanes that are free and read their inputs; those of a claim are ended by it.

    ``below`` bounds the inbox ids and ``due_by`` the timers, for a cycle that works through the
    suspects of a crash.
    """
    locked = connection.rows(LOCK_LANES, {"lanes": list(lanes), "space": SPACE})
    held = [row[0] for row in locked]
    now = _now(connection, locked)
    named = {"lanes": held, "limit": limit, "below": below, "bytes": MOST_BYTES}
    rows = connection.rows(READ_INBOX, named) if held else []
    # Not before the rows: an event that was posted after a publish is seen beside its epoch.
    board = versions.board(connection)
    if not held:
        return Claim(now, board, [])
    inputs = [_inbox_input(connection, board, row) for row in rows]
    room = max(LEAST_TIMERS, limit - len(rows)) if limit > 1 else 1 - len(rows)
    if room > 0:
        bounds = _bounds(held, inputs, connection.vendor) if _is_cut(rows, limit) else {}
        inputs += _timers(connection, held, min(now, due_by or now), room, bounds)
    return Claim(now, board, held, inputs)


def _now(connection: Connection, locked: Sequence[Any]) -> datetime:
    """The database's clock as the lanes were locked: the one reading of this cycle."""
    read = connection.from_moment(locked[0][1]) if locked else None
    return read + clock.offset() if read is not None else connection.now()


def _is_cut(rows: Sequence[Any], limit: int) -> bool:
    """Whether inputs were left behind, by number or (roughly, to be safe) by size."""
    size = sum(len(row[4] or "") + len(row[10] or "") for row in rows)
    return len(rows) >= limit or size * 2 > MOST_BYTES


def _timers(
    connection: Connection, lanes: Sequence[int], now: datetime, limit: int,
    bounds: Mapping[int, datetime],
) -> list[Input]:  # fmt: skip
    """Timers that are due, of a lane with a bound those that were due before it."""
    named = {"lanes": list(lanes), "now": connection.moment(now), "limit": limit}
    found = []
    for lane, due, instance, seq in connection.rows(READ_TIMERS, named):
        due_at = connection.from_moment(due)
        assert due_at is not None
        bound = bounds.get(lane if connection.vendor == "postgresql" else 0)
        if bound is not None and due_at >= bound:
            continue
        found.append(Input(lane, 0, Kind.TIMER, instance, due_at=due_at, seq=seq))
    return found


def _bounds(lanes: Sequence[int], inputs: Sequence[Input], vendor: str) -> dict[int, datetime]:
    """Of lanes in which inputs were left behind: when the last of those came that were taken.

    A backlog must not let a timer overtake an event that came before it. Lanes are read one after
    the other, so only the last that was reached and those behind it are cut (SQLite is one lane).
    """
    lane = inputs[-1].lane if vendor == "postgresql" else 0
    of_it = [one for one in inputs if one.lane == lane] if vendor == "postgresql" else inputs
    came = [one.event.received_at for one in of_it if one.event is not None]
    behind = lanes[lanes.index(lane) + 1 :]
    return {**dict.fromkeys(behind, EARLIEST), lane: max(came, default=EARLIEST)}


def _inbox_input(connection: Connection, board: Board, row: Any) -> Input:
    lane, number, kind, ref, told, type_id, person, event_id, occurred, received, data = row
    event = None
    if type_id is not None:
        occurred_at, received_at = (
            connection.from_moment(occurred),
            connection.from_moment(received),
        )
        assert occurred_at is not None
        assert received_at is not None
        kind_key = board.type_key(type_id)
        event = Event(
            ref, kind_key, person, json.loads(data), occurred_at, received_at, event_id or ""
        )
    return Input(lane, number, Kind(kind), ref, json.loads(told) if told else {}, event)
