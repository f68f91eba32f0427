"""The log of events with what became of each, and the log of what was refused. Read only."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.database import Unavailable
from events import fate_words, finding, hooks
from events.admin.read_only import ReadOnly, pretty
from events.api.reading import summary
from events.models import Event, Rejection

SHOWN = 10_000
OF_A_PERSON = 1_000


class LogPaginator(Paginator):
    """Counts to ``SHOWN`` and no further: a log of millions is not counted for a list's foot."""

    @cached_property
    def count(self) -> int:
        return self.object_list[:SHOWN].count()  # type: ignore[union-attr]


class LogList(ChangeList):
    """The newest part of the log, each event with its fates in one query for the page."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Event]:
        found = super().get_queryset(request, exclude_parameters)
        if self.query:  # a search knows its ids
            return found
        return found.filter(id__gt=finding.newest_id() - finding.WINDOW)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        add_fates(self.result_list)


def add_fates(events: Iterable[Event]) -> None:
    """Set ``fates`` on each."""
    events = list(events)
    found = hooks.fates([event.pk for event in events])
    for event in events:
        event.fates = found.get(event.pk, [])  # type: ignore[attr-defined]


class EventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("received_at", "type", "person", "became", "source", "senders_id")
    list_display_links = ("received_at",)
    list_filter = ("disposition", "type", "source")
    list_select_related = ("type", "source")
    list_per_page = 50
    sortable_by = ()
    ordering = ("-id",)
    search_fields = ("person",)
    search_help_text = _("A person, an event's id, or its number.")
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    paginator = LogPaginator
    fieldsets = (
        (None, {"fields": ("type", "person", "source", "senders_id", "number")}),
        (_("When"), {"fields": ("occurred_at", "received_at")}),
        (_("What became of it"), {"fields": ("disposition", "in_each_journey")}),
        (_("What it said"), {"fields": ("said",)}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LogList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        # Joined, because a type or a source may be gone; the log keeps its number.
        return super().get_queryset(request).select_related("type", "source")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        term = search_term.strip()
        return (queryset.filter(pk__in=_ids(term)) if term else queryset), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Event | None:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            add_fates([found])
        return found

    @admin.display(description=_("the sender's id"))
    def senders_id(self, event: Event) -> str:
        return event.event_id or str(event.pk)

    @admin.display(description=_("number"))
    def number(self, event: Event) -> str:
        return str(event.pk)

    @admin.display(description=_("what became of it"))
    def became(self, event: Event) -> str:
        return fate_words.summary(summary(event, event.fates))  # type: ignore[attr-defined]

    @admin.display(description=_("in each journey"))
    def in_each_journey(self, event: Event) -> SafeString | str:
        fates = event.fates  # type: ignore[attr-defined]
        if not fates:
            return fate_words.summary(summary(event, []))
        rows = ((fate_words.journey(fate), fate_words.fate(fate)) for fate in fates)
        return format_html("<table>{}</table>", format_html_join(
            "", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows
        ))  # fmt: skip

    @admin.display(description=_("data"))
    def said(self, event: Event) -> SafeString:
        return pretty(event.data)


def _ids(term: str) -> list[int]:
    """The numbers of the events that a term may name; each is found by an index."""
    if "\0" in term:
        return []
    ids = [int(term)] if term.isascii() and term.isdigit() and len(term) < 19 else []
    with suppress(Unavailable):
        ids += finding.by_senders_id(term)
    of_person = Event.objects.filter(person__in=finding.persons(term)).order_by("-id")
    return ids + list(of_person.values_list("id", flat=True)[:OF_A_PERSON])


class RejectionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "source", "event_type", "code", "pointer", "detail")
    list_filter = ("code", "source")
    list_select_related = ("source",)
    list_per_page = 50
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("event_type", "pointer")
    fields = ("at", "source", "event_type", "code", "pointer", "detail", "sent")

    @admin.display(description=_("what was sent"))
    def sent(self, rejection: Rejection) -> SafeString:
        return format_html("<pre>{}</pre>", rejection.excerpt)
