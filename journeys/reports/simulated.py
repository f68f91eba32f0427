"""A simulation as JSON: each step as a real run's is told, where it stands, what may come next."""

from collections.abc import Mapping
from typing import Any

from journeys.core.commands import LookUp
from journeys.core.program import Catalog
from journeys.core.run import Run, Status
from journeys.core.simulation import Simulation, Told
from journeys.core.stimuli import Answered, Arrived, Ended, Entered, Retried, Woke
from journeys.reports import sentences
from journeys.reports.sentences import Both
from journeys.reports.shown import shown
from journeys.reports.telling import Telling

Json = dict[str, Any]
Sent = Mapping[tuple[str | None, int], Json]
_BY = {
    Entered: "entered",
    Arrived: "arrived",
    Woke: "woke",
    Answered: "answered",
    Retried: "retried",
    Ended: "ended",
}


def simulated(simulation: Simulation, catalog: Catalog, sent: Sent) -> Json:
    """What was played, step by step; ``choice`` is the number of the choice that led to a step."""
    telling = Telling(simulation.program, catalog)
    report = _Report(simulation, telling, catalog, sent)
    return {
        "entered": simulation.run is not None,
        "entry": report.entry(),
        "steps": [report.step(choice, told) for choice, told in simulation.told],
        "path": [list(pair) for _, told in simulation.told for pair in told.plan.path],
        "now": simulation.now,
        "stands": report.stands(),
        "next": report.following(),
        "left": report.left(),
    }


class _Report:
    def __init__(
        self, simulation: Simulation, telling: Telling, catalog: Catalog, sent: Sent
    ) -> None:
        self.simulation = simulation
        self.telling = telling
        self.catalog = catalog
        self.sent = sent
        self.zone = simulation.program.rules.zone

    def entry(self) -> Json:
        """Whether the event lets the person in, and why."""
        judged = self.simulation.judged
        assert judged is not None
        now = self.simulation.told[0][1].now if self.simulation.told else self.simulation.now
        key = f"entry_{judged.fate.name.lower()}"
        told = self.telling.entry(judged, now, now)
        return {
            "fate": judged.fate.name.lower(),
            "sentence": sentences.both(key if sentences.knows(key) else "entry_error"),
            "condition": told,
            "lacks": [_lack(need) for need in judged.needs],
        }

    def step(self, choice: int, told: Told) -> Json:
        plan = told.plan
        return {
            "choice": choice if choice >= 0 else None,
            "at": told.now,
            "by": _BY[type(told.stimulus)],
            "code": plan.fate.name.lower(),
            "sentence": self._sentence(told),
            "event": self._event(told),
            "answer": self._answer(told),
            "nodes": self.telling.nodes(told),
            "status": plan.run.status.name.lower(),
            "node": plan.run.node,
            "node_name": self.telling.name(plan.run.node),
            "reads": self.telling.reads(plan.reads, told.now),
            "call": self._call(plan.run),
            "waits": self.telling.waits(plan.run),
            "zone": told.zone,
            "error": {**plan.error, "words": sentences.fault(plan.error)} if plan.error else None,
        }

    def _event(self, told: Told) -> Json | None:
        event = getattr(told.stimulus, "event", None)
        if event is None:
            return None
        return {
            "type": event.type,
            "type_name": self._event_name(event.type),
            "occurred_at": event.occurred_at,
            "received_at": event.received_at,
            "data": shown(event.data),
        }

    def _event_name(self, key: str) -> str:
        return str((self.catalog.events.get(key) or {}).get("name") or key)

    def _answer(self, told: Told) -> Json | None:
        answered = told.stimulus
        if not isinstance(answered, Answered):
            return None
        return {
            "ok": answered.ok,
            "status": answered.status,
            "error": answered.error,
            "reason": None if answered.ok else sentences.reason(answered.error, answered.status),
            "answer": shown(answered.answer),
        }

    def _call(self, run: Run) -> Json | None:
        """What would be sent from where the run came to stand."""
        if run.status not in (Status.CALLING, Status.LOOKING_UP):
            return None
        found = self.sent.get((run.node, run.seq))
        return found | {"name": self._call_name(found), "node": run.node} if found else None

    def _call_name(self, call: Json) -> str:
        if call["of"] == "action":
            return str((self.catalog.actions.get(call["key"]) or {}).get("name") or call["key"])
        source, _, group = call["key"].partition(".")
        told = self.catalog.sources.get(source) or {}
        inner = (told.get("groups") or {}).get(group) or {}
        return f"{told.get('name') or source} › {inner.get('name') or group}"

    def _sentence(self, told: Told) -> Both:
        plan, before = told.plan, told.before
        by = _BY[type(told.stimulus)]
        node, port = plan.path[0] if plan.path else (before.node, None)
        event = getattr(told.stimulus, "event", None)
        found = self.sent.get((before.node, before.seq)) or {}
        answered = told.stimulus
        return sentences.both(
            self._key(by, told, found),
            event=self._event_name(event.type) if event else "",
            node=self.telling.name(node) or "",
            port=self.telling.port_name(str(node), port) if port else "",
            what=self._call_name(found) if found else self.telling.name(before.node) or "",
            reason=sentences.reason(answered.error, answered.status)
            if isinstance(answered, Answered)
            else "",
        )

    @staticmethod
    def _key(by: str, told: Told, sent: Json) -> str:
        if by == "arrived":
            key = f"arrived_{told.plan.fate.name.lower()}"
            return key if sentences.knows(key) else "arrived_not_listening"
        if by == "woke":
            return "woke" if told.plan.path else "woke_expired"
        if by == "answered":
            is_ok = isinstance(told.stimulus, Answered) and told.stimulus.ok
            return f"answered_{sent.get('of', 'action')}" if is_ok else "answered_failed"
        return by

    # Where it stands

    def stands(self) -> Json | None:
        run = self.simulation.run
        if run is None:
            return None
        status = run.status.name.lower()
        moment = sentences.clock(run.wake_at, self.zone) if run.wake_at else ""
        return {
            "status": status,
            "node": run.node,
            "node_name": self.telling.name(run.node),
            "sentence": sentences.both(
                "waits" if status == "waiting" else status,
                node=self.telling.name(run.node) or "",
                moment=moment,
            ),
            "waits": self.telling.waits(run),
            "until": run.wake_at,
        }

    def following(self) -> Json:
        """What the user can let happen: ``can`` are the choices that make sense."""
        run = self.simulation.run
        told: Json = {"can": [], "moment": None, "events": [], "look_up": None, "call": None}
        if run is None:
            return told
        if run.status is Status.FAILED:
            return told | {"can": ["retry"]}
        if run.status.is_over:
            return told
        told["events"] = self._events(run)
        if run.status is Status.WAITING:
            return told | {"can": ["jump", "event", "wait", "end"], "moment": run.wake_at}
        needs = self.simulation.told[-1][1].plan.needs
        return told | {
            "can": ["answer", "event", "wait", "end"],
            "look_up": _lack(needs[0]) | {"fields": self._fields(needs[0])} if needs else None,
            "call": self._call(run),
        }

    def _events(self, run: Run) -> list[Json]:
        """Event types that can change something now, those that a wait here takes first."""
        program = self.simulation.program
        awaited = sorted(run.listens, key=lambda key: (key not in self._here(run), key))
        return [
            {"type": key, "name": self._event_name(key)}
            for key in awaited
            if key in program.catalog.events
        ]

    def _here(self, run: Run) -> frozenset[str]:
        step = self.simulation.program.steps.get(str(run.node))
        found: frozenset[str] = getattr(step, "listens", frozenset())
        return found

    def _fields(self, need: LookUp) -> list[Json]:
        told = (self.catalog.sources.get(need.source) or {}).get("groups") or {}
        fields = (told.get(need.group) or {}).get("fields") or {}
        return [{"path": path, "type": str(kind)} for path, kind in fields.items()]

    def left(self) -> Json | None:
        """The first choice that could not be made."""
        if self.simulation.left is None:
            return None
        number, reason = self.simulation.left
        return {"choice": number, "reason": reason, "sentence": sentences.both(f"left_{reason}")}


def _lack(need: LookUp) -> Json:
    """A value that is missing: give it under ``key``, or for every question under ``group_key``."""
    return {
        "key": need.key,
        "group_key": f"{need.source}.{need.group}",
        "source": need.source,
        "group": need.group,
        "params": dict(need.params),
    }
