"""Posting events over HTTP: what is stored, and what each answer says."""

from typing import Any

import pytest

from events import hooks
from events.models import Event, EventType, Rejection
from tests.integration.events.conftest import Poster, order


def test_an_event_is_stored_before_its_202(poster: Poster) -> None:
    answer = poster.post(order())
    assert answer.status_code == 202
    (event,) = poster.stored()
    assert answer.json() == {"status": 202, "id": str(event.pk), "event_id": "evt-1"}
    assert (event.person, event.data, event.source.key) == ("customer/p-1", {"amount": 10}, "shop")


def test_the_same_id_and_body_again_is_a_duplicate(poster: Poster) -> None:
    first = poster.post(order()).json()
    again = poster.post(order(data={"amount": 10}))
    assert again.status_code == 200
    assert again.json() == {**first, "status": 200, "duplicate": True}
    assert len(poster.stored()) == 1


def test_the_same_id_with_another_body_is_a_conflict(poster: Poster) -> None:
    poster.post(order())
    answer = poster.post(order(data={"amount": 11}))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert len(poster.stored()) == 1


def test_events_without_an_id_are_never_duplicates(poster: Poster) -> None:
    body = order()
    del body["id"]
    ids = {poster.post(body).json()["id"] for _ in range(2)}
    assert len(ids) == 2


def test_the_idempotency_key_serves_as_the_id(poster: Poster) -> None:
    body = order()
    del body["id"]
    codes = [poster.post(body, HTTP_IDEMPOTENCY_KEY="k-1").status_code for _ in range(2)]
    assert codes == [202, 200]


def test_a_batch_keeps_the_good_events_and_says_what_is_wrong_with_the_bad(poster: Poster) -> None:
    events = [order(id="a"), {"type": 1}, order(id="a"), order(id="b"), order(id="a", person="q")]
    answer = poster.post({"events": events})
    assert answer.status_code == 202
    body = answer.json()
    assert [result["status"] for result in body["results"]] == [202, 422, 200, 202, 409]
    assert (body["accepted"], body["duplicates"], body["refused"]) == (2, 1, 2)
    assert [event.event_id for event in poster.stored()] == ["a", "b"]


def test_one_persons_events_of_a_batch_keep_their_order(poster: Poster) -> None:
    poster.post({"events": [order(id=f"e{number}") for number in range(50)]})
    assert [event.event_id for event in poster.stored()] == [f"e{number}" for number in range(50)]


def test_wanted_types_go_to_the_inbox_and_wake_the_engine(
    poster: Poster, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(hooks, "wanted", lambda _connection: frozenset({order_placed.pk}))
    monkeypatch.setattr(hooks, "wake", lambda: woken.append(1))
    poster.post(order())
    (event,) = poster.stored()
    assert event.disposition == Event.Disposition.QUEUED
    assert _inbox() == [(event.pk, 1, event.pk)]
    assert woken == [1]


def test_types_that_nobody_wants_are_logged_alone(poster: Poster) -> None:
    poster.post(order())
    assert poster.stored()[0].disposition == Event.Disposition.NOBODY
    assert _inbox() == []


def test_a_refused_event_is_on_the_rejection_log_and_takes_no_id(poster: Poster) -> None:
    answer = poster.post(order(data={"amount": "ten"}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/data/amount"
    rejection = Rejection.objects.get()
    assert (rejection.code, rejection.pointer, rejection.source.key) == (
        "type", "/data/amount", "shop",
    )  # fmt: skip
    assert poster.post(order()).status_code == 202


def _inbox() -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select id, kind, ref from inbox order by id")
        return cursor.fetchall()


def test_a_number_beyond_every_double_spoils_no_batch(poster: Poster) -> None:
    body = b"""{"events": [
        {"type": "order_placed", "person": "p", "data": {"amount": 1e999}},
        {"type": "order_placed", "person": "p", "data": {"amount": 1}, "data": {}},
        {"type": "order_placed", "person": "p", "data": {"amount": 1}}]}"""
    results = poster.post(body).json()["results"]
    assert [(one["status"], one.get("code")) for one in results] == [
        (422, "number_range"), (422, "duplicate_key"), (202, None),
    ]  # fmt: skip


def test_the_short_way_in_keeps_the_headers_that_guard_a_page(poster: Poster) -> None:
    answer = poster.post(order())
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert int(answer["Content-Length"]) == len(answer.content)


def test_the_short_way_in_refuses_in_the_language_of_the_request(poster: Poster) -> None:
    told = {
        language: poster.post({"type": 1}, HTTP_ACCEPT_LANGUAGE=language).json()["detail"]
        for language in ("en", "ko")
    }
    assert told["en"] != told["ko"]
