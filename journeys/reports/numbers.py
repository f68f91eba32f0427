"""Live numbers of a version: how many wait at each step now, passed, left and failed there.

Two queries, whatever the number of people. Who waits and who failed is counted from the runs
themselves, by an index each; who passed, from the counts that the engine adds to in the same
transaction in which it writes the trail.
"""

import time
from collections.abc import Mapping
from typing import Any

from journeys.core.run import Status
from journeys.models import Journey, Version
from journeys.models.journey import UNFINISHED
from journeys.reports.drawn import Drawn, drawn
from journeys.reports.reading import Row, ask

Json = dict[str, Any]
_STANDING = """
    select 0, node, count(*) from instance
    where version_id = %(version)s and ended_at is null group by node
    union all
    select 1, node, count(*) from instance
    where version_id = %(version)s and status = 5 group by node
"""
_PASSED = """
    select node, port, code, sum(n) from (
        select node, port, code, n from tally_total where version_id = %(version)s
        union all
        select node, port, code, n from tally where version_id = %(version)s) counted
    group by node, port, code
"""
_LEFT = (Status.FINISHED, Status.STOPPED)


def version_of(journey: Journey, number: int | None) -> Version | None:
    """The version with this number; without one the newest that may hold people, else the newest.

    None where the journey has none.
    """
    found = journey.versions.order_by("-number").defer("graph", "layout")
    if number is not None:
        return found.filter(number=number).first()
    return found.filter(status__in=UNFINISHED).first() or found.first()


def numbers(version: Version) -> Json:
    """``nodes``: step -> {inside, passed, left, failed, ports: {port: n}}; and ``totals``.

    ``inside`` are there now; ``passed`` went on from there, ``ports`` by which way; ``left``
    ended the journey there (finished, or stopped); ``failed`` were stopped there by an error and
    were not sent on again.
    """
    standing, passed = _spared(version.pk)
    told = drawn(version.pk)
    nodes: dict[str, Json] = {key: _nothing(told, key) for key in told.keys}
    for of, node, count in standing:
        key = told.key(node)
        if key is not None:
            nodes[key]["failed" if of else "inside"] = int(count)
    finished = stopped = 0
    for node, port, code, count in passed:
        key = told.key(node)
        if key is None:
            continue
        if port >= 0:
            _pass(nodes[key], told.ports[node], port, int(count))
        elif code in _LEFT:
            nodes[key]["left"] += int(count)
            finished += int(count) if code == Status.FINISHED else 0
            stopped += int(count) if code == Status.STOPPED else 0
    return {
        "version": version.number,
        "status": version.status,
        "totals": {
            "entered": sum(nodes[key]["passed"] for key in nodes if _is_entry(told, key)),
            "inside": sum(row["inside"] for row in nodes.values()),
            "finished": finished,
            "stopped": stopped,
            "failed": sum(row["failed"] for row in nodes.values()),
        },
        "nodes": nodes,
    }


def _is_entry(told: Drawn, key: str) -> bool:
    return bool(told.nodes[key]["type"] == "entry")


def _nothing(told: Drawn, key: str) -> Json:
    ports = told.ports[told.keys.index(key)]
    return {
        "inside": 0,
        "passed": 0,
        "left": 0,
        "failed": 0,
        "ports": dict.fromkeys(ports, 0),
    }


def _pass(row: Json, ports: tuple[str, ...], port: int, count: int) -> None:
    row["passed"] += count
    if port < len(ports):
        row["ports"][ports[port]] += count


_DEAR = 0.05  # seconds that a count may take before it is kept
_FRESH = 2.0  # seconds for which it is
_kept: dict[int, tuple[float, tuple[list[Row], list[Row]]]] = {}


def _spared(version_id: int) -> tuple[list[Row], list[Row]]:
    """Both counts; dear ones at most two seconds old, however many look on."""
    began = time.monotonic()
    until, kept = _kept.get(version_id, (0.0, ([], [])))
    if began < until:
        return kept
    params: Mapping[str, Any] = {"version": version_id}
    counted = ask(_STANDING, params), ask(_PASSED, params)
    if time.monotonic() - began > _DEAR:
        if len(_kept) > 100:
            _kept.clear()
        _kept[version_id] = (time.monotonic() + _FRESH, counted)
    return counted
