"""What tests of the engine look at and how they bring a second worker in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection as django_connection
from django.db import connections

from config import boundary, clock, database
from config.database import Connection
from journeys.engine import cycle

T = TypeVar("T")


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """What a table holds, by Django's own connection. ``%s`` stands for a parameter."""
    with django_connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall()) if cursor.description else []


def count(table: str, where: str = "1 = 1") -> int:
    return int(rows(f"select count(*) from {table} where {where}")[0][0])


def turn(limit: int | None = None) -> Any:
    """One cycle of the engine."""
    return cycle.turn(database.connection(), limit)


class Elsewhere(threading.Thread):
    """Something done by another thread, so on connections of its own; ``result`` waits for it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._found: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._found = self._work()
        except BaseException as error:  # noqa: BLE001 (handed to who asks for the result)
            self._error = error
        finally:
            database.close()
            connections.close_all()

    def result(self, seconds: float = 30) -> Any:
        self.join(seconds)
        assert not self.is_alive(), "It did not end in time."
        if self._error is not None:
            raise self._error
        return self._found


def elsewhere(work: Callable[[], T]) -> T:
    """Done by another thread, now."""
    found: T = Elsewhere(work).result()
    return found


def now() -> Any:
    return clock.now()


@contextmanager
def opened() -> Iterator[Connection]:
    """An engine connection beside this thread's own, as another worker has it."""
    other = database._open(django_connection.settings_dict)
    try:
        yield other
    finally:
        other.close()


@contextmanager
def listening() -> Iterator[list[str]]:
    """The names of all statements, commits and calls that the hot path crosses meanwhile.

    Each is crossed twice, before and after; it is told once.
    """
    crossed: list[str] = []
    boundary.listen(crossed.append)
    told: list[str] = []
    try:
        yield told
    finally:
        boundary.listen(None)
        told += [name for name in dict.fromkeys(crossed) for _ in range(crossed.count(name) // 2)]
