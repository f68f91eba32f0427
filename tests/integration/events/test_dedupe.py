"""One id, one event: also at once, in other orders, and when two ids share a hash."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from config import database
from events import log, reading
from tests.integration.events.conftest import Poster, order


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The results of ``work(0)``, ``work(1)``, ... begun at one moment in threads."""
    results: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            results[number] = work(number)
        finally:
            database.close()
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return results


def another(poster: Poster) -> Poster:
    return Poster(poster.secret)


def test_one_event_posted_twice_at_once_is_stored_once(poster: Poster) -> None:
    for number in range(10):
        event = order(id=f"e{number}")
        codes = at_once(2, lambda _n, event=event: another(poster).post(event).status_code)
        assert sorted(codes) == [200, 202]
    assert len(poster.stored()) == 10


def test_of_two_bodies_with_one_id_at_once_one_is_a_conflict(poster: Poster) -> None:
    for number in range(10):

        def post(amount: int, number: int = number) -> int:
            event = order(id=f"e{number}", data={"amount": amount})
            return int(another(poster).post(event).status_code)

        assert sorted(at_once(2, post)) == [202, 409]
    assert len(poster.stored()) == 10


def test_twenty_writers_of_the_same_ids_in_other_orders_do_not_deadlock(poster: Poster) -> None:
    ids = [f"e{number}" for number in range(60)]

    def write(number: int) -> dict[str, Any]:
        shuffled = random.Random(number).sample(ids, len(ids))
        answer = another(poster).post({"events": [order(id=one) for one in shuffled]})
        assert answer.status_code == 202, answer.content
        return answer.json()

    answers = at_once(20, write)

    assert sum(answer["accepted"] for answer in answers) == len(ids)
    assert sum(answer["duplicates"] for answer in answers) == 19 * len(ids)
    assert {event.event_id for event in poster.stored()} == set(ids)
    assert len(poster.stored()) == len(ids)


def test_small_and_large_batches_of_the_same_ids_do_not_deadlock(poster: Poster) -> None:
    ids = [f"e{number}" for number in range(24)]

    def write(number: int) -> int:
        shuffled = random.Random(number).sample(ids, len(ids))
        size = 3 if number % 2 else len(ids)  # by one statement, or by COPY
        accepted = 0
        for at in range(0, len(ids), size):
            part = [order(id=one) for one in shuffled[at : at + size]]
            accepted += another(poster).post({"events": part}).json()["accepted"]
        return accepted

    assert sum(at_once(8, write)) == len(ids)
    assert len(poster.stored()) == len(ids)


@pytest.mark.parametrize("size", [1, 3, 20])
def test_a_duplicate_in_one_batch_is_known_by_the_first(poster: Poster, size: int) -> None:
    events = [order(id=f"e{number}") for number in range(size)]
    results = poster.post({"events": events + events}).json()["results"]
    assert [result["status"] for result in results] == [202] * size + [200] * size
    assert [result["id"] for result in results[:size]] == [r["id"] for r in results[size:]]


def test_a_conflict_in_one_batch_spoils_nothing_else(poster: Poster) -> None:
    events = [order(id="a"), order(id="a", data={"amount": 2}), order(id="b")]
    results = poster.post({"events": events}).json()["results"]
    assert [result["status"] for result in results] == [202, 409, 202]


@pytest.mark.parametrize(
    ("again", "status"),
    [
        (order(occurred_at="2026-03-01T11:00:00+01:00"), 200),
        (dict(reversed(order().items())), 200),
        (order(data={"amount": 10.0}), 409),
        (order(data={"amount": 10, "note": None}), 409),
        (order(person="p-2"), 409),
    ],
)
def test_the_same_said_in_another_spelling_is_the_same(
    poster: Poster, again: dict[str, Any], status: int
) -> None:
    poster.post(order())
    assert poster.post(again).status_code == status


@pytest.mark.parametrize("size", [1, 20])
def test_two_ids_that_share_a_hash_are_two_events(
    poster: Poster, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    genuine = reading.key_hash

    def colliding(source_id: int | None, event_id: str, salt: bytes = b"") -> int:
        # Without the salt "x1" and "y1" are one; with it they are not.
        return genuine(source_id, event_id if salt else event_id[1:], salt)

    monkeypatch.setattr(reading, "key_hash", colliding)
    monkeypatch.setattr(log, "key_hash", colliding)
    for letter in "xy":
        events = [order(id=f"{letter}{number}") for number in range(size)]
        results = poster.post({"events": events}).json()["results"]
        assert [result["status"] for result in results] == [202] * size
    again = poster.post({"events": [order(id=f"y{number}") for number in range(size)]}).json()
    assert [result["status"] for result in again["results"]] == [200] * size
    assert len(poster.stored()) == 2 * size


def test_an_id_is_unique_in_its_source_alone(poster: Poster) -> None:
    from events.models import Source, SourceKey
    from tests.integration.events.conftest import NOW

    other = Poster(SourceKey.issue(Source.objects.create(key="o", name="O"), NOW)[1])
    assert [one.post(order()).status_code for one in (poster, other)] == [202, 202]


def test_a_refused_event_leaves_its_id_free(poster: Poster) -> None:
    assert poster.post(order(data={"amount": "ten"})).status_code == 422
    assert poster.post(order()).status_code == 202
