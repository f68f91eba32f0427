"""What the front page tells: what lives, what needs attention, and what was already done here.

Everything is bounded, whatever the size of the logs: runs that failed by their own index, runs
that entered by the numbers of the day, the rest by looking at the newest rows of a log alone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from actions.models import ActionDefinition, Message
from config.fields import MomentField
from events import finding
from events.models import Event, EventType, Rejection
from journeys.core.commands import Fate
from journeys.declared import catalog
from journeys.models import Draft, Status, Version
from journeys.reports import sentences
from journeys.reports.drawn import drawn
from journeys.reports.fates import journey_names
from journeys.reports.inside import inside, spared
from journeys.reports.reading import ask
from journeys.reports.refusals import refusal

Json = dict[str, Any]
DAY = timedelta(days=1)
MOST = 5  # rows of each kind
REFUSED = 1_000  # newest refusals that are looked at
WINDOW = 200_000  # newest numbers of a log that are looked at
_FAILED = """
    select version_id, journey_id, node, count(*), max(id) from instance where status = 5
    group by version_id, journey_id, node order by max(id) desc limit 20
"""
_PERSON = "select id, person from instance where id in %(runs)s"
_ENTERED = """
    select version_id, count(*) from instance
    where version_id in %(versions)s and id >= %(first)s and entered_at >= %(since)s
    group by version_id
"""
# One number out of one sequence for everything, given out in blocks: runs that entered after an
# event have larger numbers than it, but for so many.
_BLOCKS = 100_000
_ASIDE = """
    select event_id from trail
    where id > %(floor)s and code = %(code)s and event_id is not null and at >= %(since)s
    order by id desc limit 200
"""
_LAST_TRAIL = "select max(id) from trail"
_CALLED = "select 1 from exchange limit 1"
_WAS_INSIDE = "select 1 from instance where version_id in %(versions)s limit 1"


def overview(now: datetime) -> Json:
    """The live journeys, what needs attention, and which of the first steps were taken."""
    live = list(
        Version.objects.filter(status__in=(Status.LIVE, Status.PAUSED))
        .select_related("journey")
        .defer("graph", "layout")
        .order_by("-published_at")
    )
    return {
        "at": now,
        "live": _live(live, now),
        "attention": _attention(live, now),
        "start": _start(),
    }


# --- What lives ---------------------------------------------------------------------------------


def _live(versions: list[Version], now: datetime) -> list[Json]:
    numbers = [version.pk for version in versions]
    people, today = inside(numbers), _entered(numbers, now - DAY)
    names = catalog().events
    rows = [
        {
            "journey": str(version.journey_id),
            "name": version.journey.name,
            "status": version.status,
            "version": version.number,
            "entry_event": (names.get(version.entry_event) or {}).get("name")
            or version.entry_event,
            "inside": people.get(version.pk, 0),
            "entered_day": today.get(version.pk, 0),
        }
        for version in versions
    ]
    return sorted(rows, key=lambda row: (-row["inside"], -row["entered_day"]))


def _entered(versions: list[int], since: datetime) -> dict[int, int]:
    if not versions:
        return {}
    question = ("entered since", *versions)
    return spared(question, lambda: _count_entered(versions, since))


def _count_entered(versions: list[int], since: datetime) -> dict[int, int]:
    first = max(0, first_event(since) - _BLOCKS)
    params = {"versions": versions, "first": first, "since": _stored(since)}
    return dict(ask(_ENTERED, params))


def first_event(since: datetime) -> int:
    """The number of the first event that came at ``since`` or later, by halving the log."""
    low, high = 0, finding.newest_id() + 1
    while low < high:
        middle = (low + high) // 2
        found = Event.objects.filter(pk__gte=middle).order_by("pk").values_list("pk", "received_at")
        row = found.first()
        if row is None or row[1] >= since:
            high = middle
        else:
            low = row[0] + 1
    return low


def _stored(at: datetime) -> Any:
    return MomentField().get_db_prep_value(at, connection)


# --- What needs attention -----------------------------------------------------------------------


def _attention(live: list[Version], now: datetime) -> list[Json]:
    since = now - DAY
    found = [*_failed(), *_set_aside(since), *_refused(since), *_silent(live, since), *_faulty()]
    return [{**_NOTHING, **row} for row in found]


_NOTHING: Json = dict.fromkeys(
    ("journey", "name", "version", "node", "node_name", "run", "person", "event", "type",
     "type_name", "at", "sentence")
)  # fmt: skip


def _failed() -> list[Json]:
    """Runs that an error stopped, by the step where they stand."""
    rows = spared(("failed",), lambda: ask(_FAILED, {}))[:MOST]
    names = journey_names(row[1] for row in rows)
    people: dict[int, str] = dict(ask(_PERSON, {"runs": [row[4] for row in rows]})) if rows else {}
    return [_failure(row, names, people) for row in rows]


def _failure(row: tuple[Any, ...], names: dict[int, str], people: dict[int, str]) -> Json:
    version_id, journey_id, node, count, run = row
    version = drawn(version_id)
    key = version.key(node)
    return {
        "kind": "failed",
        "count": count,
        "journey": str(journey_id),
        "name": names.get(journey_id),
        "version": version.number,
        "node": key,
        "node_name": version.name(key),
        "run": str(run),
        "person": people.get(run),
    }


def _refused(since: datetime) -> list[Json]:
    """What was refused within the day, by the type that it named."""
    names = catalog().events
    groups: dict[str, Json] = {}
    newest = Rejection.objects.order_by("-pk").select_related("source")[:REFUSED]
    for row in newest:
        if row.at < since:
            break
        group = groups.setdefault(
            row.event_type,
            {
                "kind": "rejected",
                "count": 0,
                "type": row.event_type or None,
                "type_name": (names.get(row.event_type) or {}).get("name")
                or row.event_type
                or None,
                "at": row.at,
                "sentence": refusal(row),
            },
        )
        group["count"] += 1
    return list(groups.values())[:MOST]


def _silent(live: Iterable[Version], since: datetime) -> list[Json]:
    """Events by which people enter, of which none came for a day while they could."""
    awaited = {version.entry_event for version in live if version.published_at < since}
    if not awaited:
        return []
    last = spared(("last arrivals", *sorted(awaited)), lambda: _last_of(awaited))
    types = (
        EventType.objects.filter(key__in=awaited).order_by("key").values_list("pk", "key", "name")
    )
    found = []
    for number, key, name in types:
        event = Event.objects.filter(pk=last.get(number, 0)).only("received_at").first()
        if event is None or event.received_at < since:
            at = event.received_at if event else None
            row = {"kind": "silent", "count": 0, "type": key, "type_name": name, "at": at}
            found.append(row)
    return found[:MOST]


def _last_of(keys: set[str]) -> dict[int, int]:
    """Event type -> its newest event, as far as the newest part of the log knows."""
    return dict(ask(
        """select type_id, max(id) from event where id > %(floor)s and type_id in
             (select id from events_eventtype where key in %(keys)s) group by type_id""",
        {"floor": finding.newest_id() - WINDOW, "keys": sorted(keys)},
    ))  # fmt: skip


def _faulty() -> list[Json]:
    """Drafts with problems, the last changed first."""
    drafts = Draft.objects.filter(problems__gt=0).select_related("journey").only(
        "problems", "journey__name"
    )  # fmt: skip
    return [
        {
            "kind": "draft",
            "count": draft.problems,
            "journey": str(draft.pk),
            "name": draft.journey.name,
        }
        for draft in drafts.order_by("-updated_at")[:MOST]
    ]


def _set_aside(since: datetime) -> list[Json]:
    """Events that were set aside within the day, because they ended the engine twice."""
    newest = ask(_LAST_TRAIL, {})[0][0] or 0
    params = {
        "floor": newest - WINDOW,
        "code": int(Fate.SET_ASIDE),
        "since": _stored(since),
    }
    events = spared(("set aside",), lambda: {row[0] for row in ask(_ASIDE, params)})
    if not events:
        return []
    sentence = sentences.both("fate_set_aside")
    row = {"kind": "set_aside", "count": len(events), "event": str(max(events))}
    return [row | {"sentence": sentence}]


# --- Where to start -----------------------------------------------------------------------------


def _start() -> list[Json]:
    """The first five steps, each done by a real fact. What the demonstration drew is not one's own."""
    first = Event.objects.filter(source__isnull=False).order_by("pk").values_list("pk", flat=True)
    event = first.first()
    own = list(Version.objects.exclude(published_by=None).values_list("pk", flat=True))
    is_drawn = Draft.objects.exclude(journey__created_by=None, updated_by=None).exists()
    is_called = bool(ask(_CALLED, {})) or Message.objects.exists()
    steps = {
        "event": event is not None,
        "action": ActionDefinition.objects.exists() and is_called,
        "journey": is_drawn,
        "published": bool(own),
        "inside": bool(own) and bool(ask(_WAS_INSIDE, {"versions": own})),
    }
    return [
        {"step": name, "done": done, "event": str(event) if name == "event" and event else None}
        for name, done in steps.items()
    ]
