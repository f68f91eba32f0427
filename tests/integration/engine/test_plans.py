"""How PostgreSQL carries out each statement of the hot path: by indexes, planned in no time, and
without walking over what is not wanted; on empty, fresh, analysed and bloated tables, and on those
that were analysed at a quiet moment, so that the planner takes them for empty.

The statements are found by looking into the modules, so that none is missed. One that is added
needs no more than a value for each parameter of a new name.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from config import clock, database, json
from config.database import Connection, Statement
from events import log
from tests.engine.clean import HOT
from tests.integration.engine.journeys import line, message
from tests.integration.engine.watching import rows
from tests.scenarios.story import Story

pytestmark = pytest.mark.usefixtures("postgresql")
PACKAGES = ("journeys.engine", "events", "datasources", "actions")
ROWS = 20_000
MOST_WALKED = 2_500  # rows that a statement may look at in vain
MOST_PLANNING = 5.0  # milliseconds; 0.05 to 0.5 are usual
# Few rows, whatever happens: published versions, destinations, processes. Of the tally all is read.
SMALL = {
    "installation", "order_number", "journeys_version", "journeys_journey", "destination", "cycle", "tally",
    "events_rejection", "pg_stat_all_tables", "pg_class", "pg_namespace", "pg_index",
}  # fmt: skip
# Not to be carried out in a test, or no queries at all.
NOT_RUN = {"say that this process lives", "end frozen backends"}


def statements() -> list[Statement]:
    """Each once, in whatever modules it is known."""
    found: dict[int, Statement] = {}
    for name in ["config.database", *(n for package in PACKAGES for n in _modules(package))]:
        for value in vars(importlib.import_module(name)).values():
            for one in value if isinstance(value, list) else [value]:
                if _is_query(one):
                    found[id(one)] = one
    return list(found.values())


def _modules(package: str) -> list[str]:
    path = importlib.import_module(package).__path__
    names = [module.name for module in pkgutil.walk_packages(path, f"{package}.")]
    return [name for name in names if "migrations" not in name]


def _is_query(value: Any) -> bool:
    return isinstance(value, Statement) and not value.postgresql.startswith("vacuum")


def parameters() -> dict[str, Any]:
    now = clock.now()
    people = [f"ECID/p-{number}" for number in range(1, 501)]
    ids = list(range(1, 501))
    columns: dict[str, Any] = {
        "addresses": [], "ats": [now] * 500, "attempts": [1] * 500, "attributes": ["{}"] * 500,
        "body": ids, "data": ["{}"] * 500, "disposition": [1] * 500, "dues": [now] * 500,
        "ended_at": [None] * 500, "ends": [now] * 500, "event_id": [None] * 500, "h": ids,
        "holds": [True] * 500, "id": ids, "ids": ids, "keys": people, "lane": [7] * 500,
        "lanes": list(range(256)), "node": [1] * 500, "occurred_at": [now] * 500,
        "person": people, "persons": people, "received_at": [now] * 500,
        "reenter_at": [None] * 500, "seq": [2] * 500, "size": [2] * 500,
        "source_id": [1] * 500, "state": ["{}"] * 500, "status": [1] * 500,
        "type_id": [1] * 500, "types": [1, 2], "values": ["{}"] * 500, "wake_at": [now] * 500,
        "was": [1] * 500,
    }  # fmt: skip
    single = {
        "again": None, "at": now, "before": now - timedelta(days=1), "below": 2**62, "bytes": 2**23,
        "code": 33, "count": 10, "destination": "action:hook", "event": 1, "group": "Source.group",
        "high": "Source.group@", "input": 1, "kept": 1000, "limit": 500, "look": 2_010, "low": "Source.group?",
        "margin": 10.0, "name": "action:hook", "now": now, "offset": 0.0, "owner": 1, "pid": 0,
        "rows": "[]", "run": 1, "seconds": 30, "since": now - timedelta(days=400), "space": 4711,
        "start": 3, "tokens": 1.0, "until": now,
    }  # fmt: skip
    return columns | single


# Where a name that stands for a column elsewhere is a single value.
SINGLE: dict[str, dict[str, Any]] = {
    "delete marker": {"id": 1}, "name the input of a marker": {"id": 1}, "read version": {"id": 1},
    "fail a run": {"status": 5, "holds": True}, "read an input": {"lane": 7},
    "drop an input": {"lane": 7}, "drop the timers of a run": {"lane": 7},
    "profile erase": {"person": "ECID/p-1"},
}  # fmt: skip


def named(statement: Statement) -> dict[str, Any]:
    known = parameters() | SINGLE.get(statement.name, {})
    wanted = re.findall(r"%\((\w+)\)s", statement.postgresql)
    missing = [name for name in wanted if name not in known]
    assert missing == [], f"{statement.name}: give a value for {missing}"
    most = log.FEW if statement is log.STORE_FEW else 500
    return {name: _cut(known[name], most) for name in wanted}


def _cut(value: Any, most: int) -> Any:
    return value[:most] if isinstance(value, list) else value


def fill(connection: Connection, count: int) -> None:
    """So many people who once went through, waiting calls, parked timers, keys, cached answers."""
    version = rows("select min(id) from journeys_version")[0][0]
    for text in (
        """insert into event (id, source_id, type_id, person, occurred_at, received_at, disposition,
             data) select n, 1, 1, 'ECID/p-' || n %% 5000, now(), now(), 1, '{}'
           from generate_series(1, %(n)s) n""",
        "insert into event_key select n, n, n from generate_series(1, %(n)s) n",
        """insert into instance (id, journey_id, version_id, person, holds, status, node, seq,
             entered_at, ended_at, state) select n, 1, %(version)s, 'ECID/p-' || n, n %% 3 = 0, 6,
             1, 1, now(), now(), '{}' from generate_series(1, %(n)s) n""",
        """insert into inbox (lane, id, kind, ref, size) select n %% 256, 1000000 + n, 1, n, 2
           from generate_series(1, %(n)s) n""",
        """insert into timer select n %% 256, now() + n * interval '1 second', n, 1
           from generate_series(1, %(n)s) n""",
        """insert into call (id, destination, kind, version_id, lane, instance_id, seq, due_at,
             deadline_at, timeout, retries) select n, 'action:hook', 'http', %(version)s, 1, n, 1,
             now() - interval '1 hour', now(), 5, 3 from generate_series(1, %(n)s) n""",
        """insert into lookup_cache select 'ECID/p-' || n, '{}', now(), now() + interval '1 day'
           from generate_series(1, %(n)s) n""",
        """insert into profile select 'ECID/p-' || n, '{}', now()
           from generate_series(1, %(n)s) n""",
        """insert into trail (id, at, event_id, code, instance_id, seq, version_id)
           select n, now(), n, 1, n, 1, %(version)s from generate_series(1, %(n)s) n""",
        """insert into exchange (id, call_id, attempt, instance_id, at, request)
           select n, n, 0, n, now(), 'x' from generate_series(1, %(n)s) n""",
    ):
        connection.execute(_raw(text), {"n": count, "version": version})


def bloat(connection: Connection, count: int) -> None:
    """So many inputs and calls that came and went, and nobody has vacuumed."""
    for text in (
        """insert into inbox (lane, id, kind, ref, size) select n %% 256, n, 1, n, 2
           from generate_series(1, %(n)s) n""",
        "delete from inbox where id <= %(n)s",
        "delete from call where id %% 10 > 0",
        "delete from timer where instance_id %% 10 > 0",
    ):
        connection.execute(_raw(text), {"n": count})


def _raw(text: str) -> Statement:
    return Statement("test: raw", text, "")


def analyse_at_a_quiet_moment(connection: Connection, count: int) -> None:
    """So many have come and gone, and just then statistics were gathered."""
    with connection.transaction():
        fill(connection, count)
    with connection.transaction():
        for table in HOT:
            connection.execute(_raw(f'delete from "{table}"'))
    rows("analyze")


@pytest.fixture(params=["empty", "fresh", "analysed", "bloated", "analysed while empty"])
def tables(story: Story, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """The tables in one of five states, with a stopped and a live version."""
    story.publish("Stopped", line(message())).publish("Live", line(message()))
    rows("update journeys_version set status = 'stopped'"
         " where id = (select min(id) from journeys_version)")  # fmt: skip
    connection = database.connection()
    _autovacuum("off")
    if request.param == "analysed while empty":
        analyse_at_a_quiet_moment(connection, ROWS)
    with connection.transaction():
        if request.param != "empty":
            fill(connection, ROWS)
    with connection.transaction():
        if request.param == "bloated":
            bloat(connection, 3 * ROWS)
    if request.param == "analysed":
        rows("analyze")
    yield connection
    rows(f"truncate {', '.join(HOT)}")
    _autovacuum("on")


def _autovacuum(switch: str) -> None:
    """It would tidy up, or gather statistics, while a test looks."""
    for table in ("inbox", "timer", "call", "instance"):
        rows(f"alter table {table} set (autovacuum_enabled = {switch})")


def explained(connection: Connection, statement: Statement, how: str) -> dict[str, Any]:
    carried_out = connection._prepare(statement) if statement.prepared else statement.postgresql
    text = f"explain ({how}, format json) {carried_out}"
    found = connection.rows(Statement("test: explain", text, ""), named(statement))[0][0]
    told: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]
    return told


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def test_the_statements_are_found():
    names = [statement.name for statement in statements()]

    assert {"pick lanes", "lease calls", "store few events", "past events load"} <= set(names)
    assert len(names) == len(set(names))


def test_each_goes_by_indexes_is_planned_fast_and_walks_over_nothing_in_vain(tables: Connection):
    slow, scans, walked = {}, {}, {}
    for statement in statements():
        with suppress(Enough), tables.transaction():
            planning, read, in_vain = looked_at(tables, statement)
            if planning > MOST_PLANNING:
                slow[statement.name] = planning
            if read:
                scans[statement.name] = read
            if in_vain > MOST_WALKED:
                walked[statement.name] = in_vain
            raise Enough

    assert (slow, scans, walked) == ({}, {}, {})


class Enough(Exception):
    """What a statement did in a test is rolled back."""


def looked_at(connection: Connection, statement: Statement) -> tuple[float, set[str], int]:
    """Milliseconds of planning, the tables that are read whole, rows that are read in vain."""
    plans = [explained(connection, statement, "summary") for _ in range(3)]
    read = {
        node["Relation Name"]
        for node in nodes(plans[0]["Plan"])
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] not in SMALL
    }
    in_vain = 0
    if statement.name not in NOT_RUN:
        plan = explained(connection, statement, "analyze")["Plan"]
        in_vain = max(_in_vain(node) for node in nodes(plan))
    return min(plan["Planning Time"] for plan in plans), read, in_vain


def _in_vain(node: dict[str, Any]) -> int:
    removed = (value for key, value in node.items() if key.startswith("Rows Removed by"))
    return int(sum(removed) * node.get("Actual Loops", 1))
