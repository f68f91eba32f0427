"""What the parts of the checker share: the problems found so far and what is known of each node."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from expressions.constants import constant
from expressions.problems import EvaluationError, Fix, Problem, Severity, Span, problem
from expressions.scope import Scope, Shape
from expressions.tree import Literal, Name, Node
from expressions.types import Type

UNKNOWN = object()


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
        self.problems.append(problem(code, span, fix=fix, severity=severity, **params))

    def is_fixed(self, node: Node) -> bool:
        return id(node) in self.fixed

    def value(self, node: Node) -> Any:
        """The value of a constant node, UNKNOWN of any other or where its run fails."""
        if isinstance(node, Literal):
            return node.value
        if id(node) not in self.fixed:
            return UNKNOWN
        try:
            return constant(node)
        except EvaluationError:
            return UNKNOWN

    def verify(self, node: Node) -> None:
        """Runs a constant part, which must not fail."""
        if isinstance(node, Literal) or id(node) not in self.fixed:
            return
        span = (node.start, node.end)
        try:
            constant(node)
        except EvaluationError as fault:
            if not any(found.severity == "error" for found in self.problems):
                self.report(fault.code, fault.span or span, **fault.params)

    def unknown(self, code: str, part: Name, known: Iterable[str], **params: Any) -> None:
        """Reports a name that does not exist, with the nearest that does."""
        near = nearest(part.text, known)
        fix = Fix(near, part.start, part.end) if near else None
        self.report(code, part, fix=fix, name=part.text, nearest=near, **params)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like one, by letters; the same in another case comes first."""
    names = list(known)[:2_000]
    lowered = name.lower()
    for one in names:
        if one.lower() == lowered and one != name:
            return one
    found = get_close_matches(name[:80], names, n=1, cutoff=0.6)
    return found[0] if found else None
