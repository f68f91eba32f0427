"""How many people are in each version, and how many ever entered."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

from journeys.models import Version
from journeys.models.journey import UNFINISHED
from journeys.reports.reading import ask

Counts = dict[int, int]
T = TypeVar("T")
_INSIDE = """
    select version_id, count(*) from instance
    where ended_at is null and version_id in %(versions)s group by version_id
"""
_OPEN = "select id from journeys_version where status in %(unfinished)s"
# Whoever enters passes the entry: its count is there, however many runs are kept or pruned.
_PASSED = """
    select version_id, node, sum(n) from (
        select version_id, node, n from tally_total where code = 0
        union all
        select version_id, node, n from tally where code = 0) passed
    group by version_id, node
"""


def inside(versions: Sequence[int] | None = None) -> Counts:
    """Version id -> people inside now; of all unfinished versions, or of these."""
    if versions is None:
        unfinished = {"unfinished": [str(status) for status in UNFINISHED]}
        versions = [row[0] for row in ask(_OPEN, unfinished)]
    chosen = sorted(versions)
    if not chosen:
        return {}
    return spared(("inside", *chosen), lambda: dict(ask(_INSIDE, {"versions": chosen})))


def entered() -> Counts:
    """Version id -> runs that ever began, of all versions that anyone entered."""
    return spared(("entered",), _entered)


def _entered() -> Counts:
    rows = ask(_PASSED, {})
    entries = _entry_numbers({version for version, _node, _n in rows})
    return {version: int(n) for version, node, n in rows if node == entries.get(version)}


_entries: Counts = {}


def _entry_numbers(versions: Iterable[int]) -> Counts:
    """Version id -> the number of its entry among its steps; graphs are read once, in one query."""
    lacking = set(versions) - _entries.keys()
    if lacking:
        drawn = Version.objects.filter(pk__in=lacking).values_list("pk", "graph__nodes")
        _entries.update({version: _entry_number(nodes) for version, nodes in drawn})
    return _entries


def _entry_number(nodes: dict[str, dict[str, object]]) -> int:
    types = [nodes[key]["type"] for key in sorted(nodes)]
    return types.index("entry")


_DEAR = 0.05  # seconds
_SHARE = 20
_LONGEST = 30.0
_kept: dict[tuple[object, ...], tuple[float, Any]] = {}


def spared(question: tuple[object, ...], count: Callable[[], T]) -> T:
    """The count; a dear one is kept for twenty times as long as it took.

    A list that is looked at all day then costs the database a twentieth of one connection,
    whatever the number of people inside; small counts are always fresh.
    """
    began = time.monotonic()
    until, kept = _kept.get(question, (0.0, None))
    if began < until:
        return cast(T, kept)
    counts = count()
    took = time.monotonic() - began
    if took > _DEAR:
        if len(_kept) > 1_000:
            _kept.clear()
        _kept[question] = (began + min(took * _SHARE, _LONGEST), counts)
    return counts
