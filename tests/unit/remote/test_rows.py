"""Tables of rows in forms: what is shown is what comes back, and an empty row is no row."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from remote.forms import HEADER_COLUMNS, HeadersField, StrictJSONField, with_sample
from remote.rows import FIELD_COLUMNS, TYPE, Column, RowsField

CONSTANT = (Column("key", "Key"), TYPE, Column("constant", "Constant", "constant"))


def shown(field, rows):
    return field.widget.render("f", rows)


def sent_back(html):
    """What a browser would post of the table."""
    data = QueryDict(mutable=True)
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]*)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        if 'type="checkbox"' not in tag or " checked" in tag:
            data[name] = (value[1] if value else "").replace("&quot;", '"')
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', html):
        chosen = re.search(r"<option selected>([^<]*)<", options) or re.search(
            r"<option>([^<]*)<", options
        )
        data[name] = chosen[1].replace("&lt;", "<").replace("&gt;", ">")
    return data


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (FIELD_COLUMNS, []),
        (FIELD_COLUMNS, [{"path": "a.b", "type": "list<string>", "name": "길목", "pii": True}]),
        (
            CONSTANT,
            [
                {"key": "n", "type": "integer", "constant": 0},
                {"key": "s", "type": "string", "constant": "0"},
                {"key": "o", "type": "object", "constant": {"a": [1]}},
                {"key": "b", "type": "boolean", "constant": False},
                {"key": "v", "type": "string"},
            ],
        ),
    ],
)
def test_what_is_shown_comes_back_unchanged(columns, rows):
    field = RowsField(columns)
    data = sent_back(shown(field, rows))
    returned = field.clean(field.widget.value_from_datadict(data, {}, "f"))
    assert returned == rows
    assert not field.has_changed(rows, returned)


def test_rows_keep_their_order_and_those_without_a_first_cell_are_left_out():
    field = RowsField(FIELD_COLUMNS)
    data = QueryDict(mutable=True)
    for number, path in ((10, "z"), (2, "a"), (3, "")):
        data[f"f-{number}-path"] = path
        data[f"f-{number}-type"] = "string"
    data["f-x-path"] = "not a row"
    rows = field.widget.value_from_datadict(data, {}, "f")
    assert [row["path"] for row in rows] == ["a", "z"]


def test_markup_in_a_row_is_escaped():
    html = shown(RowsField(FIELD_COLUMNS), [{"path": '"><script>', "type": "string"}])
    assert "<script>" not in html


def test_a_nul_in_a_cell_is_refused():
    field = RowsField(FIELD_COLUMNS)
    with pytest.raises(ValidationError):
        field.clean([{"path": "a\0b", "type": "string"}])


def test_a_header_has_a_value_be_it_empty_or_a_parameter():
    field = HeadersField((*HEADER_COLUMNS, Column("param", "Parameter")))
    assert field.clean([{"name": "X-A"}, {"name": "X-B", "param": "p"}]) == [
        {"name": "X-A", "value": ""},
        {"name": "X-B", "param": "p"},
    ]


@pytest.mark.parametrize(
    "text",
    ["{", '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\u0000"}', '{"a": "\\ud800"}',
     '{"a": 1e400}', '{"a": 9223372036854775808}', "[" * 50_000],
)  # fmt: skip
def test_json_that_no_database_holds_is_refused_in_a_form(text):
    with pytest.raises(ValidationError):
        StrictJSONField(required=False).clean(text)


def test_json_is_shown_with_indents_and_nothing_as_nothing():
    field = StrictJSONField(required=False)
    assert field.prepare_value({"a": "길"}) == '{\n  "a": "길"\n}'
    assert field.prepare_value(None) == ""
    assert field.clean("") is None


def test_a_sample_adds_what_is_not_declared_and_changes_nothing_that_is():
    declared = [{"path": "a", "type": "string", "name": "A"}]
    assert with_sample(declared, '{"a": 1, "b": 2}') == [
        *declared, {"path": "b", "type": "integer", "name": ""},
    ]  # fmt: skip
    assert with_sample(declared, " ") == declared
