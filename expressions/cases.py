"""Running files of example cases: the surroundings that a case describes, and the comparison."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from expressions import dates
from expressions.checker import check_tree
from expressions.compiled import compile_text, references
from expressions.parser import parse
from expressions.problems import EvaluationError, ExpressionError, LimitExceeded
from expressions.scope import GroupScope, Scope
from expressions.tree import Chain, Tree
from expressions.types import DECIMAL, Type
from expressions.values import Value, to_json, type_of

Case = Mapping[str, Any]
Fields = dict[str, dict[str, str]]


@dataclass
class CaseEnvironment:
    """The context of a case as an environment; also what ``--context`` of the command holds."""

    context: Mapping[str, Any]
    now: datetime
    zone: tzinfo = UTC
    seed: str = "case"
    calls: list[Mapping[str, Any]] = field(default_factory=list)

    def event(self, key: str) -> Any:
        return (self.context.get("event") or {}).get(key)

    def node(self, key: str) -> Any:
        return (self.context.get("node") or {}).get(key)

    def action(self, key: str) -> Any:
        return (self.context.get("action") or {}).get(key)

    def journey(self, name: str) -> Any:
        return (self.context.get("journey") or {}).get(name)

    def in_segment(self, name: str) -> bool:
        return name in (self.context.get("segments") or ())

    def source(self, source: str, group: str, params: Mapping[str, object] | None) -> Any:
        for call in self.context.get("datasource_calls") or ():
            wanted = (call["datasource"], call["fieldGroup"], call.get("params"))
            if wanted == (source, group, params):
                return call["response"]
        return ((self.context.get("datasource") or {}).get(source) or {}).get(group)


def environment(context: Mapping[str, Any] | None, now: str | None) -> CaseEnvironment:
    """The surroundings of a case; without ``now``, those of the moment of the call."""
    moment = dates.read_instant(now) if now else None
    if moment is None:
        moment = datetime.now(UTC)  # noqa: TID251 - a command line has no clock to be handed
    return CaseEnvironment(context or {}, moment)


def run_case(case: Case) -> dict[str, Any]:
    """What a case gives: ``{"id", "value", "type", "ok"}`` or ``{"id", "error", "code", "ok"}``,
    ``error`` being the kind of fault in the words of the files: syntax, name, type, evaluation or
    limit."""
    text = case["expression"]
    try:
        tree = parse(text)
    except ExpressionError as fault:
        return _error(case, "syntax", fault.code)
    scope = _scope(case, tree)
    found = check_tree(tree, scope)
    refused = [one.code for one in found.errors]
    if refused and (case.get("type") == "error" or "constant_unreadable" in refused):
        return _refused(case, refused[0])
    try:
        compiled = compile_text(tree, scope)
        value = compiled.evaluate(environment(case.get("context"), case.get("now")))
    except ExpressionError as fault:
        return _refused(case, fault.code)
    except EvaluationError as fault:
        kind = "limit" if isinstance(fault, LimitExceeded) else "evaluation"
        return _error(case, kind, fault.code)
    type_ = _result_type(tree, found.type, value)
    ok = _is_expected(case, value, type_)
    return {"id": case.get("id"), "value": to_json(value), "type": str(type_), "ok": ok}


def _result_type(tree: Tree, static: Type, value: Value) -> Type:
    """The static type where it says more than the value: that of null, of an empty list, of a
    choice between an integer and a decimal. Whether a quotient is an integer only the value says.
    """
    if "any" in str(static):
        return type_of(value)
    if isinstance(tree.root, Chain) and static == DECIMAL and value is not None:
        return type_of(value)
    return static


def _scope(case: Case, tree: Tree) -> Scope | None:
    """A scope of the types that a case declares: ``{"@{Order.total}": "decimal"}``. All else that
    its text refers to may be anything."""
    declared = {_plain(name): type_ for name, type_ in (case.get("declared_types") or {}).items()}
    if not declared:
        return None
    events: Fields = {}
    actions: Fields = {}
    sources: dict[str, dict[str, GroupScope]] = {}
    journey: dict[str, str] = {}
    for one in references(tree):
        path = ".".join(one.path)
        type_ = declared.get(f"{one.key}.{path}" if path else one.key, "any")
        if one.kind in ("event", "action"):
            owner = events if one.kind == "event" else actions
            owner.setdefault(one.key, {})[path] = type_
        elif one.kind == "source":
            group = sources.setdefault(one.source, {}).setdefault(one.group, GroupScope({}, None))
            group.fields[path] = type_  # type: ignore[index]
        elif one.kind == "journey":
            journey[one.key] = type_
    return Scope(events=events, actions=actions, sources=sources, journey=journey)


def _plain(reference: str) -> str:
    """``@event{Order . total}`` as ``Order.total``."""
    return re.sub(r"\s|'|\"", "", reference.partition("{")[2].rstrip("}")) or reference


def _refused(case: Case, code: str) -> dict[str, Any]:
    return _error(case, "name" if code.startswith("unknown_") else "type", code)


def _error(case: Case, kind: str, code: str) -> dict[str, Any]:
    return {"id": case.get("id"), "error": kind, "code": code, "ok": case.get("type") == "error"}


def _is_expected(case: Case, value: Value, type_: Type) -> bool:
    if case.get("type") == "error":
        return False
    if "expected_range" in case:
        least, most = case["expected_range"]
        return isinstance(value, Decimal) and least <= value <= most
    if "expected_regex" in case:
        return isinstance(value, str) and re.fullmatch(case["expected_regex"], value) is not None
    if not _is_same(case.get("expected"), value):
        return False
    return value is None or str(type_) == case.get("type", str(type_))


def _is_same(expected: Any, value: Value) -> bool:
    if isinstance(value, list):
        return (
            isinstance(expected, list)
            and len(expected) == len(value)
            and all(map(_is_same, expected, value))
        )
    if isinstance(expected, str):
        return _is_same_text(expected, value)
    if isinstance(expected, float):
        return isinstance(value, int | Decimal) and Decimal(repr(expected)) == value
    if isinstance(expected, Mapping) and isinstance(value, Mapping):
        return expected == to_json(value)
    return type(expected) is type(to_json(value)) and expected == to_json(value)


def _is_same_text(expected: str, value: Value) -> bool:
    if isinstance(value, datetime):
        read = dates.read_local if value.tzinfo is None else dates.read_instant
        found = read(expected)
        return found is not None and found == value and found.utcoffset() == value.utcoffset()
    if isinstance(value, timedelta):
        return dates.read_duration(expected) == value
    if isinstance(value, tzinfo):
        return expected == dates.zone_text(value)
    return expected == (value.isoformat() if isinstance(value, date) else value)
