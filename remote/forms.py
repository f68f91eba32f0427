"""Parts of forms that data sources and actions share."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.problems import Problem

from . import bodies
from .fields import Field, from_sample
from .rows import Column, RowsField
from .values import from_text

SAMPLE_HELP = _("Paste an answer (JSON): its fields are added to those above when you save.")
HEADER_COLUMNS = (Column("name", _("Name")), Column("value", _("Value"), wide=True))


class _Indented(json.JSONEncoder):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"indent": 2})


class StrictJSONField(forms.JSONField):
    """JSON as the API takes it: no NaN, no key twice, nothing that a database cannot hold."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 8, "class": "code"}))
        super().__init__(encoder=_Indented, **kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return None
        try:
            found = bodies.loads(value)
        except Problem as problem:
            raise ValidationError(problem.detail, code=problem.code) from problem
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value[:100]}
            ) from error
        if faults := list(bodies.harm(found)):
            raise ValidationError(str(faults[0].detail), code=faults[0].code)
        return found

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class HeadersField(RowsField):
    """Headers as the model keeps them: each with a value, be it empty, or with a parameter."""

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        rows = super().to_python(value)
        return [row if "param" in row else {"value": "", **row} for row in rows]


def sample_field() -> forms.CharField:
    """The box for a pasted answer."""
    area = forms.Textarea(attrs={"rows": 4, "class": "code"})
    return forms.CharField(
        label=_("Sample of an answer"), help_text=SAMPLE_HELP, required=False, widget=area
    )


def with_sample(declared: Sequence[Field], sample: str) -> list[Field]:
    """The declared fields, and those of the sample that are not among them.

    Raises:
        ValidationError: the sample is too large, or not JSON.
    """
    known = {field["path"] for field in declared}
    found = from_sample(sample) if sample.strip() else []
    return [*declared, *(field for field in found if field["path"] not in known)]


class ParametersForm(forms.Form):
    """One box for each parameter of a try."""

    def __init__(self, parameters: Sequence[Mapping[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._types: dict[str, str] = {}
        for parameter in parameters:
            self._types[parameter["key"]] = parameter["type"]
            self.fields[parameter["key"]] = forms.CharField(
                label=parameter.get("name") or parameter["key"],
                help_text=parameter["type"],
                required=bool(parameter.get("required")),
                strip=False,
            )

    def clean(self) -> dict[str, Any]:
        for name, text in list(self.cleaned_data.items()):
            if text == "":
                self.cleaned_data[name] = None
                continue
            try:
                self.cleaned_data[name] = from_text(text, self._types[name])
            except ValueError:
                words = _("This is not of type %(type)s.")
                self.add_error(name, ValidationError(words, "type", {"type": self._types[name]}))
        return self.cleaned_data
