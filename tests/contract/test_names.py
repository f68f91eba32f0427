"""Names and sizes that keep the code findable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "access", "actions", "config", "datasources", "demo", "events", "expressions", "journeys",
    "outbound", "remote",
)  # fmt: skip
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "misc", "services", "signals"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now"), ("date", "today")}
MAY_READ_THE_CLOCK = {"config/clock.py", "expressions/cases.py"}  # the second is a command
LONGEST_FILE = 600  # 400 is the habit; this is where a file has become two


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse((ROOT / path).read_text())
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_no_module_is_a_dumping_ground():
    assert [
        str(path) for path in sources() if DUMPING_GROUNDS & set(path.with_suffix("").parts)
    ] == []


def test_no_file_grows_beyond_one_purpose():
    long = {
        str(path): lines
        for path in sources()
        if "migrations" not in path.parts
        and (lines := len((ROOT / path).read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_only_the_clock_reads_the_clock():
    readers = [
        f"{path}:{call.lineno}"
        for path in sources()
        if str(path) not in MAY_READ_THE_CLOCK
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in CLOCKS
    ]
    assert readers == []


@pytest.mark.parametrize("argument", ["eta", "countdown"])
def test_no_wait_is_kept_in_the_broker(argument):
    asking = [
        f"{path}:{call.lineno}"
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("apply_async", "send_task", "signature")
        and any(keyword.arg == argument for keyword in call.keywords)
    ]
    assert asking == []


def test_views_write_nothing_themselves():
    """A view parses and calls an operation; it has no ORM write of its own."""
    writes = {"create", "save", "update", "bulk_create", "bulk_update", "get_or_create"}
    found = [
        f"{path}:{call.lineno} {call.func.attr}"
        for path in sources()
        if path.parts[:2] == ("journeys", "api")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in writes
    ]
    assert found == []
