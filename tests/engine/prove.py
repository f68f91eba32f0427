"""Proves in a minute that nothing is lost: load, kills, an emptied broker, then the ledger.

    make prove        (python tests/engine/prove.py [seconds])

Half of the time on the embedded form, half on PostgreSQL with Redis where both are found. Exit
status 0 only if every equation holds.
"""

import random
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psycopg2  # noqa: E402
import redis as redis_client  # noqa: E402

from tests.engine.ledger import Ledger, Load, is_quiet, ledger, until  # noqa: E402
from tests.engine.live import WAITING, Installation, Receiver, publish_webhook  # noqa: E402
from tests.tiers import postgres, redis  # noqa: E402

WAIT = 1.0
REST = 8.0  # seconds of each half that are left for what is under way to end


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def embedded(folder: Path, seconds: float) -> bool:
    """The one process, killed again and again."""
    receiver = Receiver()
    installation = Installation(folder, f"127.0.0.1:{receiver.port}")
    say("\nEmbedded: one process, SQLite, a broker in memory")
    return _drill(installation, receiver, seconds, lambda: _kill(installation, "web"))


def scaled_out(folder: Path, url: str, broker: str, seconds: float) -> bool:
    """Web, worker and beat; each killed in turn, and the broker emptied."""
    receiver = Receiver()
    server = broker.rpartition("/")[0]
    own = f"{server}/5"
    installation = Installation(folder, f"127.0.0.1:{receiver.port}", _database(url), own)
    say("\nScaled out: web, worker and beat, PostgreSQL, Redis")
    turns = iter(("worker", "web", "broker") * 1_000)

    def fault() -> str:
        what = next(turns)
        if what != "broker":
            return _kill(installation, what)
        redis_client.Redis.from_url(own).flushdb()
        return "the broker emptied"

    return _drill(installation, receiver, seconds, fault)


def _database(url: str) -> str:
    base = url.rpartition("/")[0]
    with closing(psycopg2.connect(f"{base}/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("drop database if exists gilmok_prove with (force)")
            cursor.execute("create database gilmok_prove")
    return f"{base}/gilmok_prove"


def _kill(installation: Installation, name: str) -> str:
    installation.kill(name)
    if name == "web":
        installation.start_web()
        installation.wait_until_ready()
    else:
        installation.start_worker()
    return f"{name} killed and started again"


def _drill(installation: Installation, receiver: Receiver, seconds: float, fault: object) -> bool:
    assert callable(fault)
    installation.manage("migrate", "-v", "0")
    secret = publish_webhook(installation, receiver.url, WAITING)
    installation.start()
    faults: dict[str, int] = {}
    chance = random.Random()
    end = time.monotonic() + max(3.0, seconds - REST)
    try:
        with Load(installation, secret) as load:
            while time.monotonic() < end and not load.failure:
                time.sleep(chance.uniform(0.3, 1.2))
                what = fault()
                faults[what] = faults.get(what, 0) + 1
        until(lambda: is_quiet(installation), 60)
        told = ledger(installation, receiver, load, 2, WAIT)
    finally:
        installation.stop()
        receiver.close()
    _tell(told, faults, load.failure)
    return told.holds and not load.failure


def _tell(told: Ledger, faults: dict[str, int], failure: str) -> None:
    for what, count in faults.items():
        say(f"  {count:6} x {what}")
    say(f"  {told.sent:6} events sent, repeats included")
    say(f"  {told.accepted:6} accepted: each was answered, so each must enter, once")
    say(f"  {told.entered:6} people entered, {told.finished} finished")
    say(f"  {told.calls:6} calls arrived, two for each person")
    say(f"  {told.repeated:6} of them came again, with the same key and the same bytes")
    say(f"  {told.lost:6} lost")
    say(f"  {told.early:6} early: the second call before its wait was over")
    say(f"  {told.set_aside:6} set aside, {told.other_bodies} keys with two bodies")
    if failure:
        say(f"  {failure}")
    say("  The equations hold." if told.holds else "  THE EQUATIONS DO NOT HOLD.")


def main(seconds: float) -> int:
    url, broker = postgres(), redis()
    both = bool(url and broker)
    share = seconds / 2 if both else seconds
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder, "embedded")
        first.mkdir()
        good = embedded(first, share)
        if url and broker:
            second = Path(folder, "scaled")
            second.mkdir()
            good = scaled_out(second, url, broker, share) and good
        else:
            say("\nNot proved scaled out: no PostgreSQL or no Redis was found.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
