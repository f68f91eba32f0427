"""What a save refuses: a document that the designer could not open again, or that is too large.

An unfinished journey is no fault. Everything here is linear in the document and iterative.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from journeys.core.limits import MAX_DEPTH, MAX_EDGES, MAX_NAME, MAX_NODES, MAX_POSITION
from journeys.core.nodes import NODE_TYPES
from journeys.core.problem_texts import sentence
from journeys.core.schema import SETTINGS
from journeys.core.shapes import Fault, escaped, is_key, shape_faults

MAX_FAULTS = 100
_NODE = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"type": "string", "maxLength": 64},
        "name": {"type": "string", "maxLength": MAX_NAME},
        "config": {"type": "object"},
    },
}
_EDGE = {
    "type": "object",
    "required": ["from", "port", "to"],
    "properties": {
        "from": {"type": "string", "maxLength": 64},
        "port": {"type": "string", "maxLength": 80},
        "to": {"type": "string", "maxLength": 64},
    },
}


def structure_faults(document: Any) -> list[tuple[str, str, dict[str, Any], str]]:
    """What is wrong with the form of ``{"graph": ..., "layout": ...}``; layout may be left out.

    A list of (JSON pointer, code, params, English sentence), at most 100.
    """
    return [
        (pointer, code, params, sentence(code, params))
        for pointer, code, params in islice(_faults(document), MAX_FAULTS)
    ]


def _faults(document: Any) -> Iterator[Fault]:
    if not isinstance(document, Mapping):
        yield "", "type", {"expected": "object"}
        return
    first = next(_crowd(document.get("graph")), None) or next(_deep(document), None)
    if first is not None:
        yield first
        return
    yield from _graph_faults(document.get("graph"))
    layout = document.get("layout")
    if layout is not None:
        yield from _layout_faults(layout)


def _crowd(graph: Any) -> Iterator[Fault]:
    """More steps or connections than may be. Told before all else: the rest costs by their number."""
    for part, code, limit in (
        ("nodes", "too_many_nodes", MAX_NODES),
        ("edges", "too_many_edges", MAX_EDGES),
    ):
        given = graph.get(part) if isinstance(graph, Mapping) else None
        if isinstance(given, dict | list) and len(given) > limit:
            yield f"/graph/{part}", code, {"limit": limit, "given": len(given)}


def _deep(document: Any) -> Iterator[Fault]:
    """Lists and objects that stand too deep. A place is written out only where it is told."""
    stack: list[tuple[Any, int, Any]] = [(document, 0, None)]
    while stack:
        entry = stack.pop()
        value, depth, _ = entry
        if depth > MAX_DEPTH:
            yield _pointer(entry), "depth", {"limit": MAX_DEPTH}
            continue
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        stack += [
            (inner, depth + 1, (entry, name))
            for name, inner in pairs
            if isinstance(inner, dict | list)
        ]


def _pointer(entry: tuple[Any, int, Any]) -> str:
    parts = []
    while entry[2] is not None:
        entry, name = entry[2]
        parts.append(f"/{escaped(str(name))}")
    return "".join(reversed(parts))


def _graph_faults(graph: Any) -> Iterator[Fault]:
    if not isinstance(graph, Mapping):
        yield "/graph", "type", {"expected": "object"}
        return
    if graph.get("schema", 1) != 1 or isinstance(graph.get("schema", 1), bool):
        yield "/graph/schema", "schema_version", {"known": 1}
    yield from shape_faults(graph.get("settings", {}), SETTINGS, "/graph/settings")
    nodes, edges = graph.get("nodes"), graph.get("edges")
    yield from _node_faults(nodes, present="nodes" in graph)
    if "edges" not in graph:
        yield "/graph/edges", "missing", {"field": "edges"}
    elif not isinstance(edges, list):
        yield "/graph/edges", "type", {"expected": "array"}
    else:
        yield from _edge_faults(edges, nodes if isinstance(nodes, Mapping) else {})


def _node_faults(nodes: Any, *, present: bool) -> Iterator[Fault]:
    if not present:
        yield "/graph/nodes", "missing", {"field": "nodes"}
    elif not isinstance(nodes, Mapping):
        yield "/graph/nodes", "type", {"expected": "object"}
    else:
        for key, node in nodes.items():
            pointer = f"/graph/nodes/{escaped(str(key))}"
            if not is_key(key):
                yield pointer, "id_chars", {}
            yield from _one_node(node, pointer)


def _one_node(node: Any, pointer: str) -> Iterator[Fault]:
    faults = list(shape_faults(node, _NODE, pointer))
    yield from faults
    if faults:
        return
    kind = NODE_TYPES.get(node["type"])
    if kind is None:
        yield f"{pointer}/type", "unknown_type", {"type": node["type"]}
    else:
        yield from shape_faults(node.get("config", {}), kind.CONFIG, f"{pointer}/config")


def _edge_faults(edges: list[Any], nodes: Mapping[str, Any]) -> Iterator[Fault]:
    seen = set()
    for at, edge in enumerate(edges):
        pointer = f"/graph/edges/{at}"
        faults = list(shape_faults(edge, _EDGE, pointer))
        yield from faults
        if faults:
            continue
        named = (edge["from"], edge["port"], edge["to"])
        for end in ("from", "to"):
            if edge[end] not in nodes:
                yield f"{pointer}/{end}", "unknown_node", {"key": edge[end]}
        if edge["from"] == edge["to"]:
            yield pointer, "self_edge", {"key": edge["from"]}
        if named in seen:
            yield pointer, "duplicate_edge", {"from": edge["from"], "to": edge["to"]}
        seen.add(named)


def _layout_faults(layout: Any) -> Iterator[Fault]:
    if not isinstance(layout, Mapping):
        yield "/layout", "type", {"expected": "object"}
        return
    positions = layout.get("positions", {})
    if not isinstance(positions, Mapping):
        yield "/layout/positions", "type", {"expected": "object"}
    elif len(positions) > 2 * MAX_NODES:
        yield "/layout/positions", "too_many", {"limit": 2 * MAX_NODES}
    else:
        for key, place in positions.items():
            if not is_key(key):
                yield f"/layout/positions/{escaped(str(key))}", "id_chars", {}
            elif not _is_place(place):
                yield f"/layout/positions/{key}", "position", {}
    if layout.get("direction", "down") not in ("down", "right"):
        yield "/layout/direction", "choice", {"choices": ["down", "right"]}


def _is_place(place: Any) -> bool:
    return isinstance(place, Mapping) and all(_is_offset(place.get(axis)) for axis in ("x", "y"))


def _is_offset(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) <= MAX_POSITION  # NaN is not <= anything
