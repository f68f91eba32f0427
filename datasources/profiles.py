"""Profiles on the hot path: load many, merge many, and what journeys see of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from config import json
from config.database import Connection, Statement
from datasources import definitions, schema
from datasources.arrays import listed

Attributes = dict[str, Any]
Loaded = dict[str, tuple[Attributes, datetime]]

LOAD = Statement(
    "profiles load",
    "select person, attributes, changed_at from profile where person = any(%(persons)s)",
    "select person, attributes, changed_at from profile"
    " where person in (select value from json_each(:persons))",
)
# Rows are made first and locked in the order of their names: two writers of the same people
# then wait for one another, and the later one merges into what the earlier one wrote.
MAKE = Statement(
    "profiles make",
    "insert into profile (person, attributes, changed_at)"
    " select p, '{}', %(now)s from unnest(%(persons)s::text[]) p on conflict do nothing",
    "insert into profile (person, attributes, changed_at)"
    " select value, '{}', :now from json_each(:persons) where true on conflict do nothing",
)
LOCK = Statement(
    "profiles lock",
    "select person, attributes from profile where person = any(%(persons)s)"
    " order by person for no key update",
    "select person, attributes from profile where person in (select value from json_each(:persons))",
)
WRITE = Statement(
    "profiles write",
    "update profile set attributes = w.attributes, changed_at = %(now)s from"
    " (select * from unnest(%(persons)s::text[], %(attributes)s::jsonb[]) as w(person, attributes)) w"
    " where profile.person = any(array[w.person])",
    "update profile set attributes = w.attributes, changed_at = :now from"
    " (select p.value as person, a.value as attributes from json_each(:persons) p"
    " join json_each(:attributes) a on a.key = p.key) w where profile.person = w.person",
)
ERASE = Statement(
    "profile erase",
    "delete from profile where person = %(person)s",
    "delete from profile where person = :person",
)


def load(connection: Connection, persons: Sequence[str]) -> Loaded:
    """person -> (attributes, when they changed); who has no profile is not in it."""
    if not persons:
        return {}
    rows = connection.rows(LOAD, {"persons": listed(connection, persons)})
    return {person: (json.loads(text), _moment(connection, at)) for person, text, at in rows}


def update(
    connection: Connection, changes: Iterable[tuple[str, Mapping[str, Any]]], now: datetime
) -> dict[str, Attributes]:
    """Merge each patch into its person's profile, in the caller's transaction.

    Patches are JSON merge patches (RFC 7396): null removes. Several for one person are merged
    in their order. Answers the new attributes.
    """
    patches: dict[str, list[Mapping[str, Any]]] = {}
    for person, patch in changes:
        patches.setdefault(person, []).append(patch)
    if not patches:
        return {}
    merged = locked(connection, sorted(patches), now)
    for person, own in patches.items():
        for patch in own:
            merged[person] = merge(merged[person], patch)
    write(connection, merged, now)
    return merged


def from_events(connection: Connection, events: Sequence[Any]) -> None:
    """What events write into their persons' profiles, in the commit that accepts them.

    An event has ``person``, ``received_at`` and ``changes`` (path -> value); null removes. What
    the declared attributes do not take is left out: the event is true all the same.
    """
    changes = [(event.person, schema.patch(event.changes)) for event in events if event.changes]
    if changes:
        update(connection, changes, max(event.received_at for event in events))


def locked(connection: Connection, persons: list[str], now: datetime) -> dict[str, Attributes]:
    """The attributes of ``persons`` (sorted), made where missing, and held until the commit."""
    named = {"persons": listed(connection, persons), "now": connection.moment(now)}
    connection.execute(MAKE, named)
    return {person: json.loads(text) for person, text in connection.rows(LOCK, named)}


def write(connection: Connection, attributes: Mapping[str, Attributes], now: datetime) -> None:
    """Overwrite whole profiles that are held by :func:`locked`."""
    texts = [json.text(value) for value in attributes.values()]
    named = {
        "persons": listed(connection, list(attributes)),
        "attributes": listed(connection, texts),
        "now": connection.moment(now),
    }
    connection.execute(WRITE, named)


def erase(connection: Connection, person: str) -> bool:
    """Forget a person's attributes; whether there were any."""
    return connection.execute(ERASE, {"person": person}) > 0


def merge(target: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396) without touching ``target``.

    The depth is that of stored JSON, which intake bounds at 32.
    """
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def group_values(
    attributes: Attributes | None, changed_at: datetime | None
) -> dict[str, tuple[Any, str]]:
    """``Profile.<group>`` -> (value, ISO moment of the last change), for groups over attributes.

    A person without a profile has groups without fields, so that their paths are null.
    """
    known = attributes if attributes is not None else {}
    at = changed_at.isoformat() if changed_at is not None else ""
    return {
        group.full_key: ({group.root: known} if group.root else known, at)
        for group in definitions.current().attribute_groups.values()
    }


def _moment(connection: Connection, stored: Any) -> datetime:
    moment = connection.from_moment(stored)
    assert moment is not None
    return moment
