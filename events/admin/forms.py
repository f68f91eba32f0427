"""The forms of event types and sources."""

import json
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.problems import Problem
from events import pasted, strict_json
from events.models import EventType, Source
from expressions.types import SIMPLE

_NOT_DECLARED = ("null",)
TYPES = [name for name in SIMPLE if name not in _NOT_DECLARED]
TYPES += [f"list<{name}>" for name in TYPES]


class StrictJSONField(forms.JSONField):
    """JSON as the API takes it: no key twice, no number that we would round, no NUL."""

    def to_python(self, value: Any) -> Any:
        if self.disabled or value in self.empty_values:
            return None
        try:
            found = strict_json.read(str(value).encode("utf-8", "replace"))[0]
        except Problem as problem:
            raise ValidationError(str(problem.detail), problem.code) from problem
        for fault in strict_json.flaws(found, ""):
            raise ValidationError(f"{fault.pointer}: {fault.detail}", fault.code)
        return found

    def prepare_value(self, value: Any) -> str:
        if value in self.empty_values:  # nothing declared is an empty box
            return ""
        return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((self.to_python(data) or self.empty) != (initial or self.empty))
        except ValidationError:
            return True

    empty: Any = None


class FieldsWidget(forms.Textarea):
    """The list of fields as a table to type into; without JavaScript it is the JSON itself.

    One control carries all rows: a schema may have more than Django takes form fields.
    """

    event_key = ""

    class Media:
        css = {"all": ("definitions.css", "events/fields.css")}
        js = ("events/keys.js", "events/fields.js")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        area = super().render(name, value, {**(attrs or {}), "class": "code", "rows": 8}, renderer)
        context = {
            "area": area,
            "types": TYPES,
            "url": reverse("event-fields"),
            "key": self.event_key,
        }
        return render_to_string("admin/events/fields.html", context)


class FieldsField(StrictJSONField):
    widget = FieldsWidget
    empty: Any = []

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return [] if found is None else found


class EventTypeForm(forms.ModelForm):
    fields = FieldsField(
        label=_("Fields"),
        required=False,
        help_text=_("A path is a.b, or items[].price for what is in a list."),
    )
    pasted = forms.CharField(
        label=_("Paste a sample"),
        required=False,
        max_length=pasted.MAX_BYTES,
        widget=forms.Textarea({"class": "code", "rows": 5, "spellcheck": "false"}),
        help_text=_(
            "An event as JSON, a JSON Schema, or an XDM schema. Its fields are added to the table;"
            " those that are there stay as they are."
        ),
    )
    updates_profile = StrictJSONField(
        label=_("Updates the profile"),
        required=False,
        widget=forms.Textarea({"class": "code", "rows": 4, "spellcheck": "false"}),
        help_text=_(
            'Attribute: expression over this event, such as {"person.city": "@{order.city}"}.'
        ),
    )
    make_event_id = forms.BooleanField(
        label=_("Make an eventID"),
        required=False,
        help_text=_("The sender copies it from “How to send it”."),
    )

    class Meta:
        model = EventType
        exclude: tuple[str, ...] = ()
        widgets = {
            "description": forms.Textarea({"rows": 2}),
            "key_expression": forms.Textarea({"class": "code", "rows": 2, "spellcheck": "false"}),
            "condition": forms.Textarea({"class": "code", "rows": 2, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A key that was given is no input any more; a key expression that is suggested names it.
        self.fields["fields"].widget.event_key = self.instance.key

    def clean_updates_profile(self) -> Any:
        found = self.cleaned_data["updates_profile"]
        return {} if found is None else found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("pasted", "").strip() and isinstance(cleaned.get("fields"), list):
            try:
                cleaned["fields"] = with_pasted(cleaned["fields"], cleaned["pasted"])
            except Problem as problem:
                self.add_error("pasted", ValidationError(str(problem.detail), problem.code))
        if cleaned.get("make_event_id") and not cleaned.get("xdm_event_id"):
            cleaned["xdm_event_id"] = secrets.token_hex(32)
        return cleaned


def with_pasted(fields: list[Any], text: str) -> list[Any]:
    """The fields, and those of a pasted text whose path is not among them.

    Raises:
        Problem: the text tells of no fields.
    """
    there = {field.get("path") for field in fields if isinstance(field, dict)}
    found = [field.to_json() for field in pasted.of_text(text).fields]
    return fields + [field for field in found if field["path"] not in there]


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return [line.strip() for line in str(text).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class SourceForm(forms.ModelForm):
    allowed_origins = LinesField(
        label=_("Allowed origins"),
        required=False,
        widget=forms.Textarea({"class": "code", "rows": 3, "spellcheck": "false"}),
        help_text=_("Where a public key may be used, one a line: https://shop.example"),
    )

    class Meta:
        model = Source
        exclude: tuple[str, ...] = ()

    class Media:
        js = ("events/keys.js",)


class NewKeyForm(forms.Form):
    """For how long a new key opens its source."""

    days = forms.TypedChoiceField(
        label=_("Valid"),
        coerce=int,
        choices=[
            (0, _("until it is revoked")),
            (30, _("for 30 days")),
            (90, _("for 90 days")),
            (365, _("for a year")),
        ],
    )
