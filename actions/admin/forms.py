"""The form of an action. The page shows only what the chosen kind asks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actions.models import ActionDefinition
from actions.samples import parameters_from
from events import catalog
from remote.forms import HeadersField, StrictJSONField, sample_field, with_sample
from remote.rows import FIELD_COLUMNS, TYPE, Column, RowsField

PARAMETER_COLUMNS = (
    Column("key", _("Key")),
    TYPE,
    Column("name", _("Shown as"), wide=True),
    Column("required", _("Needed"), "check"),
    Column("constant", _("Constant"), "constant"),
    Column("help", _("Help"), wide=True),
)
PLACED_COLUMNS = (*PARAMETER_COLUMNS, Column("path", _("Place in the body")))
HEADER_COLUMNS = (
    Column("name", _("Name")),
    Column("value", _("Constant"), wide=True),
    Column("param", _("Parameter")),
)
_LINE = forms.TextInput(attrs={"class": "vTextField"})
_TEMPLATE = forms.Textarea(attrs={"rows": 8, "class": "code"})


def _help(field: str) -> Any:
    return ActionDefinition._meta.get_field(field).help_text


class ActionForm(forms.ModelForm):
    parameters = RowsField(PLACED_COLUMNS, label=_("Parameters"), help_text=_help("parameters"))
    headers = HeadersField(
        HEADER_COLUMNS,
        label=_("Headers"),
        help_text=_(
            "Each with a constant or with a parameter's value; secrets go into the sign-in."
        ),
    )
    body = StrictJSONField(required=False, label=_("Body"), help_text=_help("body"))
    body_sample = forms.CharField(
        label=_("Sample of the body"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "code"}),
        help_text=_(
            "Paste a body that the API takes: each value becomes a parameter with its place."
        ),
    )
    answer = RowsField(FIELD_COLUMNS, label=_("Fields of the answer"), help_text=_help("answer"))
    sample = sample_field()
    records = forms.ChoiceField(
        label=_("Records an event"), required=False, help_text=_help("records")
    )

    class Meta:
        model = ActionDefinition
        exclude: tuple[str, ...] = ()
        widgets = {
            "kind": forms.HiddenInput, "to": _LINE, "subject": _LINE,
            "text": _TEMPLATE, "html": _TEMPLATE, "description": forms.Textarea({"rows": 2}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "records" in self.fields:
            known = catalog.event_catalog()
            now = self.instance.records
            rows = [(key, known[key]["name"]) for key in sorted(known)]
            gone = [(now, now)] if now and now not in known else []
            self.fields["records"].choices = [("", _("none")), *rows, *gone]
        if "parameters" in self.fields and not self._is_http():
            self.fields["parameters"].widget.columns = PARAMETER_COLUMNS

    def _is_http(self) -> bool:
        return "url" in self.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._add_sample(cleaned, "answer", "sample", with_sample)
        self._add_sample(cleaned, "parameters", "body_sample", parameters_from)
        return cleaned

    def _add_sample(self, cleaned: dict[str, Any], field: str, box: str, read: Any) -> None:
        if field not in cleaned or not cleaned.get(box):
            return
        try:
            cleaned[field] = read(cleaned[field], cleaned[box])
        except ValidationError as error:
            self.add_error(box, error)
