"""Figures of the engine on PostgreSQL and Redis, each beside the naive baseline of the same run.

    make bench            (or: python tests/benchmarks/engine/bench.py [--quick])

Load, web, worker, database and receiver share the machine. The guard, dedupe, signing, traces and
fates are on. The ratio is what counts; a shared machine and its disk are noisy.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.engine import poster  # noqa: E402
from tests.engine.live import BIN, Installation, free_port, publish_webhook  # noqa: E402
from tests.tiers import postgres, redis  # noqa: E402

QUICK = "--quick" in sys.argv
ROUNDS = 1 if QUICK else 3


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


class Outside:
    """The receiver, as a process."""

    def __init__(self, milliseconds: int) -> None:
        self.port = free_port()
        script = Path(__file__).with_name("receiver.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(self.port), str(milliseconds)]
        )
        for _ in range(100):
            try:
                self.seen(brief=True)
            except OSError:
                time.sleep(0.05)
            else:
                return

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def seen(self, *, brief: bool = False) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/seen{'?brief' if brief else ''}") as answer:
            told: dict[str, Any] = json.loads(answer.read())
            return told

    def reset(self) -> None:
        urllib.request.urlopen(f"{self.url}/reset", data=b"").close()

    def wait_for(self, count: int, seconds: float) -> float:
        """The monotonic second at which the last of ``count`` numbers came."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.seen(brief=True)["numbers"] >= count:
                return max(self.seen()["at"].values())
            time.sleep(0.05)
        raise SystemExit(f"Only {self.seen(brief=True)['numbers']} of {count} calls came.")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def fresh_database(url: str, name: str) -> str:
    base = url.rpartition("/")[0]
    with closing(psycopg2.connect(f"{base}/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"drop database if exists {name} with (force)")
            cursor.execute(f"create database {name}")
    return f"{base}/{name}"


def commit_milliseconds(url: str) -> float:
    """The median of a small durable commit here and now: what the disk grants everyone."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("create table if not exists bench_commit (n int)")
        connection.commit()
        times = []
        for number in range(100):
            began = time.perf_counter()
            cursor.execute("insert into bench_commit values (%s)", [number])
            connection.commit()
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def loop_milliseconds() -> float:
    """The CPU time of a fixed loop of Python here and now: what the processor grants everyone."""
    times = []
    for _ in range(5):
        began, total = time.process_time(), 0
        for number in range(500_000):
            total += number * number % 7
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


class Bench:
    """One installation with its receiver, used by every figure."""

    def __init__(self, folder: Path, url: str, broker: str, milliseconds: int) -> None:
        self.outside = Outside(milliseconds)
        self.url = fresh_database(url, "gilmok_bench")
        self.installation = Installation(
            folder, f"127.0.0.1:{self.outside.port}", self.url, broker, BACKLOG_LIMIT="2000000"
        )
        self.installation.manage("migrate", "-v", "0")
        self.secret = publish_webhook(self.installation, self.outside.url)
        self.installation.start()
        self._runs = 0
        self._warm_up()

    def _warm_up(self) -> None:
        self.outside.reset()
        self.post_batches(2_000)
        self.outside.wait_for(2_000, 60)

    def _run(self) -> str:
        self._runs += 1
        return f"r{self._runs}"

    def post_batches(self, count: int, connections: int = 2) -> float:
        requests = poster.batches(self.installation.port, self.secret, 0, count, self._run())
        took, statuses = poster.post(self.installation.port, requests, connections)
        assert set(statuses) <= {202, 429}, statuses
        return took

    def post_singles(self, count: int, connections: int) -> float:
        requests = poster.singles(self.installation.port, self.secret, 0, count, self._run())
        took, statuses = poster.post(self.installation.port, requests, connections)
        assert set(statuses) <= {202, 429}, statuses
        return took

    def journeys(self, count: int) -> float:
        """Journeys a second from the first post to the last call."""
        self.outside.reset()
        began = time.monotonic()
        self.post_batches(count)
        return count / (self.outside.wait_for(count, 120) - began)

    def latencies(self, count: int, rate: float) -> list[float]:
        """Milliseconds from posting an event to its call, at a steady rate."""
        self.outside.reset()
        events = poster.singles(self.installation.port, self.secret, 0, count, self._run())
        posted = poster.post_steadily(self.installation.port, events, rate)
        self.outside.wait_for(count, 60)
        at = self.outside.seen()["at"]
        return sorted((at[str(1_000 + n)] - t) * 1000 for n, t in enumerate(posted))

    def drain(self) -> None:
        """Wait until nothing is left to do."""
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for _ in range(1_200):
                    cursor.execute("select exists(select from inbox) or exists(select from call)")
                    if not cursor.fetchone()[0]:  # type: ignore[index]
                        return
                    time.sleep(0.1)

    def close(self) -> None:
        self.installation.stop()
        self.outside.close()


class Naive:
    """The baseline beside it: its own database, two worker processes."""

    def __init__(self, url: str, broker: str, outside: Outside) -> None:
        self.outside = outside
        self.env = {
            **os.environ, "DATABASE_URL": fresh_database(url, "gilmok_naive"),
            "CELERY_BROKER_URL": broker, "HOOK": f"{outside.url}/hook",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.engine.naive.settings",
        }  # fmt: skip
        self._python(
            "import django; django.setup()\n"
            "from django.db import connection\n"
            "from tests.benchmarks.engine.naive.models import Run\n"
            "with connection.schema_editor() as editor: editor.create_model(Run)"
        )
        self._worker = subprocess.Popen(
            [str(BIN / "celery"), "-A", "tests.benchmarks.engine.naive.tasks", "worker", "-c", "2",
             "-l", "CRITICAL", "--without-mingle", "--without-gossip"],
            cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(5)

    def _python(self, text: str) -> None:
        subprocess.run([sys.executable, "-c", text], cwd=ROOT, env=self.env, check=True)

    def journeys(self, count: int) -> float:
        self.outside.reset()
        began = time.monotonic()
        self._python(
            "from tests.benchmarks.engine.naive.tasks import enter\n"
            f"for n in range({count}): enter.delay(f'p-{{n}}', {{'amount': 1000 + n}})"
        )
        return count / (self.outside.wait_for(count, 180) - began)

    def close(self) -> None:
        os.killpg(self._worker.pid, 9)
        self._worker.wait()


def figures(bench: Bench, naive: Naive) -> None:
    count = 4_000 if QUICK else 20_000
    disk = commit_milliseconds(bench.url)
    say(f"a durable commit here and now, median            {disk:8.2f} ms")
    say(f"half a million turns of a loop here and now      {loop_milliseconds():8.1f} ms")
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(bench.journeys(count))
        theirs.append(naive.journeys(200))
    mine, his = statistics.median(ours), statistics.median(theirs)
    say(
        f"journeys/s: event, condition, one HTTP action    {mine:8.0f}   naive {his:6.1f}   x {mine / his:.0f}"
    )
    singles = [6_000 / bench.post_singles(6_000, 32) for _ in range(ROUNDS)]
    bench.drain()
    say(f"single events/s accepted, engine running         {statistics.median(singles):8.0f}")
    batched = [count / bench.post_batches(count, 4) for _ in range(ROUNDS)]
    bench.drain()
    say(f"batched events/s accepted, engine running        {statistics.median(batched):8.0f}")
    times = bench.latencies(500 if QUICK else 1_500, 50)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    say(f"event to call at 50/s, p50 / p99                 {p50:8.1f} / {p99:.1f} ms")


def main() -> int:
    url, broker = postgres(), redis()
    if not (url and broker):
        say("No PostgreSQL or no Redis was found: nothing measured.")
        return 1
    for milliseconds in (0, 50):
        say(f"\nReceiver answers after {milliseconds} ms")
        with tempfile.TemporaryDirectory() as folder:
            # Databases of Redis that nobody else on this machine listens to.
            server = broker.rpartition("/")[0]
            bench = Bench(Path(folder), url, f"{server}/7", milliseconds)
            naive = Naive(url, f"{server}/6", bench.outside)
            try:
                figures(bench, naive)
            finally:
                naive.close()
                bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
