"""Journeys in the admin: to look at. What users do with journeys they do on the canvas."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from journeys.models import Journey, Version


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


class VersionInline(ReadOnly, admin.TabularInline):
    model = Version
    fields = ("number", "status", "entry_event", "published_at", "published_by", "note")
    ordering = ("-number",)
    extra = 0
    show_change_link = True


@admin.register(Journey)
class JourneyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "canvas", "created_at", "created_by")
    list_select_related = ("created_by",)
    search_fields = ("name",)
    fields = ("name", "description", "canvas", "created_at", "created_by", "drawn")
    inlines = (VersionInline,)

    @admin.display(description=_("Canvas"))
    def canvas(self, journey: Journey) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("designer", args=(journey.pk,)), _("Open")
        )

    @admin.display(description=_("Draft"))
    def drawn(self, journey: Journey) -> SafeString:
        return pretty(journey.draft.graph)


@admin.register(Version)
class VersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("journey", "number", "status", "entry_event", "published_at", "published_by")
    list_filter = ("status",)
    list_select_related = ("journey", "published_by")
    search_fields = ("journey__name",)
    fields = ("journey", "number", "status", "entry_event", "published_at", "published_by",
              "note", "canvas", "drawn")  # fmt: skip

    @admin.display(description=_("Canvas"))
    def canvas(self, version: Version) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("designer", args=(version.journey_id,)), _("Open")
        )

    @admin.display(description=_("Graph"))
    def drawn(self, version: Version) -> SafeString:
        return pretty(version.graph)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Graphs are large, and the list shows none."""
        return super().get_queryset(request).defer("graph", "layout")
