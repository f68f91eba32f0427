"""The hostile graphs of ``fixtures/bad_inputs/graph.jsonl`` in the form of this product.

The rows list nodes with ids and pairs of edges; here nodes are an object by key, and an edge
leaves by a port. ``event`` is our entry, ``label`` our name, ``expr`` the rule of a condition.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from demo import graphs

FILE = Path(__file__).parents[2] / "fixtures" / "bad_inputs" / "graph.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
Json = dict[str, Any]

_PORTS = {"event": "next", "condition": "path:yes", "wait": "alt:after", "action": "next"}


def row(name: str) -> Any:
    """The input of the row of this name."""
    return next(found["input"] for found in ROWS if found["name"] == name)


def names(surface: str) -> set[str]:
    return {found["name"] for found in ROWS if found["surface"] == surface}


def drawn(given: Any) -> Any:
    """The graph of a row, in our form; what is no list of nodes stays as it is."""
    if "gen" in given:
        return _GENERATED[given["gen"]](given)
    if not isinstance(given.get("nodes"), list):
        return given
    nodes = given["nodes"]
    ports = {node["id"]: _PORTS.get(node["type"], "next") for node in nodes}
    edges = [_edge(one, ports.get(one, "next"), other) for one, other in given.get("edges", [])]
    return graph({node["id"]: _step(node) for node in nodes}, edges)


def positions(given: Json) -> Json:
    """The layout of a row: where its nodes stand."""
    return {node["id"]: node["position"] for node in given["nodes"] if "position" in node}


def graph(nodes: Json, edges: list[Json], **settings: Any) -> Json:
    return {"schema": 1, "settings": graphs.settings(**settings), "nodes": nodes, "edges": edges}


def waiting(alternative: Json, **settings: Any) -> Json:
    """Entry, one wait, end."""
    steps = {
        "a": graphs.entry("In", "SpaBeacon"),
        "w": graphs.wait("Wait", {"key": "after", "name": "", "condition": ""} | alternative),
        "e": graphs.end("End"),
    }
    return graph(steps, [_edge("a", "next", "w"), _edge("w", "alt:after", "e")], **settings)


def as_text(given: Json) -> str:
    """The row as JSON text in which two nodes of one id are one key twice."""
    nodes = ", ".join(f'"{node["id"]}": {json.dumps(_step(node))}' for node in given["nodes"])
    return f'{{"graph": {{"schema": 1, "nodes": {{{nodes}}}, "edges": []}}, "layout": {{}}}}'


def _step(node: Json) -> Json:
    text = _grown(node.get("label", ""))
    if node["type"] == "event":
        return graphs.entry(text or node["id"], "SpaBeacon")
    if node["type"] == "condition":
        return graphs.condition(text or node["id"], ("yes", "Yes", node.get("expr", "1 < 2")))
    if node["type"] == "wait":
        return graphs.wait(text or node["id"], graphs.after("after", "After", "P1D"))
    if node["type"] == "action":
        return graphs.action(text or node["id"], node["action_id"], {})
    return graphs.end(text or node["id"]) | _data(node)


def _data(node: Json) -> Json:
    if "data" not in node:
        return {}
    open_, close, times, middle = node["data"]["x"]["nest"]
    return {"config": {"x": json.loads(open_ * times + middle + close * times)}}


def _grown(value: Any) -> str:
    if isinstance(value, dict):
        text, times = value["repeat"]
        return str(text) * times
    return str(value)


def _edge(source: str, port: str, target: str) -> Json:
    return {"from": source, "port": port, "to": target}


def _chain(given: Json) -> Json:
    """An entry and conditions one behind the other: ``n`` steps in all."""
    keys = [f"s{at}" for at in range(given["n"] - 1)]
    steps = {key: _step({"id": key, "type": "condition"}) for key in keys}
    edges = [_edge(a, "path:yes", b) for a, b in pairwise(keys)]
    nodes = {"in": graphs.entry("In", "SpaBeacon")} | steps
    return graph(nodes, [_edge("in", "next", keys[0]), *edges])


def _multi_edge(given: Json) -> Json:
    nodes = {"a": graphs.entry("In", "SpaBeacon"), "e": graphs.end("End")}
    return graph(nodes, [_edge("a", "next", "e")] * given["n"])


def _cycle(given: Json) -> Json:
    first, *others = given["nodes"]
    keys = [f"n{at}" for at in range(len(others))]
    nodes = {"in": _step({"id": "in", "type": first})}
    nodes |= {key: _step({"id": key, "type": of}) for key, of in zip(keys, others, strict=True)}
    around = zip(keys, [*keys[1:], keys[0]], strict=True)
    edges = [_edge(a, "path:yes", b) for a, b in around]
    return graph(nodes, [_edge("in", "next", keys[0]), *edges])


def _diamonds(given: Json) -> Json:
    nodes, edges = {"in": graphs.entry("In", "SpaBeacon")}, [_edge("in", "next", "j0")]
    for at in range(given["n"]):
        for key in (f"j{at}", f"l{at}", f"r{at}"):
            nodes[key] = _step({"id": key, "type": "condition"})
        edges += [_edge(f"j{at}", "path:yes", f"l{at}"), _edge(f"j{at}", "else", f"r{at}")]
        edges += [_edge(f"{side}{at}", "path:yes", f"j{at + 1}") for side in "lr"]
    nodes[f"j{given['n']}"] = graphs.end("End")
    return graph(nodes, edges)


_GENERATED = {"chain": _chain, "multi_edge": _multi_edge, "cycle": _cycle, "diamonds": _diamonds}
