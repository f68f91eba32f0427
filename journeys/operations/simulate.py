"""Taking an imagined person through a graph: the core's own steps, and nothing sent or stored.

The world around the graph is what the caller gives, and where nothing is given the present one:
the person's profile and past events as they are now, answers of sources that are still kept.
Nobody outside is asked. A look-up that is not at hand is where the simulation stands, until a
value is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from actions import calls as action_calls
from actions import definitions
from config import database, json
from datasources import cache, past_events, profiles
from datasources import calls as look_ups
from journeys.core.commands import Call, LookUp
from journeys.core.compiled import CompiledProgram, compile_graph
from journeys.core.program import Catalog
from journeys.core.run import Event, Run
from journeys.core.simulation import Choice, Simulation, with_paths
from journeys.core.stimuli import Answered
from journeys.declared import catalog
from journeys.reports.shown import request_of
from outbound.outcome import CallContext, Rendered, RenderError

Json = dict[str, Any]
PROFILE = "Profile"
Values = Mapping[str, Json]  # look-up key -> {"value", "at"?} or {"error", "status"?}


@dataclass(frozen=True, slots=True)
class Step:
    """One choice, and from then on the values at hand and the person's zone where given."""

    choice: Choice
    values: Values | None = None
    zone: str | None = None
    has_zone: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be simulated.

    ``answers``: step -> {"ok", "status"?, "error"?, "answer"?}, how its call ends; others succeed.
    ``paths``: step -> port, chosen at splits. ``run_id`` seeds ``random()``. With ``is_automatic``
    off, calls and look-ups stay out until a choice answers them. ``profile`` None is the person's.
    """

    graph: Json
    event: Event
    now: datetime
    journey_id: int
    journey_name: str
    steps: Sequence[Step] = ()
    profile: Json | None = None
    values: Values = field(default_factory=dict)
    zone: str | None = None
    has_zone: bool = False
    answers: Mapping[str, Json] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    run_id: int = 0
    is_automatic: bool = True


@dataclass(slots=True)
class Simulated:
    """A simulation with its program, and what would have been sent: (step, seq) -> the request."""

    simulation: Simulation
    program: CompiledProgram
    catalog: Catalog
    sent: Mapping[tuple[str | None, int], Json]


def simulate(wish: Wish) -> Simulated:
    """Play it from the start. The same wish gives the same, as long as the world stays the same."""
    known = catalog()
    graph = with_paths(wish.graph, wish.paths)
    program = compile_graph(graph, known, salt=str(wish.journey_id))
    world = _World(wish, program)
    simulation = Simulation(program, world, wish.now, wish.run_id)
    simulation.play(wish.event, [step.choice for step in wish.steps])
    return Simulated(simulation, program, known, world.sent)


class _World:
    """What surrounds one simulation; see ``core.simulation.World``."""

    def __init__(self, wish: Wish, program: CompiledProgram) -> None:
        self.wish = wish
        self.program = program
        self.sent: dict[tuple[str | None, int], Json] = {}
        self.values: Values = wish.values
        self._past: dict[tuple[str, datetime], Any] = {}
        self._kept: dict[str, tuple[Any, str] | None] = {}
        attributes, changed_at = self._profile()
        self._groups = profiles.group_values(attributes, changed_at)
        told = (attributes or {}).get("timeZone")
        self._zone = wish.zone if wish.has_zone else told if isinstance(told, str) else None

    def _profile(self) -> tuple[Json | None, datetime | None]:
        """The attributes that were given, else those of the person."""
        if self.wish.profile is not None:
            return self.wish.profile, self.wish.now
        person = self.wish.event.person
        with database.connection().each_alone() as connection:
            found = profiles.load(connection, [person]).get(person)
        return found if found is not None else (None, None)

    # core.simulation.World

    def begin(self, number: int) -> None:
        if number < 0:
            return
        step = self.wish.steps[number]
        if step.values is not None:
            self.values = step.values
        if step.has_zone:
            self._zone = step.zone

    def zone(self) -> str | None:
        return self._zone

    def value(self, lookup: LookUp, now: datetime) -> tuple[Any, str] | None:
        given = self._given(lookup)
        if given is not None:
            return None if "error" in given else (given["value"], given.get("at") or _iso(now))
        if not self.wish.is_automatic:
            return None
        if lookup.source == PROFILE:
            return self._of_profile(lookup, now)
        return self._of_cache(lookup, now)

    def looked_up(self, lookup: LookUp, run: Run, now: datetime) -> Answered | None:
        try:
            rendered = look_ups.render(lookup.source, lookup.group, lookup.params)
        except RenderError as error:
            self._unrendered(lookup, run, error)
            return Answered(ok=False, error="unrendered")
        self._rendered(run, rendered, of="look_up", key=f"{lookup.source}.{lookup.group}")
        given = self._given(lookup) if self.wish.is_automatic else None
        if given is None or "error" not in given:
            return None
        return Answered(ok=False, status=given.get("status"), error=given["error"], at=_iso(now))

    def called(self, call: Call, run: Run, now: datetime) -> Answered | None:
        try:
            rendered = action_calls.render(call.action, call.parameters, self._context(call, run))
        except RenderError as error:
            self._unrendered(call, run, error)
            return Answered(ok=False, error="unrendered")
        self._rendered(run, rendered, of="action", key=call.action)
        if not self.wish.is_automatic:
            return None
        return self._ended(call, rendered, now)

    # Values

    def _given(self, lookup: LookUp) -> Json | None:
        """What the caller says of this question, or of its whole group."""
        found = self.values.get(lookup.key)
        if found is None and lookup.source != PROFILE:
            found = self.values.get(f"{lookup.source}.{lookup.group}")
        return found

    def _of_profile(self, lookup: LookUp, now: datetime) -> tuple[Any, str] | None:
        if past_events.is_event_group(lookup.group):
            return self._past_events(lookup.group, now), _iso(now)
        return self._groups.get(lookup.key)

    def _past_events(self, group: str, now: datetime) -> Any:
        person, key = self.wish.event.person, (group, now)
        if key not in self._past:
            with database.connection().each_alone() as connection:
                loaded = past_events.load(connection, group, [person], now)[person]
            self._past[key] = past_events.come_by(loaded, now)
        return self._past[key]

    def _of_cache(self, lookup: LookUp, now: datetime) -> tuple[Any, str] | None:
        """An answer that is kept for everybody, and would be used today."""
        if lookup.key not in self._kept:
            with database.connection().each_alone() as connection:
                found = cache.get(connection, [lookup.key], now)
            self._kept[lookup.key] = found.get(lookup.key)
        return self._kept[lookup.key]

    # Calls

    def _context(self, call: Call, run: Run) -> CallContext:
        return CallContext(
            person=run.person,
            journey=self.wish.journey_name,
            journey_id=self.wish.journey_id,
            version=0,
            node=call.node,
            node_name=self.program.graph.named(call.node),
            instance=run.id,
            seq=run.seq,
        )

    def _ended(self, call: Call, rendered: Rendered, now: datetime) -> Answered:
        """How the call ends: as the caller says, else well."""
        usual: Json = {"ok": True}
        if rendered.kind == "http":
            usual |= {"status": 200, "answer": {"_status": 200}}
        told = self.wish.answers.get(call.node, usual)
        return Answered(
            ok=bool(told.get("ok", "error" not in told)),
            status=told.get("status"),
            error=told.get("error"),
            answer=told.get("answer"),
            at=_iso(now),
        )

    def _rendered(self, run: Run, rendered: Rendered, *, of: str, key: str) -> None:
        told = {"of": of, "key": key, "kind": rendered.kind, "error": None}
        request = request_of(json.loads(rendered.frozen))
        self.sent[run.node, run.seq] = told | {"request": request, "to": _address(of, key)}

    def _unrendered(self, command: Call | LookUp, run: Run, error: RenderError) -> None:
        is_call = isinstance(command, Call)
        key = command.action if isinstance(command, Call) else f"{command.source}.{command.group}"
        self.sent[run.node, run.seq] = {
            "of": "action" if is_call else "look_up",
            "key": key,
            "kind": None,
            "error": {"code": error.code, "message": error.message},
            "request": None,
            "to": None,
        }


def _address(of: str, key: str) -> str | None:
    """Where a call would go, without its query: keys may stand there."""
    if of != "action":
        return None
    found = definitions.current().get(key)
    url = getattr(found, "url", "") or ""
    return url.partition("?")[0] or None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
