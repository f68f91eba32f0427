"""Holding what a graph names, so that it is not deleted between a check and its commit.

A publish holds every row that its graph names and then judges the graph; a deletion holds its row
and then asks who uses it. Whichever is first, the other sees what it did: a live version never
names what is gone. (On SQLite one transaction writes at a time, and that is enough.)
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Model

from actions.models import ActionDefinition
from datasources.models import DataSource, FieldGroup, ProfileGroup
from events.models import EventType
from journeys.core.program import Catalog
from journeys.models import Use

Named = tuple[str, str]  # kind, key
_PROFILE = "Profile"


def hold(named: Iterable[Named]) -> set[Named]:
    """Lock the rows that are named, till the transaction ends; those that have none.

    The order is the same for everyone, so that two publications never wait for each other.
    """
    wanted = set(named) - {(Use.Kind.SOURCE, _PROFILE)}
    gone = set()
    for kind, held in _HOLDERS.items():
        keys = {key for of, key in wanted if of == kind}
        if keys:
            gone |= {(str(kind), key) for key in keys - held(keys)}
    return gone


def _rows_of(model: type[Model]) -> Callable[[set[str]], set[str]]:
    def held(keys: set[str]) -> set[str]:
        rows = model._default_manager.select_for_update().filter(key__in=keys).order_by("pk")
        return set(rows.values_list("key", flat=True))

    return held


def _groups(keys: set[str]) -> set[str]:
    """Field groups by ``source.group``; those of the profile are kept apart."""
    parts = [key.split(".", 1) for key in keys]
    profile = [group for source, group in parts if source == _PROFILE]
    sources = {source for source, _group in parts}
    fetched = FieldGroup.objects.select_for_update(of=("self",)).filter(source__key__in=sources)
    found = {f"{source}.{key}" for source, key in _pairs(fetched.order_by("pk"))}
    return found | {f"{_PROFILE}.{key}" for key in _rows_of(ProfileGroup)(set(profile))}


def _pairs(rows: Any) -> list[tuple[str, str]]:
    return list(rows.values_list("source__key", "key"))


_HOLDERS: dict[str, Callable[[set[str]], set[str]]] = {
    Use.Kind.EVENT: _rows_of(EventType),
    Use.Kind.SOURCE: _rows_of(DataSource),
    Use.Kind.GROUP: _groups,
    Use.Kind.ACTION: _rows_of(ActionDefinition),
}


def without(catalog: Catalog, gone: set[Named]) -> Catalog:
    """The catalog less what is gone: catalogs are cached for seconds, a lock is not."""
    sources = {
        source: {**entry, "groups": _less(entry["groups"], _groups_of(source, gone))}
        for source, entry in _less(catalog.sources, _of(Use.Kind.SOURCE, gone)).items()
    }
    return replace(
        catalog,
        events=_less(catalog.events, _of(Use.Kind.EVENT, gone)),
        sources=sources,
        actions=_less(catalog.actions, _of(Use.Kind.ACTION, gone)),
    )


def _of(kind: str, named: set[Named]) -> set[str]:
    return {key for of, key in named if of == kind}


def _groups_of(source: str, gone: set[Named]) -> set[str]:
    return {
        key.split(".", 1)[1] for key in _of(Use.Kind.GROUP, gone) if key.startswith(f"{source}.")
    }


def _less(entries: Mapping[str, Any], missing: set[str]) -> Mapping[str, Any]:
    return {key: entry for key, entry in entries.items() if key not in missing}
