"""Sources and their keys. A key's secret is shown on one page, once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from access.roles import rights_of
from config import clock
from events import catalog, declaring, examples
from events.admin.forms import NewKeyForm, SourceForm
from events.models import EventType, Source


class SourceAdmin(admin.ModelAdmin):
    form = SourceForm
    change_form_template = "admin/events/source.html"
    list_display = ("name", "key", "kind", "active", "open_keys")
    list_filter = ("active", "kind")
    search_fields = ("name", "key")
    ordering = ("key",)
    filter_horizontal = ("event_types",)
    fieldsets = (
        (None, {"fields": ("name", "key", "active")}),
        (_("What it may post"), {"fields": ("event_types",)}),
        (
            _("Where its key lies"),
            {
                "fields": ("kind", "allowed_origins"),
                "description": _(
                    "The key of a server is a secret. One in a web page is not: it may only post,"
                    " and only from the pages that are listed."
                ),
            },
        ),
        (
            _("Signatures"),
            {
                "fields": ("signing_secret",),
                "description": _(
                    "With a signing secret each request must be signed as well, by Standard"
                    " Webhooks."
                ),
            },
        ),
        (
            _("Adobe's streaming ingestion"),
            {
                "fields": ("is_open_inlet",),
                "classes": ("collapse",),
                "description": _(
                    "An inlet without a key takes what anyone sends who knows its address."
                ),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ("key",) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).prefetch_related("keys")

    @admin.display(description=_("keys"))
    def open_keys(self, source: Source) -> int:
        now = clock.now()
        return sum(1 for key in source.keys.all() if key.is_open(now))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        catalog.changed()  # the types that it may post

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """To its own page, where its first key is issued."""
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        words = gettext("“%(name)s” is there. Issue a key for it below.") % {"name": obj}
        messages.success(request, words)
        return HttpResponseRedirect(_page_of(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """One by one: each says that it is gone."""
        for source in queryset:
            source.delete()

    # --- Keys ---------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        source = self.get_object(request, object_id)
        now = clock.now()
        keys = [(key, key.is_open(now)) for key in source.keys.order_by("-id")] if source else []
        more = {
            "keys": keys,
            "new_key": NewKeyForm(),
            "may_issue": "keys.write" in rights_of(request.user),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:source_id>/keys/", wrap(self.issue), name="events_source_issue"),
            path(
                "<int:source_id>/keys/<int:key_id>/revoke/",
                wrap(self.revoke),
                name="events_source_revoke",
            ),
            *super().get_urls(),
        ]

    @method_decorator([require_POST, never_cache])
    def issue(self, request: HttpRequest, source_id: int) -> HttpResponse:
        """Make a key and show its secret: in this answer, and nowhere else."""
        source = _allowed(request, source_id)
        form = NewKeyForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("Choose for how long the key is valid."))
            return HttpResponseRedirect(_page_of(source))
        now, days = clock.now(), form.cleaned_data["days"]
        key, secret = declaring.issue_key(
            source.key, now, now + timedelta(days=days) if days else None
        )
        self.log_change(request, source, gettext("Issued the key %(prefix)s…") % vars(key))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("A new key for “%(name)s”") % {"name": source},
            "source": source,
            "secret": secret,
            "command": _first_post(source),
            "back": _page_of(source),
        }
        return TemplateResponse(request, "admin/events/key.html", context)

    @method_decorator(require_POST)
    def revoke(self, request: HttpRequest, source_id: int, key_id: int) -> HttpResponse:
        """The key opens nothing any more."""
        source = _allowed(request, source_id)
        key = get_object_or_404(source.keys, pk=key_id)
        declaring.revoke_key(source.key, key.pk, clock.now())
        self.log_change(request, source, gettext("Revoked the key %(prefix)s…") % vars(key))
        messages.success(request, gettext("The key %(prefix)s… is revoked.") % vars(key))
        return HttpResponseRedirect(_page_of(source))


def _allowed(request: HttpRequest, source_id: int) -> Source:
    if "keys.write" not in rights_of(request.user):
        raise PermissionDenied
    return get_object_or_404(Source, pk=source_id)


def _page_of(source: Source) -> str:
    return reverse("admin:events_source_change", args=(source.pk,))


def _first_post(source: Source) -> str:
    """How to post with the new key: an event of a type that this source may post."""
    kind = source.event_types.first() or EventType.objects.first()
    if kind is None:
        return ""
    url = f"{settings.PUBLIC_URL.rstrip('/')}/api/v1/events"
    return examples.curl(url, examples.event(kind))
