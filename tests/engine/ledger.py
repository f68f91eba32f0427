"""The ledger of a drill: what was sent, accepted, entered, called, and whether anything is missing."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2

from tests.engine.live import Installation, Receiver

FINISHED, SET_ASIDE = 6, 33


class Load:
    """A client that posts batches and repeats each until it is answered, as a careful sender does."""

    def __init__(self, installation: Installation, secret: str, pause: float = 0.02) -> None:
        self.sent = 0
        self.accepted: dict[str, float] = {}
        self.failure = ""
        self._installation = installation
        self._secret = secret
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._post_on)

    def __enter__(self) -> "Load":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(60)

    def _post_on(self) -> None:
        number = 0
        while not (self._stop.is_set() or self.failure):
            self._post_until_answered([f"evt-{number + at}" for at in range(5)])
            number += 5
            time.sleep(self._pause)

    def _post_until_answered(self, ids: list[str]) -> None:
        events = [
            {"type": "Ordered", "id": one, "person": f"p-{one}", "data": {"amount": 20}}
            for one in ids
        ]
        status, answer = 0, None
        for _ in range(600):
            self.sent += len(ids)
            status, answer = self._installation.post(self._secret, {"events": events})
            if status == 202 and all(r["status"] in (200, 202) for r in answer["results"]):
                self.accepted |= dict.fromkeys(ids, time.monotonic())
                return
            time.sleep(0.05)
        self.failure = f"Not accepted in 30 s: {status} {answer}"


def rows(installation: Installation, sql: str) -> list[Any]:
    """Rows of the installation's own database."""
    url = installation.env["DATABASE_URL"]
    opened: Any = (
        psycopg2.connect(url) if url else sqlite3.connect(installation.folder / "gilmok.sqlite3")
    )
    with closing(opened) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def until(claim: Callable[[], bool], seconds: float) -> bool:
    """Wait for a claim to come true; whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.2)
    return claim()


def is_quiet(installation: Installation) -> bool:
    """Nobody is inside, nothing waits."""
    sql = """select (select count(*) from instance where ended_at is null)
               + (select count(*) from inbox) + (select count(*) from call)"""
    return rows(installation, sql)[0][0] == 0


@dataclass(frozen=True)
class Ledger:
    """The equations of a drill. ``calls_each`` calls are due for each person."""

    sent: int
    accepted: int
    entered: int
    finished: int
    set_aside: int
    calls: int
    repeated: int
    other_bodies: int
    early: int
    calls_each: int

    @property
    def lost(self) -> int:
        """People and calls that are missing."""
        missing_people = self.accepted - min(self.entered, self.finished)
        return missing_people + max(0, self.accepted * self.calls_each - self.calls)

    @property
    def holds(self) -> bool:
        return (
            self.lost == 0
            and self.entered == self.finished == self.accepted
            and self.calls == self.accepted * self.calls_each
            and self.set_aside == self.other_bodies == self.early == 0
        )


def ledger(
    installation: Installation, receiver: Receiver, load: Load, calls_each: int, wait: float = 0.0
) -> Ledger:
    """Read everything. A second call is early when it came less than ``wait`` after the first."""
    entered, persons = rows(installation, "select count(*), count(distinct person) from instance")[
        0
    ]
    finished = rows(installation, f"select count(*) from instance where status = {FINISHED}")[0][0]
    aside = rows(installation, f"select count(*) from trail where code = {SET_ASIDE}")[0][0]
    bodies = receiver.bodies.values()
    return Ledger(
        sent=load.sent,
        accepted=len(load.accepted),
        entered=entered if entered == persons else -1,
        finished=finished,
        set_aside=aside,
        calls=len(bodies),
        repeated=receiver.repeats,
        other_bodies=sum(len(set(of_key)) > 1 for of_key in bodies),
        early=_early(receiver, wait),
        calls_each=calls_each,
    )


def _early(receiver: Receiver, wait: float) -> int:
    """Runs whose second call came before its wait was over."""
    first: dict[str, float] = {}
    early = 0
    for key, at in sorted(receiver.at.items(), key=lambda item: item[1]):
        run = key.rpartition("-")[0]
        if run in first:
            early += at - first[run] < wait
        else:
            first[run] = at
    return early
