"""How many people are in each version, and how many ever entered."""

import time
from collections.abc import Callable, Sequence

from django.db import connection

from journeys.models.journey import UNFINISHED
from journeys.reports.reading import ask

Counts = dict[int, int]
_INSIDE = """
    select version_id, count(*) from instance
    where ended_at is null and version_id in %(versions)s group by version_id
"""
_OPEN = "select id from journeys_version where status in %(unfinished)s"
_ENTERED = "select version_id, count(*) from instance group by version_id"


def inside(versions: Sequence[int] | None = None) -> Counts:
    """Version id -> people inside now; of all unfinished versions, or of these."""
    if versions is None:
        unfinished = {"unfinished": [str(status) for status in UNFINISHED]}
        versions = [row[0] for row in ask(_OPEN, unfinished)]
    chosen = sorted(versions)
    if not chosen or not _exists():
        return {}
    return _spared(("inside", *chosen), lambda: dict(ask(_INSIDE, {"versions": chosen})))


def entered() -> Counts:
    """Version id -> runs that ever began, of all versions."""
    return _spared(("entered",), lambda: dict(ask(_ENTERED, {}))) if _exists() else {}


def _exists() -> bool:
    return "instance" in connection.introspection.table_names()


_DEAR = 0.05  # seconds
_SHARE = 20
_LONGEST = 30.0
_kept: dict[tuple[object, ...], tuple[float, Counts]] = {}


def _spared(question: tuple[object, ...], count: Callable[[], Counts]) -> Counts:
    """The count; a dear one is kept for twenty times as long as it took.

    A list that is looked at all day then costs the database a twentieth of one connection,
    whatever the number of people inside; small counts are always fresh.
    """
    began = time.monotonic()
    until, counts = _kept.get(question, (0.0, {}))
    if began < until:
        return counts
    counts = count()
    took = time.monotonic() - began
    if took > _DEAR:
        if len(_kept) > 1_000:
            _kept.clear()
        _kept[question] = (began + min(took * _SHARE, _LONGEST), counts)
    return counts
