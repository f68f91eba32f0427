"""Data sources with their groups, and groups of the profile, as JSON documents."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from config.problems import Fault
from datasources.models import DataSource, FieldGroup, ProfileGroup
from remote.documents import Document, Documents, check, fill, shown

GROUP = ("key", "name", "method", "path", "params", "body", "fields", "cache_seconds", "timeout")


class ProfileGroupDocuments(Documents[ProfileGroup]):
    model = ProfileGroup
    plural = "profile_groups"
    columns = ("key", "name", "kind", "root", "fields", "event_types", "window_days")


class SourceDocuments(Documents[DataSource]):
    """A source and its groups are one document: they are written together or not at all."""

    model = DataSource
    plural = "data_sources"
    columns = (
        "key", "name", "description", "url", "headers", "auth", "auth_user", "auth_name",
        "auth_place", "auth_secret", "max_per_second", "max_at_once",
    )  # fmt: skip

    def rows(self) -> models.QuerySet[DataSource]:
        return super().rows().prefetch_related("groups")

    def show(self, row: DataSource) -> Document:
        groups = sorted(row.groups.all(), key=lambda group: group.key)
        return super().show(row) | {"groups": [shown(group, GROUP) for group in groups]}

    def fill(self, row: DataSource, document: Document, *, whole: bool) -> list[Fault]:
        groups = document.pop("groups", [] if whole else None)
        faults = super().fill(row, document, whole=whole)
        return faults if groups is None else [*faults, *self._fill_groups(row, groups)]

    def _fill_groups(self, row: DataSource, documents: Any) -> list[Fault]:
        if not isinstance(documents, list) or not all(isinstance(one, dict) for one in documents):
            return [Fault("/groups", "type", _("The value has the wrong type."))]
        known = {group.key: group for group in row.groups.all()} if row.pk else {}
        row.wanted_groups = []  # type: ignore[attr-defined]
        faults: list[Fault] = []
        for number, document in enumerate(documents):
            group = known.get(str(document.get("key"))) or FieldGroup()
            group.source = row
            faults += fill(group, document, GROUP, whole=True, at=f"/groups/{number}")
            row.wanted_groups.append(group)  # type: ignore[attr-defined]
        return faults

    def check(self, row: DataSource) -> list[Fault]:
        faults = super().check(row)
        seen: set[str] = set()
        for number, group in enumerate(wanted(row)):
            at = f"/groups/{number}"
            faults += check(group, at, exclude=["source"])
            if group.key in seen:
                faults.append(Fault(f"{at}/key", "taken", _("This key is taken.")))
            seen.add(group.key)
        return [*faults, *_still_used(row, seen)]

    def save(self, row: DataSource) -> None:
        row.save()
        if not hasattr(row, "wanted_groups"):
            return
        for group in _dropped(row, {group.key for group in wanted(row)}):
            group.delete()
        for group in wanted(row):
            group.source = row
            group.save()
        row.refresh_from_db()

    def serializer(self) -> type[serializers.ModelSerializer[Any]]:
        meta = type("Meta", (), {"model": FieldGroup, "fields": GROUP})
        one = type("FieldGroupDocument", (serializers.ModelSerializer,), {"Meta": meta})
        whole = super().serializer()
        fields = (*self.columns, "groups")
        own = {"groups": one(many=True), "Meta": type("Meta", (whole.Meta,), {"fields": fields})}
        return type(whole.__name__, (serializers.ModelSerializer,), own)


def wanted(row: DataSource) -> list[FieldGroup]:
    """The groups that a document asked for."""
    return getattr(row, "wanted_groups", [])


def _dropped(row: DataSource, keys: set[str]) -> list[FieldGroup]:
    return [group for group in row.groups.all() if group.key not in keys] if row.pk else []


def _still_used(row: DataSource, keys: set[str]) -> list[Fault]:
    """Groups that a document leaves out although journeys read them."""
    faults = []
    for group in _dropped(row, keys) if hasattr(row, "wanted_groups") else ():
        if users := group.used_by():
            words = _("Used by: %(journeys)s") % {"journeys": ", ".join(users)}
            faults.append(Fault("/groups", "in_use", words, {"group": group.key}))
    return faults


SOURCES = SourceDocuments()
PROFILE_GROUPS = ProfileGroupDocuments()
