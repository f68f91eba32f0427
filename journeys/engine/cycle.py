"""One turn of the engine: claim, load, plan, apply, in one transaction."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.conf import settings

from config.database import Connection, Unavailable, lost_is_unavailable
from journeys.core.commands import LookUp
from journeys.engine import crashes, reads
from journeys.engine.apply import apply
from journeys.engine.batch import Batch
from journeys.engine.claim import NO_BOUND, Claim, Input, Kind, claim, pick
from journeys.engine.crashes import Turn
from journeys.engine.fold import Fold, Lack
from journeys.engine.people import People, Person, Place, load_memories

MOST_WAVES = 8
_log = logging.getLogger(__name__)


def turn(connection: Connection, limit: int | None = None) -> Turn | None:
    """One cycle; None when no lane has work.

    Raises:
        Unavailable: the database is away; nothing was written.
    """
    owner = crashes.me(connection)
    picked = pick(connection, owner)
    if picked is None:
        return None
    marker, lanes = picked.marker, picked.lanes
    left = crashes.suspects(connection, owner) if picked.has_others else None
    try:
        if left is not None:
            return crashes.work_through(connection, marker, left, _run)
        return _run(connection, marker, lanes, limit or settings.ENGINE_BATCH)
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001 (one refused batch must not stop the engine)
        _log.exception("A cycle of %s lanes failed; its inputs are taken one by one.", len(lanes))
        return crashes.one_by_one(connection, marker, lanes, _run)


def _run(
    connection: Connection, marker: int, lanes: Sequence[int], limit: int, below: int = NO_BOUND,
    due_by: datetime | None = None,
) -> Turn:  # fmt: skip
    with lost_is_unavailable(), connection.transaction():
        held = claim(connection, lanes, limit, below, due_by)
        batch = plan_all(connection, held)
        crashes.end_marker(connection, marker)
    return Turn(len(batch.done), len(batch.calls))


def plan_all(connection: Connection, held: Claim) -> Batch:
    """Plan every input of a claim and write the consequences, in the caller's transaction."""
    people = People()
    ordered = _load(connection, held, people)
    batch = Batch(held.now, held.board, _numbers(connection, 3 * len(held.inputs)))
    _fold_all(connection, batch, ordered)
    batch.done += _of_nobody(held.inputs, ordered)
    apply(connection, batch, people)
    return batch


def _load(connection: Connection, held: Claim, people: People) -> list[tuple[Person, list[Input]]]:
    """Read the runs that the inputs concern; the inputs by person, in their order."""
    names = {given.event.person for given in held.inputs if given.event is not None}
    runs = {given.ref for given in held.inputs if given.event is None and given.kind != Kind.EVENT}
    people.load(connection, held.board, names, runs)
    owners = {run: person for person in people for run in person.runs}
    by_person: dict[str, tuple[Person, list[Input]]] = {}
    for given in held.inputs:
        person = people.of(given.event.person) if given.event else owners.get(given.ref)
        if person is not None:
            by_person.setdefault(person.name, (person, []))[1].append(given)
    _prefetch(connection, held, list(by_person.values()))
    return list(by_person.values())


def _prefetch(
    connection: Connection, held: Claim, ordered: Sequence[tuple[Person, list[Input]]]
) -> None:
    """What most folds will ask for first: the memory of runs that an event moves, profiles."""
    places, readers = [], []
    for person, inputs in ordered:
        types = {given.event.type for given in inputs if given.event is not None}
        moved = [
            p for p in person.places.values() if p.is_inside and types & p.version.awaited(p.run)
        ]
        places += moved
        entering = [v for name in types for v in held.board.entries.get(name, ())]
        concerned = [*entering, *(p.version for p in (*moved, *person.runs.values()))]
        if any(map(reads.needs_profile, concerned)):
            readers.append(person)
    load_memories(connection, places)
    reads.load_profiles(connection, readers)


def _of_nobody(
    inputs: Sequence[Input], ordered: Sequence[tuple[Person, list[Input]]]
) -> list[Input]:
    """Inputs of runs that are erased, or events that are pruned: ended without a trace."""
    taken = {id(given) for _, of_person in ordered for given in of_person}
    return [given for given in inputs if id(given) not in taken]


def _fold_all(
    connection: Connection, batch: Batch, ordered: Sequence[tuple[Person, list[Input]]]
) -> None:
    """Fold everyone, in waves: what all lack is fetched at once, then all go on."""
    waiting: list[tuple[Person, Iterator[Lack], Lack]] = []
    for person, inputs in ordered:
        _resume(person, Fold(person, inputs, batch).steps(), waiting)
    waves = 0
    while waiting:
        waves += 1
        asked, waiting = waiting, []
        load_memories(connection, [lack for _, _, lack in asked if isinstance(lack, Place)])
        needs = [(person, lack) for person, _, lack in asked if isinstance(lack, LookUp)]
        if waves <= MOST_WAVES:
            reads.answer(connection, needs, batch.now)
        else:
            for person, need in needs:
                person.absent.add(need.key)
        for person, steps, _ in asked:
            _resume(person, steps, waiting)


def _resume(
    person: Person, steps: Iterator[Lack], waiting: list[tuple[Person, Iterator[Lack], Lack]]
) -> None:
    lack = next(steps, None)
    if lack is not None:
        waiting.append((person, steps, lack))


def _numbers(connection: Connection, hint: int) -> Callable[[], int]:
    """Fresh numbers, taken from the sequence by the block."""
    block: list[int] = []

    def take() -> int:
        if not block:
            block.extend(reversed(connection.next_ids(max(hint, 32))))
        return block.pop()

    return take
