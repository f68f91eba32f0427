"""Trying an expression: on sample data, or on an event that came, with its person's profile."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

import expressions
from config import database
from datasources import past_events, profiles
from events.models import Event
from expressions import EvaluationError, Problem, Scope, Type
from journeys.reports.expressions import LANGUAGES, payload

Json = dict[str, Any]
PROFILE = "Profile"


class Sample:
    """``expressions.Environment`` over sample data: ``event``, ``node``, ``action``,
    ``datasource``, ``journey``, ``segments``; what is not given is null."""

    seed = "sample"

    def __init__(self, data: Json, now: datetime, zone: tzinfo = UTC) -> None:
        self.data = data
        self.now = now
        self.zone = zone

    def event(self, key: str) -> Any:
        return self._of("event").get(key)

    def node(self, key: str) -> Any:
        return self._of("node").get(key)

    def action(self, key: str) -> Any:
        return self._of("action").get(key)

    def journey(self, name: str) -> Any:
        return self._of("journey").get(name)

    def in_segment(self, name: str) -> bool:
        return name in (self.data.get("segments") or ())

    def source(self, source: str, group: str, params: Mapping[str, object] | None) -> Any:
        groups = self._of("datasource").get(source)
        return groups.get(group) if isinstance(groups, Mapping) else None

    def read_at(self, kind: str, key: str) -> datetime | None:
        return None

    def _of(self, part: str) -> Mapping[str, Any]:
        return self.data.get(part) or {}


class Stored(Sample):
    """Over an event that came, and its person's profile as it is now. Sample data comes first."""

    def __init__(self, stored: Event, node: str | None, data: Json, now: datetime) -> None:
        self.stored = stored
        self.groups: dict[str, tuple[Any, datetime | None]] = {}
        own: Json = {"journey": _properties(stored)}
        if stored.type is not None:
            own["event"] = {stored.type.key: payload(stored)}
            own["node"] = {node: payload(stored)} if node else {}
        parts = {*own, *data}
        merged = {part: _merged(own.get(part), data.get(part)) for part in parts}
        super().__init__(merged, now)

    def source(self, source: str, group: str, params: Mapping[str, object] | None) -> Any:
        given = super().source(source, group, params)
        if given is not None or source != PROFILE:
            return given
        return self._group(group)[0]

    def read_at(self, kind: str, key: str) -> datetime | None:
        source, _, group = key.partition(".")
        if kind == "event":
            return self.stored.received_at
        return self._group(group)[1] if (kind, source) == ("source", PROFILE) else None

    def _group(self, group: str) -> tuple[Any, datetime | None]:
        if group not in self.groups:
            self.groups[group] = _profile_group(self.stored.person, group, self.now)
        return self.groups[group]


def _merged(own: Any, given: Any) -> Any:
    return {**own, **given} if own and isinstance(given, Mapping) else given or own


def _properties(stored: Event) -> Json:
    namespace, _, key = stored.person.partition("/")
    return {"profileId": key, "namespace": namespace}


def _profile_group(person: str, group: str, now: datetime) -> tuple[Any, datetime | None]:
    connection = database.connection()
    with connection.transaction():
        if past_events.is_event_group(group):
            return past_events.load(connection, group, [person], now)[person], now
        attributes, changed_at = profiles.load(connection, [person]).get(person, (None, None))
    values = profiles.group_values(attributes, changed_at)
    return values.get(f"{PROFILE}.{group}", (None, ""))[0], changed_at


def tried(text: str, scope: Scope, expected: Type | None, sample: Sample) -> Json:
    """The value and how it came about, beside what a check says; without a value where the text
    cannot be run."""
    checked = expressions.check(text, scope, expected)
    try:
        found = expressions.compile(text, scope).explain(sample)
    except expressions.ExpressionError:
        found = expressions.Explanation(None, now=sample.now)
    told = found.to_json()
    if found.error is not None:
        told["error"] = _in_each_language(found.error)
    return {"problems": [_in_each_language(one) for one in checked.problems], **told}


def _in_each_language(fault: Problem | EvaluationError) -> Json:
    messages = {language: fault.to_json(language)["message"] for language in LANGUAGES}
    return fault.to_json() | {"messages": messages}
