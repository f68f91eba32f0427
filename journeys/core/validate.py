"""What a publication refuses and what it warns of. Linear in nodes and edges; nothing recurses."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from journeys.core import limits
from journeys.core.checking import Checking, GraphProblem
from journeys.core.flow import loops, reachable, successors, topological
from journeys.core.graph import Graph, Node
from journeys.core.moments import BadDuration, read_duration, read_zone
from journeys.core.nodes import NODE_TYPES
from journeys.core.program import Catalog
from journeys.core.shapes import escaped
from journeys.core.structure import structure_faults

__all__ = ["GraphProblem", "problems", "structure_faults"]


def problems(
    graph: Mapping[str, Any], catalog: Catalog, now: datetime | None = None
) -> list[GraphProblem]:
    """Everything to mend in graph JSON, errors first. Never raises, whatever the graph is.

    now: the present moment, to find what lies in the past; None leaves that unjudged.
    """
    faults = structure_faults({"graph": graph})
    if faults:
        return [_as_problem(*fault) for fault in faults]
    checking = Checking(Graph.from_json(graph), catalog, now)
    _check_settings(checking)
    _check_entries(checking)
    _check_edges(checking)
    _check_ways(checking)
    for node in checking.graph.nodes.values():
        checking.at(node)
        NODE_TYPES[node.type].check(node, checking)
        _check_settings_known(node, checking)
    _check_names(checking)
    rank = {"error": 0, "warning": 1, "hint": 2}
    return sorted(checking.problems, key=lambda found: rank[found.severity])


def _as_problem(pointer: str, code: str, params: dict[str, Any], message: str) -> GraphProblem:
    inside = pointer.removeprefix("/graph")
    parts = inside.split("/")
    node = parts[2] if len(parts) > 2 and parts[1] == "nodes" else None
    return GraphProblem(code, "error", node, inside, params, message)


def _check_settings(checking: Checking) -> None:
    settings = checking.graph.settings
    checking.at(None)
    zone = settings.get("timezone", "UTC")
    if read_zone(zone) is None:
        checking.error("unknown_timezone", "/timezone", zone=zone)
    if settings.get("reentrance_pause"):
        checking.duration(settings["reentrance_pause"], "/reentrance_pause", limits.MAX_PAUSE)
    if settings.get("longest_stay"):
        checking.duration(
            settings["longest_stay"], "/longest_stay", limits.MAX_STAY, limits.MIN_STAY
        )
    start = checking.moment(settings.get("starts_at"), "/starts_at")
    end = checking.moment(settings.get("ends_at"), "/ends_at")
    if start is not None and end is not None and end <= start:
        checking.error("range_empty", "/ends_at")
    elif end is not None and checking.now is not None and end <= checking.now:
        checking.warning("range_over", "/ends_at")


def _check_entries(checking: Checking) -> None:
    entries = checking.graph.entries
    if not entries:
        checking.whole("error", "no_entry", "/nodes")
    for node in entries[1:]:
        checking.at(node)
        checking.error("many_entries")


def _check_edges(checking: Checking) -> None:
    graph = checking.graph
    leaving: dict[str, set[str]] = {key: set() for key in graph.nodes}
    for edge in graph.edges:
        checking.at(graph.nodes[edge.source])
        if edge.port in leaving[edge.source]:
            checking.error("many_edges", port=edge.port)
        leaving[edge.source].add(edge.port)
        if graph.nodes[edge.target].type == "entry":
            checking.error("entry_entered", port=edge.port)
    for node in graph.nodes.values():
        checking.at(node)
        ports = NODE_TYPES[node.type].ports(node.config)
        for port in sorted(leaving[node.key] - set(ports)):
            checking.error("unknown_port", port=port)
        for port in dict.fromkeys(ports):
            if port not in leaving[node.key]:
                checking.hint("ends_here", port=port)


def _check_ways(checking: Checking) -> None:
    graph = checking.graph
    following = successors(graph)
    for key in loops(following):
        checking.at(graph.nodes[key])
        checking.error("cycle")
    entries = [node.key for node in graph.entries]
    if entries:
        reached = reachable(following, entries)
        for key, node in graph.nodes.items():
            if key not in reached:
                checking.at(node)
                checking.error("unreachable")
    _check_stay(checking, following)


def _check_stay(checking: Checking, following: Mapping[str, list[str]]) -> None:
    """Waits that every way passes must fit in the longest stay (the shortest ways are summed)."""
    order, looped = topological(following)
    if looped:
        return
    shortest: dict[str, timedelta] = {node.key: timedelta() for node in checking.graph.entries}
    for key in order:
        if key not in shortest:
            continue
        for port, target in checking.graph.targets[key].items():
            length = shortest[key] + _length(checking.graph.nodes[key], port)
            shortest[target] = min(shortest.get(target, length), length)
    for key, node in checking.graph.nodes.items():
        before = shortest.get(key, timedelta())
        if node.type == "action" and before > checking.longest_stay:
            checking.at(node)
            checking.warning("path_longer_than_stay")


def _length(node: Node, port: str) -> timedelta:
    """How long a run waits at least when it leaves a node by this port."""
    for one in node.config.get("alternatives", ()):
        if one.get("kind") == "duration" and port == f"alt:{one['key']}":
            try:
                return min(
                    max(timedelta(), read_duration(one.get("duration", ""))), limits.MAX_WAIT
                )
            except BadDuration:
                break
    return timedelta()


def _check_settings_known(node: Node, checking: Checking) -> None:
    known = NODE_TYPES[node.type].CONFIG["properties"]
    for name in node.config:
        if name not in known:
            checking.warning("unknown_setting", f"/{escaped(name)}", name=name[:64])


def _check_names(checking: Checking) -> None:
    named = Counter(node.name for node in checking.graph.nodes.values() if node.name)
    for node in checking.graph.nodes.values():
        if named[node.name] > 1:
            checking.at(node)
            checking.hint("same_name")
