"""The way of one run through the nodes in one plan: the loop, and the state that it changes."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from journeys.core import properties
from journeys.core.commands import (
    Call,
    Command,
    Fate,
    Finish,
    Listen,
    LookUp,
    Plan,
    Read,
    WaitUntil,
)
from journeys.core.environment import Facts
from journeys.core.faults import Missing, StepFault
from journeys.core.limits import MAX_WALK
from journeys.core.moments import write_instant
from journeys.core.packing import packed
from journeys.core.problem_texts import sentence
from journeys.core.projection import pruned
from journeys.core.run import Event, Run, Status
from journeys.core.steps.making import Step
from journeys.core.steps.results import ELSE, ERROR, Leave, Out, Over, Park, Result
from journeys.core.stimuli import Reads

if TYPE_CHECKING:
    from journeys.core.compiled import CompiledProgram
    from journeys.core.explain import Trace

Json = dict[str, Any]


class Walk:
    """One plan in the making. Nothing of the run is changed: memory is copied where it is written.

    ``moved`` tells whether there is anything to write.
    """

    def __init__(
        self,
        program: "CompiledProgram",
        run: Run,
        now: datetime,
        reads: Reads,
        trace: "Trace | None" = None,
    ) -> None:
        self.program = program
        self.run = run
        self.reads = reads
        self.trace = trace
        self.node = run.node
        self.step: Step = program.steps[run.node] if run.node is not None else program.entry
        self.status = run.status
        self.wake_at = run.wake_at
        self.listens = run.listens
        self.memory: Json = dict(run.memory)
        self.path: list[tuple[str, str]] = []
        self.commands: list[Command] = []
        self.taken: list[tuple[int, Fate]] = []
        self.needs: tuple[LookUp, ...] = ()
        self.dues: list[Read] = []
        self.error: Json | None = None
        self.moved = False
        self.environment = Facts(self, now, program.rules.zone_for(reads.zone))
        self._own: set[str] = set()
        self._left = MAX_WALK

    @property
    def now(self) -> datetime:
        return self.environment.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self.environment.now = moment

    @property
    def expires_at(self) -> datetime:
        """When the longest stay ends."""
        return self.program.rules.expires_at(self.run.entered_at)

    def section(self, name: str) -> Json:
        """A part of memory to be written to: this walk's own copy."""
        if name not in self._own:
            self._own.add(name)
            self.memory[name] = dict(self.memory.get(name, ()))
        section: Json = self.memory[name]
        return section

    def queue(self, name: str) -> list[Json]:
        """``pending`` or ``seen``, to be written to."""
        if name not in self._own:
            self._own.add(name)
            self.memory[name] = list(self.memory.get(name, ()))
        queue: list[Json] = self.memory[name]
        return queue

    def take(self, event: Event) -> None:
        """The event is the last of its type from now on, and the one that this step took."""
        held = packed(event)
        self.section("events")[event.type] = held
        self.section("nodes")[str(self.node)] = held

    def property(self, name: str) -> Any:
        return properties.value(self, name)

    # The loop

    def enter(self, key: str) -> None:
        """Come to a node, and walk on from there until the run parks, calls, asks or ends."""
        self.follow(self._entered(key))

    def follow(self, result: Result | None) -> None:
        """Walk on by what a step answered. None: the step's handler was interrupted."""
        while type(result) is Leave:
            self.moved = True
            self.path.append((str(self.node), result.port))
            target = self.program.targets[str(self.node)].get(result.port)
            if target is None:
                return self.finish("finished", Status.FINISHED)
            result = self._entered(target)
        if result is not None:
            self._rest(result)
        return None

    def _entered(self, key: str) -> Result | None:
        self.moved = True
        self.node = key
        self.step = self.program.steps[key]
        self._left -= 1
        if self._left < 0:
            return self.fail(StepFault("too_many_steps", limit=MAX_WALK))
        try:
            return self.step.enter(self)
        except Missing as missing:
            return self.ask(missing.lookup, "enter")
        except StepFault as fault:
            return self.failed(fault)

    def _rest(self, result: Result) -> None:
        if type(result) is Park:
            self._park(result)
        elif type(result) is Out:
            self._call(result.call)
        else:
            assert type(result) is Over
            self.finish("finished", Status.FINISHED, result.outcome)

    def _park(self, park: Park) -> None:
        self.status = Status.WAITING
        self.memory["wait"] = {key: write_instant(due) for key, due in park.dues.items()}
        self.memory.pop("civil", None)
        if park.civil:
            self.memory["civil"] = dict(park.civil)
        self._own |= {"wait", "civil"}
        for key, due in self.memory["wait"].items():
            self.dues.append(Read(f"{self.node}/{key}", due, "timer", write_instant(self.now)))
        self.listens = park.listens | self.program.kept_behind(str(self.node))
        self.wake_at = min((*park.dues.values(), self.expires_at))

    def resume_waiting(self) -> None:
        """Wait on as before a look-up for an event."""
        dues = map(datetime.fromisoformat, self.memory.get("wait", {}).values())
        self.status = Status.WAITING
        self.listens = self.step.listens | self.program.kept_behind(str(self.node))  # type: ignore[attr-defined]
        self.wake_at = min((*dues, self.expires_at))

    def _call(self, call: Call) -> None:
        self._hold(Status.CALLING)
        self.commands.append(call)

    def ask(self, lookup: LookUp, purpose: str, event: Event | None = None) -> None:
        """Stop here until a value is there; ``purpose`` (enter, event) tells how to go on."""
        self._hold(Status.LOOKING_UP)
        self.moved = True
        asked = {"key": lookup.key, "source": lookup.source, "group": lookup.group, "for": purpose}
        if event is not None:
            asked["event"] = packed(event)
        self.memory["asked"] = asked
        self.needs = (lookup,)
        self.commands.append(lookup)

    def _hold(self, status: Status) -> None:
        self.status = status
        self.wake_at = None
        self.listens = self.program.awaited_from(str(self.node))

    # Ends and faults

    def failed(self, fault: StepFault) -> Leave | None:
        """Where a fault leads: the error path, else, or the end of the run."""
        self.remember(fault)
        policy = self.step.on_error
        if policy == "path":
            return ERROR
        if policy == "else":
            return ELSE
        return self.fail(fault)

    def remember(self, fault: StepFault) -> None:
        """Keep the error for expressions (``${lastErrorCode}``) and for the plan."""
        node = self.program.graph.nodes[str(self.node)]
        errors = self.section("errors")
        errors |= {
            "node": node.key,
            "name": self.program.graph.named(node.key),
            "type": node.type,
            "code": fault.code,
            "short": fault.short,
            "kind": fault.kind,
            "status": fault.status,
            "message": fault.message,
        }
        if fault.of in ("action", "fetch"):
            errors[fault.of] = fault.short
        self.error = self.told(fault)

    def told(self, fault: StepFault) -> Json:
        """A fault as a plan tells it."""
        params = dict(fault.params)
        if fault.status is not None:
            params["status"] = fault.status
        return {
            "node": self.node,
            "code": fault.code,
            "kind": fault.kind,
            "message": fault.message or sentence(fault.code, params),
            "params": params,
        }

    def fail(self, fault: StepFault) -> None:
        self.remember(fault)
        self.finish("failed", Status.FAILED)

    def finish(self, reason: str, status: Status, outcome: str = "neutral") -> None:
        self.moved = True
        self.status = status
        self.wake_at = None
        self.listens = frozenset()
        self.commands.append(Finish(reason, outcome))

    # The plan

    def plan(self, fate: Fate) -> Plan:
        """The plan of all that happened; the run itself, where nothing did."""
        if not self.moved and not self._own:
            used = tuple(self.environment.used.values())
            return Plan(self.run, fate, reads=used, error=self.error)
        pruned(self)
        if self.status is Status.WAITING and self.moved and self.wake_at is not None:
            self.commands.append(WaitUntil(self.wake_at))
            self.commands.append(Listen(self.listens))
        reads = (*self.environment.used.values(), *self.dues)
        return Plan(
            run=self._run(),
            fate=fate,
            commands=tuple(self.commands),
            path=tuple(self.path),
            reads=reads,
            needs=self.needs,
            error=self.error,
            taken=tuple(self.taken),
        )

    def _run(self) -> Run:
        run = self.run
        over = self.status.is_over
        return Run(
            id=run.id,
            person=run.person,
            status=self.status,
            node=self.node,
            seq=run.seq + 1 if self.moved else run.seq,
            entered_at=run.entered_at,
            supplemental=run.supplemental,
            wake_at=self.wake_at,
            listens=self.listens,
            memory=self.memory,
            ended_at=self.now.astimezone(UTC) if over else None,
        )
