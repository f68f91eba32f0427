"""Declared fields: read from a sample, and checked."""

import pytest
from django.core.exceptions import ValidationError

from remote.fields import check_fields, check_params, from_sample, lost


def types(text):
    return {field["path"]: field["type"] for field in from_sample(text)}


def test_a_sample_shows_the_types_of_its_values():
    assert types(
        '{"id": 7, "price": 1.5, "ok": true, "name": "Ann", "none": null,'
        ' "at": "2026-03-01T10:00:00Z", "day": "2026-03-01", "local": "2026-03-01T10:00",'
        ' "empty": {}, "tags": ["a"], "mixed": [1, 2.5], "any": [1, "a"], "nothing": []}'
    ) == {
        "id": "integer", "price": "decimal", "ok": "boolean", "name": "string", "none": "any",
        "at": "dateTime", "day": "dateOnly", "local": "dateTimeOnly", "empty": "object",
        "tags": "list<string>", "mixed": "list<decimal>", "any": "list<any>",
        "nothing": "list<any>",
    }  # fmt: skip


def test_objects_are_walked_and_lists_of_objects_give_the_fields_of_all_their_items():
    assert types('{"a": {"b": {"c": 1}}, "items": [{"sku": "x"}, {"price": 2}]}') == {
        "a.b.c": "integer", "items[].sku": "string", "items[].price": "integer",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"), [("[1]", {"items": "list<integer>"}), ("5", {"value": "integer"})]
)
def test_a_bare_list_or_value_has_the_name_that_it_has_at_run_time(text, found):
    assert types(text) == found


def test_names_that_no_path_can_write_are_left_out():
    assert types('{"a b": 1, "c.d": 2, "": 3, "ok": 4, "__proto__": 5}') == {
        "ok": "integer",
        "__proto__": "integer",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{a: 1}", "json"),
        ("", "json"),
        ("[" * 100_000, "json"),
        ('{"a": NaN}', "json"),
        ("x" * 300_000, "too_large"),
        ("{" + ",".join(f'"a{n}": 1' for n in range(600)) + "}", "too_many"),
    ],
)
def test_what_is_no_sample_is_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        from_sample(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ({}, "rows", None),
        (["a"], "rows", 1),
        ([{"path": "a", "type": "string", "x": 1}], "rows", 1),
        ([{"path": "a", "type": "string"}, {"path": "a b", "type": "string"}], "name", 2),
        ([{"path": "a..b", "type": "string"}], "name", 1),
        ([{"path": 5, "type": "string"}], "name", 1),
        ([{"path": "a", "type": "text"}], "type", 1),
        ([{"path": "a", "type": ["string"]}], "type", 1),
        ([{"path": "a", "type": "string"}] * 2, "duplicate", 2),
        ([{"path": "a", "type": "string", "name": 5}], "rows", 1),
        ([{"path": "a", "type": "string", "pii": "yes"}], "rows", 1),
    ],
)
def test_a_wrong_row_is_named(rows, code, row):
    with pytest.raises(ValidationError) as refused:
        check_fields(rows)
    assert refused.value.code == code
    assert (refused.value.params or {}).get("row") == row


def test_rows_that_declare_fields_and_parameters_pass():
    check_fields([{"path": "items[].price", "type": "decimal", "name": "Price", "pii": True}])
    check_params([{"name": "city", "type": "string"}])


def test_add_only_means_that_names_stay_and_keep_their_type():
    assert lost({"a": "string"}, {"a": "string", "b": "integer"}) == []
    assert lost({"a": "string", "b": "integer"}, {"a": "decimal"}) == ["a", "b"]
