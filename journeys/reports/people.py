"""People: found by the beginning of their key, and everything that is known about one.

There is no table of persons. Whoever has a profile, an event or a place in a journey is one;
each of these has an index on the person's text, which is read by skipping from name to name.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from config import json
from datasources import portrait
from datasources.models.profile import Profile
from events import finding
from events.models import Alias, Event
from journeys.declared import catalog
from journeys.reports import runs
from journeys.reports.inbox import event_rows
from journeys.reports.reading import ask, moment
from journeys.reports.shown import shown

Json = dict[str, Any]
MOST = 50
RECENT = 500  # newest events among which the last persons are looked for
_LAST = "\U0010ffff"  # behind whatever a key may begin with
# A skip scan: one probe of the index for each person found, however many rows each has.
_SKIP = """
    with recursive found(person) as (
        select (select person from {table} where {where} person >= %(low)s and person < %(high)s
                order by person limit 1)
        union all
        select (select t.person from {table} t where {where} t.person > found.person
                and t.person < %(high)s order by t.person limit 1)
        from found where found.person is not null)
    select person from found where person is not null limit %(limit)s
"""
_PLACES = [
    _SKIP.format(table="event", where=""),
    _SKIP.format(table="profile", where=""),
    _SKIP.format(table="instance", where="holds and"),
]
_SEEN = "select max(id) from event where person = %(person)s"
_INSIDE = """
    select person, count(*) from instance
    where holds and person in %(persons)s and ended_at is null group by person
"""


def people(text: str, limit: int) -> list[Json]:
    """Persons whose ``namespace/key``, or whose key in some namespace, begins with this text.

    Without a text, those of whom something was heard last.
    """
    limit = min(limit, MOST)
    names = _beginning(text, limit) if text else _recent(limit)
    return _rows(names)


def _beginning(text: str, limit: int) -> list[str]:
    found: set[str] = set()
    for prefix in _prefixes(text):
        params = {"low": prefix, "high": prefix + _LAST, "limit": limit}
        for sql in _PLACES:
            found |= {row[0] for row in ask(sql, params)}
    return sorted(found)[:limit]


def _prefixes(text: str) -> list[str]:
    if "/" in text:
        return [text]
    spaces = {str(told.get("namespace") or "") for told in catalog().events.values()} - {""}
    return [text, *(f"{space}/{text}" for space in sorted(spaces))]


def _recent(limit: int) -> list[str]:
    newest = Event.objects.order_by("-id").values_list("person", flat=True)[:RECENT]
    return list(dict.fromkeys(newest))[:limit]


def _rows(names: list[str]) -> list[Json]:
    if not names:
        return []
    inside = dict(ask(_INSIDE, {"persons": names}))
    profiles = dict(Profile.objects.filter(pk__in=names).values_list("pk", "attributes"))
    declared = portrait.schema()
    aliases = _aliases(names)
    last = _last_seen(names)
    return [
        {
            **_named(name),
            "alias_of": aliases.get(name),
            "name": portrait.name_of(profiles.get(name) or {}, declared),
            "has_profile": name in profiles,
            "inside": inside.get(name, 0),
            "last_event_at": last.get(name),
        }
        for name in names
    ]


def _named(person: str) -> Json:
    namespace, _, key = person.partition("/")
    return {"person": person, "namespace": namespace, "key": key}


def _aliases(names: Iterable[str]) -> dict[str, str]:
    """Who turned out to be somebody else: the person who they are."""
    found = Alias.objects.filter(pk__in=list(names))
    return dict(found.values_list("person", "target"))


def _last_seen(names: list[str]) -> dict[str, datetime]:
    """One probe of the index a person."""
    newest = {name: ask(_SEEN, {"person": name})[0][0] for name in names}
    wanted = [number for number in newest.values() if number]
    at = dict(Event.objects.filter(pk__in=wanted).values_list("pk", "received_at"))
    return {name: at[number] for name, number in newest.items() if number in at}


def person(
    name: str, *, events_before: int | None = None, runs_before: int | None = None, limit: int = 50
) -> Json | None:
    """Profile, events and runs of one person, page by page; None of whom nothing is known."""
    limit = min(limit, MOST)
    profile = _profile(name)
    events, following = finding.page(
        finding.log().filter(person=name), limit, events_before, is_indexed=True
    )
    found = runs.runs(person=name, before=runs_before, limit=limit + 1)
    alias = _aliases([name]).get(name)
    if profile is None and not events and not found and alias is None:
        return None if events_before is None and runs_before is None else _nothing(name)
    return {
        **_named(name),
        "name": profile["name"] if profile else None,
        "alias_of": alias,
        "profile": profile,
        "events": {
            "rows": event_rows(events),
            "next": str(following) if following is not None else None,
        },
        "runs": {
            "rows": found[:limit],
            "next": found[limit - 1]["id"] if len(found) > limit else None,
        },
    }


def _nothing(name: str) -> Json:
    empty: Json = {"rows": [], "next": None}
    known: Json = {"name": None, "alias_of": None, "profile": None}
    return {**_named(name), **known, "events": empty, "runs": empty}


_PROFILE = "select attributes, changed_at from profile where person = %(person)s"


def _profile(name: str) -> Json | None:
    rows = ask(_PROFILE, {"person": name})
    if not rows:
        return None
    attributes, changed_at = rows[0]
    told = json.loads(attributes) if isinstance(attributes, str) else attributes
    declared = portrait.schema()
    return {
        "attributes": told,
        "name": portrait.name_of(told, declared),
        "rows": [{**row, "value": shown(row["value"])} for row in portrait.rows(told, declared)],
        "changed_at": moment(changed_at),
    }
