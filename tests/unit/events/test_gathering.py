"""Posts that come at the same time share one commit."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from config.database import Unavailable
from events.gathering import Gathering


def event(name: str) -> Any:
    return SimpleNamespace(name=name)


class Storage:
    """Stores what it is given, each call when the test lets it."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.entered = threading.Semaphore(0)
        self.goes_on = threading.Semaphore(0)
        self.refuses: dict[str, Exception] = {}

    def __call__(self, _connection: Any, events: Any) -> list[str]:
        names = [one.name for one in events]
        self.calls.append(names)
        self.entered.release()
        self.goes_on.acquire()
        for name in names:
            if name in self.refuses:
                raise self.refuses[name]
        return [f"stored {name}" for name in names]


class Poster(threading.Thread):
    """One request on its own thread, with what it was answered."""

    def __init__(self, gathering: Gathering, *names: str) -> None:
        super().__init__(daemon=True)
        self._gathering = gathering
        self._events = [event(name) for name in names]
        self.answer: Any = None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self._gathering.store(None, self._events)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001 (told to the test)
            self.answer = error


@pytest.fixture
def storage() -> Storage:
    return Storage()


def three_wait_for_one(storage: Storage) -> list[Poster]:
    """The first is being stored; three more have come meanwhile, in order."""
    gathering = Gathering(storage)
    posters = [Poster(gathering, "first")]
    storage.entered.acquire()
    for count, names in enumerate((["a"], ["b", "c"], ["d"]), start=1):
        posters.append(Poster(gathering, *names))
        while len(gathering._waiting) < count:
            """It is on its way."""
    return posters


def let_all_through(storage: Storage, posters: list[Poster]) -> None:
    storage.goes_on.release(20)
    for poster in posters:
        poster.join(5)


def test_who_comes_alone_stores_at_once(storage: Storage):
    storage.goes_on.release()
    stored = Gathering(storage).store(None, [event("a"), event("b")])  # type: ignore[arg-type]
    assert stored == ["stored a", "stored b"]


def test_who_comes_meanwhile_is_stored_together_afterwards(storage: Storage):
    posters = three_wait_for_one(storage)
    let_all_through(storage, posters)
    assert storage.calls == [["first"], ["a", "b", "c", "d"]]


def test_each_is_answered_of_its_own_events(storage: Storage):
    posters = three_wait_for_one(storage)
    let_all_through(storage, posters)
    assert [poster.answer for poster in posters] == [
        ["stored first"], ["stored a"], ["stored b", "stored c"], ["stored d"],
    ]  # fmt: skip


def test_what_one_event_breaks_breaks_nobody_elses(storage: Storage):
    posters = three_wait_for_one(storage)
    storage.refuses["c"] = ValueError("c")
    let_all_through(storage, posters)
    answers = [poster.answer for poster in posters]
    assert answers[:2] == [["stored first"], ["stored a"]]
    assert isinstance(answers[2], ValueError)
    assert answers[3] == ["stored d"]


def test_without_a_database_everyone_of_the_group_is_told_and_nothing_is_tried_again(
    storage: Storage,
):
    posters = three_wait_for_one(storage)
    storage.refuses["b"] = Unavailable("away")
    let_all_through(storage, posters)
    assert [type(poster.answer) for poster in posters] == [list, *[Unavailable] * 3]
    assert len(storage.calls) == 2


def test_after_a_failure_the_next_one_is_served(storage: Storage):
    gathering = Gathering(storage)
    storage.refuses["a"] = ValueError("a")
    storage.goes_on.release(2)
    with pytest.raises(ValueError, match="a"):
        gathering.store(None, [event("a")])  # type: ignore[arg-type]
    assert gathering.store(None, [event("b")]) == ["stored b"]  # type: ignore[arg-type]
