"""Draw a journey in a few words, as the JSON that the canvas saves.

    draw({"in": entry("Order"), "wait": wait(on("Paid"), after("PT1H")), "done": end()},
         "in -> wait", "wait alt:Paid -> done", timezone="Europe/Paris")

An edge without a port leaves by ``next``.
"""

from typing import Any

from journeys.core.compiled import CompiledProgram, compile_graph
from journeys.core.program import Catalog

Json = dict[str, Any]

CATALOG = Catalog(
    events={
        "Order": {
            "name": "Order",
            "namespace": "customer",
            "fields": {
                "total": "integer",
                "city": "string",
                "due": "dateTime",
                "day": "dateOnly",
                "clock": "dateTimeOnly",
                "grace": "duration",
            },
        },
        "Paid": {"name": "Paid", "namespace": "customer", "fields": {"amount": "integer"}},
        "Cancelled": {"name": "Cancelled", "namespace": "customer", "fields": {}},
    },
    sources={
        "Profile": {
            "name": "Profile",
            "groups": {
                "person": {"name": "Person", "fields": {"name": "string", "vip": "boolean"}, "params": {}},
                "segments": {"name": "Segments", "fields": {}, "params": {}},
            },
        },
        "Weather": {
            "name": "Weather",
            "groups": {
                "city": {
                    "name": "City",
                    "fields": {"temperature": "integer", "sky": "string"},
                    "params": {"city": "string"},
                },
                "alert": {"name": "Alert", "fields": {"level": "integer"}, "params": {}},
            },
        },
        "Coupons": {
            "name": "Coupons",
            "cache_seconds": 3600,
            "groups": {"best": {"name": "Best", "fields": {"code": "string"}, "params": {}}},
        },
    },
    actions={
        "send": {
            "name": "Send",
            "kind": "message",
            "parameters": {
                "text": {"name": "Text", "type": "string", "required": True},
                "number": {"name": "Number", "type": "integer", "required": False},
            },
            "answer": {"ref": "string"},
        },
    },
)  # fmt: skip


def draw(nodes: Json, *lines: str, **settings: Any) -> Json:
    """The graph of these steps, connected by ``"from port -> to"`` or ``"from -> to"``."""
    usual = {"timezone": "UTC", "longest_stay": "P91D"}
    return {
        "schema": 1,
        "settings": usual | settings,
        "nodes": nodes,
        "edges": [_edge(line) for line in lines],
    }


def _edge(line: str) -> Json:
    start, _, target = (part.strip() for part in line.partition("->"))
    source, _, port = start.partition(" ")
    return {"from": source, "port": port or "next", "to": target}


def compiled(graph: Json, salt: str = "") -> CompiledProgram:
    return compile_graph(graph, CATALOG, salt)


def _node(of: str, config: Json, name: str = "") -> Json:
    return {"type": of, "name": name, "config": config}


# Steps


def entry(event: str = "Order", condition: str = "") -> Json:
    return _node("entry", {"event": event, "condition": condition})


def condition(*paths: Json, on_error: str = "stop", timeout: float = 5) -> Json:
    return _node("condition", {"paths": list(paths), "on_error": on_error, "timeout": timeout})


def split(**percents: float) -> Json:
    paths = [{"key": key, "percent": percent} for key, percent in percents.items()]
    return _node("split", {"paths": paths})


def wait(*alternatives: Json) -> Json:
    return _node("wait", {"alternatives": list(alternatives)})


def action(name: str = "", action: str = "send", on_error: str = "stop", **parameters: str) -> Json:
    config = {"action": action, "parameters": parameters, "on_error": on_error}
    return _node("action", config, name)


def end(outcome: str = "neutral") -> Json:
    return _node("end", {"outcome": outcome})


# Paths of a condition


def rule(key: str, expression: str) -> Json:
    return {"key": key, "kind": "expression", "expression": expression}


def clock(key: str, start: str = "", end: str = "", *weekdays: str) -> Json:
    return {"key": key, "kind": "time", "from": start, "to": end, "weekdays": list(weekdays)}


def dates(key: str, start: str = "", end: str = "") -> Json:
    return {"key": key, "kind": "date", "from": start, "to": end}


# Alternatives of a wait


def on(event: str, condition: str = "", key: str = "", *, since_entry: bool = False) -> Json:
    return {"key": key or event or "event", "kind": "event", "event": event, "condition": condition,
            "since_entry": since_entry}  # fmt: skip


def after(duration: str, condition: str = "", key: str = "late") -> Json:
    return {"key": key, "kind": "duration", "duration": duration, "condition": condition}


def until(moment: str, condition: str = "", key: str = "then") -> Json:
    return {"key": key, "kind": "moment", "at": moment, "condition": condition}


def computed(expression: str, condition: str = "", key: str = "computed") -> Json:
    return {"key": key, "kind": "expression", "expression": expression, "condition": condition}
