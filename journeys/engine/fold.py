"""One person's inputs in their order, folded over that person's runs by the pure core.

A fold is a generator: it yields what it lacks (a value, a run's memory) and goes on once it is
there, so that a whole batch of people is answered by a few statements. It writes nothing but
the batch.
"""

import logging
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions import calls as action_calls
from config import json
from config.database import LOST
from datasources import calls as look_ups
from datasources import past_events
from expressions import to_json
from journeys.core.commands import Call, Fate, LookUp, Plan, Read
from journeys.core.packing import packed
from journeys.core.run import Event, Run, Status
from journeys.core.stimuli import Answered, Arrived, Ended, Entered, Reads, Retried, Stimulus, Woke
from journeys.engine.batch import Batch, Entry, NewCall, Recorded
from journeys.engine.claim import Input, Kind
from journeys.engine.people import Person, Place, entry_of
from journeys.engine.reads import PROFILE, needs_profile
from journeys.engine.versions import Published
from outbound.outcome import CallContext, Rendered, RenderError

Lack = LookUp | Place
NO_PORT = -1
LONGEST_CALL = timedelta(hours=1)  # of an action with all its retries
LOOK_UP_RETRIES = 3
MOST_KEPT, LARGEST_KEPT = 100, 2_000  # parts, and bytes, of a value that goes on the trail whole
_log = logging.getLogger(__name__)


class Fold:
    """The inputs of one person, taken one after the other."""

    def __init__(self, person: Person, inputs: Sequence[Input], batch: Batch) -> None:
        self.person = person
        self.inputs = inputs
        self.batch = batch
        self.judged_by: Sequence[Read] = ()

    def steps(self) -> Iterator[Lack]:
        """Take every input."""
        for given in self.inputs:
            if given.event is not None:
                yield from self._event(given.event)
            else:
                place = self.person.runs.get(given.ref)
                if place is not None:
                    yield from self._guarded(self._of_run(place, given), place.version, place)
            self.batch.done.append(given)

    def _guarded(
        self, steps: Iterator[Lack], version: Published, place: Place | None,
        event: Event | None = None,
    ) -> Iterator[Lack]:  # fmt: skip
        """A bug of ours fails the one run that met it, where users see it, and hinders no other:
        the same event goes on to the person's other journeys."""
        self.place, self.judged_by = place, ()
        try:
            yield from steps
        except LOST:
            raise
        except Exception as error:  # noqa: BLE001 (a bug of ours fails one run, visibly)
            _log.exception("An input could not be planned.")
            self._broken(version, event, error)

    def _of_run(self, place: Place, given: Input) -> Iterator[Lack]:
        if place.version.is_ending and place.is_inside:
            yield from self._plan(place, Ended("stopped"))
        elif given.kind is Kind.TIMER:
            if given.seq == place.run.seq and place.run.wake_at == given.due_at:
                yield from self._plan(place, Woke())
        elif given.kind is Kind.ANSWER:
            yield from self._answer(place, given)
        elif given.kind is Kind.CONTROL:
            yield from self._control(place, given)

    # --- events ---------------------------------------------------------------------------------

    def _event(self, event: Event) -> Iterator[Lack]:
        before = len(self.batch.trail)
        told: set[int] = set()  # journeys whose run this event has changed or was judged by
        for place in list(self.person.places.values()):
            if place.is_inside:
                steps = self._inside(place, event, told)
                yield from self._guarded(steps, place.version, place, event)
        for version in self.batch.board.entries.get(event.type, ()):
            if version.journey_id not in told:
                yield from self._guarded(self._enter(version, event), version, None, event)
        for version in self.batch.board.closed.get(event.type, ()):
            if version.journey_id not in told:
                self._note(Fate.CLOSED, version, event)
        if len(self.batch.trail) == before:
            self.batch.trail.append(Entry(Fate.NOBODY_INSIDE, event.id))

    def _inside(self, place: Place, event: Event, told: set[int]) -> Iterator[Lack]:
        version = place.version
        if version.is_ending:
            told.add(version.journey_id)
            yield from self._plan(place, Ended("stopped"), event)
        elif event.type in _awaited(place, event):
            told.add(version.journey_id)
            yield from self._plan(place, Arrived(event), event)
        elif event.type in version.program.listens and event.type != version.program.entry_event:
            self._note(Fate.NOT_LISTENING, version, event, place)

    def _enter(self, version: Published, event: Event) -> Iterator[Lack]:
        place = self.place = self.person.places.get(version.journey_id)
        while place is not None and _is_overdue(place, event):
            # What fell due before the event came happens before it: the run may be over.
            yield from self._plan(place, Woke(), at=place.run.wake_at)
        self.place = None
        refusal, judged_by = _refusal(place, event), ()
        if refusal is None:
            refusal, judged_by = yield from self._judged(version, event)
        if refusal is not Fate.ENTERED:
            self._note(refusal, version, event, place, judged_by)
            return
        if place is not None:
            place.holds, place.reenter_at, place.is_changed = False, None, True
        run = version.program.begin(self.batch.take_id(), event, self.batch.now)
        self.place = place = Place(version, run)
        self.person.add(place)
        self.judged_by = judged_by
        yield from self._plan(place, Entered(event), event)

    def _judged(
        self, version: Published, event: Event
    ) -> Generator[Lack, None, tuple[Fate, tuple[Read, ...]]]:
        """Whether start, end and the entry's condition let the event in, and what that read."""
        program, now = version.program, self.batch.now
        while True:
            needs = program.entry_needs(event, now, self._reads())
            lacking = self._lacking(needs)
            if not lacking:
                return program.judged(event, now, self._reads())
            yield from lacking

    def _note(
        self, code: Fate, version: Published, event: Event, place: Place | None = None,
        judged_by: Sequence[Read] = (),
    ) -> None:  # fmt: skip
        """A fate that changed nothing."""
        run = place.run if place is not None else None
        told: dict[str, Any] = {}
        if run is not None:
            inside = place.is_inside  # type: ignore[union-attr]
            node = version.node_numbers.get(str(run.node)) if inside else None
            told = {"run": str(run.id), "node": node}
        if judged_by:
            told["reads"] = [_read(read) for read in judged_by]
        self.batch.trail.append(
            Entry(code, event.id, version.journey_id, version.id, detail=told or None)
        )

    # --- answers and what users want ------------------------------------------------------------

    def _answer(self, place: Place, given: Input) -> Iterator[Lack]:
        told = given.data
        if told["seq"] != place.run.seq or place.run.status not in (
            Status.CALLING,
            Status.LOOKING_UP,
        ):
            self._unmoved(place, Fate.STALE, {"call": told.get("call")})
            return
        if not place.is_loaded:
            yield place
        if told["ok"]:
            self._remember_success(place, told)
        answered = Answered(
            ok=told["ok"],
            status=told.get("status"),
            error=told.get("error"),
            answer=told.get("answer"),
            at=told.get("at", ""),
        )
        yield from self._plan(place, answered, call=told)

    def _unmoved(self, place: Place, code: Fate, told: dict[str, Any]) -> None:
        """What was said to a run and changed nothing: an answer too late, a retry too much."""
        version, run = place.version, place.run
        self.batch.trail.append(
            Entry(code, None, version.journey_id, version.id, run.id, run.seq, detail=told)
        )

    def _remember_success(self, place: Place, told: Any) -> None:
        """Keep a look-up's answer for others; put on the log what an action records."""
        if place.run.status is Status.LOOKING_UP:
            asked = place.run.memory["asked"]
            seconds = look_ups.cache_seconds(asked["source"], asked["group"])
            self.batch.kept.append((asked["key"], told.get("answer"), seconds))
            return
        action = str(told.get("destination", "")).removeprefix("action:")
        records = action_calls.records(action)
        type_id = self.batch.board.type_numbers.get(records) if records else None
        if type_id is not None:
            data = {
                "action": action,
                "journey": place.version.journey_name,
                "step": place.run.node,
                "directMarketing": {"sends": {"value": 1}},
            }
            self.batch.recorded.append(Recorded(type_id, self.person.name, data))

    def _control(self, place: Place, given: Input) -> Iterator[Lack]:
        if given.data.get("do") == "end":
            if place.is_inside:
                yield from self._plan(place, Ended(given.data.get("reason", "stopped")))
            return
        holder = self.person.places.get(place.version.journey_id)
        refusal = _no_retry(place, holder)
        if refusal is not None:
            self._unmoved(place, refusal, {"asked": "retry"})
            return
        yield from self._plan(place, Retried())
        if place.is_inside:
            place.holds, place.reenter_at = True, None
        if place.holds and holder is not None and holder is not place:
            holder.holds, holder.reenter_at, holder.is_changed = False, None, True
        self.person.add(place)

    # --- the plan and what it brings ------------------------------------------------------------

    def _plan(
        self, place: Place, stimulus: Stimulus, event: Event | None = None, call: Any = None,
        at: datetime | None = None,
    ) -> Iterator[Lack]:  # fmt: skip
        """``at``: the moment of what is only planned now, but happened before what follows."""
        now = at or self.batch.now
        if not place.is_loaded:
            yield place
        if not self.person.has_profile and needs_profile(place.version):
            yield LookUp(PROFILE, "")
        while True:
            plan = place.version.program.plan(place.run, stimulus, now, self._reads())
            lacking = self._lacking(plan.needs)
            if not lacking:
                break
            yield from lacking
        told = self._beside(place.version) | _detail(plan, stimulus, call)
        self._keep(place, plan, _entry(place, plan, event, told, now))
        for command in plan.commands:
            if isinstance(command, Call | LookUp):
                yield from self._call(place, command)

    def _reads(self) -> Reads:
        return Reads(self.person.values, self.person.zone)

    def _lacking(self, needs: Sequence[LookUp]) -> list[LookUp]:
        person = self.person
        return [n for n in needs if n.key not in person.values and n.key not in person.absent]

    def _keep(self, place: Place, plan: Plan, entry: Entry) -> None:
        version = place.version
        if plan.run is not place.run:
            place.run = plan.run
            place.is_changed = True
            if place.was_seq is None and place.entry is None:
                place.entry = entry_of(plan.run, version)
            if plan.run.status.is_over:
                _give_up(place, self.batch)
        self.batch.trail.append(entry)
        for number, fate in plan.taken:
            self.batch.trail.append(
                Entry(
                    fate, number, version.journey_id, version.id, plan.run.id, plan.run.seq,
                    detail={"later": True},
                )
            )  # fmt: skip
        self._count(place, plan)

    def _beside(self, version: Published) -> dict[str, Any]:
        """What a replay needs and the plan does not tell: the zone, and what let the person in."""
        told: dict[str, Any] = {}
        if version.program.rules.person_zone:
            told["zone"] = self.person.zone
        if self.judged_by:
            told["entry_reads"] = [_read(read) for read in self.judged_by]
            self.judged_by = ()
        return told

    def _count(self, place: Place, plan: Plan) -> None:
        tally, version = self.batch.tally, place.version
        for node, port in plan.path:
            ports = version.program.ports(node)
            tally[version.id, version.node_numbers[node], _port(ports, port), 0] += 1
        if plan.run.status.is_over and plan.fate is not Fate.STALE:
            self._count_end(place)

    def _count_end(self, place: Place) -> None:
        node = place.version.node_numbers.get(str(place.run.node), NO_PORT)
        self.batch.tally[place.version.id, node, NO_PORT, place.run.status] += 1

    def _call(self, place: Place, command: Call | LookUp) -> Iterator[Lack]:
        try:
            rendered = self._rendered(place, command)
        except RenderError as error:
            answered = Answered(ok=False, error="unrendered")
            told = {
                "code": error.code,
                "message": error.message,
                "ok": False,
                "error": "unrendered",
            }
            yield from self._plan(place, answered, call=told)
            return
        is_action = isinstance(command, Call)
        self.batch.calls.append(
            NewCall(
                id=self.batch.take_id(),
                destination=rendered.destination,
                kind=rendered.kind,
                frozen=rendered.frozen,
                version_id=place.version.id,
                instance_id=place.run.id,
                person=self.person.name,
                seq=place.run.seq,
                timeout=command.timeout if is_action else _attempt_seconds(command),
                retries=command.retries if isinstance(command, Call) else LOOK_UP_RETRIES,
                deadline_at=self.batch.now
                + (LONGEST_CALL if is_action else timedelta(seconds=command.timeout)),
            )
        )

    def _rendered(self, place: Place, command: Call | LookUp) -> Rendered:
        if isinstance(command, LookUp):
            return look_ups.render(command.source, command.group, command.params)
        version, run = place.version, place.run
        context = CallContext(
            person=self.person.name,
            journey=version.journey_name,
            journey_id=version.journey_id,
            version=version.number,
            node=command.node,
            node_name=version.program.graph.named(command.node),
            instance=run.id,
            seq=run.seq,
        )
        return action_calls.render(command.action, command.parameters, context)

    # --- what must not happen -------------------------------------------------------------------

    def _broken(self, version: Published, event: Event | None, error: Exception) -> None:
        """The run that met a bug fails, visibly; a user can retry it."""
        place = self.place
        told = {"error": {"code": "internal", "message": f"{type(error).__name__}: {error}"[:500]}}
        number = event.id if event is not None else None
        if place is None or not place.is_loaded or place.run.status.is_over:
            entry = Entry(Fate.ERROR, number, version.journey_id, version.id, detail=told)
            self.batch.trail.append(entry)
            return
        place.run = run = _failed(place, event, self.batch.now)
        place.entry = place.entry or entry_of(run, version)
        place.is_changed = True
        _give_up(place, self.batch)
        self._count_end(place)
        self.batch.trail.append(
            Entry(
                Fate.ERROR, number, version.journey_id, version.id, run.id, run.seq, detail=told
            )
        )  # fmt: skip


def _failed(place: Place, event: Event | None, now: datetime) -> Run:
    """The run where it stands, failed. One that never began remembers its event for the retry."""
    run, memory = place.run, place.run.memory
    if place.was_seq is None and place.entry is None and event is not None:
        held = packed(event)
        memory = {"events": {event.type: held}, "nodes": {str(run.node): held}}
    return replace(
        run, status=Status.FAILED, seq=run.seq + 1, wake_at=None, ended_at=now, memory=memory
    )


def _awaited(place: Place, event: Event) -> frozenset[str]:
    """The event types that can change a run. Where its timer fell due before the event came, the
    run goes on by that first, so whatever lies behind counts too."""
    if _is_overdue(place, event):
        return place.version.program.awaited_from(str(place.run.node))
    return place.version.awaited(place.run)


def _no_retry(place: Place, holder: Place | None) -> Fate | None:
    """Why a run is not tried again; None where it is."""
    if place.run.status not in (Status.FAILED, Status.HELD):
        return Fate.STALE
    if place.version.is_ending:
        return Fate.CLOSED
    if holder is not None and holder is not place and holder.is_inside:
        return Fate.ALREADY_INSIDE
    return None


def _is_overdue(place: Place, event: Event) -> bool:
    run = place.run
    return (
        run.status is Status.WAITING and run.wake_at is not None and run.wake_at < event.received_at
    )


def _refusal(place: Place | None, event: Event) -> Fate | None:
    """Why the person's earlier run lets no new one begin; None where it does."""
    if place is None or not place.holds:
        return None
    if place.is_inside:
        return Fate.ALREADY_INSIDE
    if place.reenter_at is None:
        return Fate.NO_REENTRANCE
    return Fate.IN_PAUSE if event.received_at < place.reenter_at else None


def _give_up(place: Place, batch: Batch) -> None:
    """A run that is over keeps its place as long as the person may not enter again. Where that
    lies behind us it is kept too: an event that came before it may still wait to be judged."""
    ended_at = place.run.ended_at or batch.now
    again_at = place.version.program.reenter_at(place.run, ended_at)
    place.holds = again_at is None or again_at > ended_at
    place.reenter_at = again_at if place.holds else None


def _entry(
    place: Place, plan: Plan, event: Event | None, told: dict[str, Any], at: datetime
) -> Entry:
    version = place.version
    return Entry(
        code=plan.fate,
        event_id=event.id if event is not None else None,
        journey_id=version.journey_id,
        version_id=version.id,
        instance_id=plan.run.id,
        seq=plan.run.seq,
        path=_numbered(version, plan.path),
        detail=told,
        at=at,
    )


def _numbered(version: Published, path: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """A path as the tables hold it: node, port, node, port."""
    flat: list[int] = []
    for node, port in path:
        flat += (version.node_numbers[node], _port(version.program.ports(node), port))
    return tuple(flat)


def _port(ports: Sequence[str], port: str) -> int:
    return ports.index(port) if port in ports else NO_PORT


def _detail(plan: Plan, stimulus: Stimulus, call: Any) -> dict[str, Any]:
    """What a replay needs and no other table has: the stimulus, what was read, what failed."""
    told: dict[str, Any] = {"by": type(stimulus).__name__.lower()}
    if isinstance(stimulus, Ended):
        told["reason"] = stimulus.reason
    if call is not None:
        told["call"] = {
            name: call[name]
            for name in ("call", "status", "error", "code", "message")
            if call.get(name)
        }
    if plan.reads:
        told["reads"] = [_read(read) for read in plan.reads]
    if plan.error is not None:
        told["error"] = dict(plan.error)
    return told


def _read(read: Read) -> dict[str, Any]:
    found = {"reference": read.reference, "value": to_json(read.value), "source": read.source}
    if read.at:
        found["at"] = read.at
    if read.key:
        found |= {"key": read.key, "path": list(read.path)}
    if read.whole is not None and _is_kept(read):
        found["value"], found["whole"] = to_json(read.whole), True
    return found


def _is_kept(read: Read) -> bool:
    """Whether a list or an object goes on the trail as it was: if it is small, and is not past
    events, which are on the log."""
    group = read.key.partition(".")[2] if read.source == "profile" else ""
    if len(read.whole) > MOST_KEPT or past_events.is_event_group(group):
        return False
    return len(json.dumps(to_json(read.whole))) <= LARGEST_KEPT


def _attempt_seconds(look_up: LookUp) -> float:
    return min(look_ups.timeout(look_up.source, look_up.group), look_up.timeout)
