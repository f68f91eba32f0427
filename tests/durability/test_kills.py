"""Fifty kills of the embedded process under load, and a broker that is taken away: nothing is lost.

The ledger: every event that was answered 202 or 200 entered once, every run ended, every call came
with one key and one body; what came more than once came with the same key.
"""

import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.engine.live import WAITING, Installation, Receiver, publish_webhook

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", "50"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


class Load:
    """A client that posts batches until each is answered, as a careful sender does."""

    def __init__(self, installation: Installation, secret: str) -> None:
        self.accepted: set[str] = set()
        self._installation = installation
        self._secret = secret
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
        while not self._stop.is_set():
            ids = [f"evt-{number + at}" for at in range(5)]
            number += 5
            self._post_until_answered(ids)
            time.sleep(0.02)

    def _post_until_answered(self, ids: list[str]) -> None:
        events = [
            {"type": "Ordered", "id": one, "person": f"p-{one}", "data": {"amount": 20}}
            for one in ids
        ]
        for _ in range(600):
            status, answer = self._installation.post(self._secret, {"events": events})
            if status == 202 and all(r["status"] in (200, 202) for r in answer["results"]):
                self.accepted |= set(ids)
                return
            time.sleep(0.05)
        raise AssertionError(f"Not accepted in 30 s: {status} {answer}")


def until(claim: Any, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if claim():
            return
        time.sleep(0.2)
    raise AssertionError(what)


def rows(installation: Installation, sql: str) -> list[Any]:
    url = installation.env["DATABASE_URL"]
    opened: Any = (
        psycopg2.connect(url) if url else sqlite3.connect(installation.folder / "gilmok.sqlite3")
    )
    with closing(opened) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def expect_the_ledger(
    installation: Installation, receiver: Receiver, accepted: int, calls: int
) -> None:
    until(
        lambda: (
            rows(installation, "select count(*) from instance where ended_at is null")[0][0] == 0
            and rows(installation, "select count(*) from inbox")[0][0] == 0
            and rows(installation, "select count(*) from call")[0][0] == 0
        ),
        60,
        "Not everyone finished.",
    )
    counts = rows(installation, "select count(*), count(distinct person) from instance")[0]
    assert counts == (accepted, accepted)
    assert rows(installation, "select status, count(*) from instance group by 1") == [(6, accepted)]
    assert len(receiver.bodies) == accepted * calls
    assert all(len(set(bodies)) == 1 for bodies in receiver.bodies.values())
    assert rows(installation, "select count(*) from trail where code = 33")[0][0] == 0


def test_fifty_kills_under_load_lose_nothing_and_set_nobody_aside(
    tmp_path: Path, receiver: Receiver
):
    installation = Installation(tmp_path, f"127.0.0.1:{receiver.port}")
    installation.manage("migrate", "-v", "0")
    secret = publish_webhook(installation, receiver.url, WAITING)
    installation.start()
    chance = random.Random(7)
    try:
        with Load(installation, secret) as load:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.1, 0.6))
                installation.kill("web")
                installation.start_web()
                installation.wait_until_ready()
        expect_the_ledger(installation, receiver, len(load.accepted), 2)
    finally:
        installation.stop()
    print(f"{KILLS} kills, {len(load.accepted)} accepted, {receiver.repeats} repeated, 0 lost")  # noqa: T201


def test_without_a_broker_every_journey_still_finishes(tmp_path: Path, receiver: Receiver):
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pytest.skip("the broker is a server of its own only beside PostgreSQL")
    own = f"{url.rpartition('/')[0]}/gilmok_without_broker"
    with closing(psycopg2.connect(url.rpartition("/")[0] + "/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("drop database if exists gilmok_without_broker with (force)")
            cursor.execute("create database gilmok_without_broker")
    # Nothing listens on port 1.
    installation = Installation(
        tmp_path, f"127.0.0.1:{receiver.port}", own, "redis://127.0.0.1:1/0"
    )
    installation.manage("migrate", "-v", "0")
    secret = publish_webhook(installation, receiver.url, WAITING)
    try:
        installation.start_web()
        installation.start_worker()
        installation.wait_until_ready()
        for number in range(20):
            document = {
                "type": "Ordered", "id": f"e-{number}", "person": f"p-{number}", "data": {"amount": 20},
            }  # fmt: skip
            assert installation.post(secret, document)[0] == 202
        expect_the_ledger(installation, receiver, 20, 2)
    finally:
        installation.stop()
