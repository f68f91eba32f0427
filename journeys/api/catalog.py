"""What a journey may be made of: step types, declared things, functions."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from expressions import FUNCTIONS
from journeys.api import answers
from journeys.core.schema import node_types
from journeys.declared import catalog

Json = dict[str, Any]


class NodeTypesView(APIView):
    """The step types with their settings as JSON Schema."""

    rights = {"GET": "journeys.read"}

    @extend_schema(operation_id="node_types", responses={200: answers.NodeTypesAnswer})
    def get(self, request: Request) -> Response:
        return Response(node_types())


class CatalogView(APIView):
    """Event types, data sources, actions and functions, as the designer lists them."""

    rights = {"GET": "journeys.read"}

    @extend_schema(operation_id="catalog", responses={200: answers.CatalogAnswer})
    def get(self, request: Request) -> Response:
        known = catalog()
        return Response(
            {
                "events": [_event(key, entry) for key, entry in sorted(known.events.items())],
                "sources": [_source(key, entry) for key, entry in sorted(known.sources.items())],
                "actions": [_action(key, entry) for key, entry in sorted(known.actions.items())],
                "functions": _functions(),
            }
        )


def _event(key: str, entry: Json) -> Json:
    return {
        "key": key,
        "name": entry["name"],
        "namespace": entry["namespace"],
        "fields": _fields(entry["fields"], entry.get("names")),
    }


def _source(key: str, entry: Json) -> Json:
    groups = [
        {
            "key": group_key,
            "name": group["name"],
            "fields": _fields(group["fields"], group.get("names")),
            "params": [{"name": name, "type": of} for name, of in group["params"].items()],
        }
        for group_key, group in sorted(entry["groups"].items())
    ]
    return {"key": key, "name": entry["name"], "groups": groups}


def _action(key: str, entry: Json) -> Json:
    parameters = [
        {
            "key": name,
            "name": parameter["name"],
            "type": parameter["type"],
            "required": parameter["required"],
            "help": parameter.get("help", ""),
        }
        for name, parameter in entry["parameters"].items()
    ]
    answer = [{"path": path, "type": of} for path, of in entry["answer"].items()]
    head = {"key": key, "name": entry["name"], "kind": entry["kind"]}
    return head | {"parameters": parameters, "answer": answer}


def _fields(fields: Json | None, names: Json | None = None) -> list[Json]:
    """Declared fields with their names; None is undeclared, so there is nothing to list."""
    return [
        {"path": path, "type": str(of), "name": (names or {}).get(path) or path}
        for path, of in (fields or {}).items()
    ]


def _functions() -> list[Json]:
    """The language's functions with every way to call them."""
    return [
        {
            "name": function.name,
            "category": function.category,
            "signatures": [str(signature) for signature in function.signatures],
        }
        for function in FUNCTIONS
    ]
