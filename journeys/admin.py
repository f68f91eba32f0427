"""Journeys in the admin: to look at. What users do with journeys they do on the canvas."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, Status, Version
from journeys.reports.journeys import derived, live


class ReadOnly:
    """Nothing here is changed by hand: a version is immutable, a draft has its revision."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def pretty(graph: Any) -> SafeString:
    """A graph as indented JSON."""
    return format_html("<pre>{}</pre>", json.dumps(graph, indent=2, ensure_ascii=False))


def canvas_of(journey_id: int) -> SafeString:
    """The way to where the journey is drawn."""
    return format_html('<a href="{}">{}</a>', reverse("designer", args=(journey_id,)), _("Open"))


class VersionInline(ReadOnly, admin.TabularInline):
    model = Version
    fields = ("number", "status", "entry_event", "published_at", "published_by", "note")
    ordering = ("-number",)
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("graph", "layout").select_related("published_by")


@admin.register(Journey)
class JourneyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "status", "live_version", "problems", "changed", "canvas")
    search_fields = ("name", "description")
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ("name", "description", "status", "canvas")}),
        (
            _("Draft"),
            {
                "description": _("What is on the canvas. Nobody goes through it till it is published."),
                "fields": ("revision", "entry_event", "problems", "changed", "changed_by"),
            },
        ),
        (_("Created"), {"fields": ("created_at", "created_by")}),
        (_("Graph"), {"classes": ("collapse",), "fields": ("drawn",)}),
    )  # fmt: skip
    inlines = (VersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Journey]:
        """Graphs are large, and a list shows none: three queries, however many journeys."""
        versions = Version.objects.order_by("-number").defer("graph", "layout")
        return (
            super()
            .get_queryset(request)
            .select_related("draft", "draft__updated_by", "created_by")
            .prefetch_related(Prefetch("versions", versions, to_attr="newest_first"))
            .defer("draft__graph", "draft__layout")
        )

    @admin.display(description=_("status"))
    def status(self, journey: Any) -> Any:
        found = derived(journey.newest_first)
        return Status(found).label if found in Status else _("Draft")

    @admin.display(description=_("live version"))
    def live_version(self, journey: Any) -> int | None:
        version = live(journey.newest_first)
        return version.number if version else None

    @admin.display(description=_("revision"))
    def revision(self, journey: Journey) -> int:
        return journey.draft.revision

    @admin.display(description=_("entry event"), empty_value="-")
    def entry_event(self, journey: Journey) -> str:
        return journey.draft.entry_event

    @admin.display(description=_("problems"))
    def problems(self, journey: Journey) -> int:
        return journey.draft.problems

    @admin.display(description=_("changed"), ordering="draft__updated_at")
    def changed(self, journey: Journey) -> Any:
        return journey.draft.updated_at

    @admin.display(description=_("changed by"))
    def changed_by(self, journey: Journey) -> Any:
        return journey.draft.updated_by

    @admin.display(description=_("Canvas"))
    def canvas(self, journey: Journey) -> SafeString:
        return canvas_of(journey.pk)

    @admin.display(description=_("Graph"))
    def drawn(self, journey: Journey) -> SafeString:
        return pretty(journey.draft.graph)


@admin.register(Version)
class VersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("journey", "number", "status", "entry_event", "published_at", "published_by")
    list_filter = ("status",)
    list_select_related = ("journey", "published_by")
    search_fields = ("journey__name", "note")
    date_hierarchy = "published_at"
    ordering = ("-published_at", "-pk")
    fieldsets = (
        (None, {"fields": ("journey", "number", "status", "canvas")}),
        (
            _("Published"),
            {
                "description": _("A version never changes; people inside stay in theirs."),
                "fields": ("entry_event", "published_at", "published_by", "note"),
            },
        ),
        (_("Graph"), {"classes": ("collapse",), "fields": ("drawn",)}),
    )

    @admin.display(description=_("Canvas"))
    def canvas(self, version: Version) -> SafeString:
        return canvas_of(version.journey_id)

    @admin.display(description=_("Graph"))
    def drawn(self, version: Version) -> SafeString:
        return pretty(version.graph)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Graphs are large, and the list shows none."""
        return super().get_queryset(request).defer("graph", "layout")
