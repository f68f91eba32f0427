"""What lies before and behind each node, in one pass over the edges each way.

Sets are bit masks over a numbering of names: 500 nodes that know 500 things each stay cheap.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from journeys.core.graph import Graph


class Masks:
    """Numbers for names, and sets of names as integers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._decoded: dict[int, frozenset[str]] = {}

    def of(self, names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            mask |= 1 << self._numbers.setdefault(name, len(self._numbers))
        return mask

    def names(self, mask: int) -> frozenset[str]:
        """The names of a mask; the same object for the same mask."""
        found = self._decoded.get(mask)
        if found is None:
            found = frozenset(name for name, at in self._numbers.items() if mask >> at & 1)
            self._decoded[mask] = found
        return found

    @property
    def all(self) -> int:
        return (1 << len(self._numbers)) - 1


def successors(graph: Graph) -> dict[str, list[str]]:
    return {key: list(dict.fromkeys(ports.values())) for key, ports in graph.targets.items()}


def topological(following: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """The nodes in an order in which every edge leads onward, and those left: on or behind a loop."""
    incoming = dict.fromkeys(following, 0)
    for targets in following.values():
        for target in targets:
            incoming[target] += 1
    ready = deque(key for key, count in incoming.items() if count == 0)
    order = []
    while ready:
        key = ready.popleft()
        order.append(key)
        for target in following[key]:
            incoming[target] -= 1
            if incoming[target] == 0:
                ready.append(target)
    placed = set(order)
    return order, [key for key in following if key not in placed]


def loops(following: Mapping[str, list[str]]) -> list[str]:
    """The nodes that lie on a loop, or between two loops."""
    _, left = topological(following)
    backwards: dict[str, list[str]] = {key: [] for key in left}
    for key in left:
        for target in following[key]:  # it is left too: what is behind a loop is never ready
            backwards[target].append(key)
    _, both_ways = topological(backwards)
    return both_ways


def reachable(following: Mapping[str, list[str]], start: Iterable[str]) -> set[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        for target in following[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def known_before(graph: Graph, masks: Masks, gives: Callable[[str, str], int]) -> dict[str, int]:
    """node -> what some way to it has given. ``gives(node, port)`` is what leaving there adds.

    Nodes on or behind a loop of a draft are taken to know everything.
    """
    # All that is given is numbered first: only then does the mask of everything hold it.
    given = {
        (key, port): gives(key, port) for key, ports in graph.targets.items() for port in ports
    }
    order, looped = topological(successors(graph))
    known = dict.fromkeys(graph.nodes, 0)
    for key in order:
        for port, target in graph.targets[key].items():
            known[target] |= known[key] | given[key, port]
    return known | dict.fromkeys(looped, masks.all)


def needed_from(graph: Graph, masks: Masks, reads: Callable[[str], int]) -> dict[str, int]:
    """node -> what it and everything behind it reads; on or behind a loop, everything."""
    following = successors(graph)
    own = {key: reads(key) for key in graph.nodes}
    order, looped = topological(following)
    needed = dict.fromkeys(looped, masks.all)
    for key in reversed(order):
        mask = own[key]
        for target in following[key]:
            mask |= needed[target]
        needed[key] = mask
    return needed
