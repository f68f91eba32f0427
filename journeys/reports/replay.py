"""A run again: the pure core over what was recorded of it, step by step.

Nothing is believed: each step that comes out is held against the trail, and where they differ
the record stands and is told as such. Reads are put back under their look-ups' keys, so that
what an expression read then it reads now, whatever has changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from config import database
from datasources import past_events
from journeys.core.commands import Fate
from journeys.core.compiled import CompiledProgram
from journeys.core.environment import SEGMENTS
from journeys.core.run import Run, Status
from journeys.core.simulation import Judged, Told, tell, tell_entry
from journeys.core.stimuli import (
    Arrived,
    Ended,
    Entered,
    Reads,
    Retried,
    Stimulus,
    Woke,
)
from journeys.reports.programs import program_of
from journeys.reports.recorded import Mark, Record

Json = dict[str, Any]
_PROFILE = "Profile."


class Lacking(Exception):
    """Something that this step needs is not recorded any more. ``what`` names it."""

    def __init__(self, what: str, **params: Any) -> None:
        super().__init__(what)
        self.what = what
        self.params = params


@dataclass(slots=True)
class Replay:
    """A record with what the core makes of it.

    ``told``: a mark's id -> the plan that came out, as far as it is the recorded one; ``reads`` ->
    the values that were put back for it, the entry's condition's among them. ``differs`` says where and why the replay ends early; None where all of it is as recorded.
    """

    record: Record
    program: CompiledProgram
    told: dict[int, Told] = field(default_factory=dict)
    reads: dict[int, dict[str, tuple[Any, str]]] = field(default_factory=dict)
    judged: Judged | None = None
    run: Run | None = None
    differs: Json | None = None
    lacks: list[Json] = field(default_factory=list)


def replay(record: Record) -> Replay:
    """Take the recorded inputs through the core again, in their order."""
    found = Replay(record, program_of(record.version_id))
    for mark in record.marks:
        if not _is_input(mark):
            continue
        try:
            _step(found, mark)
        except Lacking as lack:
            found.lacks.append({"step": str(mark.id), "what": lack.what, **lack.params})
            found.differs = {"step": str(mark.id), "reason": "lacks"}
        if found.differs is not None:
            return found
    _compare_end(found)
    return found


def _is_input(mark: Mark) -> bool:
    """Whether a mark is a plan of this run, or its failure by a fault of the system."""
    return bool(mark.by) or _is_broken(mark)


def _is_broken(mark: Mark) -> bool:
    fault = mark.detail.get("error") or {}
    return not mark.by and mark.seq is not None and fault.get("code") == "internal"


def _step(found: Replay, mark: Mark) -> None:
    if _is_broken(mark):
        if found.run is None:
            raise Lacking("beginning")
        found.run = replace(
            found.run, status=Status.FAILED, seq=mark.seq or 0, wake_at=None, ended_at=mark.at
        )
        return
    stimulus = _stimulus(found, mark)
    run = _before(found, mark, stimulus)
    reads = _Reads(found, mark).all()
    _remember(found.reads.setdefault(mark.id, {}), reads)
    told = tell(found.program, run, stimulus, mark.at, reads)
    difference = _difference(found.program, told, mark)
    if difference is not None:
        found.differs = {"step": str(mark.id), **difference}
        return
    found.told[mark.id] = told
    found.run = told.plan.run


def _stimulus(found: Replay, mark: Mark) -> Stimulus:
    if mark.by in ("entered", "arrived"):
        event = found.record.events.get(mark.event_id or 0)
        if event is None:
            raise Lacking("event", event=str(mark.event_id))
        return Entered(event) if mark.by == "entered" else Arrived(event)
    if mark.by == "answered":
        answered = found.record.answer(mark.call)
        if answered is None:
            raise Lacking("answer", call=str(mark.call.get("call")))
        return answered
    if mark.by == "ended":
        return Ended(mark.detail.get("reason", "stopped"))
    return Retried() if mark.by == "retried" else Woke()


def _before(found: Replay, mark: Mark, stimulus: Stimulus) -> Run:
    """The run as it stood, without look-ups kept: whatever was read is on the mark itself."""
    if isinstance(stimulus, Entered):
        record, program = found.record, found.program
        begun = program.begin(record.id, stimulus.event, mark.at)
        reads = _Reads(found, mark, "entry_reads").all()
        found.reads[mark.id] = dict(reads.values)
        found.judged = tell_entry(program, stimulus.event, mark.at, reads)
        return replace(begun, person=record.person, supplemental=record.supplemental)
    run = found.run
    if run is None:
        raise Lacking("beginning")
    if mark.code == Fate.RETRIED and not run.status.is_over:
        # A timer that killed its process is set aside: the run failed without a mark.
        run = replace(run, status=Status.FAILED, seq=(mark.seq or 1) - 1, wake_at=None)
    memory = {name: part for name, part in run.memory.items() if name != "lookups"}
    return replace(run, memory=memory)


class _Reads:
    """The values of one mark, under the keys and at the paths where expressions look for them."""

    def __init__(self, found: Replay, mark: Mark, part: str = "reads") -> None:
        self.found = found
        self.mark = mark
        self.rows = _keyed(mark.detail, part)

    def all(self) -> Reads:
        values: dict[str, tuple[Any, str]] = {}
        for row in sorted(self.rows, key=lambda row: len(row["path"])):
            key = row["key"]
            known = values.get(key, ({}, ""))[0]
            values[key] = (_put(known, _place(row), self._value(row)), row.get("at", ""))
        return Reads(values, self.mark.detail.get("zone"))

    def _value(self, row: Json) -> Any:
        value = row["value"]
        if not isinstance(value, dict) or row.get("whole"):
            return value
        if row["key"].startswith(_PROFILE):
            group = row["key"][len(_PROFILE) :]
            if past_events.is_event_group(group):
                return self._past_events(group, row)
        return self._kept(row)

    def _past_events(self, group: str, row: Json) -> Any:
        """Past events are on the log. Those that came after this step are left away."""
        person = self.found.record.person
        with database.connection().each_alone() as connection:
            loaded = past_events.load(connection, group, [person], self.mark.at)[person]
        count = row["value"].get("items")
        root, events = next(iter(loaded.items()))
        if list(row["path"]) != [root] or count is None:
            raise Lacking("value", reference=row["reference"])
        if len(events) < count or count >= past_events.LIMIT:
            raise Lacking("past_events", reference=row["reference"])
        return _first_received(events, count)

    def _kept(self, row: Json) -> Any:
        """A large part of a look-up's answer: the run has kept it, or has it from this step."""
        kept = self.found.run.memory.get("lookups", {}) if self.found.run is not None else {}
        answers = [kept.get(row["key"], {}), *self._answered(row)]
        for answer in answers:
            found = _dug(answer.get("value"), row["path"])
            if answer.get("at") == row.get("at") and _size(found) == row["value"]:
                return found
        raise Lacking("value", reference=row["reference"])

    def _answered(self, row: Json) -> list[Json]:
        """The answer that this very step was given, where it was asked for this key."""
        run = self.found.run
        call = self.mark.call
        asked = run.memory.get("asked", {}) if run is not None else {}
        answered = self.found.record.answer(call) if call else None
        if answered is None or asked.get("key") != row["key"]:
            return []
        return [{"value": answered.answer, "at": answered.at}]


def _remember(known: dict[str, tuple[Any, str]], reads: Reads) -> None:
    for key, (value, at) in reads.values.items():
        known[key] = (merged(known[key][0], value) if key in known else value, at)


def merged(before: Any, value: Any) -> Any:
    """Two partial views of one value."""
    if isinstance(before, dict) and isinstance(value, dict):
        both = {**before, **value}
        return both | {k: merged(before[k], value[k]) for k in before.keys() & value.keys()}
    return before if value is None else value


def _put(tree: Any, path: Sequence[str], value: Any) -> Any:
    """``tree`` with ``value`` at ``path``; what is in the way is an object from then on."""
    if not path:
        return value
    inner = dict(tree) if isinstance(tree, dict) else {}
    inner[path[0]] = _put(inner.get(path[0]), path[1:], value)
    return inner


def _dug(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _size(value: Any) -> Any:
    """As the trail tells what is too large for it."""
    if isinstance(value, list):
        return {"items": len(value)}
    return {"fields": len(value)} if isinstance(value, dict) else None


def _first_received(events: list[Json], count: int) -> list[Json]:
    """The ``count`` events that were there first, in the order in which they stand."""
    by_receipt = sorted(range(len(events)), key=lambda at: past_events.received(events[at]))
    chosen = set(by_receipt[:count])
    return [event for at, event in enumerate(events) if at in chosen]


def reads_of(detail: Json, part: str = "reads") -> Reads:
    """The values of a mark that no run stands behind; what is too large for it is left away."""
    values: dict[str, tuple[Any, str]] = {}
    for row in sorted(_keyed(detail, part), key=lambda row: len(row["path"])):
        if isinstance(row["value"], dict) and not row.get("whole"):
            continue
        known = values.get(row["key"], ({}, ""))[0]
        values[row["key"]] = (_put(known, _place(row), row["value"]), row.get("at", ""))
    return Reads(values, detail.get("zone"))


def _keyed(detail: Json, part: str) -> list[Json]:
    return [row for row in detail.get(part, ()) if row.get("key")]


def _place(row: Json) -> list[str]:
    """Where in its group a value is looked for; segments are asked for by name."""
    if row["key"] == SEGMENTS and row["reference"].startswith("inSegment("):
        return ["segments", *row["path"]]
    return list(row["path"])


# --- the record and the replay, side by side --------------------------------------------------


def numbered(program: CompiledProgram, path: Sequence[tuple[str, str]]) -> list[int]:
    """A path as the trail holds it."""
    flat: list[int] = []
    for node, port in path:
        ports = program.ports(node)
        flat += (program.nodes.index(node), ports.index(port) if port in ports else -1)
    return flat


def _difference(program: CompiledProgram, told: Told, mark: Mark) -> Json | None:
    """How a plan differs from its mark; None where it is the same."""
    plan = told.plan
    if plan.fate != mark.code:
        return {"reason": "fate", "replayed": plan.fate.name.lower()}
    if numbered(program, plan.path) != mark.path:
        return {"reason": "path", "replayed": [list(pair) for pair in plan.path]}
    if plan.run.seq != mark.seq:
        return {"reason": "seq", "replayed": plan.run.seq}
    return None


def _compare_end(found: Replay) -> None:
    """Whether the run stands where its row says, once all was taken."""
    record, run = found.record, found.run
    if record.is_cut:
        found.differs = {"step": None, "reason": "cut"}
    elif run is None:
        found.differs = {"step": None, "reason": "lacks"}
        found.lacks.append({"step": None, "what": "beginning"})
    elif (run.seq, int(run.status)) != (record.seq, record.status):
        found.differs = {
            "step": None,
            "reason": "end",
            "replayed": run.status.name.lower(),
        }
