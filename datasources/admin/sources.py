"""Data sources with their field groups, and a page that tries a look-up."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasources import tries
from datasources.models import DataSource, FieldGroup
from remote.admin import DefinitionAdmin, ProtectedFormSet, TryPage, page
from remote.fields import Field
from remote.forms import HEADER_COLUMNS, HeadersField, StrictJSONField, sample_field, with_sample
from remote.rows import FIELD_COLUMNS, PARAM_COLUMNS, RowsField
from remote.values import TYPES


class SourceForm(forms.ModelForm):
    headers = HeadersField(
        HEADER_COLUMNS,
        label=gettext_lazy("Headers"),
        help_text=DataSource._meta.get_field("headers").help_text,
    )

    class Meta:
        model = DataSource
        exclude: tuple[str, ...] = ()
        widgets = {"description": forms.Textarea({"rows": 2})}


class GroupForm(forms.ModelForm):
    params = RowsField(
        PARAM_COLUMNS,
        label=gettext_lazy("Parameters"),
        help_text=FieldGroup._meta.get_field("params").help_text,
    )
    body = StrictJSONField(
        required=False,
        label=gettext_lazy("Sent body"),
        help_text=FieldGroup._meta.get_field("body").help_text,
    )
    fields = RowsField(FIELD_COLUMNS, label=gettext_lazy("Fields of the answer"))
    sample = sample_field()

    class Meta:
        model = FieldGroup
        exclude: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "fields" in cleaned:
            try:
                cleaned["fields"] = with_sample(cleaned["fields"], cleaned.get("sample") or "")
            except ValidationError as error:
                self.add_error("sample", error)
        return cleaned


class GroupInline(admin.StackedInline):
    model = FieldGroup
    form = GroupForm
    formset = ProtectedFormSet
    readonly_fields = ["tried"]
    fieldsets = [
        (None, {"fields": [("key", "name"), "tried"]}),
        (
            gettext_lazy("The request"),
            {"fields": [("method", "path"), "params", "body", ("timeout", "cache_seconds")]},
        ),
        (
            gettext_lazy("The answer"),
            {
                "fields": ["fields", "sample"],
                "description": gettext_lazy(
                    "What journeys may read. Using one field fetches them all; without any"
                    " declared field everything may be read, and nothing is checked beforehand."
                ),
            },
        ),
    ]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new source begins with its first group."""
        return 0 if obj else 1

    @admin.display(description=gettext_lazy("try it"))
    def tried(self, group: FieldGroup) -> SafeString | str:
        if not group.pk:
            return _("Save first, then try it.")
        where = reverse("admin:datasources_datasource_try", args=[group.source_id, group.pk])
        return format_html('<a href="{}">{}</a>', where, _("Try this look-up"))


@admin.register(DataSource)
class SourceAdmin(DefinitionAdmin):
    form = SourceForm
    inlines = [GroupInline]
    list_display = ["name", "key", "url", "auth", "looks_up"]
    search_fields = ["key", "name", "url"]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        first = ["key", "name", "description", *(["used"] if obj else [])]
        return [
            (None, {"fields": first}),
            (
                _("Where"),
                {
                    "fields": ["url", "headers"],
                    "description": _(
                        "The address of the API; each group below adds its path. Public addresses"
                        " may be called; an address inside must be opened by the operator"
                        " (EGRESS_ALLOW)."
                    ),
                },
            ),
            (
                _("Sign-in"),
                {
                    "fields": ["auth", "auth_user", "auth_name", "auth_place", "auth_secret"],
                    "description": _(
                        "Added when a request leaves. A secret is stored encrypted and never shown"
                        " again; when the host changes it must be entered again."
                    ),
                },
            ),
            (
                _("Limits"),
                {
                    "fields": [("max_per_second", "max_at_once")],
                    "description": _("Look-ups above a limit wait; none is lost."),
                },
            ),
        ]

    @admin.display(description=gettext_lazy("looks up"))
    def looks_up(self, source: DataSource) -> str:
        return ", ".join(sorted(group.key for group in source.groups.all()))

    def get_urls(self) -> list[URLPattern]:
        own = page(self, "<int:source_id>/try/<int:group_id>/", self.try_group, "try")
        return [own, *super().get_urls()]

    def try_group(self, request: HttpRequest, source_id: int, group_id: int) -> HttpResponse:
        """Look up with typed parameters; the fields that came can be added to the group."""
        group = get_object_or_404(FieldGroup, pk=group_id, source=source_id)
        if not self.has_change_permission(request, group.source):
            raise PermissionDenied
        if request.method == "POST" and "add" in request.POST:
            return self._add_fields(request, group)
        known = {field["path"] for field in group.fields}
        parameters = [{"key": one["name"], "type": one["type"]} for one in group.params]
        shown = TryPage(self, _("Try it"), parameters, lambda given: tries.look_up(group, given))
        return shown.show(
            request,
            "admin/datasources/try.html",
            row=group.source,
            back=reverse("admin:datasources_datasource_change", args=[source_id]),
            button=_("Look up"),
            explained=_(
                "Asks %(group)s now, through the guard and past the cache. Nothing of the answer"
                " is kept."
            )
            % {"group": group.full_key},
            known=known,
        )

    def _add_fields(self, request: HttpRequest, group: FieldGroup) -> HttpResponse:
        group.fields = [*group.fields, *_ticked(request, group)]
        try:
            group.full_clean()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            group.save(update_fields=["fields"])
            self.log_change(request, group.source, f"{group.full_key}: fields from a try")
            messages.success(request, _("The fields were added."))
        return HttpResponseRedirect(request.path)


def _ticked(request: HttpRequest, group: FieldGroup) -> list[Field]:
    """The fields that were ticked, ``path|type`` each, without those that are there."""
    known = {field["path"] for field in group.fields}
    ticked = [text.partition("|") for text in request.POST.getlist("field")]
    return [
        {"path": path, "type": kind, "name": ""}
        for path, _bar, kind in ticked
        if path not in known and kind in TYPES
    ]
