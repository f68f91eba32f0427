"""One person's run, stepped by hand: the clock, the events and the answers are the test's.

    ann = Traveller(graph).enters(total=30)
    ann.after(hours=1)                    # her timer fires when it is due
    assert ann.path == ["in", "wait", "thank"]
    ann.answers(ref="a-1")                # what the outside said to her call

Every plan is checked: it is the same when it is asked for again, its explanation tells the same
path, the memory survives JSON, and what the engine relies on (program.py) holds.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from journeys.core.commands import Call, Fate, Finish, Listen, LookUp, Plan, WaitUntil
from journeys.core.explain import explain
from journeys.core.run import Event, Run, Status
from journeys.core.stimuli import (
    Answered,
    Arrived,
    Ended,
    Entered,
    Reads,
    Retried,
    Stimulus,
    Woke,
)
from tests.unit.journeys_core.drawing import Json, compiled

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Traveller:
    """One person in one journey.

    values: look-up key -> value, what the batch has at hand (profile, cache). Whatever else is
    asked for becomes a look-up that ``looked_up`` or ``fails`` answers.
    """

    def __init__(
        self,
        graph: Json,
        *,
        at: datetime = MONDAY,
        person: str = "customer/ann",
        values: Json | None = None,
        zone: str | None = None,
        salt: str = "",
        number: int = 7,
    ) -> None:
        self.program = compiled(graph, salt)
        self.now = at
        self.person = person
        self.values = values if values is not None else {}
        self.zone = zone
        self.number = number
        self.run: Run | None = None
        self.plan: Plan | None = None
        self.fates: list[Fate] = []
        self.left: list[tuple[str, str]] = []
        self.calls: list[Call] = []
        self.lookups: list[LookUp] = []
        self.taken: dict[int, Fate] = {}
        self.events = 100

    # What happens to the person

    def enters(self, event: str = "", **data: Any) -> "Traveller":
        """Come in by the entry's event, which must let the person in."""
        entering = self._event(event or self.program.entry_event, data, self.now)
        assert self.program.may_enter(entering, self.now, self._reads()) is Fate.ENTERED
        self.run = self.program.begin(self.number, entering, self.now)
        return self._take(Entered(entering))

    def event(self, kind: str, received: datetime | None = None, **data: Any) -> "Traveller":
        """An event about the person; received now, or was received before."""
        return self._take(Arrived(self._event(kind, data, received or self.now)))

    def after(self, **length: float) -> "Traveller":
        """So much later; each timer on the way fires when it is due."""
        target = self.now + timedelta(**length)
        while self._is_due(target):
            self.now = max(self.now, self.run.wake_at)
            self._take(Woke())
        self.now = target
        return self

    def at(self, moment: str) -> "Traveller":
        """At this moment (``2026-03-02T10:00Z``); each timer on the way fires when it is due."""
        return self.after(seconds=(datetime.fromisoformat(moment) - self.now).total_seconds())

    def asleep(self, **length: float) -> "Traveller":
        """So much later, and nobody has looked at the timers."""
        self.now += timedelta(**length)
        return self

    def wakes(self) -> "Traveller":
        """The engine looks at the timer."""
        return self._take(Woke())

    def answers(self, status: int = 200, **answer: Any) -> "Traveller":
        """The outside answers the call or the look-up that is out."""
        return self.took(ok=True, status=status, answer=answer)

    looked_up = answers

    def fails(self, error: str = "http", status: int | None = None, answer: Any = None):
        """The call or the look-up that is out has failed for good."""
        return self.took(ok=False, status=status, error=error, answer=answer)

    def took(self, **outcome: Any) -> "Traveller":
        """An outcome, part by part."""
        return self._take(Answered(**{"at": self.now.isoformat()} | outcome))

    def is_retried(self) -> "Traveller":
        return self._take(Retried())

    def is_ended(self, reason: str = "stopped") -> "Traveller":
        return self._take(Ended(reason))

    # What has become of it

    @property
    def path(self) -> list[str]:
        """The steps in the order in which they were left, then the one where the person stands."""
        path = [node for node, _ in self.left]
        return path if path[-1:] == [self.node] else [*path, self.node]

    @property
    def node(self) -> str:
        return self.run.node

    @property
    def status(self) -> Status:
        return self.run.status

    @property
    def fate(self) -> Fate:
        return self.fates[-1]

    @property
    def memory(self) -> Json:
        return self.run.memory

    @property
    def error(self) -> str | None:
        """The code of what went wrong in the last plan."""
        return self.plan.error["code"] if self.plan.error else None

    @property
    def ended_as(self) -> tuple[str, str]:
        """Reason and outcome of the end."""
        (finish,) = [told for told in self.plan.commands if isinstance(told, Finish)]
        return finish.reason, finish.outcome

    # The machinery

    def _event(self, kind: str, data: Json, received: datetime) -> Event:
        self.events += 1
        name = f"evt-{self.events}"
        return Event(self.events, kind, self.person, data, received, received, name)

    def _is_due(self, moment: datetime) -> bool:
        run = self.run
        return run.status is Status.WAITING and run.wake_at is not None and run.wake_at <= moment

    def _reads(self) -> Reads:
        at = self.now.isoformat()
        return Reads({key: (value, at) for key, value in self.values.items()}, self.zone)

    def _take(self, stimulus: Stimulus) -> "Traveller":
        before = self.run
        plan = self.plan = self.program.plan(before, stimulus, self.now, self._reads())
        check(self, before, stimulus, plan)
        self.run = replace(plan.run, memory=orjson.loads(orjson.dumps(plan.run.memory)))
        self.fates.append(plan.fate)
        self.left += plan.path
        self.calls += [told for told in plan.commands if isinstance(told, Call)]
        self.lookups += [told for told in plan.commands if isinstance(told, LookUp)]
        self.taken |= dict(plan.taken)
        return self


def check(one: Traveller, before: Run, stimulus: Stimulus, plan: Plan) -> None:
    """What holds of every plan, whatever was drawn and whatever happens."""
    program, run = one.program, plan.run
    again = program.plan(before, stimulus, one.now, one._reads())
    assert again == plan, "the same inputs give the same plan"
    assert orjson.loads(orjson.dumps(run.memory)) == run.memory, "memory is JSON"
    if plan.error is not None:
        assert orjson.loads(orjson.dumps(plan.error)) == plan.error, "errors are JSON"
    check_explanation(one, before, stimulus, plan)
    check_path(program, before, stimulus, plan)
    check_state(before, plan)


def check_explanation(one: Traveller, before: Run, stimulus: Stimulus, plan: Plan) -> None:
    told = explain(one.program, before, stimulus, one.now, one._reads())
    assert [(s["node"], s["port"]) for s in told["steps"] if s["port"]] == list(plan.path)
    assert (told["node"], told["status"]) == (plan.run.node, plan.run.status.name.lower())
    assert told["fate"] == plan.fate.name.lower()
    assert orjson.dumps(told)


def check_path(program: Any, before: Run, stimulus: Stimulus, plan: Plan) -> None:
    """Every step on the way is one that was drawn, and an edge leads from each to the next."""
    assert plan.run.node in program.steps
    for node, port in plan.path:
        assert port in program.ports(node)
    onward = [node for node, _ in plan.path[1:]]
    for (node, port), following in zip(plan.path, onward, strict=False):
        assert program.targets[node][port] == following
    if plan.path:
        node, port = plan.path[-1]
        last = program.targets[node].get(port)
        assert plan.run.node == (node if last is None else last)


def check_state(before: Run, plan: Plan) -> None:
    run = plan.run
    moved = run.seq != before.seq
    assert run.seq in (before.seq, before.seq + 1)
    assert moved or not plan.path
    assert (run.ended_at is not None) == run.status.is_over
    assert (run.wake_at is not None) == (run.status is Status.WAITING)
    told = {type(command): command for command in plan.commands}
    assert len(told) == len(plan.commands), "one command of a kind"
    if moved and run.status is Status.WAITING:
        assert told[WaitUntil].at == run.wake_at
        assert told[Listen].events == run.listens
    assert (Call in told) == (moved and run.status is Status.CALLING)
    assert (LookUp in told) == bool(plan.needs)
    assert (Finish in told) == (moved and run.status.is_over)
