"""Values that expressions lack, fetched for the whole batch at once.

A plan that lacks a value names it; all names of one wave are answered by a fixed number of
statements, whatever the number of people. What nobody has becomes a call.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from config.database import Connection
from datasources import cache, past_events, profiles
from journeys.core.commands import LookUp
from journeys.engine.people import Person
from journeys.engine.versions import Published

PROFILE = "Profile"
Need = tuple[Person, LookUp]


def needs_profile(version: Published) -> bool:
    """Whether a run of this version will read the profile for sure, or live by the person's clock."""
    program = version.program
    return PROFILE in program.sources_read or program.rules.person_zone


def load_profiles(connection: Connection, persons: Iterable[Person]) -> None:
    """Hand these persons their profile's groups and their time zone, where not done yet."""
    lacking = {person.name: person for person in persons if not person.has_profile}
    if not lacking:
        return
    loaded = profiles.load(connection, sorted(lacking))
    for name, person in lacking.items():
        attributes, changed_at = loaded.get(name, (None, None))
        person.values |= profiles.group_values(attributes, changed_at)
        zone = (attributes or {}).get("timeZone")
        person.zone = zone if isinstance(zone, str) else None
        person.has_profile = True


def answer(connection: Connection, needs: Sequence[Need], now: datetime) -> None:
    """Give each person what was asked; what cannot be had is noted as absent."""
    _answer_profiles(connection, needs)
    _answer_past_events(connection, needs, now)
    _answer_cached(connection, needs, now)
    for person, need in needs:
        if need.key not in person.values:
            person.absent.add(need.key)


def _answer_profiles(connection: Connection, needs: Sequence[Need]) -> None:
    load_profiles(connection, [person for person, need in needs if need.source == PROFILE])


def _answer_past_events(connection: Connection, needs: Sequence[Need], now: datetime) -> None:
    groups: dict[str, dict[str, list[Need]]] = {}
    for person, need in needs:
        if need.source == PROFILE and past_events.is_event_group(need.group):
            groups.setdefault(need.group, {}).setdefault(person.name, []).append((person, need))
    at = now.isoformat()
    for group, asked in groups.items():
        found = past_events.load(connection, group, sorted(asked), now)
        for name, of_person in asked.items():
            for person, need in of_person:
                person.values[need.key] = (found[name], at)


def _answer_cached(connection: Connection, needs: Sequence[Need], now: datetime) -> None:
    keys = sorted({need.key for _, need in needs if need.source != PROFILE})
    if not keys:
        return
    found = cache.get(connection, keys, now)
    for person, need in needs:
        if need.key in found:
            person.values[need.key] = found[need.key]
