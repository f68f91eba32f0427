"""Everything that was recorded about one run: what a replay of it needs, and what was sent out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from config import json
from events import catalog as event_types
from journeys.core.packing import unpacked
from journeys.core.run import Event
from journeys.core.stimuli import Answered
from journeys.reports.reading import Row, ask, moment, parsed

Json = dict[str, Any]
MOST_ROWS = 2_000  # of one run's trail; a run that has more is told from its beginning
_RUN = """
    select id, journey_id, version_id, person, supplemental, status, node, seq, entered_at,
           ended_at, wake_at, entry
    from instance where id = %(run)s
"""
_TRAIL = """
    select id, at, event_id, code, seq, path, detail from trail
    where instance_id = %(run)s order by id limit %(limit)s
"""
_EVENTS = """
    select id, type_id, person, event_id, occurred_at, received_at, data from event
    where id in %(events)s
"""
_EXCHANGES = """
    select call_id, attempt, at, request, status, ms, error, message, answer from exchange
    where instance_id = %(run)s order by id
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of the trail. ``path`` is as stored: node, port, node, port, by number."""

    id: int
    at: datetime
    event_id: int | None
    code: int
    seq: int | None
    path: list[int]
    detail: Json

    @property
    def by(self) -> str:
        """What happened: entered, arrived, woke, answered, retried, ended; "" for a mere note."""
        return str(self.detail.get("by", ""))

    @property
    def call(self) -> Json:
        """The call whose end this is: its id under ``call``, unless it could not be made ready."""
        told = self.detail.get("call")
        if isinstance(told, dict):
            return told
        return {"call": told} if told else {}


@dataclass(slots=True)
class Attempt:
    """How one attempt of a call ended."""

    at: datetime
    status: int | None
    ms: int | None
    error: str | None
    message: str | None
    answer: Any


@dataclass(slots=True)
class Sent:
    """One call: when it was made ready, its frozen request (no secrets in it), its attempts."""

    id: int
    at: datetime
    request: Json
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Record:
    """One run as its rows tell it. ``calls`` in the order in which they were made."""

    id: int
    journey_id: int
    version_id: int
    person: str
    supplemental: str
    status: int
    node: int | None
    seq: int
    entered_at: datetime
    ended_at: datetime | None
    wake_at: datetime | None
    marks: list[Mark]
    events: dict[int, Event]
    calls: dict[int, Sent]
    is_cut: bool = False

    def answer(self, call: Mapping[str, Any]) -> Answered | None:
        """The outcome that a mark names, as the core was given it; None where it is pruned."""
        if not call.get("call"):
            return Answered(ok=False, error=call.get("error"))
        sent = self.calls.get(call["call"])
        if sent is None or not sent.attempts:
            return None
        last = sent.attempts[-1]
        return Answered(
            ok=last.error is None,
            status=last.status,
            error=last.error,
            answer=last.answer,
            at=last.at.isoformat(),
        )


def record(run_id: int) -> Record | None:
    """The record of a run; None where there is no such run."""
    rows = ask(_RUN, {"run": run_id})
    if not rows:
        return None
    row = rows[0]
    marks = [_mark(found) for found in ask(_TRAIL, {"run": run_id, "limit": MOST_ROWS + 1})]
    return Record(
        *row[:8],
        _moment(row[8]),
        moment(row[9]),
        moment(row[10]),
        marks=marks[:MOST_ROWS],
        events=_events(marks, parsed(row[11])),
        calls=_calls(ask(_EXCHANGES, {"run": run_id})),
        is_cut=len(marks) > MOST_ROWS,
    )


def _moment(stored: Any) -> datetime:
    found = moment(stored)
    assert found is not None
    return found


def _mark(row: Row) -> Mark:
    number, at, event_id, code, seq, path, detail = row
    return Mark(number, _moment(at), event_id, code, seq, parsed(path) or [], parsed(detail) or {})


def _events(marks: Iterable[Mark], entry: Json | None) -> dict[int, Event]:
    """The events that the marks name; the entry's stands beside the run, whatever is pruned."""
    found = events_of({mark.event_id for mark in marks if mark.event_id})
    if entry:
        event = unpacked(entry)
        found.setdefault(event.id, event)
    return found


def events_of(ids: Iterable[int]) -> dict[int, Event]:
    """Events of the log by id, as journeys see them; who is pruned is not in it."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    keys = event_types.type_keys()
    return {row[0]: _event(row, keys) for row in ask(_EVENTS, {"events": wanted})}


def _event(row: Row, keys: Mapping[int, str]) -> Event:
    number, type_id, person, event_id, occurred, received, data = row
    return Event(
        number, keys.get(type_id, ""), person, parsed(data), _moment(occurred), _moment(received),
        event_id or "",
    )  # fmt: skip


def _calls(rows: Iterable[Row]) -> dict[int, Sent]:
    calls: dict[int, Sent] = {}
    for call_id, attempt, at, request, status, ms, error, message, answer in rows:
        if not attempt:
            calls[call_id] = Sent(call_id, _moment(at), _request(request))
        elif call_id in calls:
            told = Attempt(_moment(at), status, ms, error, message, parsed(answer))
            calls[call_id].attempts.append(told)
    return calls


def _request(stored: Any) -> Json:
    told: Json = json.loads(bytes(stored)) if stored else {}
    return told
