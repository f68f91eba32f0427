"""The JSON Schema of a journey's document, made from the schema of the step types."""

from typing import Any

from journeys.core import shapes
from journeys.core.limits import MAX_EDGES, MAX_NODES
from journeys.core.schema import node_types
from journeys.models.journey import NAME_LENGTH

Json = dict[str, Any]
KEY: Json = {"pattern": f"^{shapes.KEY.pattern}$", "not": {"enum": sorted(shapes.FORBIDDEN)}}
_KEYS = {"type": "array", "items": {"type": "string"}}


def document_schema() -> Json:
    """JSON Schema 2020-12: what ``export_document`` writes and ``import_document`` reads."""
    known = node_types()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "/api/v1/journey-schema",
        "title": "A journey of Gilmok",
        "type": "object",
        "required": ["gilmok", "name", "graph"],
        "additionalProperties": False,
        "properties": {
            "gilmok": {"const": 1},
            "name": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH},
            "description": {"type": "string", "maxLength": 4000},
            "graph": _graph(known),
            "layout": _layout(),
            "uses": {
                "type": "object",
                "properties": {"events": _KEYS, "sources": _KEYS, "actions": _KEYS},
            },
        },
        "$defs": {kind["type"]: _node(kind) for kind in known["types"]},
    }


def _graph(known: Json) -> Json:
    steps = [{"$ref": f"#/$defs/{kind['type']}"} for kind in known["types"]]
    return {
        "type": "object",
        "required": ["nodes", "edges"],
        "properties": {
            "schema": {"const": 1},
            "settings": known["settings"],
            "nodes": {
                "type": "object",
                "maxProperties": MAX_NODES,
                "propertyNames": KEY,
                "additionalProperties": {"oneOf": steps},
            },
            "edges": {"type": "array", "maxItems": MAX_EDGES, "items": _edge()},
        },
    }


def _edge() -> Json:
    key = {"type": "string", **KEY}
    return {
        "type": "object",
        "required": ["from", "port", "to"],
        "properties": {"from": key, "port": {"type": "string", "maxLength": 80}, "to": key},
    }


def _node(kind: Json) -> Json:
    return {
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {"const": kind["type"]},
            "name": {"type": "string", "maxLength": NAME_LENGTH},
            "config": kind["config"],
        },
    }


def _layout() -> Json:
    place = {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": "number"}}}
    return {
        "type": "object",
        "properties": {
            "positions": {"type": "object", "additionalProperties": place},
            "direction": {"enum": ["down", "right"]},
        },
    }
