"""The names behind the numbers in the engine's tables: steps and ports of a published version."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from journeys.core.nodes import NODE_TYPES
from journeys.models import Version

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn in a version, as far as a path needs it. A version never changes."""

    journey_id: int
    number: int
    keys: tuple[str, ...]  # a step's number is its place here
    nodes: Json
    ports: tuple[tuple[str, ...], ...]
    targets: dict[tuple[str, str], str]
    zone: str  # the journey's own; a person's may come before it

    def key(self, number: int | None) -> str | None:
        return self.keys[number] if number is not None and 0 <= number < len(self.keys) else None

    def name(self, key: str | None) -> str | None:
        """What people call the step; its key where it has no name."""
        return None if key is None else self.nodes[key].get("name") or key

    def path(self, numbers: Sequence[int] | None) -> list[Json]:
        """The steps that were left and the ports taken, from a flat list of their numbers."""
        pairs = zip((numbers or [])[::2], (numbers or [])[1::2], strict=False)
        return [self._left(node, port) for node, port in pairs]

    def _left(self, node: int, port: int) -> Json:
        key = self.keys[node]
        names = self.ports[node]
        taken = names[port] if 0 <= port < len(names) else None
        return {
            "node": key,
            "name": self.name(key),
            "type": self.nodes[key]["type"],
            "port": taken,
            "port_name": self._port_name(key, taken),
            "to": self.targets.get((key, taken or "")),
        }

    def _port_name(self, key: str, port: str | None) -> str:
        kind, _, inner = (port or "").partition(":")
        config = self.nodes[key].get("config", {})
        for row in config.get("paths", config.get("alternatives", [])):
            if row.get("key") == inner:
                return str(row.get("name") or inner)
        return kind


@lru_cache(maxsize=512)
def drawn(version_id: int) -> Drawn:
    """What was drawn in a version; kept, because it never changes.

    Raises:
        Version.DoesNotExist: there is no such version.
    """
    version = Version.objects.get(pk=version_id)
    nodes = version.graph["nodes"]
    keys = tuple(sorted(nodes))
    targets = {(edge["from"], edge["port"]): edge["to"] for edge in version.graph["edges"]}
    ports = tuple(
        NODE_TYPES[nodes[key]["type"]].ports(nodes[key].get("config", {})) for key in keys
    )
    zone = str(version.graph.get("settings", {}).get("timezone") or "UTC")
    return Drawn(version.journey_id, version.number, keys, nodes, ports, targets, zone)
