"""Fifty kills of the embedded process under load, and a broker that is taken away: nothing is lost."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.engine.ledger import Load, is_quiet, ledger, until
from tests.engine.live import WAITING, Installation, Receiver, publish_webhook

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", "50"))
WAIT = 1.0  # seconds, of the journey's wait


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


def test_fifty_kills_under_load_lose_nothing_and_set_nobody_aside(
    tmp_path: Path, receiver: Receiver
):
    if os.environ.get("DATABASE_URL"):
        pytest.skip("the embedded process runs on SQLite, and was killed there")
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
        assert load.failure == ""
        assert until(lambda: is_quiet(installation), 180)
        told = ledger(installation, receiver, load, 2, WAIT)
    finally:
        installation.stop()
    assert told.accepted > KILLS
    assert told.holds, told


def test_without_a_broker_every_journey_still_finishes(tmp_path: Path, receiver: Receiver):
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        pytest.skip("the broker is a server of its own only beside PostgreSQL")
    own = fresh_database(url, "gilmok_without_broker")
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
        with Load(installation, secret) as load:
            assert until(lambda: len(load.accepted) >= 20, 20)
        assert until(lambda: is_quiet(installation), 180)
        told = ledger(installation, receiver, load, 2, WAIT)
    finally:
        installation.stop()
    assert told.holds, told


def fresh_database(url: str, name: str) -> str:
    base = url.rpartition("/")[0]
    with closing(psycopg2.connect(f"{base}/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"drop database if exists {name} with (force)")
            cursor.execute(f"create database {name}")
    return f"{base}/{name}"
