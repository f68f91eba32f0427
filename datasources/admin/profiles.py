"""What is known about people: the schema, the groups that journeys read, and each person's row."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.roles import rights_of
from datasources import declared
from datasources.models import Profile, ProfileGroup, ProfileSchema
from events import catalog
from remote.admin import DefinitionAdmin, KindFirst, pretty_json
from remote.forms import sample_field, with_sample
from remote.rows import FIELD_COLUMNS, RowsField

MOST_COUNTED = 10_000


class SchemaForm(forms.ModelForm):
    """The one row, and the declared attributes, which are rows of their own."""

    attributes = RowsField(
        FIELD_COLUMNS,
        label=gettext_lazy("Attributes"),
        help_text=gettext_lazy("Their types are checked whenever a profile is written."),
    )
    sample = sample_field()

    class Meta:
        model = ProfileSchema
        fields = ["strict"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["attributes"] = declared.schema()[1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            rows = with_sample(cleaned.get("attributes", []), cleaned.get("sample") or "")
        except ValidationError as error:
            self.add_error("sample", error)
            return cleaned
        # A profile's lists are attributes whole: what lies inside an item is not declared.
        cleaned["attributes"] = [row for row in rows if "[]" not in row["path"]]
        try:
            declared.check(cleaned["attributes"])
        except ValidationError as error:
            self.add_error("attributes", error)
        return cleaned


@admin.register(ProfileSchema)
class SchemaAdmin(admin.ModelAdmin):
    """There is one schema: its list leads to it."""

    form = SchemaForm
    fieldsets = [
        (
            None,
            {
                "fields": ["strict", "attributes", "sample"],
                "description": gettext_lazy(
                    "What profiles hold. A value of another type is refused with its place; what"
                    " is not declared is kept, unless you refuse it here."
                ),
            },
        )
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not ProfileSchema.objects.exists() and self.has_change_permission(request):
            ProfileSchema().save()
        where = reverse("admin:datasources_profileschema_change", args=[1])
        return HttpResponseRedirect(where)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        declared.declare(form.cleaned_data["strict"], form.cleaned_data["attributes"])


class GroupForm(forms.ModelForm):
    fields = RowsField(FIELD_COLUMNS, label=gettext_lazy("Fields"))
    sample = sample_field()
    event_types = forms.MultipleChoiceField(
        label=gettext_lazy("Event types"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: every type."),
    )

    class Meta:
        model = ProfileGroup
        exclude: tuple[str, ...] = ()
        widgets = {"kind": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "event_types" in self.fields:
            known = {row["id"]: row for row in catalog.event_catalog().values()}
            self.fields["event_types"].choices = [
                (key, known[number]["name"]) for number, key in sorted(catalog.type_keys().items())
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "fields" in cleaned:
            try:
                cleaned["fields"] = with_sample(cleaned["fields"], cleaned.get("sample") or "")
            except ValidationError as error:
                self.add_error("sample", error)
        return cleaned


@admin.register(ProfileGroup)
class GroupAdmin(KindFirst, DefinitionAdmin):
    form = GroupForm
    list_display = ["name", "key", "kind", "root"]
    list_filter = ["kind"]
    ordering = ["name"]

    def kinds(self) -> Any:
        return [
            ("attributes", _("Attributes"), _("What is known about a person: name, gender, points.")),
            ("events", _("Past events"), _("What a person did: up to 1,000 events, newest first.")),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["kind"] if obj else [])]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        events = self.kind_of(request, obj) == ProfileGroup.Kind.EVENTS
        return [
            (None, {"fields": ["kind", "key", "name", *(["used"] if obj else [])]}),
            (
                _("What journeys read"),
                {
                    "fields": ["root", *(["event_types", "window_days"] if events else []),
                               "fields", "sample"],
                    "description": _("Past events are a list: #{Profile.key.root}, newest first.")
                    if events
                    else _("An attribute is read as #{Profile.key.root.path}; without a root as #{Profile.key.path}."),
                },
            ),
        ]  # fmt: skip

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new group of attributes begins with all that are declared."""
        initial = super().get_changeform_initial_data(request)
        if self.kind_of(request) == ProfileGroup.Kind.ATTRIBUTES:
            initial["fields"] = declared.schema()[1]
        return initial


class BoundedPaginator(Paginator):
    """Counts to a limit: a table of millions is not counted to show its first page."""

    @cached_property
    def count(self) -> int:
        return self.object_list.values("pk")[:MOST_COUNTED].count()


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):
    """Profiles are written by events and by the API; here they are looked at."""

    list_display = ["person", "changed_at"]
    search_fields = ["person__startswith", "person__endswith"]
    search_help_text = gettext_lazy("The beginning, namespace/key, or the end of it.")
    fields = ["person", "changed_at", "known"]
    ordering = ["person"]
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=gettext_lazy("attributes"))
    def known(self, profile: Profile) -> SafeString:
        return pretty_json(profile.attributes)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "people.read" in rights_of(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields
