"""Running files of example cases: the surroundings that a case describes, and the comparison."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from expressions import dates
from expressions.checker import check
from expressions.compiled import compile_text
from expressions.problems import EvaluationError, ExpressionError
from expressions.scope import Scope
from expressions.types import ANY, Type
from expressions.values import Value, to_json, type_of

Case = Mapping[str, Any]


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
    """What a case gives: ``{"id", "value", "type", "ok"}`` or ``{"id", "error", "code", "ok"}``."""
    text = case["expression"]
    found = check(text, _scope(case))
    errors = found.errors
    if case["type"] == "error" and errors:
        return _error(case, errors[0].code, errors[0].message)
    try:
        value = compile_text(text).evaluate(environment(case.get("context"), case.get("now")))
    except ExpressionError as fault:
        return _error(case, fault.code, str(fault))
    except EvaluationError as fault:
        return _error(case, fault.code, fault.message)
    type_ = found.type if found.type != ANY and "any" not in str(found.type) else type_of(value)
    return {
        "id": case["id"],
        "value": to_json(value),
        "type": str(type_),
        "ok": _is_expected(case, value, type_),
    }


def _scope(case: Case) -> Scope | None:
    """Where a case declares types: a scope of them."""
    declared = case.get("declared_types")
    if not declared:
        return None
    events: dict[str, dict[str, str]] = {}
    for reference, type_ in declared.items():
        event, _, path = reference.strip("@{}").partition(".")
        events.setdefault(event, {})[path] = type_
    return Scope(events=events)


def _error(case: Case, code: str, message: str) -> dict[str, Any]:
    ok = case["type"] == "error"
    return {"id": case["id"], "error": message, "code": code, "ok": ok}


def _is_expected(case: Case, value: Value, type_: Type) -> bool:
    if case["type"] == "error":
        return False
    if "expected_range" in case:
        least, most = case["expected_range"]
        return isinstance(value, Decimal) and least <= value <= most
    if "expected_regex" in case:
        return isinstance(value, str) and re.fullmatch(case["expected_regex"], value) is not None
    if not _is_same(case["expected"], value):
        return False
    return value is None or str(type_) == case["type"]


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
    return type(expected) is type(to_json(value)) and expected == to_json(value)


def _is_same_text(expected: str, value: Value) -> bool:
    if isinstance(value, datetime):
        read = dates.read_local if value.tzinfo is None else dates.read_instant
        found = read(expected)
        return found == value and found.utcoffset() == value.utcoffset()
    if isinstance(value, timedelta):
        return dates.read_duration(expected) == value
    return expected == (value.isoformat() if isinstance(value, date) else value)


def run_cases(cases: Iterable[Case]) -> Iterable[tuple[Case, dict[str, Any]]]:
    for case in cases:
        yield case, run_case(case)
