"""A journey's graph as frozen values: what the designer drew, before anything is compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """One step. ``config`` is as the step type's CONFIG describes it; missing parts have defaults."""

    key: str
    type: str
    name: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """From a port of one step into another step."""

    source: str
    port: str
    target: str


@dataclass(frozen=True)
class Graph:
    """Nodes by key, edges in their order, and the journey's settings as they were written."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    settings: Mapping[str, Any]

    @classmethod
    def from_json(cls, graph: Mapping[str, Any]) -> "Graph":
        """From JSON in which ``structure.structure_faults`` finds nothing."""
        nodes = {
            key: Node(key, node["type"], node.get("name", ""), node.get("config", {}))
            for key, node in graph["nodes"].items()
        }
        edges = tuple(
            Edge(edge["from"], edge["port"], edge["to"]) for edge in graph.get("edges", ())
        )
        settings = MappingProxyType(dict(graph.get("settings", {})))
        return cls(MappingProxyType(nodes), edges, settings)

    @cached_property
    def targets(self) -> Mapping[str, Mapping[str, str]]:
        """node -> port -> the node that follows. Of two edges at one port the first counts."""
        found: dict[str, dict[str, str]] = {key: {} for key in self.nodes}
        for edge in self.edges:
            found[edge.source].setdefault(edge.port, edge.target)
        return found

    @property
    def entries(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.type == "entry")

    def named(self, key: str) -> str:
        """What a user calls the step: its name, else its key."""
        node = self.nodes.get(key)
        return (node.name or key) if node is not None else key
