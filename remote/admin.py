"""What the admin pages of definitions share. Django finds the admin of apps; this is no app."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.problems import Problem

from .forms import ParametersForm
from .guard import AddOnly
from .tries import Tried, allowance, pretty


class DefinitionAdmin(admin.ModelAdmin):
    """A definition's key never changes, and what a journey uses is not deleted."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return ["key", "used"] if obj else []

    @admin.display(description=gettext_lazy("used by"))
    def used(self, row: AddOnly) -> str:
        """The journeys that use it."""
        return ", ".join(row.used_by()) or _("no journey")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, dict[str, int], set[str], list[Any]]:
        """Names journeys as what protects a definition, so that Django's page says why not."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        for row in objs:
            protected += [
                _("%(what)s: used by “%(journey)s”") % {"what": row, "journey": name}
                for name in row.used_by()
            ]
        return gone, counts, lacking, protected

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """One by one: each says that it has changed."""
        for row in queryset:
            row.delete()


class ProtectedFormSet(BaseInlineFormSet):
    """An inline's rows are definitions too: those in use stay."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            row = form.instance
            if row.pk and (users := row.used_by()):
                words = _("“%(name)s” is used by: %(journeys)s")
                params = {"name": row.name, "journeys": ", ".join(users)}
                raise ValidationError(words, "in_use", params)


class KindFirst:
    """Adding begins with the question of what kind; then only that kind's fields are asked."""

    kinds_template = "admin/remote/kinds.html"

    def kinds(self) -> Sequence[tuple[str, Any, Any]]:
        """(value, name, explanation)."""
        raise NotImplementedError

    def kind_of(self, request: HttpRequest, row: Any = None) -> str:
        """The kind of the row, or the one that was chosen."""
        asked = row.kind if row else request.POST.get("kind") or request.GET.get("kind") or ""
        return asked if asked in [value for value, _name, _words in self.kinds()] else ""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if self.kind_of(request):
            return super().add_view(request, form_url, extra_context)  # type: ignore[misc]
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        site: Any = self.admin_site  # type: ignore[attr-defined]
        opts = self.model._meta  # type: ignore[attr-defined]
        context = {
            **site.each_context(request), "opts": opts, "kinds": self.kinds(),
            "title": _("Which kind of %(name)s?") % {"name": opts.verbose_name},
        }  # fmt: skip
        return TemplateResponse(request, self.kinds_template, context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)  # type: ignore[misc]
        return {**initial, "kind": self.kind_of(request)}


Send = Callable[[dict[str, Any]], Tried]


class TryPage:
    """A page of the admin that makes one call with typed parameters and shows what came back.

    ``send`` makes it; ``more`` are actions of the page's own, by the name of their button.
    """

    def __init__(
        self, owner: admin.ModelAdmin, title: str, parameters: Sequence[Any], send: Send
    ) -> None:
        self.owner = owner
        self.title = title
        self.parameters = parameters
        self.send = send

    def show(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        """The form, and the result once it was sent."""
        asked = request.method == "POST"
        form = ParametersForm(self.parameters, request.POST if asked else None)
        tried = self._tried(request, form) if asked and form.is_valid() else None
        context = {
            **self.owner.admin_site.each_context(request),
            "opts": self.owner.model._meta, "title": self.title, "form": form, "tried": tried,
            "sent_body": pretty(tried.sent_body) if tried else "",
            "answer_body": pretty(tried.body) if tried else "",
            **more,
        }  # fmt: skip
        return TemplateResponse(request, template, context)

    def _tried(self, request: HttpRequest, form: ParametersForm) -> Tried | None:
        try:
            allowance.take(request.user.pk)
        except Problem as problem:
            messages.error(request, str(problem.detail))
            return None
        return self.send({name: form.cleaned_data[name] for name in form.cleaned_data})


def page(
    model_admin: admin.ModelAdmin, route: str, view: Callable[..., Any], name: str
) -> URLPattern:
    """A page beside Django's own of a model, as ``admin:<app>_<model>_<name>``."""
    opts = model_admin.model._meta
    full = f"{opts.app_label}_{opts.model_name}_{name}"
    return path(route, model_admin.admin_site.admin_view(view), name=full)


def pretty_json(value: Any) -> SafeString:
    """A value as indented JSON."""
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))
