"""What the parts of the checker share: the problems found so far and what is known of each node."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Any

from expressions.constants import UNKNOWN, Constants
from expressions.problems import Fix, Problem, Severity, Span, problem
from expressions.scope import Scope, Shape
from expressions.tree import Literal, Name, Node
from expressions.types import Type

MAX_PROBLEMS = 50
MAX_GUESSES = 5


class Checking:
    """One check of one tree. ``declared``: types of references by their start; ``fixed``: ids of
    the nodes that are constant; ``types``: types by the id of the node; ``elements``: the shapes behind currentEventField and its like."""

    def __init__(self, scope: Scope | None, visit: Callable[["Checking", Node], Type]) -> None:
        self.scope = scope
        self.problems: list[Problem] = []
        self.declared: dict[int, Type] = {}
        self.fixed: set[int] = set()
        self.types: dict[int, Type] = {}
        self.elements: dict[str, Shape] = {}
        self.constants = Constants()
        self.program = 0
        self._guesses = 0
        self._visit = visit

    def type(self, node: Node) -> Type:
        return self._visit(self, node)

    def report(
        self,
        code: str,
        place: Node | Name | Span,
        *,
        fix: Fix | None = None,
        severity: Severity = "error",
        **params: Any,
    ) -> None:
        span = place if isinstance(place, tuple) else (place.start, place.end)
        if sum(one.severity == severity for one in self.problems) < MAX_PROBLEMS:
            self.problems.append(problem(code, span, fix=fix, severity=severity, **params))

    def is_fixed(self, node: Node) -> bool:
        return id(node) in self.fixed

    def value(self, node: Node) -> Any:
        """The value of a constant node, UNKNOWN of any other or where its run fails."""
        if isinstance(node, Literal):
            return node.value
        if id(node) not in self.fixed:
            return UNKNOWN
        return self.constants.value(node)

    def verify(self, node: Node) -> None:
        """Runs a constant part, which must not fail."""
        if isinstance(node, Literal) or id(node) not in self.fixed:
            return
        fault = self.constants.fault(node)
        if fault is not None and not any(found.severity == "error" for found in self.problems):
            self.report(fault.code, fault.span or (node.start, node.end), **fault.params)

    def unknown(self, code: str, part: Name, known: Iterable[str], **params: Any) -> None:
        """Reports a name that does not exist, with the nearest that does."""
        near = self.nearest(part.text, known)
        fix = Fix(near, part.start, part.end) if near else None
        self.report(code, part, fix=fix, name=part.text, nearest=near, **params)

    def nearest(self, name: str, known: Iterable[str]) -> str | None:
        """The known name that is most like one. Only the first wrong names are worth the search:
        it takes milliseconds among hundreds."""
        self._guesses += 1
        return nearest(name, known) if self._guesses <= MAX_GUESSES else None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like one, by letters; the same in another case comes first."""
    name = name[:80]
    names, lowered = list(islice(known, 2_000)), name.lower()
    for one in names:
        if one.lower() == lowered and one != name:
            return one
    found = get_close_matches(name, _likely(names, lowered), n=1, cutoff=0.6)
    return found[0] if found else None


def _likely(names: list[str], lowered: str) -> list[str]:
    """The hundred names of about the same length that share most letters: cheap to tell."""
    letters, room = set(lowered), 3 + len(lowered) // 4
    ranked = []
    for one in names:
        if abs(len(one) - len(lowered)) <= room:
            shared = len(letters & set(one.lower()))
            if 2 * shared > len(letters):
                ranked.append((-shared, one))
    return [one for _, one in sorted(ranked)[:100]]
