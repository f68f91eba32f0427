"""What an expression may refer to at a step: what came before it on some way, and the catalog."""

from collections.abc import Iterable, Mapping
from typing import Any

from expressions import GroupScope, Scope
from journeys.core.flow import Masks, known_before
from journeys.core.graph import Graph, Node
from journeys.core.program import Catalog

JOURNEY = {
    "profileId": "string",
    "namespace": "string",
    "instanceUID": "string",
    "supplementalId": "string",
    "enteredAt": "dateTime",
    "currentNodeId": "string",
    "currentNodeName": "string",
    "previousNodeId": "string",
    "lastNodeUIDInError": "string",
    "lastNodeNameInError": "string",
    "lastNodeTypeInError": "string",
    "lastErrorCode": "string",
    "lastErrorKind": "string",
    "lastErrorMessage": "string",
    "lastExecutedActionErrorCode": "string",
    "lastDataFetchErrorCode": "string",
}


class Scopes:
    """Makes the scope of each node, and shares it among nodes that know the same."""

    def __init__(self, graph: Graph, catalog: Catalog) -> None:
        self.graph = graph
        self.catalog = catalog
        self._masks = Masks()
        self._known = known_before(graph, self._masks, self._gives)
        self._made: dict[frozenset[str], Scope] = {}
        self._sources = _sources(catalog)

    def before(self, node: str, event: str = "") -> Scope:
        """The scope at a node; ``event`` is a type that has just arrived there."""
        names = self.known(node)
        if event:
            names |= {f"event:{event}", f"node:{node}"}
        found = self._made.get(names)
        if found is None:
            found = self._made[names] = self._scope(names)
        return found

    def known(self, node: str) -> frozenset[str]:
        """Names like ``event:LobbyBeacon``, ``node:lobby``, ``action:welcome``."""
        return self._masks.names(self._known.get(node, 0))

    def _gives(self, key: str, port: str) -> int:
        node = self.graph.nodes[key]
        if node.type == "action":
            return self._masks.of((f"action:{key}",))
        event = event_taken(node, port)
        return self._masks.of((f"event:{event}", f"node:{key}")) if event else 0

    def _scope(self, names: frozenset[str]) -> Scope:
        events = {key: _fields(self.catalog.events, key) for key in _keys(names, "event")}
        nodes = {key: self._node_fields(key) for key in _keys(names, "node")}
        actions = {key: self._answer(key) for key in _keys(names, "action")}
        return Scope(
            events=events, nodes=nodes, sources=self._sources, actions=actions, journey=JOURNEY
        )

    def _node_fields(self, key: str) -> Mapping[str, str] | None:
        node = self.graph.nodes.get(key)
        taken = events_of(node) if node is not None else ()
        return _fields(self.catalog.events, taken[0]) if len(set(taken)) == 1 else None

    def _answer(self, key: str) -> Mapping[str, str] | None:
        node = self.graph.nodes.get(key)
        action = self.catalog.actions.get(node.config.get("action", "")) if node else None
        return (action or {}).get("answer") or None


def scope_before(graph: Mapping[str, Any], node: str | None, catalog: Catalog) -> Scope:
    """The scope of the expressions of a node of graph JSON, for a check while the user types.

    node: None, or one that is not there, gives what the whole journey can know. A wait also sees
    the events that it waits for. The graph must be one in which structure_faults finds nothing.
    """
    drawn = Graph.from_json(graph)
    scopes = Scopes(drawn, catalog)
    if node in drawn.nodes:
        events = events_of(drawn.nodes[node])
        names = scopes.known(node) | {f"event:{event}" for event in events}
        return scopes._scope(names | ({f"node:{node}"} if events else set()))
    names = {f"event:{event}" for step in drawn.nodes.values() for event in events_of(step)}
    names |= {f"node:{key}" for key, step in drawn.nodes.items() if events_of(step)}
    names |= {f"action:{key}" for key, step in drawn.nodes.items() if step.type == "action"}
    return scopes._scope(frozenset(names))


def event_taken(node: Node, port: str) -> str:
    """The event type that a run has taken when it leaves a node by this port; "" for none."""
    if node.type == "entry":
        return node.config.get("event", "")
    if node.type == "wait":
        for one in node.config.get("alternatives", ()):
            if one.get("kind") == "event" and port == f"alt:{one.get('key')}":
                return one.get("event", "")
    return ""


def events_of(node: Node) -> tuple[str, ...]:
    """The event types that a node can take."""
    if node.type == "entry":
        found = [node.config.get("event", "")]
    elif node.type == "wait":
        alternatives = node.config.get("alternatives", ())
        found = [one.get("event", "") for one in alternatives if one.get("kind") == "event"]
    else:
        return ()
    return tuple(event for event in found if event)


def _keys(names: Iterable[str], kind: str) -> list[str]:
    start = f"{kind}:"
    return [name[len(start) :] for name in names if name.startswith(start)]


def _fields(events: Mapping[str, Mapping[str, Any]], key: str) -> Mapping[str, str] | None:
    return (events.get(key) or {}).get("fields") or None


def _sources(catalog: Catalog) -> dict[str, dict[str, GroupScope]]:
    return {
        key: {
            group: GroupScope(told.get("fields") or None, told.get("params") or {})
            for group, told in (source.get("groups") or {}).items()
        }
        for key, source in catalog.sources.items()
    }
