"""Which calls may start now: due ones, by destination, leased for as long as they can take.

A lease is a number: ``attempts`` rises with each, and only who names that number may write the
outcome. A destination that is slow, capped or down keeps its own calls waiting and nobody
else's: the last eighth of a sender's places is for destinations that have few calls under way.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from actions import calls as action_calls
from config.database import Connection, Statement
from datasources import calls as look_ups

MARGIN = 10.0  # seconds that a lease outlives its call's deadline
# Leases that ended without an outcome, after which a call is dead. Many: a sender that is killed
# from outside takes hundreds of innocent calls with it, and fifty kills must not end one of them.
CRASHES = 50
RESERVE = 8  # the part of a sender's places (an eighth) that is for those with few calls
FEW = 2
LATE = 2_000  # calls that may stand before leased ones, because their cycle committed late
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
    prepared=True,
)
# A lease that a crash of the server forgets is a call that is repeated with the same key, so the
# commit need not reach the disk.
LEASE = Statement(
    "lease calls",
    f"""update call set attempts = attempts + 1,
              lease_until = %(now)s::timestamptz + (timeout + %(margin)s::real) * interval '1 second'
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
    prepared=True,
)
FROZEN = Statement(
    "read frozen requests",
    """select e.id, e.request, i.realm from exchange e cross join installation i
       where e.id = any(%(ids)s)""",
    """select e.id, e.request, i.realm from exchange e cross join installation i
       where e.id in (select value from json_each(:ids))""",
    prepared=True,
)
RENEW = Statement(
    "renew leases",
    """update call set lease_until = %(now)s + (timeout + %(margin)s) * interval '1 second'
       from unnest(%(ids)s::bigint[], %(attempts)s::smallint[]) as v(id, attempts)
       where call.id = any(array[v.id]) and call.attempts = v.attempts""",
    """update call set lease_until = :now + cast((timeout + :margin) * 1000000 as integer)
       where (id, attempts) in
       (select i.value, a.value from json_each(:ids) i join json_each(:attempts) a on a.key = i.key)""",
)
# Those due first are leased first, so what is leased stands in front; behind it a million may wait.
UNDER_WAY = Statement(
    "count leased calls",
    """select count(*) from (
         select lease_until from call where dead_at is null and destination = %(destination)s
         and due_at <= %(now)s order by due_at limit %(look)s) c
       where c.lease_until >= %(now)s""",
    """select count(*) from (
         select lease_until from call where dead_at is null and destination = :destination
         and due_at <= :now order by due_at limit :look) c
       where c.lease_until >= :now""",
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
    def has_crashed(self) -> bool:
        """Whether so many attempts left no outcome behind that this one is not made: each of them
        ended its sender."""
        return self.attempts - 1 - self.failures >= CRASHES

    @property
    def key(self) -> str:
        """The idempotency key: the same for every attempt, and never that of another call."""
        return f"{self.realm}-{self.instance_id}-{self.seq}"


def lease_due(
    connection: Connection, now: datetime, free: int, under_way: Mapping[str, int]
) -> list[Leased]:
    """Lease what is due and may start, at most ``free`` calls.

    ``under_way`` counts this sender's calls by destination. Those that have crashed their senders
    too often are among them, for the caller to end.
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
            room = _share(free - len(leased), under_way.get(name, 0), is_alone=len(due) == 1)
            leased += _lease_at(connection, name, now, room)
        return _with_requests(connection, leased)


def _share(free: int, under_way: int, *, is_alone: bool) -> int:
    """How much of what is free one destination may take.

    All but the reserve, and half of that while others wait. Of the reserve it may take as much as
    brings it to ``FEW``: however many slow ones fill the rest, whoever comes new can begin.
    """
    common = max(0, free - settings.SENDER_CONCURRENCY // RESERVE)
    if not is_alone:
        common = (common + 1) // 2
    return max(0, min(free, max(common, FEW - under_way)))


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


def _allowed(connection: Connection, name: str, now: datetime, room: int) -> int:
    """How many of ``room`` the limits of the destination allow; its tokens are taken."""
    kind, _, key = name.partition(":")
    limits = action_calls.limits(key) if kind == "action" else look_ups.limits(key)
    at_once, per_second = limits.get("at_once"), limits.get("per_second")
    if room <= 0 or (at_once is None and per_second is None):
        return room
    named: dict[str, Any] = {"name": name, "now": connection.moment(now)}
    # Held until the commit: what another sender has leased is seen by whoever gets the row next.
    held = _lock(connection, name, now, float(per_second or 1))
    if held is None:
        return 0
    if at_once is not None:
        named |= {"destination": name, "look": at_once + LATE}
        room = min(room, at_once - int(connection.rows(UNDER_WAY, named)[0][0]))
    if per_second is not None and room > 0:
        tokens = min(float(per_second), held[0] + held[1] * per_second)
        room = min(room, int(tokens))
        connection.execute(TAKE_TOKENS, {**named, "tokens": tokens - room})
    return room


def _lock(
    connection: Connection, name: str, now: datetime, tokens: float
) -> tuple[float, float] | None:
    """A destination's tokens and the seconds since they were counted; None where another sender
    is at it."""
    named = {"name": name, "now": connection.moment(now), "tokens": tokens}
    connection.execute(MAKE_DESTINATION, named)
    rows = connection.rows(LOCK_DESTINATION, named)
    if not rows:
        return None
    at = connection.from_moment(rows[0][1])
    assert at is not None
    return rows[0][0], max(0.0, (now - at).total_seconds())


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


def renew(connection: Connection, calls: Sequence[Leased], now: datetime) -> None:
    """Keep leases that are still worked on, for kinds whose time has no bound of ours."""
    named = {
        "now": connection.moment(now),
        "margin": MARGIN,
        "ids": connection.array(call.id for call in calls),
        "attempts": connection.array(call.attempts for call in calls),
    }
    with connection.fleeting():
        connection.execute(RENEW, named)


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
