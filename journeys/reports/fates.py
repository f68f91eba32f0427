"""What became of events: for each, one entry for every journey that it concerned."""

from collections.abc import Iterable
from typing import Any

from journeys.core.commands import Fate
from journeys.models import Journey
from journeys.reports.drawn import Drawn, drawn
from journeys.reports.reading import Row, ask, moment, parsed

Json = dict[str, Any]
_BY_EVENT = """
    select event_id, id, at, code, journey_id, version_id, path, detail from trail
    where event_id in %(events)s order by id
"""


def fates(event_ids: Iterable[int]) -> dict[int, list[Json]]:
    """Event id -> its fates, in the order in which they came; an event without one is left out."""
    events = sorted(set(event_ids))
    if not events:
        return {}
    rows = ask(_BY_EVENT, {"events": events})
    names = journey_names(row[4] for row in rows)
    found: dict[int, list[Json]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_fate(row, names))
    return found


def _fate(row: Row, names: dict[int, str]) -> Json:
    _event, _id, at, code, journey_id, version_id, path, detail = row
    version = drawn(version_id) if version_id else None
    stands = stands_at(version, parsed(path))
    return {
        "journey": str(journey_id) if journey_id else None,
        "journey_name": names.get(journey_id),
        "version": version.number if version else None,
        "code": word(code),
        "node": stands,
        "node_name": version.name(stands) if version else None,
        "at": moment(at),
        "detail": parsed(detail),
    }


def stands_at(version: Drawn | None, path: list[int] | None) -> str | None:
    """The step to which the last port of a path leads; None where it leads out."""
    left = version.path(path) if version else []
    return left[-1]["to"] if left else None


def word(code: int) -> str:
    """A fate's word: ``entered``, ``already_inside``, ..."""
    try:
        return Fate(code).name.lower()
    except ValueError:
        return str(code)


def journey_names(ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {pk for pk in ids if pk}
    return dict(Journey.objects.filter(pk__in=wanted).values_list("pk", "name"))
