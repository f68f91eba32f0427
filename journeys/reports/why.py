"""Why a run went as it did: each step with its time, its values, its calls and what it awaited."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from journeys.core.commands import Fate
from journeys.core.phrases import LANGUAGES
from journeys.core.run import Status
from journeys.core.simulation import Told
from journeys.declared import catalog
from journeys.reports import runs, sentences
from journeys.reports.drawn import Drawn, drawn
from journeys.reports.fates import word
from journeys.reports.recorded import Attempt, Mark, Record, Sent, record
from journeys.reports.replay import Replay, replay
from journeys.reports.shown import filed_under, request_of, shown
from journeys.reports.telling import Telling

Json = dict[str, Any]
_MOVING = ("entered", "arrived", "woke", "answered", "retried")


def why(run_id: int, now: datetime) -> Json | None:
    """One run, explained from what was recorded; None where there is no such run.

    ``replayed`` is whether the core, run again, took the very path of the record. Where it did
    not, or could not, ``differs`` and ``lacks`` say so, and the steps from there on are told as
    they were recorded.
    """
    found, row = record(run_id), runs.run(run_id)
    if found is None or row is None:
        return None
    told = _Why(replay(found))
    return {
        "run": {name: value for name, value in row.items() if name != "steps"},
        "now": now,
        "replayed": told.again.differs is None,
        "differs": told.again.differs,
        "lacks": told.again.lacks,
        "steps": told.steps(),
        "stands": told.stands(),
    }


class _Why:
    """One replay, told."""

    def __init__(self, again: Replay) -> None:
        self.again = again
        self.record: Record = again.record
        self.catalog = catalog()
        self.telling = Telling(again.program, self.catalog)
        self.drawn: Drawn = drawn(self.record.version_id)
        self.zone: tzinfo = again.program.rules.zone
        self.made = _made(self.record)

    def steps(self) -> list[Json]:
        return [self._step(mark) for mark in self.record.marks]

    def _step(self, mark: Mark) -> Json:
        told = self.again.told.get(mark.id)
        path = self.drawn.path(mark.path)
        sent = self.made.get(mark.id)
        return {
            "id": str(mark.id),
            "seq": mark.seq,
            "at": mark.at,
            "by": mark.by or _note(mark),
            "code": word(mark.code),
            "sentence": self._sentence(mark, path),
            "event": self._event(mark),
            "entry": self._entry(mark, told),
            "answer": self._answer(mark),
            "nodes": self._nodes(told, path),
            "status": told.plan.run.status.name.lower() if told else None,
            "node": self._node(told, path),
            "node_name": self.telling.name(self._node(told, path)),
            "reads": self._reads(mark),
            "call": self.call(sent) if sent else None,
            "waits": self.telling.waits(told.plan.run) if told and told.plan.path else None,
            "zone": told.zone if told else None,
            "error": _error(mark),
            "replayed": told is not None,
        }

    def _nodes(self, told: Told | None, path: list[Json]) -> list[Json]:
        if told is not None:
            return self.telling.nodes(told)
        return self.telling.drawn((row["node"], row["port"]) for row in path)

    def _node(self, told: Told | None, path: list[Json]) -> str | None:
        """Where the person stands after a step."""
        if told is not None:
            return told.plan.run.node
        return path[-1]["to"] or path[-1]["node"] if path else None

    def _entry(self, mark: Mark, told: Told | None) -> Json | None:
        judged = self.again.judged
        if mark.by != "entered" or judged is None or told is None:
            return None
        return self.telling.entry(judged, told.stimulus.event.received_at, mark.at)  # type: ignore[union-attr]

    def _reads(self, mark: Mark) -> list[Json]:
        return [
            self.telling.read(
                row["reference"], row["value"], row["source"], row.get("at", ""), mark.at
            )
            for row in mark.detail.get("reads", ())
            if row["source"] != "timer"
        ]

    def _event(self, mark: Mark) -> Json | None:
        if not mark.event_id:
            return None
        event = self.record.events.get(mark.event_id)
        told: Json = {"id": str(mark.event_id)}
        if event is not None:
            told |= {
                "event_id": event.event_id or str(event.id),
                "type": event.type,
                "type_name": self._event_name(event.type),
                "occurred_at": event.occurred_at,
                "received_at": event.received_at,
                "data": shown(event.data),
            }
        return told

    def _event_name(self, key: str) -> str:
        return str((self.catalog.events.get(key) or {}).get("name") or key)

    # --- calls --------------------------------------------------------------------------------

    def _answer(self, mark: Mark) -> Json | None:
        """The outcome that a step was given."""
        call = mark.call
        if not call:
            return None
        sent = self.record.calls.get(call.get("call") or 0)
        if sent is not None:
            return self.call(sent)
        return {
            "id": str(call["call"]) if call.get("call") else None,
            "ok": not call.get("error"),
            "error": call.get("error"),
            "reason": sentences.reason(
                call.get("error"), call.get("status"), call.get("message", "")
            ),
            "detail": sentences.misfit(call["message"]) if call.get("message") else None,
            "attempts": [],
        }

    def call(self, sent: Sent) -> Json:
        """A call: what was asked of whom, and each attempt. There are no secrets in it."""
        of, key = filed_under(sent.request)
        last = sent.attempts[-1] if sent.attempts else None
        return {
            "id": str(sent.id),
            "of": of,
            "key": key,
            "name": self._call_name(of, key),
            "at": sent.at,
            "request": request_of(sent.request),
            "attempts": [_attempt(one) for one in sent.attempts],
            "ok": last.error is None if last else None,
            "status": last.status if last else None,
            "error": last.error if last else None,
            "reason": sentences.reason(last.error, last.status, last.message or "")
            if last and last.error
            else None,
            "answer": shown(last.answer) if last else None,
        }

    def _call_name(self, of: str, key: str) -> str:
        if of == "action":
            return str((self.catalog.actions.get(key) or {}).get("name") or key)
        source, _, group = key.partition(".")
        told = self.catalog.sources.get(source) or {}
        inner = (told.get("groups") or {}).get(group) or {}
        return f"{told.get('name') or source} › {inner.get('name') or group}"

    # --- sentences ----------------------------------------------------------------------------

    def _sentence(self, mark: Mark, path: list[Json]) -> sentences.Both:
        key = self._sentence_key(mark, path)
        node = path[0]["name"] if path else self._stood(mark)
        port = (
            self.telling.port_name(path[0]["node"], path[0]["port"])
            if path and path[0]["port"]
            else dict.fromkeys(LANGUAGES, "")
        )
        event = self.record.events.get(mark.event_id or 0)
        answer = self._answer(mark) or {}
        error = mark.detail.get("error") or {}
        return sentences.both(
            key,
            event=self._event_name(event.type) if event else mark.event_id,
            node=node or "",
            port=port,
            what=answer.get("name") or node or "",
            reason=answer.get("reason") or error.get("message", ""),
        )

    def _sentence_key(self, mark: Mark, path: list[Json]) -> str:
        if mark.by == "arrived":
            key = f"arrived_{word(mark.code)}"
            return key if sentences.knows(key) else "arrived_not_listening"
        if mark.by == "woke":
            return "woke" if path else "woke_expired"
        if mark.by == "answered":
            answer = self._answer(mark) or {}
            if answer.get("error"):
                return "answered_failed"
            return f"answered_{answer.get('of', 'action')}"
        if mark.by:
            return mark.by
        return _NOTES[_note(mark)] if _note(mark) != "later" else _later(mark)

    def _stood(self, mark: Mark) -> str | None:
        """The step where the person stood as something happened that moved nobody."""
        told = self.again.told.get(mark.id)
        return self.telling.name(told.before.node) if told else None

    def stands(self) -> Json:
        """Where the person is now, as a sentence and with what is waited for."""
        again, row = self.again, self.record
        node = self.telling.name(self.drawn.key(row.node)) or ""
        status = Status(row.status).name.lower()
        key = "waits" if status == "waiting" else status
        moment = sentences.clock(row.wake_at, self.zone) if row.wake_at else ""
        is_whole = again.differs is None and again.run is not None
        return {
            "status": status,
            "node": self.drawn.key(row.node),
            "node_name": node,
            "sentence": sentences.both(key, node=node, moment=moment),
            "waits": self.telling.waits(again.run) if is_whole and again.run else None,
            "until": row.wake_at,
        }


_NOTES: Mapping[str, str] = {
    "internal": "internal",
    "set_aside": "set_aside",
    "stale": "stale",
}


def _note(mark: Mark) -> str:
    """What a mark without a stimulus is: later, internal, set_aside or stale."""
    if mark.detail.get("later"):
        return "later"
    if mark.code == Fate.SET_ASIDE:
        return "set_aside"
    return "internal" if mark.code == Fate.ERROR else "stale"


def _error(mark: Mark) -> Json | None:
    """What went wrong, with its sentence."""
    error = mark.detail.get("error")
    return {**error, "words": sentences.fault(error)} if error else None


def _later(mark: Mark) -> str:
    return "kept_moved" if mark.code == Fate.MOVED else "kept_unused"


def _made(record: Record) -> dict[int, Sent]:
    """A mark's id -> the call that it made ready: both bear the moment of their one commit."""
    found: dict[int, Sent] = {}
    by_moment: dict[datetime, list[Mark]] = {}
    for mark in record.marks:
        if mark.by in _MOVING:
            by_moment.setdefault(mark.at, []).append(mark)
    for sent in record.calls.values():
        makers = [mark for mark in by_moment.get(sent.at, ()) if mark.call.get("call") != sent.id]
        if makers:
            found[makers[-1].id] = sent
    return found


def _attempt(one: Attempt) -> Json:
    return {
        "at": one.at,
        "status": one.status,
        "ms": one.ms,
        "error": one.error,
        "message": one.message,
    }
