"""Event types: their fields from a paste, whom they are about, and how to post one."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import examples
from events.admin.forms import EventTypeForm
from events.models import EventType


class EventTypeAdmin(admin.ModelAdmin):
    form = EventTypeForm
    list_display = ("name", "key", "namespace", "how_many_fields")
    list_filter = ("namespace",)
    search_fields = ("name", "key")
    ordering = ("key",)
    fieldsets = (
        (None, {"fields": ("name", "key", "description")}),
        (
            _("What it says"),
            {
                "fields": ("pasted", "fields", "strict"),
                "description": _(
                    "The fields that journeys may use. A wrong type is refused at the door; a"
                    " field that is not declared is kept, but no journey sees it."
                ),
            },
        ),
        (
            _("Whom it is about"),
            {
                "fields": ("namespace", "key_expression"),
                "description": _(
                    "The sender may name the person. Where it does not, the expression finds the"
                    " person in the data, such as @{order_placed.customer.id}."
                ),
            },
        ),
        (
            _("Which of them count"),
            {
                "fields": ("condition", "max_age_days"),
                "description": _("What does not count is in the log, and enters no journey."),
            },
        ),
        (_("What else it does"), {"fields": ("updates_profile",)}),
        (
            _("Adobe's streaming ingestion"),
            {
                "fields": ("xdm_event_id", "make_event_id", "xdm_schema"),
                "classes": ("collapse",),
                "description": _(
                    "How an inlet (POST /collection/…) knows this type: by an eventID of its own, or,"
                    " where it has none, by its schema and its condition."
                ),
            },
        ),
    )
    _in_use = ((_("Use"), {"fields": ("used", "arriving", "how_to_send")}),)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fieldsets, *self._in_use) if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ("key", "used", "arriving", "how_to_send") if obj else ()

    @admin.display(description=_("fields"))
    def how_many_fields(self, kind: EventType) -> int:
        return len(kind.fields)

    @admin.display(description=_("used by"))
    def used(self, kind: EventType) -> str:
        return ", ".join(kind.used_by) or gettext("no journey")

    @admin.display(description=_("arriving"))
    def arriving(self, kind: EventType) -> SafeString:
        """The way to the inbox, narrowed to this type."""
        words = gettext("Watch them arrive, and what becomes of each")
        return format_html('<a href="{}?type={}">{}</a>', reverse("inbox"), kind.key, words)

    @admin.display(description=_("how to send it"))
    def how_to_send(self, kind: EventType) -> SafeString:
        url = f"{settings.PUBLIC_URL.rstrip('/')}/api/v1/events"
        command = examples.curl(url, examples.event(kind))
        if kind.xdm_event_id or kind.xdm_schema:
            inlet = f"{settings.PUBLIC_URL.rstrip('/')}/collection/$SOURCE"
            command += "\n\n" + examples.curl(inlet, examples.message(kind))
        return format_html("<pre>{}</pre>", command)

    # --- What is in use stays -----------------------------------------------------------------

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, dict[str, int], set[str], list[Any]]:
        """Names who holds a type, so that Django's page says why it stays."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        words = gettext("%(what)s: used by “%(name)s”")
        for kind in objs:
            names = [*kind.used_by, *kind.only_type_of]
            protected += [words % {"what": kind, "name": name} for name in names]
        return gone, counts, lacking, protected

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[EventType]) -> None:
        """One by one: each says that it is gone."""
        for kind in queryset:
            kind.delete()
