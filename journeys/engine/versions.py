"""The published versions as the engine works with them: compiled, by what they listen for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from config import json
from config.database import Connection, Statement
from events import catalog as event_types
from journeys.core.compiled import CompiledProgram, compile_graph
from journeys.core.run import Run, Status
from journeys.declared import catalog
from journeys.engine import installation

_COLUMNS = "v.id, v.journey_id, j.name, v.number, v.status, v.graph"
_FROM = "from journeys_version v join journeys_journey j on j.id = v.journey_id"
UNFINISHED = Statement(
    "read unfinished versions",
    f"select {_COLUMNS} {_FROM} where v.status in ('live','paused','closed','stopping')",
    f"select {_COLUMNS} {_FROM} where v.status in ('live','paused','closed','stopping')",
)
ONE = Statement(
    "read version",
    f"select {_COLUMNS} {_FROM} where v.id = %(id)s",
    f"select {_COLUMNS} {_FROM} where v.id = :id",
)


@dataclass(frozen=True)
class Published:
    """One version: who it is, whether people may enter, and its compiled program."""

    id: int
    journey_id: int
    journey_name: str
    number: int
    status: str
    program: CompiledProgram

    @cached_property
    def node_numbers(self) -> Mapping[str, int]:
        """A node's number in the tables: its place among the sorted keys."""
        return {key: number for number, key in enumerate(self.program.nodes)}

    @property
    def is_ending(self) -> bool:
        """Stopped, or about to be: its people end at their next input."""
        return self.status in ("stopping", "stopped")

    def awaited(self, run: Run) -> frozenset[str]:
        """The event types that can change this run where it stands."""
        key = (run.node, run.status)
        found = self._awaited.get(key)
        if found is None:
            found = self._awaited[key] = self._find_awaited(run)
        return found

    @cached_property
    def _awaited(self) -> dict[tuple[str | None, Status], frozenset[str]]:
        return {}

    def _find_awaited(self, run: Run) -> frozenset[str]:
        if run.node is None or run.status.is_over:
            return frozenset()
        if run.status is not Status.WAITING:
            return self.program.awaited_from(run.node)
        step: Any = self.program.steps[run.node]
        listens: frozenset[str] = step.listens
        return listens | self.program.kept_behind(run.node)


@dataclass(frozen=True)
class Board:
    """Everything that is published, at one epoch. By event type: who enters, who listens."""

    epoch: int
    realm: str
    versions: Mapping[int, Published]
    type_keys: Mapping[int, str]
    entries: Mapping[str, list[Published]] = field(default_factory=dict)
    closed: Mapping[str, list[Published]] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()

    @cached_property
    def type_numbers(self) -> Mapping[str, int]:
        """The id of each event type, by its key."""
        return {key: number for number, key in self.type_keys.items()}

    def type_key(self, number: int) -> str:
        """The key of an event type; one that was made after the board is asked for."""
        return self.type_keys.get(number) or event_types.type_keys().get(number, "")


_programs: dict[int, CompiledProgram] = {}
_others: dict[int, Published] = {}
_board: Board | None = None


def board(connection: Connection) -> Board:
    """The board of the present epoch; read anew only when the epoch has risen."""
    global _board  # noqa: PLW0603 (one reading a process and epoch)
    epoch, realm = installation.read(connection)
    known = _board
    if known is None or (known.epoch, known.realm) != (epoch, realm):
        known = _board = _read(connection, epoch, realm)
        _others.clear()
    return known


def forget() -> None:
    """Tests that empty the tables begin anew."""
    global _board  # noqa: PLW0603
    _board = None
    _programs.clear()
    _others.clear()


def version(connection: Connection, known: Board, number: int) -> Published:
    """Any version that ever held people, also one that is over."""
    found = known.versions.get(number) or _others.get(number)
    if found is None:
        found = _others[number] = _published(connection.rows(ONE, {"id": number})[0])
    return found


def _read(connection: Connection, epoch: int, realm: str) -> Board:
    found = {row[0]: _published(row) for row in connection.rows(UNFINISHED)}
    types = {kind.key: kind.pk for kind in event_types.types.get(0)}
    live = [one for one in found.values() if one.status == "live"]
    open_journeys = {one.journey_id for one in live}
    shut = [
        one
        for one in found.values()
        if one.status in ("closed", "paused") and one.journey_id not in open_journeys
    ]
    names = {
        name for one in found.values() for name in (one.program.entry_event, *one.program.listens)
    }
    return Board(
        epoch=epoch,
        realm=realm,
        versions=found,
        type_keys={pk: key for key, pk in types.items()},
        entries=_by_entry(live),
        closed=_by_entry(shut),
        wanted=frozenset(types[name] for name in names if name in types),
    )


def _by_entry(versions: Iterable[Published]) -> dict[str, list[Published]]:
    found: dict[str, list[Published]] = {}
    for one in versions:
        found.setdefault(one.program.entry_event, []).append(one)
    return found


def _published(row: tuple[Any, ...]) -> Published:
    number, journey_id, name, version_number, status, graph = row
    program = _programs.get(number)
    if program is None:
        program = compile_graph(json.loads(graph), catalog(), salt=str(journey_id))
        _programs[number] = program
    return Published(number, journey_id, name, version_number, status, program)
