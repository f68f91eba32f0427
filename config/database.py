"""The hot path's own database connections: batched SQL, on PostgreSQL and on SQLite.

Intake and the engine write thousands of rows a second, which the ORM cannot do (measured:
``bulk_create`` 3,700 rows/s where COPY did 28,000). They go through this module and nothing else
does. Everything that is not hot uses the ORM.

- A connection belongs to a thread and is opened on first use, so after any fork. Django's own
  would be closed around each Celery task.
- A :class:`Statement` has a name and two texts with named parameters (``%(now)s`` on PostgreSQL,
  ``:now`` on SQLite). The name is what crash tests and plans of queries are listed by.
- Moments are ``datetime`` on PostgreSQL and integer microseconds on SQLite; ``moment`` and
  ``from_moment`` convert. JSON columns are read and written as text.
- On SQLite one FIFO ticket lock stands before BEGIN IMMEDIATE: with busy_timeout alone the web
  threads starve behind the engine (p99 1.7 s against 53 ms).
"""

import io
import logging
import os
import re
import sqlite3
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import psycopg2
import psycopg2.extensions
from django.db import InterfaceError, OperationalError, connections

from config import clock, json
from config.boundary import cross

Params = Mapping[str, Any]
Row = tuple[Any, ...]
LANES = 256
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Unavailable(Exception):
    """The database cannot be reached or gave up; nothing was written. Answer 503 or try again."""


# What says that a database is away: ours, and Django's, by which definitions are read.
LOST = (Unavailable, OperationalError, InterfaceError)


class Duplicate(Exception):
    """A unique constraint refused a row. On the hot path this is a broken invariant."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement of the hot path: its name and its text on both databases.

    One that is ``prepared`` is parsed and planned once for each connection of PostgreSQL, which
    must be able to tell the types of its parameters: for statements that are run for every event.
    """

    name: str
    postgresql: str
    sqlite: str
    prepared: bool = False


def lane_of(person: str) -> int:
    """The lane (0 to 255) in which everything about this person is done, one at a time."""
    return zlib.crc32(person.encode()) % LANES


class TicketLock:
    """A mutual exclusion that serves its waiters in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Connection:
    """What both databases can do. One thread uses it; ``transaction`` brackets all work."""

    vendor: str

    def rows(self, statement: Statement, params: Params | None = None) -> list[Row]:
        """Run a statement that answers rows."""
        raise NotImplementedError

    def execute(self, statement: Statement, params: Params | None = None) -> int:
        """Run a statement; the number of rows it touched."""
        raise NotImplementedError

    def copy(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Append rows: COPY, or ``executemany``. JSON columns take text."""
        raise NotImplementedError

    def transaction(self) -> Any:
        """A context: commits at its end, rolls back on any exception. Not to be nested."""
        raise NotImplementedError

    def fleeting(self) -> Any:
        """A transaction whose commit outlives this process, but need not outlive the machine.

        It does not wait for the disk. For marks and leases, which a restart makes void anyway.
        """
        raise NotImplementedError

    def fleeting_rows(self, statement: Statement, params: Params | None = None) -> list[Row]:
        """Run a statement that answers rows, alone in a fleeting transaction."""
        with self.fleeting():
            return self.rows(statement, params)

    def each_alone(self) -> Any:
        """A context in which each statement is a transaction of its own, where that is cheaper.

        On PostgreSQL it spares the round trips of BEGIN and COMMIT. Elsewhere a transaction, so
        whoever uses it must be right with either. Not to be nested.
        """
        return self.transaction()

    def moment(self, value: datetime | None) -> Any:
        """A moment as this database stores it."""
        raise NotImplementedError

    def array(self, items: Iterable[Any]) -> Any:
        """Items for ``unnest(%(x)s)`` on PostgreSQL and ``json_each(:x)`` on SQLite.

        Moments become what this database stores.
        """
        raise NotImplementedError

    def from_moment(self, value: Any) -> datetime | None:
        """A stored moment as an aware datetime in UTC."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def now(self) -> datetime:
        """The database's clock, read once a cycle, moved by the clock's offset."""
        read = self.from_moment(self.rows(READ_CLOCK)[0][0])
        assert read is not None
        return read + clock.offset()

    def next_ids(self, count: int) -> range | list[int]:
        """``count`` fresh numbers of the one sequence that numbers events, runs and calls."""
        raise NotImplementedError


READ_CLOCK = Statement("read clock", "select clock_timestamp()", "select 0")
NEXT_IDS = Statement(
    "next ids",
    "select nextval('order_number') from generate_series(1, %(count)s)",
    "update order_number set value = value + :count returning value",
    prepared=True,
)


_DO_NOT_WAIT = "set local synchronous_commit = off; "


class PostgresConnection(Connection):
    """psycopg2, READ COMMITTED, json as text, and a planner that takes the known access paths."""

    vendor = "postgresql"
    # A lane's owner must see what the owner before it committed: READ COMMITTED, in a statement
    # of its own. Hash and merge joins and sequential scans are off because fresh tables have no
    # statistics and every hot statement has its index.
    # A queue that was vacuumed in a quiet moment counts as empty, and then the planner walks over all
    # of it for each row of a list that is joined to it (2 s instead of 2 ms, for 10,000 inputs). It
    # can do so only by an index whose order a merge join could use; so such a join says of the
    # first column ``= any(array[v.lane])``, of which no merge join can be made.
    _OPTIONS = (
        "-c default_transaction_isolation=read\\ committed -c jit=off -c enable_seqscan=off "
        "-c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan "
        "-c statement_timeout=15000 "
        "-c idle_in_transaction_session_timeout=15000"
    )

    def __init__(self, settings: Mapping[str, Any]) -> None:
        try:
            self._connection = psycopg2.connect(
                dbname=settings["NAME"],
                user=settings["USER"] or None,
                password=settings["PASSWORD"] or None,
                host=settings["HOST"] or None,
                port=settings["PORT"] or None,
                options=self._OPTIONS,
                application_name="gilmok",
            )
        except psycopg2.OperationalError as error:
            raise Unavailable(str(error)) from error
        as_text = psycopg2.extensions.new_type((114, 3802), "JSON_TEXT", lambda value, _: value)
        psycopg2.extensions.register_type(as_text, self._connection)
        self._cursor = self._connection.cursor()
        self._prepared: set[str] = set()

    def rows(self, statement: Statement, params: Params | None = None) -> list[Row]:
        self._run(statement, params)
        return self._cursor.fetchall()

    def execute(self, statement: Statement, params: Params | None = None) -> int:
        self._run(statement, params)
        return self._cursor.rowcount

    def _run(self, statement: Statement, params: Params | None, before: str = "") -> None:
        text = self._prepare(statement) if statement.prepared else statement.postgresql
        cross(statement.name)
        with _translated():
            self._cursor.execute(before + text, params)
        cross(statement.name)

    def _prepare(self, statement: Statement) -> str:
        """The text that carries it out; it outlives a transaction that is rolled back."""
        prepare, execute = _as_prepared(statement)
        if statement.name not in self._prepared:
            with _translated():
                self._cursor.execute(prepare)
            self._prepared.add(statement.name)
        return execute

    def copy(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if not rows:
            return
        lines = "".join(map(_copy_line, rows))
        cross(f"copy {table}")
        with _translated():
            self._cursor.copy_expert(
                f"copy {table} ({', '.join(columns)}) from stdin",
                io.BytesIO(lines.encode()),
                size=65536,
            )
        cross(f"copy {table}")

    @contextmanager
    def transaction(self) -> Iterator["PostgresConnection"]:
        try:
            yield self
            cross("commit")
            with _translated():
                self._connection.commit()
            cross("commit")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def fleeting(self) -> Iterator["PostgresConnection"]:
        with self.transaction():
            self._cursor.execute(_DO_NOT_WAIT)
            yield self

    def fleeting_rows(self, statement: Statement, params: Params | None = None) -> list[Row]:
        # Both in one message are one transaction, without a round trip for its beginning and end.
        with self.each_alone():
            self._run(statement, params, _DO_NOT_WAIT)
            return self._cursor.fetchall()

    @contextmanager
    def each_alone(self) -> Iterator["PostgresConnection"]:
        try:
            with _translated():
                self._connection.autocommit = True
            yield self
            self._connection.autocommit = False
        except BaseException:
            # Nothing to roll back; a connection that broke is given up.
            if self._connection.closed:
                self.close()
            else:
                self._connection.autocommit = False
            raise

    def _roll_back(self) -> None:
        try:
            self._connection.rollback()
        except psycopg2.Error:
            self.close()

    def moment(self, value: datetime | None) -> Any:
        return value

    def array(self, items: Iterable[Any]) -> Any:
        return list(items)

    def from_moment(self, value: Any) -> datetime | None:
        return value

    def next_ids(self, count: int) -> range | list[int]:
        return [row[0] for row in self.rows(NEXT_IDS, {"count": count})] if count else []

    def close(self) -> None:
        with suppress(psycopg2.Error):
            self._connection.close()
        forget(self)


_PARAMETER = re.compile(r"%\((\w+)\)s")


@lru_cache(maxsize=256)
def _as_prepared(statement: Statement) -> tuple[str, str]:
    """The texts of PREPARE and EXECUTE; parameters are numbered as they come."""
    names = list(dict.fromkeys(_PARAMETER.findall(statement.postgresql)))
    numbers = {name: f"${number}" for number, name in enumerate(names, 1)}
    text = _PARAMETER.sub(lambda found: numbers[found[1]], statement.postgresql)
    given = ", ".join(f"%({name})s" for name in names)
    return (
        f'prepare "{statement.name}" as {text.replace("%%", "%")}',
        f'execute "{statement.name}"' + (f"({given})" if given else ""),
    )


_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied_list(value: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, value)) + "}"


# By the very type: a chain of isinstance was a sixth of the engine's time.
_AS_COPY: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    str: lambda value: value.translate(_COPY_ESCAPES),
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    datetime: datetime.isoformat,
    bytes: lambda value: "\\\\x" + value.hex(),
    list: _copied_list,
    tuple: _copied_list,
}


def _copy_line(row: Row) -> str:
    """One row in COPY's text format."""
    return "\t".join([_AS_COPY.get(type(value), _copied)(value) for value in row]) + "\n"


def _copied(value: Any) -> str:
    """A value of a type that is not listed; words of an enumeration are such texts."""
    return _AS_COPY[str](value) if isinstance(value, str) else str(value)


class SqliteConnection(Connection):
    """sqlite3 in WAL mode; the ticket lock is the one lane."""

    vendor = "sqlite"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._connection = sqlite3.connect(
            settings["NAME"], timeout=20, isolation_level=None, cached_statements=256
        )
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=full")
        self._connection.execute("pragma wal_autocheckpoint=4000")

    def rows(self, statement: Statement, params: Params | None = None) -> list[Row]:
        return self._run(statement, params).fetchall()

    def execute(self, statement: Statement, params: Params | None = None) -> int:
        return self._run(statement, params).rowcount

    def _run(self, statement: Statement, params: Params | None) -> sqlite3.Cursor:
        cross(statement.name)
        with _translated():
            cursor = self._connection.execute(statement.sqlite, params or {})
        cross(statement.name)
        return cursor

    def copy(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        if not rows:
            return
        marks = ", ".join("?" * len(columns))
        cross(f"copy {table}")
        with _translated():
            self._connection.executemany(
                f"insert into {_sqlite_name(table)} ({', '.join(columns)}) values ({marks})",  # noqa: S608
                [tuple(map(_sqlite_value, row)) for row in rows],
            )
        cross(f"copy {table}")

    @contextmanager
    def transaction(self) -> Iterator["SqliteConnection"]:
        with _sqlite_turn:
            with _translated():
                self._connection.execute("begin immediate")
            try:
                yield self
                cross("commit")
                with _translated():
                    self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
        # Outside the lock: a listener that dies "after the commit" must not die holding it.
        cross("commit")

    @contextmanager
    def fleeting(self) -> Iterator["SqliteConnection"]:
        self._connection.execute("pragma synchronous=normal")
        try:
            with self.transaction():
                yield self
        finally:
            self._connection.execute("pragma synchronous=full")

    def moment(self, value: datetime | None) -> Any:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def array(self, items: Iterable[Any]) -> Any:
        return json.text([_sqlite_value(item) for item in items])

    def from_moment(self, value: Any) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)

    def now(self) -> datetime:
        """SQLite's clock is that of this process; its own functions tell milliseconds only."""
        return clock.now()

    def next_ids(self, count: int) -> range | list[int]:
        if not count:
            return []
        last = self.rows(NEXT_IDS, {"count": count})[0][0]
        return range(last - count + 1, last + 1)

    def close(self) -> None:
        self._connection.close()
        forget(self)


_sqlite_turn = TicketLock()


def _sqlite_name(table: str) -> str:
    return f'"{table}"'


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    if isinstance(value, list | tuple):
        return "[" + ",".join(str(item) for item in value) + "]"
    return value


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the two drivers as ours, so that no caller knows a driver."""
    try:
        yield
    except (psycopg2.IntegrityError, sqlite3.IntegrityError) as error:
        raise Duplicate(str(error)) from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError, sqlite3.OperationalError) as error:
        raise Unavailable(str(error)) from error


@contextmanager
def lost_is_unavailable() -> Iterator[None]:
    """Around work that also reads by the ORM: Django's connection may be the one that is lost.

    Only a request makes Django look whether its connection still stands; a task has none, and
    would meet the dead one for ever. So it is closed here, and the next reading opens another.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        connections["default"].close()
        raise Unavailable(str(error)) from error


@contextmanager
def lost_is_no_error() -> Iterator[None]:
    """In a task: a database that is away is noted, and the next sweep tries again."""
    try:
        with lost_is_unavailable():
            yield
    except Unavailable as error:
        close()
        _log.warning("The database is away; the next sweep tries again. %s", error)


_log = logging.getLogger(__name__)
_local = threading.local()


def connection() -> Connection:
    """This thread's connection, opened on first use and again after a fork or a loss.

    It follows the settings of Django's ``default`` database, so a test's database is found.

    Raises:
        Unavailable: the database cannot be reached.
    """
    settings = connections["default"].settings_dict
    mark = (os.getpid(), str(settings["NAME"]))
    if getattr(_local, "mark", None) != mark:
        _local.connection = _open(settings)
        _local.mark = mark
    opened: Connection = _local.connection
    return opened


def _open(settings: Mapping[str, Any]) -> Connection:
    if settings["ENGINE"].endswith("sqlite3"):
        return SqliteConnection(settings)
    return PostgresConnection(settings)


def forget(closed: Connection) -> None:
    """Make the next ``connection()`` of this thread open a new one."""
    if getattr(_local, "connection", None) is closed:
        _local.mark = None


def close() -> None:
    """Close this thread's connection; tests and leaving threads do this."""
    if getattr(_local, "mark", None) is not None:
        _local.connection.close()


def values(rows: Iterable[Row], prefix: str = "v") -> tuple[str, dict[str, Any]]:
    """``rows`` as the text of a VALUES list and its named parameters, for PostgreSQL.

    >>> values([(1, "a"), (2, "b")])
    ('(%(v0_0)s,%(v0_1)s),(%(v1_0)s,%(v1_1)s)', {'v0_0': 1, 'v0_1': 'a', 'v1_0': 2, 'v1_1': 'b'})
    """
    params: dict[str, Any] = {}
    lines = []
    for number, row in enumerate(rows):
        names = [f"{prefix}{number}_{place}" for place in range(len(row))]
        params.update(zip(names, row, strict=True))
        lines.append("(" + ",".join(f"%({name})s" for name in names) + ")")
    return ",".join(lines), params
