"""Takes documents in: each is stored, known already, or refused with everything that is wrong.

One transaction for a request, or for several small ones that come at the same time. What is
accepted is committed before the answer is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.database import Connection, Unavailable
from config.problems import Fault
from events import aliases, hooks, log
from events.declared import Everything, Poster, declared
from events.gathering import Gathering
from events.reading import NewEvent, Refused, read_event
from events.words import fault

# (document, what is declared, source, now, look_over) -> the events that it says.
Reader = Callable[[Any, Everything, Poster, datetime, bool], Sequence[NewEvent]]
# Another process may have made the type a moment ago.
_UNKNOWN = frozenset(("unknown_event", "unknown_xdm_event"))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: 202 stored, 200 known already, else refused."""

    status: int
    id: int | None = None
    event_id: str | None = None
    faults: Sequence[Fault] = ()

    @property
    def duplicate(self) -> bool:
        return self.status == 200

    def to_json(self) -> dict[str, Any]:
        if self.id is None or self.faults:
            first = self.faults[0]
            errors = [found.to_json() for found in self.faults]
            return {"status": self.status, "code": first.code, "detail": first.detail,
                    "errors": errors}  # fmt: skip
        number = str(self.id)
        answer = {"status": self.status, "id": number, "event_id": self.event_id or number}
        return answer | {"duplicate": True} if self.duplicate else answer


def accept(
    connection: Connection,
    source: Any,
    documents: Sequence[Any],
    now: datetime,
    *,
    look_over: bool = True,
    shared: bool = False,
) -> list[Result]:
    """Store documents of one source; a result for each, in order. Wakes the engine.

    ``source`` is a ``Source`` or a ``Poster``. ``look_over`` is False where the JSON reader
    vouches for numbers and keys. ``shared``: a few events may be stored in one commit with those of
    other threads; not for a caller that is in a transaction.

    Raises:
        config.database.Unavailable: nothing was stored.
    """
    results = accept_by(
        _read_one, connection, source, documents, now, look_over=look_over, shared=shared
    )
    return [of_one[0] for of_one in results]


def _read_one(
    document: Any, known: Everything, source: Poster, now: datetime, look_over: bool
) -> Sequence[NewEvent]:
    return (read_event(document, known, source, now, look_over=look_over),)


def accept_by(
    read: Reader,
    connection: Connection,
    source: Any,
    documents: Sequence[Any],
    now: datetime,
    *,
    look_over: bool,
    shared: bool = False,
) -> list[list[Result]]:
    """``accept`` for documents that ``read`` understands: for each, a result for each event.

    Raises:
        config.database.Unavailable: nothing was stored.
    """
    known = declared.get()
    poster = source if isinstance(source, Poster) else _poster(known, source)
    results: list[list[Result]] = [[] for _document in documents]
    events: list[NewEvent] = []
    places: list[int] = []
    for place, document in enumerate(documents):
        try:
            said, known = _read(read, document, known, poster, now, look_over)
        except Refused as refused:
            results[place].append(Result(refused.status, faults=refused.faults))
        else:
            events += said
            places += [place] * len(said)
    store = _gathering.store if shared and 0 < len(events) <= log.FEW else _store
    for place, result in zip(places, store(connection, events), strict=True):
        results[place].append(result)
    return results


def _poster(known: Everything, source: Any) -> Poster:
    found = known.sources.get(source.pk)
    return found if found is not None else declared.get(0).sources[source.pk]


def _read(
    read: Reader,
    document: Any,
    known: Everything,
    source: Poster,
    now: datetime,
    look_over: bool,
) -> tuple[Sequence[NewEvent], Everything]:
    try:
        return read(document, known, source, now, look_over), known
    except Refused as refused:
        if refused.faults[0].code not in _UNKNOWN:
            raise
        # Made a moment ago in another process? Read anew, at most twice a second.
        newer = declared.get(0.5)
        if newer is known:
            raise
        return read(document, newer, source, now, look_over), newer


def _store(connection: Connection, events: Sequence[NewEvent]) -> list[Result]:
    if not events:
        return []
    taken = _store_few(connection, events) if log.are_few(connection, events) else None
    if taken is None:
        taken = _store_many(connection, events)
    if len(taken) < len(events):
        hooks.wake()
    return [_result(event, taken.get(place)) for place, event in enumerate(events)]


_gathering = Gathering(_store)


def _store_many(connection: Connection, events: Sequence[NewEvent]) -> log.Taken:
    with connection.transaction():
        aliases.resolve(connection, events)
        taken = log.store(connection, events, hooks.wanted(connection))
        changed = [e for place, e in enumerate(events) if e.changes and place not in taken]
        if changed:
            hooks.accepted(connection, changed)
    return taken


def _store_few(connection: Connection, events: Sequence[NewEvent]) -> log.Taken:
    """One statement that writes, alone: under READ COMMITTED each sees anew in any case."""
    with connection.each_alone():
        aliases.resolve(connection, events)
        lost = log.store_few(connection, events, hooks.wanted(connection))
    if not lost:
        return log.Taken()
    try:
        again = _store_many(connection, [events[place] for place in lost])
    except Exception as error:
        # The others are committed, so nobody may store them again by storing this once more.
        raise Unavailable(str(error)) from error
    return log.Taken((lost[place], earlier) for place, earlier in again.items())


def _result(event: NewEvent, earlier: tuple[int, int] | None) -> Result:
    if earlier is None:
        return Result(202, event.id, event.event_id)
    if earlier[1] == event.body:
        return Result(200, earlier[0], event.event_id)
    return Result(409, event_id=event.event_id, faults=[fault("conflict", "/id")])
