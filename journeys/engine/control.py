"""What users want of the engine: that a version stops, that a run ends or is tried again.

A stop is the one thing that must not wait for its turn: from its commit on no call is leased.
What is asked of single runs is an input like any other, so that the lane's owner does it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from config import json
from config.database import Connection, Statement, lane_of
from journeys.core.commands import Fate
from journeys.engine import installation
from journeys.engine.claim import Kind

_INBOX = ("lane", "id", "kind", "ref", "size", "data")
# Only versions whose last lease has run out or was answered: then no call starts any more.
STOP = Statement(
    "finish stopping",
    """update journeys_version set status = 'stopped' where status = 'stopping' and not exists (
         select from call where call.version_id = journeys_version.id
         and dead_at is null and lease_until >= %(now)s) returning id""",
    """update journeys_version set status = 'stopped' where status = 'stopping' and not exists (
         select 1 from call where call.version_id = journeys_version.id
         and dead_at is null and lease_until >= :now) returning id""",
)
# While the engine has much to do nobody is asked out: each would be asked again every second.
LEFT_INSIDE = Statement(
    "read who is inside stopped versions",
    """select i.id, i.person from journeys_version v cross join lateral (
         select id, person from instance where version_id = v.id and ended_at is null
         order by id limit %(limit)s) i
       where v.status = 'stopped'
         and (select count(*) from (select from inbox limit %(limit)s) w) < %(limit)s
       limit %(limit)s""",
    """select i.id, i.person from instance i join journeys_version v on v.id = i.version_id
       where v.status = 'stopped' and i.ended_at is null
         and (select count(*) from (select 1 from inbox limit :limit)) < :limit
       order by i.id limit :limit""",
)
DROP_CALLS = Statement(
    "drop calls of stopped versions",
    """delete from call where id = any(array(
         select c.id from journeys_version v join call c on c.version_id = v.id
         where v.status = 'stopped' limit %(limit)s))""",
    """delete from call where id in (
         select c.id from journeys_version v join call c on c.version_id = v.id
         where v.status = 'stopped' limit :limit)""",
)
FINISH = Statement(
    "finish closed versions",
    """update journeys_version v set status = 'finished' where status = 'closed' and not exists (
         select from instance where version_id = v.id and ended_at is null)
       and not exists (select from inbox) returning id""",
    """update journeys_version set status = 'finished' where status = 'closed' and not exists (
         select 1 from instance where version_id = journeys_version.id and ended_at is null)
       and not exists (select 1 from inbox) returning id""",
)
PERSON_OF = Statement(
    "read the person of a run",
    "select person from instance where id = %(run)s",
    "select person from instance where id = :run",
)
WAS_SET_ASIDE = Statement(
    "read an event that was set aside",
    """select e.person, length(e.data::text) from trail t join event e on e.id = t.event_id
       where t.event_id = %(event)s and t.code = %(code)s limit 1""",
    """select e.person, length(e.data) from trail t join event e on e.id = t.event_id
       where t.event_id = :event and t.code = :code limit 1""",
)
RAISE_EPOCH = Statement(
    "raise the epoch",
    "update installation set epoch = epoch + 1",
    "update installation set epoch = epoch + 1",
)
# A version whose people have all ended may be finished when one of them is sent on.
REOPEN = Statement(
    "open a finished version again",
    """update journeys_version set status = 'closed' where status = 'finished'
       and id = (select version_id from instance where id = %(run)s) returning id""",
    """update journeys_version set status = 'closed' where status = 'finished'
       and id = (select version_id from instance where id = :run) returning id""",
)
SLICE = 5_000
MOST_DROPPED = 50_000  # calls a second; more would take longer than a statement may


def begin_stop(version_id: int) -> None:
    """Let no further call of this version start; in the caller's (Django's) transaction."""
    from journeys.models import Status, Version

    Version.objects.filter(pk=version_id).update(status=Status.STOPPING)
    installation.bump_epoch()


def ask(connection: Connection, orders: Iterable[tuple[int, str, Mapping[str, Any]]]) -> None:
    """Put (run, person, what) on the inbox, in the caller's transaction; then wake the engine."""
    wanted = list(orders)
    numbers = connection.next_ids(len(wanted))
    rows = []
    for (run, person, what), number in zip(wanted, numbers, strict=True):
        text = json.text(what)
        rows.append((lane_of(person), number, int(Kind.CONTROL), run, len(text), text))
    connection.copy("inbox", _INBOX, rows)


def retry(connection: Connection, run: int) -> bool:
    """Send a failed run on from where it stands; False where there is no such run.

    Where it cannot go on (it does not fail any more, its version is stopped, the person is inside
    by a newer run) the trail says so.
    """
    with connection.transaction():
        if connection.rows(REOPEN, {"run": run}):
            connection.execute(RAISE_EPOCH)
        return _ask_one(connection, run, {"do": "retry"})


def end(connection: Connection, run: int, reason: str = "stopped") -> bool:
    """End one run where it stands; False where there is no such run."""
    with connection.transaction():
        return _ask_one(connection, run, {"do": "end", "reason": reason})


def retry_event(connection: Connection, event: int) -> bool:
    """Take an event anew that was set aside; False where it was not."""
    with connection.transaction():
        rows = connection.rows(WAS_SET_ASIDE, {"event": event, "code": int(Fate.SET_ASIDE)})
        for person, size in rows:
            (number,) = connection.next_ids(1)
            row = (lane_of(person), number, int(Kind.EVENT), event, size, None)
            connection.copy("inbox", _INBOX, [row])
    return bool(rows)


def _ask_one(connection: Connection, run: int, what: Mapping[str, Any]) -> bool:
    rows = connection.rows(PERSON_OF, {"run": run})
    if rows:
        ask(connection, [(run, rows[0][0], what)])
    return bool(rows)


def settle_versions(connection: Connection, now: Any) -> int:
    """Versions that are stopping become stopped, closed and empty ones finished; who is left
    inside a stopped one is asked out, some thousands a second. Answers how many were asked."""
    with connection.transaction():
        stopped = connection.rows(STOP, {"now": connection.moment(now)})
        finished = connection.rows(FINISH)
        if stopped or finished:
            connection.execute(RAISE_EPOCH)
        connection.execute(DROP_CALLS, {"limit": MOST_DROPPED})
        left = connection.rows(LEFT_INSIDE, {"limit": SLICE})
        ask(connection, [(run, person, {"do": "end", "reason": "stopped"}) for run, person in left])
    return len(left)
