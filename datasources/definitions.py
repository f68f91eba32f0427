"""Everything that technical users have declared here, in memory, at most a second old."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from remote.snapshot import Snapshot

if TYPE_CHECKING:
    from datasources.models import DataSource, FieldGroup, ProfileGroup


@dataclass(frozen=True, slots=True)
class Definitions:
    """Rows by key. ``groups`` by (source key, group key); ``attributes`` path -> type."""

    sources: Mapping[str, "DataSource"]
    groups: Mapping[tuple[str, str], "FieldGroup"]
    attribute_groups: Mapping[str, "ProfileGroup"]
    event_groups: Mapping[str, "ProfileGroup"]
    attributes: Mapping[str, str]
    is_strict: bool


def _load() -> Definitions:
    from datasources.models import DataSource, FieldGroup, ProfileField, ProfileGroup, ProfileSchema

    groups = list(FieldGroup.objects.select_related("source").order_by("source__key", "key"))
    of_profile = list(ProfileGroup.objects.order_by("key"))
    sources = {source.key: source for source in DataSource.objects.order_by("key")}
    for group in groups:
        # One instance of each source: its credentials are opened once.
        group.source = sources.get(group.source.key, group.source)
    return Definitions(
        sources=sources,
        groups={(group.source.key, group.key): group for group in groups},
        attribute_groups={g.key: g for g in of_profile if g.kind == ProfileGroup.Kind.ATTRIBUTES},
        event_groups={g.key: g for g in of_profile if g.kind == ProfileGroup.Kind.EVENTS},
        attributes=dict(ProfileField.objects.values_list("path", "type")),
        is_strict=ProfileSchema.objects.filter(strict=True).exists(),
    )


current: Snapshot[Definitions] = Snapshot(_load)


def forget() -> None:
    """Read the tables again next time; every save of a definition calls this."""
    current.forget()
