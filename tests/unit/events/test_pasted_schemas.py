"""Fields from a JSON Schema or an XDM schema."""

import time
from typing import Any

import pytest

from config.problems import Problem
from events import pasted


def read(properties: dict[str, Any], **more: Any) -> pasted.Pasted:
    return pasted.of_schema({"type": "object", "properties": properties, **more})


def types(properties: dict[str, Any], **more: Any) -> dict[str, str]:
    return {field.path: field.type for field in read(properties, **more).fields}


def refused(document: Any) -> tuple[str, str]:
    with pytest.raises(Problem) as caught:
        pasted.of(document, "schema")
    assert caught.value.status_code == 422
    return caught.value.code, caught.value.errors[0].pointer


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "integer"),
        ({"type": "number"}, "decimal"),
        ({"type": "boolean"}, "boolean"),
        ({"type": ["string", "null"]}, "string"),
        ({"type": ["integer", "number"]}, "decimal"),
        ({"type": ["integer", "string"]}, "any"),
        ({"type": "string", "format": "date-time"}, "dateTime"),
        ({"type": "string", "format": "date"}, "dateOnly"),
        ({"type": "string", "format": "duration"}, "duration"),
        ({"type": "string", "format": "email"}, "string"),
        ({"enum": ["a", "b"]}, "string"),
        ({"enum": ["2026-03-01"]}, "string"),
        ({"enum": [1, None]}, "integer"),
        ({"const": 7}, "integer"),
        ({"type": "object"}, "object"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "map"),
        ({"type": "array"}, "list<any>"),
        ({"type": "array", "items": {"type": "string"}}, "list<string>"),
        ({"items": {"type": "integer"}}, "list<integer>"),
        ({"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}, "list<any>"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, "decimal"),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "any"),
        ({}, "any"),
        (True, "any"),
        ({"type": "string", "meta:xdmType": "date-time"}, "dateTime"),
        ({"type": "integer", "meta:xdmType": "long"}, "integer"),
        ({"type": "object", "meta:xdmType": "map"}, "map"),
    ],
)
def test_a_schema_tells_its_type(schema: Any, kind: str) -> None:
    assert types({"field": schema}) == {"field": kind}


def test_objects_and_lists_become_paths() -> None:
    item = {"type": "object", "properties": {"sku": {"type": "string"}}}
    assert types(
        {
            "customer": {"properties": {"id": {"type": "string"}}},
            "items": {"type": "array", "items": item},
            "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
            "nothing": False,
        }
    ) == {"customer.id": "string", "items[].sku": "string", "matrix[]": "list<decimal>"}


def test_titles_are_the_names_and_what_is_required_stays_so() -> None:
    inner = {"type": "object", "properties": {"id": {"title": "Guest"}}, "required": ["id"]}
    rows = {"type": "array", "items": inner}
    found = read({"guest": inner, "rooms": rows, "note": {}}, required=["guest", "rooms"])
    assert [(field.path, field.type, field.name, field.required) for field in found.fields] == [
        ("guest", "object", "Guest", True),
        ("guest.id", "any", "Guest", True),
        ("rooms", "list<object>", "Rooms", True),
        ("rooms[].id", "any", "Guest", True),
        ("note", "any", "Note", False),
    ]


def test_references_within_the_document_are_followed() -> None:
    address = {"type": "object", "properties": {"city": {"type": "string"}}}
    found = types(
        {"billing": {"$ref": "#/$defs/address"}, "shipping": {"$ref": "#/$defs/address"}},
        **{"$defs": {"address": address}},
    )
    assert found == {"billing.city": "string", "shipping.city": "string"}


def test_all_of_adds_up_and_what_only_some_require_is_not_required() -> None:
    schema = {
        "allOf": [
            {"properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"anyOf": [{"properties": {"b": {"type": "integer"}}, "required": ["b"]}, {}]},
        ]
    }
    found = pasted.of_schema(schema).fields
    assert [(field.path, field.required) for field in found] == [("a", True), ("b", False)]


def test_a_schema_that_holds_itself_is_cut_off() -> None:
    node = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
            "parent": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
        },
    }
    found = read({"node": {"$ref": "#/$defs/node"}}, **{"$defs": {"node": node}})
    assert "node.children[].name" in {field.path for field in found.fields}
    assert all(code == "recursive" for _path, code in found.left_out)
    assert found.left_out


def test_what_restricts_values_further_is_named() -> None:
    found = read({"a": {"type": "string", "maxLength": 5, "pattern": "x"}, "b": {"enum": [1]}})
    assert found.not_checked == ("enum", "maxLength", "pattern")


XDM = {
    "$id": "https://ns.adobe.com/hotel/schemas/7a",
    "title": "Beacons",
    "type": "object",
    "meta:extends": ["https://ns.adobe.com/xdm/context/experienceevent"],
    "meta:xdmType": "object",
    "allOf": [{"$ref": "#/definitions/beacon"}],
    "properties": {
        "_id": {"title": "Identifier", "type": "string", "meta:xdmType": "string"},
        "timestamp": {"type": "string", "format": "date-time", "meta:xdmType": "date-time"},
        "identityMap": {
            "type": "object",
            "meta:xdmType": "map",
            "additionalProperties": {"type": "array", "items": {"type": "object"}},
        },
    },
    "required": ["_id", "timestamp"],
    "definitions": {
        "beacon": {
            "properties": {
                "_hotel": {
                    "type": "object",
                    "properties": {"floor": {"type": "integer", "meta:xdmType": "int"}},
                }
            }
        }
    },
}


def test_an_xdm_schema_is_read_with_its_name_and_id() -> None:
    found = pasted.of(XDM)
    assert found.kind == "xdm"
    assert [(field.path, field.type, field.required) for field in found.fields] == [
        ("_id", "string", True),
        ("timestamp", "dateTime", True),
        ("identityMap", "map", False),
        ("_hotel.floor", "integer", False),
    ]
    assert found.suggested == {
        "name": "Beacons",
        "xdm_schema": "https://ns.adobe.com/hotel/schemas/7a",
    }


@pytest.mark.parametrize(
    ("document", "is_schema"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}}, True),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}, True),
        ({"allOf": []}, True),
        (XDM, True),
        ({"type": "track", "properties": {"total": 5}}, False),
        ({"type": "object", "properties": {"total": 5}}, False),
        ({"a": 1}, False),
        ([1], False),
    ],
)
def test_a_schema_is_told_from_a_sample(document: Any, is_schema: bool) -> None:
    assert pasted.schema.looks_like_schema(document) is is_schema


@pytest.mark.parametrize(
    ("document", "code", "pointer"),
    [
        ({"$ref": "http://169.254.169.254/"}, "schema_elsewhere", "/$ref"),
        ({"properties": {"a": {"$ref": "other.json#/a"}}}, "schema_elsewhere", "/properties/a/$ref"),
        ({"properties": {"a": {"$ref": 7}}}, "schema_elsewhere", "/properties/a/$ref"),
        ({"$ref": "#"}, "schema_loop", "/$ref"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
         "schema_loop", "/$defs/b/$ref"),
        ({"allOf": [{"allOf": [{"$ref": "#"}]}]}, "schema_loop", "/allOf/0/allOf/0/$ref"),
        ({"$ref": "#/$defs/none"}, "schema_ref", "/$ref"),
        ({"type": "array", "uniqueItems": True}, "schema_keyword", "/uniqueItems"),
        ({"properties": {"a": {"not": {}}}}, "schema_keyword", "/properties/a/not"),
        ({"type": "array", "items": {}}, "not_object_schema", ""),
        ({"type": "string"}, "not_object_schema", ""),
        ({"type": "thing"}, "schema", "/type"),
        ({"type": 7}, "schema", "/type"),
        ({"properties": []}, "schema", "/properties"),
        ({"properties": {"a": 7}}, "schema", "/properties/a"),
        ({"allOf": {}}, "schema", "/allOf"),
        ([], "schema", ""),
        ("x", "schema", ""),
        (None, "schema", ""),
        (True, "no_fields", ""),
        ({"type": "object"}, "no_fields", ""),
        ({"properties": {f"f{n}": {} for n in range(501)}}, "fields", ""),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_read_is_refused_at_its_place(
    document: Any, code: str, pointer: str
) -> None:
    assert refused(document) == (code, pointer)


def test_a_schema_that_multiplies_ends_soon() -> None:
    many = {
        f"s{n}": {"allOf": [{"$ref": f"#/$defs/s{n + 1}"}, {"$ref": f"#/$defs/s{n + 1}"}]}
        for n in range(40)
    }
    wide = {
        f"w{n}": {"properties": {name: {"$ref": f"#/$defs/w{n + 1}"} for name in "abcdefgh"}}
        for n in range(40)
    }
    began = time.monotonic()
    assert refused({"$ref": "#/$defs/s0", "$defs": {**many, "s40": {}}})[0] == "schema_size"
    code = refused({"$ref": "#/$defs/w0", "$defs": {**wide, "w40": {"type": "string"}}})[0]
    assert code in ("schema_size", "fields")
    assert time.monotonic() - began < 2
