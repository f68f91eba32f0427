"""Actions: one form a kind, and a page that sends a test."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import tries
from actions.admin.forms import ActionForm
from actions.models import ActionDefinition
from remote.admin import DefinitionAdmin, KindFirst, TryPage, page

_Fieldset = tuple[Any, dict[str, Any]]


@admin.register(ActionDefinition)
class ActionAdmin(KindFirst, DefinitionAdmin):
    form = ActionForm
    list_display = ["name", "key", "kind", "where"]
    list_filter = ["kind"]
    search_fields = ["key", "name"]
    ordering = ["name"]

    def kinds(self) -> Any:
        return [
            ("http", _("HTTP call"), _("Any API that takes JSON: an order, a ticket, a push service.")),
            ("email", _("E-mail"), _("By the mail server of this installation (EMAIL_URL).")),
            ("message", _("Message (console)"), _("Shown on the page Messages. Needs no set-up.")),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["kind", "tried"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        last = ["used", "tried"] if obj else []
        kind = self.kind_of(request, obj)
        return [
            (None, {"fields": ["kind", "key", "name", "description", *last]}),
            *(_of_http() if kind == "http" else _of_texts(kind)),
            (
                _("Limits"),
                {
                    "fields": ["timeout", "retries", ("max_per_second", "max_at_once")],
                    "description": _(
                        "A failed attempt is repeated, each time after a longer pause, with the"
                        " same key and the same bytes. Calls above a limit wait; none is lost."
                    ),
                },
            ),
            (
                _("Afterwards"),
                {"fields": [*(["answer", "sample"] if kind == "http" else []), "records"]},
            ),
        ]  # fmt: skip

    @admin.display(description=gettext_lazy("where"))
    def where(self, action: ActionDefinition) -> str:
        return f"{action.method} {action.url}" if action.kind == "http" else action.to

    @admin.display(description=gettext_lazy("test"))
    def tried(self, action: ActionDefinition) -> SafeString:
        where = reverse("admin:actions_actiondefinition_try", args=[action.pk])
        return format_html('<a href="{}">{}</a>', where, _("Send a test"))

    def get_urls(self) -> list[URLPattern]:
        return [page(self, "<int:action_id>/try/", self.try_action, "try"), *super().get_urls()]

    def try_action(self, request: HttpRequest, action_id: int) -> HttpResponse:
        """Carry the action out once, with typed parameters."""
        action = get_object_or_404(ActionDefinition, pk=action_id)
        if not self.has_change_permission(request, action):
            raise PermissionDenied
        given = [one for one in action.parameters if "constant" not in one]
        shown = TryPage(self, _("Send a test"), given, lambda values: tries.send(action, values))
        return shown.show(
            request,
            "admin/actions/try.html",
            row=action,
            back=reverse("admin:actions_actiondefinition_change", args=[action_id]),
            button=_("Send now"),
            explained=_("This is sent for real, to whoever the parameters name."),
        )


def _of_http() -> list[_Fieldset]:
    return [
        (
            _("What the journey gives"),
            {
                "fields": ["parameters", "body_sample"],
                "description": _(
                    "One line each. A parameter with a constant is set here and not seen in the"
                    " journey. What is named in the URL, a header or the body goes there; the rest"
                    " becomes members of the body, or the query of a GET or DELETE."
                ),
            },
        ),
        (
            _("The request"),
            {
                "fields": ["method", "url", "headers", "body"],
                "description": _("{name} in the URL's path stands for a parameter."),
            },
        ),
        (
            _("Sign-in"),
            {
                "fields": ["auth", "auth_user", "auth_name", "auth_place", "auth_secret",
                           "signing_secret"],
                "description": _(
                    "Added when a request leaves. A secret is stored encrypted and never shown"
                    " again; when the host changes it must be entered again."
                ),
            },
        ),
    ]  # fmt: skip


def _of_texts(kind: str) -> list[_Fieldset]:
    own = ["sender", "to", "subject", "text", "html"]
    return [
        (
            _("What the journey gives"),
            {
                "fields": ["parameters"],
                "description": _(
                    "One line each. A parameter with a constant is set here and not seen in the"
                    " journey."
                ),
            },
        ),
        (
            _("The message"),
            {
                "fields": own if kind == "email" else ["channel", "to", "subject", "text"],
                "description": _(
                    "Liquid: {{ first_name }} is a parameter, {{ first_name | default: 'guest' }}"
                    " stands in for a missing one, {% if vip %}…{% endif %} chooses."
                ),
            },
        ),
    ]  # fmt: skip
