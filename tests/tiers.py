"""Runs the test tiers, each on what it needs, and says in plain lines what was not run and why.

    tests/tiers.py test         lint, front end, unit, contract; the rest on each database
    tests/tiers.py test-all     the same with the long tests, durability and the browser
    tests/tiers.py lint | bench [name]

``test`` works in two lanes beside one another, so that it takes minutes; what is long or measures
time runs alone.

A server is taken from TEST_DATABASE_URL and TEST_REDIS_URL, else looked for at its local default
port. With REQUIRE_ALL=1 (CI) a tier that could not run is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/gilmok"
LOCAL_REDIS = "redis://127.0.0.1:6379/1"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What no database changes runs once; the rest of tests/integration on each.
ON_NONE = ("tests/unit", "tests/contract", "tests/integration/outbound")
ON_EACH = ("tests/integration", "tests/scenarios", "tests/durability")
NOT_OUTBOUND = ("--ignore=tests/integration/outbound",)
FAILED, NOTHING = 1, 5  # pytest's status where a test failed, and where none was chosen
LANES = 2
QUICK, ALL = "not benchmark and not slow", "not benchmark"


@dataclass
class Report:
    """What ran, what failed, and what did not run with its reason."""

    ran: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)
    in_lanes: bool = False

    def run(self, name: str, command: Sequence[str], cwd: Path = ROOT, **env: str) -> int:
        """Run a command; in lanes its output is shown when it ends, so that none is mixed."""
        began = time.monotonic()
        if not self.in_lanes:
            print(f"\n== {name}", flush=True)
        held = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if self.in_lanes else {}
        done = subprocess.run(
            command, cwd=cwd, env=os.environ | env, check=False, text=True, **held
        )
        if self.in_lanes:
            print(f"\n== {name}\n{done.stdout.rstrip()}", flush=True)
        self.ran.append(f"{name} ({time.monotonic() - began:.0f} s)")
        if done.returncode:
            self.failed.append(name)
        return done.returncode

    def pytest(self, name: str, *arguments: str, **env: str) -> None:
        """Run a tier. What fails is run once more, alone, and said to have failed at first: a
        few tests wait for real processes, and a shared machine can be slower than they wait."""
        words = [sys.executable, "-m", "pytest", "-q", "--durations=5"]
        with tempfile.TemporaryDirectory() as kept:
            words += ["-o", f"cache_dir={kept}"]
            ended = self.run(name, [*words, *arguments], **env)
            if ended == FAILED and self.run(f"{name}: what failed, again", [
                *words, "--last-failed", "--last-failed-no-failures", "none", *arguments
            ], **env) == 0:  # fmt: skip
                self.failed.remove(name)
                self.unsteady.append(name)
        if ended == NOTHING:
            self.failed.remove(name)
            self.not_run.append(f"{name}: there is no test")


def postgres() -> str | None:
    """A PostgreSQL that takes connections, or None."""
    import psycopg2

    url = os.environ.get("TEST_DATABASE_URL", LOCAL_POSTGRES)
    try:
        psycopg2.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3).close()
    except psycopg2.Error:
        return None
    return url


def redis() -> str | None:
    """A Redis that answers, or None."""
    import redis as client

    url = os.environ.get("TEST_REDIS_URL", LOCAL_REDIS)
    try:
        client.Redis.from_url(url, socket_connect_timeout=3).ping()
    except client.RedisError:
        return None
    return url


def browser() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def lint(report: Report) -> None:
    report.run("ruff", [sys.executable, "-m", "ruff", "check", "-q", "."])
    report.run("ruff format", [sys.executable, "-m", "ruff", "format", "--check", "-q", "."])
    report.run("imports one way", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"])


def front_end(report: Report) -> None:
    """Type check, lint and unit tests of the front end, where it was built."""
    built = Path(os.environ.get("FRONTEND_DIST", ROOT / "frontend" / "dist"))
    npm = shutil.which("npm")
    if npm is None or not (built.parent / "node_modules").exists():
        report.not_run.append("the front end's own tests: it was not built (no Node, or offline)")
        return
    for script in ("typecheck", "lint", "test"):
        report.run(f"front end: {script}", [npm, "run", "--silent", script], cwd=built.parent)


def on_none(report: Report, marks: str) -> None:
    env = {"DATABASE_URL": "", "CELERY_BROKER_URL": "", "TEST_SQLITE": "test-unit.sqlite3"}
    report.pytest("unit, contract and outbound", *ON_NONE, "-m", marks, **env)


def on_sqlite(report: Report, marks: str) -> None:
    env = {"DATABASE_URL": "", "CELERY_BROKER_URL": ""}
    report.pytest(f"{_names()} on SQLite", *ON_EACH, *NOT_OUTBOUND, "-m", marks, **env)


def on_servers(report: Report, marks: str) -> None:
    name = f"{_names()} on PostgreSQL with Redis"
    url, broker = postgres(), redis()
    if url and broker:
        env = {"DATABASE_URL": url, "CELERY_BROKER_URL": broker}
        report.pytest(name, *ON_EACH, *NOT_OUTBOUND, "-m", marks, **env)
        return
    away = " and ".join(name for name, at in (("PostgreSQL", url), ("Redis", broker)) if not at)
    report.not_run.append(f"{name}: no {away} answers (TEST_DATABASE_URL, TEST_REDIS_URL)")


def _names() -> str:
    return ", ".join(Path(tier).name for tier in ON_EACH)


def end_to_end(report: Report) -> None:
    found = browser()
    if found is None:
        report.not_run.append("the browser's stories: no Chromium on this machine")
        return
    env = {"CHROMIUM": found, "DATABASE_URL": "", "CELERY_BROKER_URL": ""}
    report.pytest("the browser's stories", "tests/e2e", "-m", ALL, **env)


def test(report: Report) -> None:
    lint(report)
    report.in_lanes = True
    # The longest first, so that both lanes end at about the same time.
    jobs: tuple[Callable[[], None], ...] = (
        lambda: on_servers(report, QUICK),
        lambda: on_sqlite(report, QUICK),
        lambda: on_none(report, QUICK),
        lambda: front_end(report),
    )
    with ThreadPoolExecutor(LANES) as lanes:
        for job in [lanes.submit(job) for job in jobs]:
            job.result()


def test_all(report: Report) -> None:
    lint(report)
    front_end(report)
    on_none(report, ALL)
    on_sqlite(report, ALL)
    on_servers(report, ALL)
    end_to_end(report)


def bench(report: Report, names: Sequence[str]) -> None:
    """Each folder of ``tests/benchmarks``, or those named: its script, or its marked tests."""
    for folder in sorted(path for path in (ROOT / "tests/benchmarks").iterdir() if path.is_dir()):
        if names and folder.name not in names:
            continue
        name, script = f"benchmark: {folder.name}", folder / "bench.py"
        if script.exists():
            report.run(name, [sys.executable, str(script)])
        elif any(folder.glob("test_*.py")):
            report.pytest(name, str(folder), "-m", "benchmark", "-s")


def main(tier: str, rest: Sequence[str]) -> int:
    report = Report()
    began = time.monotonic()
    if tier == "bench":
        bench(report, rest)
    else:
        {"test": test, "test-all": test_all, "lint": lint}[tier](report)
    print("\n" + "\n".join(f"Ran: {name}" for name in report.ran))
    print(f"Took {time.monotonic() - began:.0f} s in all.")
    for line in report.not_run:
        print(f"Not run: {line}")
    if tier == "test":
        print("Not run: the long tests and the browser's stories; `make test-all` does.")
    for name in report.unsteady:
        print(f"Failed at first, and passed when run again: {name}")
    for name in report.failed:
        print(f"Failed: {name}")
    short = bool(report.not_run) and os.environ.get("REQUIRE_ALL") == "1"
    if short:
        print("REQUIRE_ALL=1: a tier that did not run is a failure.")
    print(f"{len(report.ran) - len(report.failed)} passed, {len(report.failed) + short} failed")
    return 1 if report.failed or short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
