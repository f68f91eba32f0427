"""An example of a type is one that the type takes."""

import json
from typing import Any

import pytest

from events import examples, pasted
from events.fields import checker
from events.models import EventType

EVERY = (
    "string", "integer", "decimal", "boolean", "dateTime", "dateTimeOnly", "dateOnly", "duration",
    "timezone", "any", "object", "map", "list<string>", "list<object>", "list<any>",
)  # fmt: skip
TYPES: list[list[dict[str, Any]]] = [
    [],
    [{"path": f"f{place}", "type": one, "required": True} for place, one in enumerate(EVERY)],
    [
        {"path": "order", "type": "object", "required": True},
        {"path": "order.items", "type": "list<object>", "required": True},
        {"path": "order.items[].price", "type": "decimal", "required": True},
        {"path": "order.items[].sizes[].name", "type": "string", "required": True},
        {"path": "order.rows[]", "type": "list<integer>"},
    ],
]


def kind(fields: list[dict[str, Any]], **more: Any) -> EventType:
    return EventType(key="visit", name="Visit", namespace="ECID", fields=fields, **more)


@pytest.mark.parametrize("fields", TYPES)
def test_its_data_has_every_field_with_its_type(fields: list[dict[str, Any]]) -> None:
    faults: list[Any] = []
    checker(fields, strict=True)(examples.data(kind(fields)), "", faults)
    assert faults == []


def test_a_sample_of_a_type_is_read_as_that_type() -> None:
    fields = [one for one in TYPES[2] if one["type"] not in ("object", "list<object>")]
    read = pasted.of_sample(examples.data(kind(TYPES[2]))).fields
    assert {(one.path, one.type) for one in read} == {(one["path"], one["type"]) for one in fields}


def test_the_sender_names_the_person_unless_an_expression_does() -> None:
    assert examples.event(kind([]))["person"] == "person-1"
    assert "person" not in examples.event(kind([], key_expression="@{visit.id}"))


def test_a_message_says_by_what_the_inlet_knows_it() -> None:
    made = examples.message(kind([], xdm_event_id="E-1", xdm_schema="urn:s"))
    entity = made["body"]["xdmEntity"]
    assert made["header"] == {"schemaRef": {"id": "urn:s"}}
    assert entity["_experience"]["campaign"]["orchestration"]["eventID"] == "E-1"
    assert entity["identityMap"] == {"ECID": [{"id": "person-1", "primary": True}]}


def test_the_command_survives_quotes_in_the_data() -> None:
    command = examples.curl("http://x/", {"a": "it's"})
    assert "it'\\''s" in command
    assert json.loads(command.split("-d '", 1)[1].removesuffix("'").replace("'\\''", "'")) == {
        "a": "it's"
    }
