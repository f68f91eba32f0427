"""Reset: takes away everything that the hotel's guests left, as if they had never been there.

Journeys, drafts and what is configured stay; so does everybody who is no guest. It is one
transaction that holds every lane, so no cycle of the engine sees half of it: a run that is gone
when its call is answered or its timer falls due is nobody's, and ends without a trace.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config import clock, kept_clock
from config.database import LANES, Connection, Statement, lane_of
from datasources import profiles
from datasources.arrays import listed
from demo import guests, moving
from events.reading import key_hash
from journeys.core.run import Status
from journeys.engine.apply import END_TIMERS, TALLY
from journeys.engine.claim import SPACE

NO_PORT = -1
_GUEST = guests.everyone("person")

# Blocking, in their order: a cycle only ever tries, so nobody waits for one another.
HOLD_LANES = Statement(
    "hold every lane",
    f"""select count(pg_advisory_xact_lock(%(space)s, l)) from (
         select l from generate_series(0, {LANES - 1}) l order by l) lanes""",  # noqa: S608 (our own text)
    "select 0",
)
RUNS = Statement(
    "read the guests' runs",
    f"select id, version_id, person, status, node, wake_at, ended_at from instance where {_GUEST}",  # noqa: S608
    f"select id, version_id, person, status, node, wake_at, ended_at from instance where {_GUEST}",  # noqa: S608
)
EVENTS = Statement(
    "read the guests' events",
    f"select id, source_id, event_id from event where {_GUEST}",  # noqa: S608
    f"select id, source_id, event_id from event where {_GUEST}",  # noqa: S608 (our own text)
)
PATHS = Statement(
    "read the ways of runs",
    """select version_id, path::text from trail
       where instance_id = any(%(ids)s) and path is not null""",
    """select version_id, path from trail
       where instance_id in (select value from json_each(:ids)) and path is not null""",
)


def _remove(table: str, column: str) -> Statement:
    return Statement(
        f"remove from {table} by {column}",
        f"delete from {table} where {column} = any(%(ids)s)",  # noqa: S608 (names of this file)
        f"delete from {table} where {column} in (select value from json_each(:ids))",  # noqa: S608
    )


OF_RUNS = (
    _remove("trail", "instance_id"),
    _remove("exchange", "instance_id"),
    _remove("call", "instance_id"),
    _remove("actions_message", "instance"),
    _remove("instance", "id"),
)
OF_EVENTS = (_remove("trail", "event_id"), _remove("event", "id"))
INBOX = Statement(
    "remove inputs",
    """delete from inbox where (kind = 1 and ref = any(%(events)s))
       or (kind <> 1 and ref = any(%(runs)s))""",
    """delete from inbox where (kind = 1 and ref in (select value from json_each(:events)))
       or (kind <> 1 and ref in (select value from json_each(:runs)))""",
)
KEYS = Statement(
    "remove event keys",
    """delete from event_key using unnest(%(h)s::bigint[], %(ids)s::bigint[]) as v(h, id)
       where event_key.h = v.h and event_key.id = v.id""",
    """delete from event_key where (h, id) in
       (select h.value, i.value from json_each(:h) h join json_each(:ids) i on i.key = h.key)""",
)
PROFILES = Statement(
    "remove profiles",
    f"delete from profile where {_GUEST}",  # noqa: S608
    f"delete from profile where {_GUEST}",  # noqa: S608
)
# A cache may be emptied at any time. What it got by the moved clock would be kept for too long.
CACHE = Statement("empty the cache", "delete from lookup_cache", "delete from lookup_cache")
DESTINATIONS = Statement(
    "bring destinations back to now",
    """update destination set tokens_at = least(tokens_at, %(now)s),
       not_before = case when not_before > %(now)s then null else not_before end""",
    """update destination set tokens_at = min(tokens_at, :now),
       not_before = case when not_before > :now then null else not_before end""",
)


@dataclass(frozen=True, slots=True)
class Removed:
    """What a reset took away, and how many others keep the clock where it is."""

    runs: int
    events: int
    messages: int
    others: int


def reset(connection: Connection) -> Removed:
    """Take it all away, and set the clock back unless somebody else is on the way by it.

    Who entered by the moved clock would meet events from before the entry, and wait for longer
    than was drawn.
    """
    before = clock.offset()
    try:
        with connection.transaction():
            connection.rows(HOLD_LANES, {"space": SPACE})
            return _clear(connection)
    except BaseException:
        clock.set_offset(before)
        raise


def _clear(connection: Connection) -> Removed:
    runs = connection.rows(RUNS)
    events = connection.rows(EVENTS)
    ids = [row[0] for row in runs]
    _uncount(connection, runs, ids)
    _remove_timers(connection, runs)
    numbers = [row[0] for row in events]
    named = {"events": listed(connection, numbers), "runs": listed(connection, ids)}
    connection.execute(INBOX, named)
    counts = {
        one.name: connection.execute(one, {"ids": listed(connection, ids)}) for one in OF_RUNS
    }
    _remove_keys(connection, events)
    for one in OF_EVENTS:
        connection.execute(one, {"ids": listed(connection, numbers)})
    _first_profiles(connection)
    others = int(connection.rows(moving.OTHERS)[0][0])
    if not others:
        _set_back(connection)
    messages = counts["remove from actions_message by instance"]
    return Removed(len(runs), len(events), messages, others)


def _uncount(connection: Connection, runs: Iterable[Any], ids: list[int]) -> None:
    """Take off the tally what these runs put on it: the ways that they passed, and their ends."""
    counted: Counter[tuple[int, int, int, int]] = Counter()
    for version, path in connection.rows(PATHS, {"ids": listed(connection, ids)}):
        flat = _numbers(path)
        counted.update(
            (version, node, port, 0) for node, port in zip(flat[::2], flat[1::2], strict=True)
        )
    for _id, version, _person, status, node, _wake, ended in runs:
        if ended is not None and status in (Status.FINISHED, Status.STOPPED, Status.FAILED):
            at = NO_PORT if node is None else node
            counted[version, at, NO_PORT, int(status)] += 1
    rows = [(connection.now(), *key, -count) for key, count in sorted(counted.items())]
    connection.copy("tally", TALLY, rows)


def _numbers(path: str) -> list[int]:
    """Of either database's text for a list of numbers."""
    return [int(part) for part in path.strip("[]{}").split(",") if part]


def _remove_timers(connection: Connection, runs: Iterable[Any]) -> None:
    keys = [(lane_of(person), wake, run) for run, _, person, _, _, wake, _ in runs if wake]
    if keys:
        lanes, dues, ids = zip(*keys, strict=True)
        columns: Mapping[str, Any] = {"lanes": lanes, "dues": dues, "ids": ids}
        named = {name: connection.array(column) for name, column in columns.items()}
        connection.execute(END_TIMERS, named)


def _remove_keys(connection: Connection, events: Iterable[Any]) -> None:
    """The ids that senders gave are free again, so that the same event can be sent anew."""
    keys = [(key_hash(source, sent), number) for number, source, sent in events if sent]
    if keys:
        hashes, ids = zip(*keys, strict=True)
        named = {"h": listed(connection, list(hashes)), "ids": listed(connection, list(ids))}
        connection.execute(KEYS, named)


def _first_profiles(connection: Connection) -> None:
    connection.execute(PROFILES)
    first = list(guests.first_profiles().items())
    profiles.update(connection, first, connection.now())


def _set_back(connection: Connection) -> None:
    kept_clock.write(connection, clock.NO_OFFSET)
    connection.execute(CACHE)
    connection.execute(DESTINATIONS, {"now": connection.moment(connection.now())})
