"""A published graph, compiled: what the engine asks of it.

``compile_graph`` makes one from graph JSON and a catalog; the engine keeps it by version id for
ever, because versions are immutable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from journeys.core.commands import Fate, Plan
from journeys.core.run import Event, Run
from journeys.core.stimuli import NOTHING_READ, Reads, Stimulus


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the technical users have declared, as plain data; the core reads no database.

    ``events``: key -> {"name", "namespace", "fields": {path: type}};
    ``sources``: source -> {"name", "groups": {group: {"name", "fields": {path: type}, "params": {name: type}}}};
    ``actions``: key -> {"name", "kind", "parameters": {name: {"name", "type", "required"}}, "answer": {path: type}}.
    """

    events: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    actions: Mapping[str, Mapping[str, Any]]


class Program(Protocol):
    """What the engine may use of a compiled version (``journeys.core.compiled`` implements it)."""

    entry_event: str
    listens: frozenset[str]  # event types that some wait of this version can take
    sources_read: frozenset[str]  # sources whose groups some expression reads ("Profile", ...)
    nodes: tuple[str, ...]  # node keys, sorted: a node's number in the tables is its index

    def ports(self, node: str) -> tuple[str, ...]:
        """The ports of a node in their order; a port's number in the tables is its index."""
        ...

    def may_enter(self, event: Event, now: datetime, reads: Reads = NOTHING_READ) -> Fate:
        """ENTERED if start, end and the entry's condition let this event in; else why not.

        Re-entrance is not judged here: it needs the person's earlier runs (the engine has them).
        """
        ...

    def begin(self, run_id: int, event: Event, now: datetime) -> Run:
        """The run of a person who comes in by this event, standing before the entry node."""
        ...

    def reenter_at(self, run: Run, now: datetime) -> datetime | None:
        """When the person of this finished run may enter again: ``now`` or later; None never."""
        ...

    def plan(
        self, run: Run, stimulus: Stimulus, now: datetime, reads: Reads = NOTHING_READ
    ) -> Plan:
        """The consequence of a stimulus. Pure: the same inputs give the same plan, always.

        Never raises for what users drew or what the outside answered; such errors are in the
        plan. At most 1,000 nodes a walk.
        """
        ...
