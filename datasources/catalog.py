"""What journeys may read, for the checker and the expression editor."""

from typing import Any

from datasources import definitions
from datasources.models.source import PROFILE
from remote.fields import as_names


def source_catalog() -> dict[str, dict[str, Any]]:
    """source -> {"name", "groups": {group: {"name", "fields", "names", "params", "cache_seconds"}}}.

    The built-in ``Profile`` is always there. A group without declared fields has ``None`` for
    them: it exists, and anything may be read of it. ``names`` is what people call the fields.
    """
    now = definitions.current()
    profile = {"name": PROFILE, "groups": {key: _of_profile(g) for key, g in sorted(
        {**now.attribute_groups, **now.event_groups}.items())}}  # fmt: skip
    catalog: dict[str, dict[str, Any]] = {PROFILE: profile}
    for key, source in now.sources.items():
        catalog[key] = {"name": source.name, "groups": {}}
    for (key, group_key), group in now.groups.items():
        if key in catalog:
            catalog[key]["groups"][group_key] = _of_source(group)
    return catalog


def _of_profile(group: Any) -> dict[str, Any]:
    fields = group.types if group.fields else None
    return {
        "name": group.name,
        "fields": fields,
        "names": group.names,
        "params": {},
        "cache_seconds": 0,
    }


def _of_source(group: Any) -> dict[str, Any]:
    return {
        "name": group.name,
        "fields": group.types or None,
        "names": as_names(group.fields),
        "params": group.param_types,
        "cache_seconds": group.cache_seconds,
    }
