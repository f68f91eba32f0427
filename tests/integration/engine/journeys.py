"""Small journeys that tests of the engine publish."""

from typing import Any

from actions.models import ActionDefinition
from demo import graphs

Json = dict[str, Any]
HELLO = {"text": '"Hello"'}


def drawn(nodes: Json, *edges: str, **settings: Any) -> Json:
    return {
        "schema": 1, "settings": graphs.settings(**settings), "nodes": nodes,
        "edges": graphs.edges(*edges),
    }  # fmt: skip


def line(*steps: Json, event: str = "CheckedIn", **settings: Any) -> Json:
    """Entry by ``event``, then these steps one after another by their first port: n1, n2, ..."""
    nodes = {"entry": graphs.entry("In", event)}
    ports = {"wait": "alt", "condition": "path", "split": "path"}
    edges, last = [], "entry next"
    for number, step in enumerate(steps, 1):
        key = f"n{number}"
        nodes[key] = step
        edges.append(f"{last} -> {key}")
        kind, config = step["type"], step["config"]
        first = (config.get("alternatives") or config.get("paths") or [{"key": ""}])[0]["key"]
        last = f"{key} {ports[kind]}:{first}" if kind in ports else f"{key} next"
    return drawn(nodes, *edges, **settings)


def message(text: str = '"Hello"') -> Json:
    return graphs.action("Say", "stay_push", {"text": text})


def restaurant(limit: str = "PT6H") -> Json:
    """Waits for the restaurant, at most so long."""
    return graphs.wait(
        "Restaurant?",
        graphs.on_event("came", "came", "RestaurantBeacon"),
        graphs.after("late", "too late", limit),
    )


def hours(number: int) -> Json:
    return graphs.wait("Hours", graphs.after("hours", "later", f"PT{number}H"))


def http(key: str, url: str, **more: Any) -> Json:
    """Declares an HTTP action that takes ``who``; the step that calls it."""
    ActionDefinition.objects.create(
        key=key, name=key, kind="http", url=url,
        parameters=[{"key": "who", "name": "Who", "type": "string"}], **more,
    )  # fmt: skip
    return graphs.action(key, key, {"who": '"somebody"'})
