"""What became of events, in sentences: for each, one for every journey that it concerned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from events.models import Event
from journeys.core.commands import Fate
from journeys.core.moments import read_zone
from journeys.core.phrases import LANGUAGES
from journeys.models import Version
from journeys.reports import sentences
from journeys.reports.drawn import Drawn, drawn
from journeys.reports.fates import journey_names, stands_at, word
from journeys.reports.reading import Row, ask, moment, parsed
from journeys.reports.sentences import Both

Json = dict[str, Any]
_FATES = """
    select event_id, id, at, code, journey_id, version_id, instance_id, path, detail from trail
    where event_id in %(events)s order by id
"""
_RUNS = "select id, entered_at, reenter_at from instance where id in %(runs)s"
# What a journey did with it, the strongest first: the one sentence of a list.
_STRENGTH = (Fate.ENTERED, Fate.MOVED, Fate.QUEUED, Fate.SET_ASIDE, Fate.ERROR)


@dataclass(frozen=True, slots=True)
class _Stay:
    """The run that kept a person from entering again."""

    entered_at: datetime | None
    reenter_at: datetime | None


def verdicts(events: Iterable[Event], zone: tzinfo | None = None) -> dict[int, list[Json]]:
    """Event id -> its fates with their sentences, the strongest first; three queries at most.

    Moments are told by the clock of ``zone``; without one, by the journey's.
    """
    by_id = {event.pk: event for event in events}
    if not by_id:
        return {}
    rows = ask(_FATES, {"events": sorted(by_id)})
    names = journey_names(row[4] for row in rows)
    stays = _stays(rows)
    found: dict[int, list[Json]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_verdict(row, by_id[row[0]], names, stays, zone))
    for told in found.values():
        told.sort(key=_strength)
    return found


def _strength(told: Json) -> int:
    code = told["number"]
    return _STRENGTH.index(code) if code in _STRENGTH else len(_STRENGTH)


def _stays(rows: Sequence[Row]) -> dict[str, _Stay]:
    runs = {(parsed(row[8]) or {}).get("run") for row in rows} - {None}
    if not runs:
        return {}
    found = ask(_RUNS, {"runs": sorted(int(run) for run in runs)})
    return {str(run): _Stay(moment(entered), moment(again)) for run, entered, again in found}


def _verdict(
    row: Row, event: Event, names: Mapping[int, str], stays: Mapping[str, _Stay],
    zone: tzinfo | None,
) -> Json:  # fmt: skip
    _event, _id, at, code, journey_id, version_id, run_id, path, stored = row
    version = drawn(version_id) if version_id else None
    detail = parsed(stored) or {}
    left = version.path(parsed(path)) if version else []
    stands = stands_at(version, parsed(path)) or _stood(version, detail)
    run = str(run_id) if run_id else detail.get("run")
    return {
        "number": code,
        "code": word(code),
        "journey": str(journey_id) if journey_id else None,
        "journey_name": names.get(journey_id),
        "version": version.number if version else None,
        "run": run,
        "at": moment(at),
        "past": [step["node"] for step in left],
        "node": stands,
        "node_name": version.name(stands) if version else None,
        "later": bool(detail.get("later")),
        "sentence": _sentence(
            code, event, names.get(journey_id, ""), left, version, stands,
            stays.get(str(run)), zone or (zone_of(version_id) if version_id else UTC),
        ),
    }  # fmt: skip


def _stood(version: Drawn | None, detail: Json) -> str | None:
    """The step where a person stood whom the event did not move."""
    node = detail.get("node")
    return version.key(node) if version is not None and isinstance(node, int) else None


def _sentence(
    code: int, event: Event, journey: str, left: Sequence[Json], version: Drawn | None,
    stands: str | None, stay: _Stay | None, zone: tzinfo,
) -> Both:  # fmt: skip
    node = left[0]["name"] if left else (version.name(stands) if version else None) or ""
    since = stay.entered_at if stay else None
    until = stay.reenter_at if stay else None
    key = f"fate_{word(code)}"
    if not sentences.knows(key):
        key = "fate_stale"
    return sentences.both(
        key,
        journey=journey,
        person=event.person.partition("/")[2],
        node=node,
        since=sentences.clock(since, zone, event.received_at) if since else "?",
        until=sentences.clock(until, zone, event.received_at) if until else "?",
    )


@lru_cache(maxsize=1024)
def zone_of(version_id: int) -> tzinfo:
    """The clock of a version, which never changes."""
    name = Version.objects.values_list("graph__settings__timezone", flat=True).get(pk=version_id)
    return read_zone(name) or UTC


_UNSEEN = {
    Event.Disposition.NOBODY: "event_nobody_listens",
    Event.Disposition.CONDITION_FALSE: "event_condition_false",
    Event.Disposition.LATE: "event_late",
}


NOTED = "noted"


def is_noted(event: Event) -> bool:
    """Whether the system wrote it itself, of what a journey did, and no journey takes such."""
    return event.source_id is None and event.disposition == Event.Disposition.NOBODY


def _noted(event: Event) -> Both:
    """Which journey's doing it was, where the event says so."""
    data = event.data if isinstance(event.data, dict) else {}
    journey = data.get("journey")
    if isinstance(journey, str):
        return sentences.both("event_noted_of", journey=journey)
    return sentences.both("event_noted")


def headline(event: Event, fates: Sequence[Json]) -> Both:
    """The one sentence of an event in a list: the strongest of its fates, or why it has none."""
    if is_noted(event):
        return _noted(event)
    unseen = _UNSEEN.get(event.disposition)  # type: ignore[call-overload]
    if unseen is not None:
        return sentences.both(unseen)
    if not fates:
        return sentences.both("event_waiting")
    first: Both = fates[0]["sentence"]
    more = sum(1 for fate in fates[1:] if fate["number"] == fates[0]["number"])
    if not more:
        return first
    return {language: f"{first[language]} (+{more})" for language in LANGUAGES}
