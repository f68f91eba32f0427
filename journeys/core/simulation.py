"""What the core does with happenings, recorded or imagined, told with the value of every expression.

``tell`` is one plan; ``Simulation`` takes a person who does not exist through a graph step by
step. Both are views of the one plan function: nothing here decides where anyone goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from journeys.core import planning
from journeys.core.commands import Call, Fate, LookUp, Plan, Read
from journeys.core.compiled import CompiledProgram
from journeys.core.explain import Trace
from journeys.core.faults import Missing, StepFault
from journeys.core.moments import write_instant
from journeys.core.run import Event, Run, Status
from journeys.core.steps.wait import later
from journeys.core.stimuli import (
    NOTHING_READ,
    Answered,
    Arrived,
    Ended,
    Entered,
    Reads,
    Retried,
    Stimulus,
    Woke,
)
from journeys.core.walk import Walk

Json = dict[str, Any]
MOST_WORK = 3_000  # steps passed and expressions told by one simulation: drafts go in circles
MOST_READS = 200  # values that one plan may ask for


@dataclass(frozen=True, slots=True)
class Told:
    """One plan, with what went in and how every value on its way came about.

    ``expressions`` are as ``explain`` tells them; ``zone`` is that of the clock that was used.
    """

    before: Run
    stimulus: Stimulus
    now: datetime
    plan: Plan
    zone: str
    expressions: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether the entry lets an event in, and how its condition came about."""

    fate: Fate
    reads: tuple[Read, ...] = ()
    expressions: tuple[Json, ...] = ()
    needs: tuple[LookUp, ...] = ()
    error: Json | None = None


def tell(
    program: CompiledProgram,
    run: Run,
    stimulus: Stimulus,
    now: datetime,
    reads: Reads = NOTHING_READ,
) -> Told:
    """``program.plan`` of the same inputs, told."""
    walk = Walk(program, run, now, reads)
    trace = walk.trace = Trace(walk)
    plan = walk.plan(planning.apply(walk, stimulus))
    zone = str(walk.environment.zone)
    return Told(run, stimulus, now, plan, zone, tuple(trace.expressions))


def tell_entry(
    program: CompiledProgram, event: Event, now: datetime, reads: Reads = NOTHING_READ
) -> Judged:
    """``program.may_enter`` of the same inputs, told. A value that is missing is in ``needs``."""
    fate = program.judged(event, now, reads)[0]
    condition = program.entry.condition
    if condition is None or fate in (Fate.NOT_LISTENING, Fate.NOT_STARTED, Fate.OVER):
        return Judged(fate)
    walk = program.before_entry(event, now, reads)
    trace = walk.trace = Trace(walk)
    needs: tuple[LookUp, ...] = ()
    error: Json | None = None
    try:
        condition.holds(walk)
    except Missing as missing:
        needs = (missing.lookup,)
    except StepFault as fault:
        error = walk.told(fault)
    used = tuple(walk.environment.used.values())
    return Judged(fate, used, tuple(trace.expressions), needs, error)


# --- imagined happenings ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user lets happen next.

    ``do``: event (with ``event``), jump (to the run's next moment, or later), wait (and whatever
    falls due on the way), answer (with ``answered``, to the call or look-up that is out), retry
    or end. It happens ``at`` a moment, or so long ``after`` what happened last, or at once.
    ``received_at`` and ``occurred_at`` are the event's, where they are not that moment.
    """

    do: str
    at: datetime | None = None
    after: timedelta = timedelta()
    event: Event | None = None
    received_at: datetime | None = None
    occurred_at: datetime | None = None
    answered: Answered | None = None


class World(Protocol):
    """What a simulation meets outside the graph. It must answer alike each time it is asked."""

    def begin(self, number: int) -> None:
        """What follows is this choice; -1 is the entry."""
        ...

    def zone(self) -> str | None:
        """The person's time zone."""
        ...

    def value(self, lookup: LookUp, now: datetime) -> tuple[Any, str] | None:
        """A value that is at hand, as it would be for the engine, and when it was read."""
        ...

    def looked_up(self, lookup: LookUp, run: Run, now: datetime) -> Answered | None:
        """How a look-up ends; None where the user must choose."""
        ...

    def called(self, call: Call, run: Run, now: datetime) -> Answered | None:
        """How a call ends; None where the user must choose."""
        ...


@dataclass(slots=True)
class Simulation:
    """One imagined person in one journey. ``told`` grows; ``run`` is None while nobody is inside.

    ``told`` has the number of the choice beside each plan. ``left`` is the first choice that could
    not be made, with the reason: over, not_waiting, not_out, not_failed, past, limit.
    """

    program: CompiledProgram
    world: World
    now: datetime
    run_id: int = 0
    run: Run | None = None
    judged: Judged | None = None
    told: list[tuple[int, Told]] = field(default_factory=list)
    left: tuple[int, str] | None = None
    _number: int = -1
    _work: int = 0

    def play(self, event: Event, choices: Sequence[Choice] = ()) -> "Simulation":
        """Let the event come in, then each choice in order."""
        self.world.begin(-1)
        self._enter(event)
        for number, choice in enumerate(choices):
            self._number = number
            self.world.begin(number)
            reason = self._choose(choice) if self.run is not None else "over"
            if reason is not None:
                self.left = (number, reason)
                break
        return self

    def _enter(self, event: Event) -> None:
        values: dict[str, tuple[Any, str]] = {}
        for _ in range(MOST_READS):
            self.judged = tell_entry(self.program, event, self.now, self._reads(values))
            if not self._fetch(self.judged.needs, values):
                break
        if self.judged is not None and self.judged.fate is Fate.ENTERED:
            self.run = self.program.begin(self.run_id, event, self.now)
            self._plan(Entered(event))

    def _reads(self, values: Mapping[str, tuple[Any, str]]) -> Reads:
        return Reads(values, self.world.zone())

    def _fetch(self, needs: Sequence[LookUp], values: dict[str, tuple[Any, str]]) -> bool:
        """Put what is at hand beside ``values``; whether something was added."""
        found = {need.key: self.world.value(need, self.now) for need in needs}
        new = {key: value for key, value in found.items() if value is not None}
        is_more = not new.keys() <= values.keys()
        values.update(new)
        return is_more

    def _plan(self, stimulus: Stimulus) -> None:
        """Plan a stimulus, and what answers at once."""
        following: Stimulus | None = stimulus
        while following is not None and self._work < MOST_WORK:
            told = self._tell(following)
            self.told.append((self._number, told))
            self._work += 1 + len(told.plan.path) + len(told.expressions)
            self.run = told.plan.run
            following = self._answer(told.plan)

    def _tell(self, stimulus: Stimulus) -> Told:
        assert self.run is not None
        values: dict[str, tuple[Any, str]] = {}
        for _ in range(MOST_READS):
            told = tell(self.program, self.run, stimulus, self.now, self._reads(values))
            if not self._fetch(told.plan.needs, values):
                break
        return told

    def _answer(self, plan: Plan) -> Answered | None:
        """The outcome of what the plan sends out, where the world knows it."""
        for command in plan.commands:
            if isinstance(command, Call):
                return self.world.called(command, plan.run, self.now)
            if isinstance(command, LookUp):
                return self.world.looked_up(command, plan.run, self.now)
        return None

    # Choices

    def _choose(self, choice: Choice) -> str | None:
        """Let a choice happen; why it cannot, where it cannot."""
        assert self.run is not None
        moment = choice.at or later(self.now, choice.after)
        if self.run.status.is_over and choice.do != "retry":
            return "over"
        if moment < self.now:
            return "past"
        if self._work >= MOST_WORK:
            return "limit"
        return _CHOICES[choice.do](self, choice, moment)

    def _event(self, choice: Choice, moment: datetime) -> str | None:
        assert choice.event is not None
        self.now = moment
        received_at = choice.received_at or moment
        occurred_at = choice.occurred_at or received_at
        event = replace(choice.event, received_at=received_at, occurred_at=occurred_at)
        self._plan(Arrived(event))
        return None

    def _jump(self, _: Choice, moment: datetime) -> str | None:
        assert self.run is not None
        if self.run.wake_at is None:
            return "not_waiting"
        self.now = max(moment, self.run.wake_at)
        self._plan(Woke())
        return None

    def _wait(self, choice: Choice, moment: datetime) -> str | None:
        while self._is_due(moment) and self._work < MOST_WORK:
            self._jump(choice, self.now)
        self.now = max(self.now, moment)
        return None

    def _is_due(self, moment: datetime) -> bool:
        run = self.run
        return run is not None and run.wake_at is not None and run.wake_at <= moment

    def _answered(self, choice: Choice, moment: datetime) -> str | None:
        assert self.run is not None
        if self.run.status not in (Status.CALLING, Status.LOOKING_UP):
            return "not_out"
        assert choice.answered is not None
        self.now = moment
        self._plan(choice.answered)
        return None

    def _retry(self, _: Choice, moment: datetime) -> str | None:
        assert self.run is not None
        if self.run.status is not Status.FAILED:
            return "not_failed"
        self.now = moment
        self._plan(Retried())
        return None

    def _end(self, _: Choice, moment: datetime) -> str | None:
        self.now = moment
        self._plan(Ended("stopped"))
        return None


_CHOICES = {
    "event": Simulation._event,
    "jump": Simulation._jump,
    "wait": Simulation._wait,
    "answer": Simulation._answered,
    "retry": Simulation._retry,
    "end": Simulation._end,
}
DOINGS = tuple(_CHOICES)


def with_paths(graph: Mapping[str, Any], paths: Mapping[str, str]) -> Json:
    """A graph in which everyone takes these ports out of splits: step -> ``path:key``.

    So a way that chance would not give can be tried; the plan function is the same.
    """
    nodes = dict(graph["nodes"])
    for key, port in paths.items():
        config = nodes[key].get("config", {})
        rows = [
            {**row, "percent": 100 if f"path:{row['key']}" == port else 0}
            for row in config.get("paths", ())
        ]
        nodes[key] = {**nodes[key], "config": {**config, "paths": rows}}
    return {**graph, "nodes": nodes}


# --- where a person stands --------------------------------------------------------------------


def waits(program: CompiledProgram, run: Run) -> Json | None:
    """What a waiting run waits for, alternative by alternative; None for one that does not wait.

    ``due_at`` is the moment of an alternative that falls due; one whose condition took it out
    has none. ``expires_at`` is the end of the longest stay.
    """
    if run.status is not Status.WAITING or run.node is None:
        return None
    config = program.graph.nodes[run.node].config
    dues, civil = run.memory.get("wait", {}), run.memory.get("civil", {})
    rows = [_awaited(row, dues, civil) for row in config.get("alternatives", ())]
    return {
        "alternatives": rows,
        "until": write_instant(run.wake_at) if run.wake_at else None,
        "expires_at": write_instant(program.rules.expires_at(run.entered_at)),
    }


def _awaited(row: Mapping[str, Any], dues: Json, civil: Json) -> Json:
    key = row["key"]
    return {
        "key": key,
        "port": f"alt:{key}",
        "kind": row.get("kind", "duration"),
        "event": row.get("event") if row.get("kind") == "event" else None,
        "due_at": dues.get(key),
        "civil": civil.get(key),
    }
