"""Which calls may start now: due ones, by destination, leased for as long as they can take.

A lease is a number: ``attempts`` rises with each, and only who names that number may write the
outcome. A destination that is slow, capped or down keeps its own calls waiting and nobody
else's: none may take more than half of what is free while others wait.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from actions import calls as action_calls
from config.database import Connection, Statement
from datasources import calls as look_ups

MARGIN = 10.0  # seconds that a lease outlives its call's deadline
CRASHES = 5  # leases that ended without an outcome, after which a call is dead
_COLUMNS = (
    "id, destination, kind, version_id, lane, instance_id, seq, deadline_at, timeout, retries,"
    " attempts, failures"
)
# A skip scan: one probe of the index for each destination, however many calls wait there.
DESTINATIONS = Statement(
    "read destinations",
    """with recursive d as (
         (select destination from call where dead_at is null order by destination limit 1)
         union all
         select (select c.destination from call c where c.dead_at is null
                 and c.destination > d.destination order by c.destination limit 1)
         from d where d.destination is not null)
       select d.destination from d where d.destination is not null and exists (
         select from call c where c.dead_at is null and c.destination = d.destination
         and c.due_at <= %(now)s and (c.lease_until is null or c.lease_until < %(now)s))
       and not exists (
         select from destination x where x.name = d.destination and x.not_before > %(now)s)""",
    """with recursive d as (
         select min(destination) as destination from call where dead_at is null
         union all
         select (select min(c.destination) from call c where c.dead_at is null
                 and c.destination > d.destination)
         from d where d.destination is not null)
       select d.destination from d where d.destination is not null and exists (
         select 1 from call c where c.dead_at is null and c.destination = d.destination
         and c.due_at <= :now and (c.lease_until is null or c.lease_until < :now))
       and not exists (
         select 1 from destination x where x.name = d.destination and x.not_before > :now)""",
)
# A lease that a crash of the server forgets is a call that is repeated with the same key, so the
# commit need not reach the disk.
LEASE = Statement(
    "lease calls",
    f"""update call set attempts = attempts + 1,
              lease_until = %(now)s + (timeout + %(margin)s) * interval '1 second'
       where id = any(array(
         select c.id from call c where c.dead_at is null and c.destination = %(destination)s
           and c.due_at <= %(now)s and (c.lease_until is null or c.lease_until < %(now)s)
           and not exists (select from journeys_version v where v.id = c.version_id
                           and v.status in ('stopping', 'stopped'))
         order by c.due_at limit %(limit)s for no key update skip locked))
       returning {_COLUMNS}""",  # noqa: S608 (column names of this file)
    f"""update call set attempts = attempts + 1,
              lease_until = :now + cast((timeout + :margin) * 1000000 as integer)
       where id in (
         select c.id from call c where c.dead_at is null and c.destination = :destination
           and c.due_at <= :now and (c.lease_until is null or c.lease_until < :now)
           and not exists (select 1 from journeys_version v where v.id = c.version_id
                           and v.status in ('stopping', 'stopped'))
         order by c.due_at limit :limit)
       returning {_COLUMNS}""",  # noqa: S608
)
FROZEN = Statement(
    "read frozen requests",
    """select e.id, e.request, i.realm from exchange e cross join installation i
       where e.id = any(%(ids)s)""",
    """select e.id, e.request, i.realm from exchange e cross join installation i
       where e.id in (select value from json_each(:ids))""",
)
DEAD = Statement(
    "mark dead calls",
    """update call set dead_at = %(now)s, reason = 'crashed', lease_until = null
       where id = any(%(ids)s)""",
    """update call set dead_at = :now, reason = 'crashed', lease_until = null
       where id in (select value from json_each(:ids))""",
)
UNDER_WAY = Statement(
    "count leased calls",
    """select count(*) from call where dead_at is null and destination = %(destination)s
       and lease_until >= %(now)s""",
    """select count(*) from call where dead_at is null and destination = :destination
       and lease_until >= :now""",
)
MAKE_DESTINATION = Statement(
    "make destination",
    """insert into destination (name, tokens, tokens_at) values (%(name)s, %(tokens)s, %(now)s)
       on conflict do nothing""",
    """insert into destination (name, tokens, tokens_at) values (:name, :tokens, :now)
       on conflict do nothing""",
)
LOCK_DESTINATION = Statement(
    "lock destination",
    """select tokens, tokens_at, not_before from destination where name = %(name)s
       for no key update skip locked""",
    "select tokens, tokens_at, not_before from destination where name = :name",
)
TAKE_TOKENS = Statement(
    "take tokens",
    "update destination set tokens = %(tokens)s, tokens_at = %(now)s where name = %(name)s",
    "update destination set tokens = :tokens, tokens_at = :now where name = :name",
)
HOLD_BACK = Statement(
    "hold a destination back",
    """insert into destination (name, tokens, tokens_at, not_before)
       values (%(name)s, 1, %(now)s, %(until)s)
       on conflict (name) do update set not_before =
         greatest(destination.not_before, excluded.not_before)""",
    """insert into destination (name, tokens, tokens_at, not_before)
       values (:name, 1, :now, :until)
       on conflict (name) do update set not_before =
         max(coalesce(destination.not_before, 0), excluded.not_before)""",
)


@dataclass(frozen=True, slots=True)
class Leased:
    """One call that this sender alone may make now. ``attempts`` is the lease's number."""

    id: int
    destination: str
    kind: str
    version_id: int
    lane: int
    instance_id: int
    seq: int
    deadline_at: datetime
    timeout: float
    retries: int
    attempts: int
    failures: int
    frozen: bytes = b""
    realm: str = ""

    @property
    def key(self) -> str:
        """The idempotency key: the same for every attempt, and never that of another call."""
        return f"{self.realm}-{self.instance_id}-{self.seq}"


def lease_due(
    connection: Connection, now: datetime, free: int, under_way: Mapping[str, int]
) -> list[Leased]:
    """Lease what is due and may start, at most ``free`` calls.

    ``under_way`` counts this sender's calls by destination.
    """
    if free <= 0:
        return []
    named = {"now": connection.moment(now)}
    with connection.each_alone():
        due = [row[0] for row in connection.rows(DESTINATIONS, named)]
    if not due:
        return []
    leased: list[Leased] = []
    with connection.fleeting():
        for name in due:
            room = _share(free - len(leased), under_way.get(name, 0), len(due))
            leased += _lease_at(connection, name, now, room)
        found = _with_requests(connection, leased)
        dead = [call.id for call in found if _has_crashed(call)]
        if dead:
            connection.execute(DEAD, {**named, "ids": connection.array(dead)})
    return [call for call in found if not _has_crashed(call)]


def _share(free: int, under_way: int, destinations: int) -> int:
    """Half of what is free while others wait; alone, all but an eighth for who may come."""
    if destinations > 1:
        return max(1, free // 2) if free > 0 else 0
    return max(0, free - (free + under_way) // 8)


def _lease_at(connection: Connection, name: str, now: datetime, room: int) -> list[Leased]:
    room = _allowed(connection, name, now, room)
    if room <= 0:
        return []
    named = {
        "destination": name,
        "now": connection.moment(now),
        "margin": MARGIN,
        "limit": room,
    }
    return [_leased(connection, row) for row in connection.rows(LEASE, named)]


def _leased(connection: Connection, row: Any) -> Leased:
    deadline = connection.from_moment(row[7])
    assert deadline is not None
    return Leased(*row[:7], deadline, *row[8:])


def _has_crashed(call: Leased) -> bool:
    """Attempts that left no outcome behind are crashes of a sender."""
    return call.attempts - 1 - call.failures >= CRASHES


def _allowed(connection: Connection, name: str, now: datetime, room: int) -> int:
    """How many of ``room`` the limits of the destination allow; its tokens are taken."""
    kind, _, key = name.partition(":")
    limits = action_calls.limits(key) if kind == "action" else look_ups.limits(key)
    at_once, per_second = limits.get("at_once"), limits.get("per_second")
    if at_once is not None:
        named = {"destination": name, "now": connection.moment(now)}
        room = min(room, at_once - int(connection.rows(UNDER_WAY, named)[0][0]))
    if per_second is not None and room > 0:
        room = _take_tokens(connection, name, now, room, per_second)
    return room


def _take_tokens(connection: Connection, name: str, now: datetime, wanted: int, rate: int) -> int:
    """A token bucket of one second's worth; 0 where another sender is at it."""
    named: dict[str, Any] = {"name": name, "now": connection.moment(now), "tokens": float(rate)}
    connection.execute(MAKE_DESTINATION, named)
    rows = connection.rows(LOCK_DESTINATION, named)
    if not rows:
        return 0
    tokens, at = rows[0][0], connection.from_moment(rows[0][1])
    assert at is not None
    tokens = min(float(rate), tokens + max(0.0, (now - at).total_seconds()) * rate)
    taken = min(wanted, int(tokens))
    connection.execute(TAKE_TOKENS, {**named, "tokens": tokens - taken})
    return taken


def _with_requests(connection: Connection, leased: Sequence[Leased]) -> list[Leased]:
    if not leased:
        return []
    ids = connection.array(call.id for call in leased)
    found = {row[0]: (bytes(row[1]), row[2]) for row in connection.rows(FROZEN, {"ids": ids})}
    return [
        replace(call, frozen=frozen, realm=realm)
        for call in leased
        for frozen, realm in [found.get(call.id, (b"", ""))]
    ]


def hold_back(connection: Connection, name: str, now: datetime, seconds: float) -> None:
    """Start no call to a destination that asked for a pause (429, 503 with Retry-After)."""
    until = now + timedelta(seconds=min(seconds, 3600.0))
    connection.execute(
        HOLD_BACK,
        {"name": name, "now": connection.moment(now), "until": connection.moment(until)},
    )


def counted(calls: Sequence[Leased]) -> Counter[str]:
    """Calls by destination."""
    return Counter(call.destination for call in calls)
