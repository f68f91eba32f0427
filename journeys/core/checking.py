"""What a step type's check function is given: the catalog, the scope, and a place for problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import expressions
from expressions import Type
from journeys.core import limits
from journeys.core.graph import Graph, Node
from journeys.core.moments import (
    BadDuration,
    read_duration,
    read_local,
    read_moment,
)
from journeys.core.problem_texts import sentence
from journeys.core.program import Catalog
from journeys.core.rules import Rules
from journeys.core.scope import Scopes
from journeys.core.shapes import escaped


@dataclass(frozen=True, slots=True)
class GraphProblem:
    """One thing to mend: what (code, params), how bad, where (step and JSON pointer), in words."""

    code: str
    severity: str  # error, warning, hint
    node: str | None
    pointer: str
    params: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "node": self.node,
            "pointer": self.pointer,
            "params": dict(self.params),
            "message": self.message,
        }


class Checking:
    """Collects the problems of a graph; ``at`` says which node is being checked.

    now: the present moment, for what lies in the past; None leaves that unjudged.
    """

    def __init__(self, graph: Graph, catalog: Catalog, now: datetime | None) -> None:
        self.graph = graph
        self.catalog = catalog
        self.now = now
        self.rules = Rules.read(graph.settings)
        self.problems: list[GraphProblem] = []
        self._scopes = Scopes(graph, catalog)
        self._node: Node | None = None

    @property
    def longest_stay(self) -> timedelta:
        return self.rules.longest_stay

    def at(self, node: Node | None) -> None:
        self._node = node

    # Problems

    def error(self, code: str, place: str = "", **params: Any) -> None:
        self._add("error", code, place, params)

    def warning(self, code: str, place: str = "", **params: Any) -> None:
        self._add("warning", code, place, params)

    def hint(self, code: str, place: str = "", **params: Any) -> None:
        self._add("hint", code, place, params)

    def _add(
        self, severity: str, code: str, place: str, params: dict[str, Any], message: str = ""
    ) -> None:
        node = self._node
        pointer = f"/settings{place}"
        if node is not None:
            pointer = f"/nodes/{escaped(node.key)}/config{place}" if place else f"/nodes/{node.key}"
            params.setdefault("step", node.name or node.key)
        told = message or sentence(code, params)
        key = node.key if node is not None else None
        self.problems.append(GraphProblem(code, severity, key, pointer, params, told))

    def whole(self, severity: str, code: str, pointer: str, **params: Any) -> None:
        """A problem of the graph itself, with its pointer."""
        text = sentence(code, params)
        self.problems.append(GraphProblem(code, severity, None, pointer, params, text))

    # References

    def event(self, key: str, place: str) -> str:
        """The event type, when it is known; a problem and "" when not."""
        if not key:
            self.error("missing", place, field="event")
        elif key not in self.catalog.events:
            self.error("unknown_reference", place, kind="event", key=key)
            return ""
        return key

    def action(self, key: str, place: str) -> Mapping[str, Any] | None:
        """The action's declaration, when it is known; a problem and None when not."""
        if not key:
            self.error("missing", place, field="action")
            return None
        if key not in self.catalog.actions:
            self.error("unknown_reference", place, kind="action", key=key)
        return self.catalog.actions.get(key)

    def keys(self, items: Sequence[Mapping[str, Any]], place: str) -> None:
        """The keys of paths or alternatives are each used once."""
        seen = set()
        for at, item in enumerate(items):
            if item["key"] in seen:
                self.error("duplicate_key", f"{place}/{at}/key", key=item["key"])
            seen.add(item["key"])

    def calls(self, config: Mapping[str, Any]) -> None:
        """Time-out and retries are within their bounds."""
        self._between(config, "timeout", limits.MIN_TIMEOUT, limits.MAX_TIMEOUT)
        self._between(config, "retries", 0, limits.MAX_RETRIES)

    def _between(self, config: Mapping[str, Any], name: str, low: int, high: int) -> None:
        if name in config and not low <= config[name] <= high:
            self.error("number_range", f"/{name}", low=low, high=high)

    # Times

    def duration(
        self,
        text: str,
        place: str,
        limit: timedelta,
        shortest: timedelta = timedelta(),
    ) -> timedelta | None:
        """The length, when it can be used; a problem and None when not."""
        if not text.strip():
            self.error("missing", place, field="duration")
            return None
        try:
            length = read_duration(text)
        except BadDuration as fault:
            self.error(fault.code, place, text=text)
            return None
        if length < timedelta():
            self.error("duration_negative", place, text=text)
        elif length > limit:
            self.error("duration_limit", place, limit=limit.days)
        elif length < shortest:
            self.error("duration_short", place, limit=int(shortest.total_seconds()))
        else:
            return length
        return None

    def moment(self, text: str | None, place: str) -> datetime | None:
        """The instant of a civil time or a moment; a problem when it is neither. "" is None."""
        if not text:
            return None
        moment = read_moment(text, self.rules.zone)
        if moment is None:
            self.error("moment_invalid", place, text=text)
            return None
        local = read_local(text)
        shown = moment.astimezone(self.rules.zone).replace(tzinfo=None)
        if local is not None and shown != local:
            at = shown.isoformat()
            self.hint("clock_gap", place, text=text, zone=str(self.rules.zone), at=at)
        return moment

    # Expressions

    def required_expression(self, text: str, place: str, wanted: tuple[str, ...]) -> None:
        if text.strip():
            self.expression(text, place, wanted)
        else:
            self.error("missing", place, field=place.rpartition("/")[2])

    def expression(self, text: str, place: str, wanted: tuple[str, ...], event: str = "") -> None:
        """The text can be computed at this step, and gives one of the wanted types."""
        assert self._node is not None
        scope = self._scopes.before(self._node.key, event)
        single = _type(wanted[0]) if len(wanted) == 1 else None
        checked = expressions.check(text, scope, single)
        for found in checked.problems:
            self._expression_problem(found, place)
        given = str(checked.type)
        if len(wanted) > 1 and not checked.errors and given not in (*wanted, "any", "null"):
            params = {"expected": wanted[0], "given": given, "start": 0, "end": len(text)}
            self.error("expression_type", place, **params)

    def _expression_problem(self, found: expressions.Problem, place: str) -> None:
        params = {
            **found.params,
            "reason": found.code,
            "start": found.start,
            "end": found.end,
            "fix": found.fix.to_json() if found.fix else None,
            "messages": {"en": found.message, "ko": found.to_json("ko")["message"]},
        }
        code = self._code_of(found, params)
        self._add(found.severity, code, place, params, found.message)

    def _code_of(self, found: expressions.Problem, params: dict[str, Any]) -> str:
        """The problem as the graph sees it: a reference that is gone, one too early, a type."""
        kind, _, what = found.code.partition("_")
        name = str(found.params.get("name", ""))
        if found.code == "wrong_result":
            return "expression_type"
        if kind != "unknown" or what not in ("event", "node", "action", "source", "group"):
            return "expression"
        known = {"event": self.catalog.events, "node": self.graph.nodes, "action": self.graph.nodes}
        params |= {"kind": what, "key": name}
        return "read_before" if name in known.get(what, ()) else "unknown_reference"

    def only_profile(self, text: str, place: str) -> None:
        """An entry's condition is judged before there is a run: it cannot wait for a look-up."""
        try:
            tree = expressions.compile(text)
        except expressions.ExpressionError:
            return
        for one in tree.references:
            if one.kind == "source" and one.source != "Profile":
                self.error("entry_looks_up", place, key=one.key)


@lru_cache(maxsize=64)
def _type(name: str) -> Type | None:
    try:
        return Type.parse(name)
    except ValueError:
        return None
