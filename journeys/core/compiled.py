"""A published graph, compiled: the Program that the engine plans with (see program.py)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from journeys.core import planning
from journeys.core.commands import Fate, LookUp, Plan, Read
from journeys.core.faults import Missing, StepFault
from journeys.core.flow import Masks, needed_from
from journeys.core.graph import Graph
from journeys.core.nodes import NODE_TYPES
from journeys.core.packing import packed
from journeys.core.program import Catalog
from journeys.core.rules import Rules
from journeys.core.run import Event, Run, Status
from journeys.core.scope import Scopes
from journeys.core.steps.entry import Entry
from journeys.core.steps.making import Making, Step
from journeys.core.steps.wait import Listening, Wait
from journeys.core.stimuli import NOTHING_READ, Reads, Stimulus
from journeys.core.texts import Text
from journeys.core.walk import Walk


class CompiledProgram:
    """A graph ready to be walked. Immutable, and safe to share between threads.

    Beyond Program: ``graph``, ``steps`` (node -> compiled step), ``targets``, ``rules``, and what
    lies behind each node (``awaited_from``, ``kept_behind``, ``needed_from``).
    """

    def __init__(self, graph: Graph, catalog: Catalog, salt: str = "") -> None:
        self.graph = graph
        self.catalog = catalog
        self.rules = Rules.read(graph.settings)
        self.nodes = tuple(sorted(graph.nodes))
        self.targets = graph.targets
        self.steps: dict[str, Step] = {}
        self._texts: dict[str, list[Text]] = {}
        self._compile(salt)
        entries = [step for step in self.steps.values() if isinstance(step, Entry)]
        self.entry = entries[0] if entries else Entry("", "", None)
        self.entry_event = self.entry.event
        texts = [text for of_node in self._texts.values() for text in of_node]
        self.listens = frozenset(
            event
            for step in self.steps.values()
            if isinstance(step, Wait)
            for event in step.listens
        )
        self.sources_read = frozenset(
            name[len("lookup:") :].partition(".")[0]
            for text in texts
            for name in text.reads
            if name.startswith("lookup:")
        )
        profile = catalog.sources.get("Profile") or {}
        self.has_segments = "segments" in (profile.get("groups") or {})
        self.reads_previous = any("previousNodeId" in text.properties for text in texts)
        self._masks = Masks()
        self._needed = needed_from(graph, self._masks, self._read_at)
        self._ports = {key: _ports(graph, key) for key in graph.nodes}

    def _compile(self, salt: str) -> None:
        scopes = Scopes(self.graph, self.catalog)
        for node in self.graph.nodes.values():
            making = Making(node, scopes, self.catalog, salt)
            self.steps[node.key] = NODE_TYPES[node.type].compile(node, making)
            self._texts[node.key] = making.texts

    def _read_at(self, key: str) -> int:
        """What a node itself reads, awaits and counts, as names."""
        names = {name for text in self._texts[key] for name in text.reads}
        step = self.steps[key]
        if isinstance(step, Wait):
            names |= {f"await:{event}" for event in step.listens}
            names |= {
                f"since:{one.event}"
                for one in step.alternatives
                if isinstance(one, Listening) and one.since_entry
            }
        return self._masks.of(names)

    # What the walk asks

    def needed_from(self, node: str) -> frozenset[str]:
        """What this node and those behind it read, as names like ``event:Order``."""
        return self._masks.names(self._needed.get(node, 0))

    def awaited_from(self, node: str) -> frozenset[str]:
        """The event types that some wait at or behind this node can take."""
        return self._with("await:", self._needed.get(node, 0))

    def kept_behind(self, node: str) -> frozenset[str]:
        """The event types that a wait behind this node counts since entry."""
        mask = 0
        for target in self.targets.get(node, {}).values():
            mask |= self._needed[target]
        return self._with("since:", mask)

    def _with(self, start: str, mask: int) -> frozenset[str]:
        names = self._masks.names(mask)
        return frozenset(name[len(start) :] for name in names if name.startswith(start))

    def cache_seconds(self, source: str, group: str) -> int:
        """How long an answer of a field group may be used again within a run."""
        declared = self.catalog.sources.get(source) or {}
        in_group = (declared.get("groups") or {}).get(group) or {}
        seconds = in_group.get("cache_seconds", declared.get("cache_seconds", 0))
        return int(seconds or 0)

    # Program

    def ports(self, node: str) -> tuple[str, ...]:
        """The ports of a node in their order; a port's number in the tables is its index."""
        return self._ports[node]

    def may_enter(self, event: Event, now: datetime, reads: Reads = NOTHING_READ) -> Fate:
        """ENTERED if start, end and the entry's condition let this event in; else why not.

        Start and end are held against the moment of receipt, so that a backlog changes nothing.
        A condition that reads a profile group which is not in ``reads`` is an ERROR: ask
        ``entry_needs`` first.
        """
        return self.judged(event, now, reads)[0]

    def judged(
        self, event: Event, now: datetime, reads: Reads = NOTHING_READ
    ) -> tuple[Fate, tuple[Read, ...]]:
        """What ``may_enter`` answers, with the values that the entry's condition read."""
        if event.type != self.entry_event or not self.entry_event:
            return Fate.NOT_LISTENING, ()
        fate = self.rules.admits(event.received_at)
        if fate is not Fate.ENTERED or self.entry.condition is None:
            return fate, ()
        walk = self.before_entry(event, now, reads)
        try:
            fate = Fate.ENTERED if self.entry.condition.holds(walk) else Fate.CONDITION_FALSE
        except (StepFault, Missing):
            fate = Fate.ERROR
        return fate, tuple(walk.environment.used.values())

    def entry_needs(
        self, event: Event, now: datetime, reads: Reads = NOTHING_READ
    ) -> tuple[LookUp, ...]:
        """What the entry's condition reads and ``reads`` lacks; mostly nothing."""
        if self.entry.condition is None or event.type != self.entry_event:
            return ()
        try:
            self.entry.condition.holds(self.before_entry(event, now, reads))
        except Missing as missing:
            return (missing.lookup,)
        except StepFault:
            pass
        return ()

    def before_entry(self, event: Event, now: datetime, reads: Reads = NOTHING_READ) -> Walk:
        """A walk in which the entry's condition is judged: the event has just arrived."""
        walk = Walk(self, self.begin(0, event, now), now, reads)
        walk.environment.arriving = (event.type, packed(event))
        return walk

    def begin(self, run_id: int, event: Event, now: datetime) -> Run:
        """The run of a person who comes in by this event, standing before the entry node."""
        return Run(
            id=run_id,
            person=event.person,
            status=Status.WAITING,
            node=self.entry.key,
            seq=0,
            entered_at=now,
        )

    def reenter_at(self, run: Run, now: datetime) -> datetime | None:
        """When the person of this finished run may enter again: ``now`` or later; None never."""
        if not self.rules.reentrance:
            return None
        return max(now, (run.ended_at or now) + self.rules.pause)

    def plan(
        self, run: Run, stimulus: Stimulus, now: datetime, reads: Reads = NOTHING_READ
    ) -> Plan:
        """The consequence of a stimulus (see Program.plan)."""
        walk = Walk(self, run, now, reads)
        return walk.plan(planning.apply(walk, stimulus))


def _ports(graph: Graph, key: str) -> tuple[str, ...]:
    node = graph.nodes[key]
    ports: tuple[str, ...] = NODE_TYPES[node.type].ports(node.config)
    return ports


def compile_graph(graph: Mapping[str, Any], catalog: Catalog, salt: str = "") -> CompiledProgram:
    """The program of graph JSON in which ``structure.structure_faults`` finds nothing.

    salt: a text that tells journeys apart (the journey's id), so that the same person is split
    anew in each. Drafts compile too: what is wrong in them is a fault of the step that runs.
    """
    return CompiledProgram(Graph.from_json(graph), catalog, salt)
