"""Runs the test tiers, each on what it needs, and says in plain lines what was not run and why.

    tests/tiers.py test         lint, unit, contract; integration and scenarios on each database
    tests/tiers.py test-all     the same with the long tests, durability and the browser
    tests/tiers.py lint | bench [name]

A server is taken from TEST_DATABASE_URL and TEST_REDIS_URL, else looked for at its local default
port. With REQUIRE_ALL=1 (CI) a tier that could not run is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/gilmok"
LOCAL_REDIS = "redis://127.0.0.1:6379/1"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_EACH_DATABASE = ("tests/integration", "tests/scenarios")


@dataclass
class Report:
    """What ran, what failed, and what did not run with its reason."""

    ran: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def run(self, name: str, command: Sequence[str], cwd: Path = ROOT, **env: str) -> None:
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(command, cwd=cwd, env=os.environ | env, check=False)
        self.ran.append(f"{name} ({time.monotonic() - began:.0f} s)")
        if done.returncode:
            self.failed.append(name)

    def pytest(self, name: str, *arguments: str, **env: str) -> None:
        self.run(name, [sys.executable, "-m", "pytest", "-q", *arguments], **env)


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
    import redis as client

    url = os.environ.get("TEST_REDIS_URL", LOCAL_REDIS)
    try:
        client.Redis.from_url(url, socket_connect_timeout=3).ping()
    except client.RedisError:
        return None
    return url


def browser() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def lint(report: Report) -> None:
    report.run("ruff", [sys.executable, "-m", "ruff", "check", "."])
    report.run("ruff format", [sys.executable, "-m", "ruff", "format", "--check", "-q", "."])
    report.run("imports one way", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"])


def front_end(report: Report) -> None:
    npm = shutil.which("npm")
    if npm is None:
        report.not_run.append("the front end's own tests: no npm on this machine")
        return
    for script in ("typecheck", "lint", "test"):
        report.run(f"front end: {script}", [npm, "run", "--silent", script], cwd=ROOT / "frontend")


def on_each_database(report: Report, tiers: Sequence[str], marks: str) -> None:
    paths = [tier for tier in tiers if any((ROOT / tier).rglob("test_*.py"))]
    if not paths:
        return
    names = ", ".join(Path(path).name for path in paths)
    report.pytest(f"{names} on SQLite", *paths, "-m", marks, DATABASE_URL="", CELERY_BROKER_URL="")
    url, broker = postgres(), redis()
    if url and broker:
        report.pytest(
            f"{names} on PostgreSQL with Redis", *paths, "-m", marks,
            DATABASE_URL=url, CELERY_BROKER_URL=broker,
        )  # fmt: skip
        return
    missing = "PostgreSQL" if not url else "Redis"
    report.not_run.append(
        f"{names} on PostgreSQL: no {missing} found (TEST_DATABASE_URL, TEST_REDIS_URL)"
    )


def end_to_end(report: Report) -> None:
    if not any((ROOT / "tests/e2e").rglob("test_*.py")):
        return
    found = browser()
    if found is None:
        report.not_run.append("the browser: no Chromium on this machine")
        return
    report.pytest("the browser", "tests/e2e", "-m", "not benchmark", CHROMIUM=found)


def test(report: Report) -> None:
    lint(report)
    front_end(report)
    report.pytest(
        "unit and contract", "tests/unit", "tests/contract", DATABASE_URL="", CELERY_BROKER_URL=""
    )
    on_each_database(report, ON_EACH_DATABASE, "not benchmark and not slow")


def test_all(report: Report) -> None:
    lint(report)
    front_end(report)
    report.pytest(
        "unit and contract", "tests/unit", "tests/contract", "-m", "not benchmark",
        DATABASE_URL="", CELERY_BROKER_URL="",
    )  # fmt: skip
    on_each_database(report, (*ON_EACH_DATABASE, "tests/durability"), "not benchmark")
    end_to_end(report)


def bench(report: Report, names: Sequence[str]) -> None:
    """Every script ``tests/benchmarks/<name>/bench.py``, or those named."""
    for script in sorted((ROOT / "tests/benchmarks").glob("*/bench.py")):
        if not names or script.parent.name in names:
            report.run(f"benchmark: {script.parent.name}", [sys.executable, str(script)])


def main(tier: str, rest: Sequence[str]) -> int:
    report = Report()
    tiers = {"test": test, "test-all": test_all, "lint": lint}
    if tier == "bench":
        bench(report, rest)
    else:
        tiers[tier](report)
    print("\nRan: " + "; ".join(report.ran))
    for line in report.not_run:
        print(f"Not run: {line}")
    if report.failed:
        print("Failed: " + "; ".join(report.failed))
    short = bool(report.not_run) and os.environ.get("REQUIRE_ALL") == "1"
    if short:
        print("REQUIRE_ALL=1: a tier that did not run is a failure.")
    print(f"{len(report.ran) - len(report.failed)} passed, {len(report.failed) + short} failed")
    return 1 if report.failed or short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
