"""A recorded run as a simulation: the same happenings, to be played again and changed.

It is the body of POST .../simulate: the event, each thing that happened with its moment, and the
values that were at hand at each step. Played unchanged, it takes the path of the record.
"""

from datetime import datetime
from typing import Any

from journeys.core.commands import Fate
from journeys.reports.recorded import Mark, Record
from journeys.reports.replay import Replay, merged, replay

Json = dict[str, Any]
Kept = dict[tuple[str, str], Any]


def recipe(record: Record) -> Json | None:
    """What to simulate; None where the event that began it is gone.

    ``exact`` is whether all of it is recorded and can be imagined: a fault of the system, or a
    value that is lacking, cannot.
    """
    again = replay(record)
    marks = [mark for mark in record.marks if mark.by and mark.code != Fate.STALE]
    first = next((mark for mark in marks if mark.by == "entered"), None)
    event = record.events.get(first.event_id or 0) if first is not None else None
    if first is None or event is None:
        return None
    kept = _kept(again)
    steps = [_step(again, mark, kept) for mark in marks if mark.by != "entered"]
    return {
        "exact": again.differs is None and not any(_is_fault(mark) for mark in record.marks),
        "event": {
            "type": event.type,
            "event_id": event.event_id,
            "data": event.data,
            "occurred_at": event.occurred_at,
            "received_at": event.received_at,
        },
        "person": record.person,
        "now": first.at,
        "run": str(record.id),
        "automatic": False,
        "values": _values(again, first, kept),
        "zone": first.detail.get("zone"),
        "steps": [step for step in steps if step is not None],
    }


def _is_fault(mark: Mark) -> bool:
    return (mark.detail.get("error") or {}).get("code") == "internal"


def _kept(again: Replay) -> Kept:
    """(key, moment) -> the value as far as any step read it: a run may keep an answer and read
    more of it later."""
    found: Kept = {}
    for mark in again.record.marks:
        for key, (value, at) in again.reads.get(mark.id, {}).items():
            found[key, at] = merged(found.get((key, at)), value)
    return found


def _values(again: Replay, mark: Mark, kept: Kept) -> Json:
    return {
        key: {"value": kept[key, at], "at": at or None}
        for key, (_value, at) in again.reads.get(mark.id, {}).items()
    }


def _step(again: Replay, mark: Mark, kept: Kept) -> Json | None:
    """A mark as a choice; None for an answer that the simulation finds by itself."""
    told: Json = {"at": mark.at, "values": _values(again, mark, kept)}
    if again.program.rules.person_zone:
        told["zone"] = mark.detail.get("zone")
    if mark.by == "arrived":
        return told | _arrived(again.record, mark)
    if mark.by == "answered":
        return told | _answered(again.record, mark) if mark.call.get("call") else None
    return told | {"do": {"woke": "jump", "retried": "retry", "ended": "end"}[mark.by]}


def _arrived(record: Record, mark: Mark) -> Json:
    event = record.events.get(mark.event_id or 0)
    if event is None:
        return {"do": "event", "type": "", "data": {}}
    return {
        "do": "event",
        "type": event.type,
        "event_id": event.event_id,
        "data": event.data,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
    }


def _answered(record: Record, mark: Mark) -> Json:
    answered = record.answer(mark.call)
    if answered is None:
        return {"do": "answer", "ok": False, "error": "error"}
    return {
        "do": "answer",
        "ok": answered.ok,
        "status": answered.status,
        "error": answered.error,
        "answer": answered.answer,
        "answered_at": datetime.fromisoformat(answered.at),
    }
