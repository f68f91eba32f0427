"""Once a second: what a lost wake-up left is woken, and the tables are kept in order.

Each duty is done by one process at a time, and any of them may be skipped without harm: a sweep
changes latency and size, never an outcome.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.database import Connection, Statement
from events import partitions
from journeys.engine import control
from journeys.engine.claim import SPACE

DUTIES = 0x67737765  # the advisory lock of the sweep
LONGEST_CYCLE = 30  # seconds; who holds lanes longer is ended
TABLES = ("event", "trail", "exchange")
_log = logging.getLogger(__name__)

ANY_INPUT = Statement(
    "is there work for the engine",
    """select exists (select from inbox) or exists (
         select from timer t where t.lane = any(array(select generate_series(0, 255)))
         and t.due_at <= %(now)s)""",
    "select exists (select 1 from inbox) or exists (select 1 from timer where due_at <= :now)",
)
ANY_CALL = Statement(
    "is there work for a sender",
    """select exists (select from call where dead_at is null and due_at <= %(now)s
         and (lease_until is null or lease_until < %(now)s))""",
    """select exists (select 1 from call where dead_at is null and due_at <= :now
         and (lease_until is null or lease_until < :now))""",
)
MINE = Statement(
    "take the sweep's duties",
    "select pg_try_advisory_xact_lock(%(space)s, 0)",
    "select 1",
)
# Inside COPY neither idle_in_transaction_session_timeout nor statement_timeout frees a lane.
END_FROZEN = Statement(
    "end frozen backends",
    """select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and l.classid = %(space)s::int8::oid and l.granted
       and a.datname = current_database()
       and a.xact_start < clock_timestamp() - %(seconds)s * interval '1 second'""",
    "select 1 where 0",
)
FOLD = Statement(
    "fold the tally",
    """with gone as (delete from tally where at < %(before)s returning version_id, node, port, code, n)
       insert into tally_total (version_id, node, port, code, n)
       select version_id, node, port, code, sum(n) from gone group by 1, 2, 3, 4
       order by 1, 2, 3, 4
       on conflict (version_id, node, port, code) do update
         set n = tally_total.n + excluded.n""",
    """insert into tally_total (version_id, node, port, code, n)
       select version_id, node, port, code, sum(n) from tally where at < :before
       group by 1, 2, 3, 4
       on conflict (version_id, node, port, code) do update
         set n = tally_total.n + excluded.n""",
)
UNFOLDED = Statement("drop what was folded", "select 1", "delete from tally where at < :before")
DROP_MARKERS = Statement(
    "drop old markers of the living",
    "delete from cycle where at < %(before)s",
    "delete from cycle where at < :before",
)
DROP_CACHE = Statement(
    "drop what the cache holds no longer",
    """delete from lookup_cache where key = any(array(
         select key from lookup_cache where expires_at < %(now)s order by expires_at limit 1000))""",
    """delete from lookup_cache where key in (
         select key from lookup_cache where expires_at < :now order by expires_at limit 1000)""",
)
VACUUM = [
    Statement(f"vacuum {table}", f"vacuum (truncate off) {table}", "select 1")
    for table in ("inbox", "call", "timer")
]
DEAD_ROWS = Statement(
    "count dead rows of the queues",
    """select coalesce(max(n_dead_tup), 0) from pg_stat_user_tables
       where relname in ('inbox', 'call', 'timer')""",
    "select 0",
)
DEAD_ROWS_LEFT = 20_000


@dataclass(frozen=True, slots=True)
class Work:
    """Whether the engine and the senders have something to do."""

    inputs: bool
    calls: bool


def waiting(connection: Connection, now: datetime) -> Work:
    """What waits, by two probes."""
    named = {"now": connection.moment(now)}
    with connection.each_alone():
        return Work(
            bool(connection.rows(ANY_INPUT, named)[0][0]),
            bool(connection.rows(ANY_CALL, named)[0][0]),
        )


def sweep(connection: Connection, now: datetime, second: int) -> Work:
    """Do the duties that are due in this second, and tell what waits.

    ``second`` counts: every fifth second the queues are vacuumed, every minute the logs grow.
    """
    control.settle_versions(connection, now)
    if second % 5 == 0:
        _end_frozen(connection)
        _vacuum(connection)
    if second % 60 == 0:
        keep_order(connection, now)
    return waiting(connection, now)


def keep_order(connection: Connection, now: datetime) -> None:
    """Partitions ahead, the tally folded, what is old dropped; by one process at a time."""
    named = {
        "before": connection.moment(now - timedelta(seconds=30)),
        "now": connection.moment(now),
    }
    with connection.transaction():
        if not connection.rows(MINE, {"space": DUTIES})[0][0]:
            return
        for table in TABLES:
            partitions.make_ahead(connection, table)
        connection.execute(FOLD, named)
        if connection.vendor == "sqlite":
            connection.execute(UNFOLDED, named)
        connection.execute(DROP_CACHE, named)
        connection.execute(DROP_MARKERS, {"before": connection.moment(now - timedelta(hours=1))})


def _end_frozen(connection: Connection) -> None:
    """A worker that froze with lanes in its hands loses its backend, and so its lanes."""
    with connection.each_alone():
        ended = connection.rows(END_FROZEN, {"space": SPACE, "seconds": LONGEST_CYCLE})
    if ended:
        _log.error("%s frozen workers were cut off from the database.", len(ended))


def _vacuum(connection: Connection) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.each_alone():
        if connection.rows(DEAD_ROWS)[0][0] >= DEAD_ROWS_LEFT:
            for statement in VACUUM:
                connection.execute(statement)
