"""Parameters from a pasted body."""

import pytest
from django.core.exceptions import ValidationError

from actions.models.definition import check_parameters
from actions.samples import parameters_from


def test_each_value_becomes_a_parameter_with_its_place():
    sample = '{"to": "a", "customer": {"name": "Ann", "age": 3}, "tags": ["x"], "first-name": "A"}'
    rows = parameters_from([], sample)
    assert rows == [
        {"key": "to", "type": "string"},
        {"key": "name", "type": "string", "path": "customer.name"},
        {"key": "age", "type": "integer", "path": "customer.age"},
        {"key": "tags", "type": "list<string>"},
        {"key": "first_name", "type": "string", "path": "first-name"},
    ]
    check_parameters(rows)


def test_a_key_that_is_taken_gets_more_of_its_path():
    rows = parameters_from([], '{"a": {"id": 1}, "b": {"id": 2}}')
    assert [row["key"] for row in rows] == ["id", "b_id"]


def test_what_is_declared_stays_as_it_is():
    declared = [{"key": "who", "type": "string", "path": "to", "constant": "x"}]
    assert parameters_from(declared, '{"to": 5}') == declared


def test_fields_of_objects_in_a_list_have_no_place_of_their_own():
    assert parameters_from([], '{"items": [{"sku": 1}]}') == []


def test_what_is_no_json_is_refused():
    with pytest.raises(ValidationError):
        parameters_from([], "{")
