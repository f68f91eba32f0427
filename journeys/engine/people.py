"""The people of a batch and their runs, in memory: loaded at once, planned, written back at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from config import json
from config.database import Connection, Statement
from journeys.core.run import Run, Status
from journeys.engine import versions
from journeys.engine.versions import Board, Published

_NARROW = """id, journey_id, version_id, person, supplemental, holds, reenter_at, status, node, seq,
             entered_at, ended_at, wake_at"""
HOLDERS = Statement(
    "read holders",
    f"select {_NARROW} from instance where holds and person = any(%(persons)s)",  # noqa: S608
    f"""select {_NARROW} from instance
        where holds and person in (select value from json_each(:persons))""",  # noqa: S608
    prepared=True,
)
RUNS = Statement(
    "read runs",
    f"select {_NARROW}, entry, state from instance where id = any(%(ids)s)",  # noqa: S608
    f"""select {_NARROW}, entry, state from instance
        where id in (select value from json_each(:ids))""",  # noqa: S608
    prepared=True,
)
MEMORIES = Statement(
    "read memories",
    "select id, entry, state from instance where id = any(%(ids)s)",
    "select id, entry, state from instance where id in (select value from json_each(:ids))",
    prepared=True,
)


@dataclass(slots=True)
class Place:
    """One run, as its row and as the core's value. ``was_seq`` is that of the row, None for a
    new one. ``entry`` is the event it came in by, written once; ``memory`` of the run is None
    until it is loaded."""

    version: Published
    run: Run
    holds: bool = True
    reenter_at: datetime | None = None
    entry: Mapping[str, Any] | None = None
    is_loaded: bool = True
    was_seq: int | None = None
    was_wake_at: datetime | None = None
    is_changed: bool = False

    @property
    def is_inside(self) -> bool:
        return not self.run.status.is_over


@dataclass(slots=True)
class Person:
    """Everything about one person that the batch knows.

    ``places``: journey id -> the run that holds the place there; ``runs``: all that were loaded
    or made, by id; ``values``: what expressions may read; ``absent``: look-up keys that nobody
    has an answer to.
    """

    name: str
    places: dict[int, Place] = field(default_factory=dict)
    runs: dict[int, Place] = field(default_factory=dict)
    values: dict[str, tuple[Any, str]] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    zone: str | None = None
    has_profile: bool = False

    def add(self, place: Place) -> None:
        self.runs[place.run.id] = place
        if place.holds:
            self.places[place.version.journey_id] = place


class People:
    """The persons of a batch by name."""

    def __init__(self) -> None:
        self._persons: dict[str, Person] = {}

    def __iter__(self) -> Any:
        return iter(self._persons.values())

    def of(self, name: str) -> Person:
        found = self._persons.get(name)
        if found is None:
            found = self._persons[name] = Person(name)
        return found

    def load(
        self, connection: Connection, board: Board, persons: Iterable[str], runs: Iterable[int]
    ) -> None:
        """Read the runs of these ids whole, and of these persons those that hold a place."""
        by_id = sorted(set(runs))
        if by_id:
            for row in connection.rows(RUNS, {"ids": connection.array(by_id)}):
                self._take(connection, board, row)
        names = sorted(set(persons) | {person.name for person in self})
        if names:
            for row in connection.rows(HOLDERS, {"persons": connection.array(names)}):
                if row[0] not in self.of(row[3]).runs:
                    self._take(connection, board, row)

    def _take(self, connection: Connection, board: Board, row: Any) -> None:
        version = versions.version(connection, board, row[2])
        self.of(row[3]).add(_place(connection, version, row))


def load_memories(connection: Connection, places: Sequence[Place]) -> None:
    """Read what these runs remember."""
    wanted = {place.run.id: place for place in places if not place.is_loaded}
    if wanted:
        for number, entry, state in connection.rows(
            MEMORIES, {"ids": connection.array(sorted(wanted))}
        ):
            _remember(wanted[number], entry, state)


def _place(connection: Connection, version: Published, row: Any) -> Place:
    moment = connection.from_moment
    number, _journey, _version, person, supplemental, holds, reenter, status, node, seq = row[:10]
    entered_at, ended_at, wake_at = (moment(value) for value in row[10:13])
    assert entered_at is not None
    run = Run(
        id=number,
        person=person,
        status=Status(status),
        node=version.program.nodes[node] if node is not None else None,
        seq=seq,
        entered_at=entered_at,
        supplemental=supplemental,
        wake_at=wake_at,
        ended_at=ended_at,
    )
    place = Place(version, run, bool(holds), moment(reenter), None, False, seq, wake_at)
    if len(row) > 13:
        _remember(place, row[13], row[14])
    return place


def _remember(place: Place, entry: str | None, state: str | None) -> None:
    place.entry = json.loads(entry) if entry else None
    memory = json.loads(state) if state else {}
    for part in ("events", "nodes"):
        held = memory.get(part)
        if held:
            memory[part] = {
                key: place.entry if value is None else value for key, value in held.items()
            }
    place.run = replace(place.run, memory=memory)
    place.is_loaded = True


def written(place: Place) -> str:
    """The memory of a run as its column holds it: the entry's event stands as null, for it has
    a column of its own that is never rewritten."""
    memory = dict(place.run.memory)
    for part in ("events", "nodes"):
        held = memory.get(part)
        if held:
            memory[part] = {
                key: None if value is place.entry else value for key, value in held.items()
            }
    return json.text(memory)


def entry_of(run: Run, version: Published) -> Mapping[str, Any] | None:
    """The event by which a new run came in, from its first plan."""
    found: Mapping[str, Any] | None = run.memory.get("events", {}).get(version.program.entry_event)
    return found
