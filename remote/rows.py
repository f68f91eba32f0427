"""Lists of small rows in forms (fields, parameters, headers): a table to type into, not JSON.

Works without JavaScript: there are always two empty rows, and a row whose first cell is empty is
no row. ``definitions.js`` adds rows and removes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .values import TYPES, from_text, to_text

SPARE = 2
_MOST = 600
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table. A ``constant`` is read as its row's ``type`` says."""

    key: str
    label: Any
    kind: Literal["text", "choice", "check", "constant"] = "text"
    choices: Sequence[str] = ()
    wide: bool = False


TYPE = Column("type", _("Type"), "choice", TYPES)
FIELD_COLUMNS = (
    Column("path", _("Path"), wide=True),
    TYPE,
    Column("name", _("Shown as"), wide=True),
    Column("pii", _("Personal"), "check"),
)
PARAM_COLUMNS = (Column("name", _("Name")), TYPE)


class RowsWidget(forms.Widget):
    """The table. Inputs are named ``<name>-<row>-<column>``."""

    class Media:
        css: Mapping[str, Any] = {"all": ["definitions.css"]}
        js = ["definitions.js"]

    def __init__(self, columns: Sequence[Column], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [*(value or []), *({} for _spare in range(SPARE))]
        table = [[_cell(name, number, column, row) for column in self.columns]
                 for number, row in enumerate(rows)]  # fmt: skip
        context = {"columns": self.columns, "rows": table, "id": (attrs or {}).get("id", "")}
        return render_to_string("admin/remote/rows.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        first = self.columns[0].key
        start, end = f"{name}-", f"-{first}"
        numbers = sorted(
            int(number)
            for key in data
            if key.startswith(start) and key.endswith(end)
            and (number := key[len(start) : -len(end)]).isdigit() and len(number) < 6
        )[:_MOST]  # fmt: skip
        rows = (self._row(data, f"{start}{number}-") for number in numbers)
        return [row for row in rows if row.get(first)]

    def _row(self, data: Any, prefix: str) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column in self.columns:
            text = str(data.get(prefix + column.key) or "").strip()[:_LONGEST]
            if text:
                row[column.key] = True if column.kind == "check" else text
        for column in self.columns:
            if column.kind == "constant" and column.key in row:
                row[column.key] = _constant(row[column.key], str(row.get("type")))
        return row

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        """A table is labelled by its legend, not by a label of one input."""
        return ""


def _cell(name: str, number: int, column: Column, row: Mapping[str, Any]) -> dict[str, Any]:
    value = row.get(column.key)
    if column.kind == "constant" and value is not None:
        value = to_text(value)
    return {"name": f"{name}-{number}-{column.key}", "column": column, "value": value,
            "label": f"{column.label} {number + 1}"}  # fmt: skip


def _constant(text: str, kind: str) -> Any:
    """The value that was typed; what is not of the type stays text, and the model says so."""
    try:
        return from_text(text, kind) if kind in TYPES else text
    except ValueError:
        return text


class RowsField(forms.Field):
    """A list of rows, for a JSON column."""

    def __init__(self, columns: Sequence[Column], **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=RowsWidget(columns), **kwargs)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        return value or []

    def clean(self, value: Any) -> Any:
        for row in value or ():
            for cell in row.values():
                if isinstance(cell, str):
                    _refuse_unstorable(cell)
        return super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _plain(initial) != _plain(data)


def _plain(rows: Any) -> list[dict[str, Any]]:
    """Rows without their empty cells, which a form does not send back."""
    return [{key: value for key, value in row.items() if value or (key == "constant" and value != "")}
            for row in rows or ()]  # fmt: skip


def _refuse_unstorable(text: str) -> None:
    if "\0" in text:
        raise forms.ValidationError(_("Null characters are not allowed."))
