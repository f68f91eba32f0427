"""Whom an event is about, whether it counts, and what it changes."""

from typing import Any

import pytest

from config import database
from events import hooks
from events.models import Alias, Event, EventType
from tests.integration.events.conftest import NOW, Poster, order


def kind(poster: Poster, **more: Any) -> EventType:
    """A type with typed fields of a guest."""
    fields = [
        {"path": "guest.id", "type": "string"},
        {"path": "guest.number", "type": "integer"},
        {"path": "city", "type": "string"},
    ]
    return EventType.objects.create(key="visit", name="Visit", fields=fields, **more)


def visit(data: Any, **more: Any) -> dict[str, Any]:
    return {"type": "visit", "data": data, **more}


# --- The person -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "data", "person"),
    [
        ("@{visit.guest.id}", {"guest": {"id": "g-1"}}, "customer/g-1"),
        ("@{visit.guest.number}", {"guest": {"number": 7}}, "customer/7"),
        (
            "concat(@{visit.city}, @{visit.guest.id})",
            {"city": "x", "guest": {"id": "1"}},
            "customer/x1",
        ),
    ],
)
def test_the_key_expression_finds_the_person(
    poster: Poster, expression: str, data: Any, person: str
) -> None:
    kind(poster, key_expression=expression)
    assert poster.post(visit(data)).status_code == 202
    assert [event.person for event in poster.stored()] == [person]


def test_a_person_that_the_sender_names_goes_before_the_expression(poster: Poster) -> None:
    kind(poster, key_expression="@{visit.guest.id}")
    poster.post(visit({"guest": {"id": "g-1"}}, person="p-1"))
    assert poster.stored()[0].person == "customer/p-1"


@pytest.mark.parametrize(
    "data", [{}, {"guest": {"id": ""}}, {"guest": {"id": "a\u200bb"}}, {"guest": {"id": "x" * 256}}]
)
def test_a_person_that_cannot_be_found_is_refused(poster: Poster, data: Any) -> None:
    kind(poster, key_expression="@{visit.guest.id}")
    answer = poster.post(visit(data))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "key")


def test_the_namespace_of_the_type_is_a_part_of_the_person(poster: Poster) -> None:
    kind(poster, namespace="ECID")
    poster.post(visit({}, person="p-1"))
    assert poster.stored()[0].person == "ECID/p-1"


def test_an_alias_is_looked_through(poster: Poster) -> None:
    Alias.objects.create(person="customer/anon", target="customer/kim", created_at=NOW)
    poster.post({"events": [order(id="a", person="anon"), order(id="b", person="lee")]})
    poster.post(order(id="c", person="anon"))
    assert [event.person for event in poster.stored()] == [
        "customer/kim", "customer/lee", "customer/kim",
    ]  # fmt: skip


def test_an_event_that_was_sent_before_a_merge_is_a_duplicate_after_it(poster: Poster) -> None:
    assert poster.post(order(person="anon")).status_code == 202
    Alias.objects.create(person="customer/anon", target="customer/kim", created_at=NOW)
    from events import catalog

    catalog.forget()
    assert poster.post(order(person="anon")).status_code == 200


# --- Whether it counts ------------------------------------------------------------------------


@pytest.fixture
def listened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some journey listens for every type."""
    monkeypatch.setattr(
        hooks, "wanted", lambda _c: frozenset(EventType.objects.values_list("pk", flat=True))
    )


@pytest.mark.parametrize(
    ("data", "disposition"),
    [
        ({"city": "Seoul"}, Event.Disposition.QUEUED),
        ({"city": "Busan"}, Event.Disposition.CONDITION_FALSE),
        ({}, Event.Disposition.CONDITION_FALSE),
        ({"city": None}, Event.Disposition.CONDITION_FALSE),
    ],
)
def test_where_the_condition_is_false_the_event_is_logged_alone(
    poster: Poster, listened: None, data: Any, disposition: int
) -> None:
    kind(poster, condition='@{visit.city} == "Seoul"')
    assert poster.post(visit(data, person="p")).status_code == 202
    assert poster.stored()[0].disposition == disposition


def test_a_condition_sees_what_we_say_of_the_event_and_not_what_its_sender_says(
    poster: Poster, listened: None
) -> None:
    kind(poster, condition='@{visit._meta.id} == "real"')
    poster.post(visit({"_meta": {"id": "real"}}, person="p", id="forged"))
    poster.post(visit({}, person="p", id="real"))
    assert [event.disposition for event in poster.stored()] == [
        Event.Disposition.CONDITION_FALSE, Event.Disposition.QUEUED,
    ]  # fmt: skip


def test_an_event_that_is_too_old_is_late(poster: Poster, listened: None) -> None:
    kind(poster, max_age_days=30)
    poster.post(visit({}, person="p", occurred_at="2024-01-01T00:00:00Z"))
    poster.post(visit({}, person="p"))
    assert [event.disposition for event in poster.stored()] == [
        Event.Disposition.LATE, Event.Disposition.QUEUED,
    ]  # fmt: skip


# --- What it changes --------------------------------------------------------------------------


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the profile was told, by event."""
    told: list[Any] = []
    monkeypatch.setattr(
        hooks,
        "accepted",
        lambda _c, events: told.extend((e.person, dict(e.changes)) for e in events),
    )
    return told


def updating(poster: Poster, **more: Any) -> EventType:
    paths = {"home.city": "@{visit.city}", "id": "@{visit.guest.id}"}
    return kind(poster, updates_profile=paths, **more)


def test_an_event_updates_the_profile_by_what_it_holds(poster: Poster, changes: list[Any]) -> None:
    updating(poster)
    poster.post(visit({"city": "Seoul"}, person="p"))
    assert changes == [("customer/p", {"home.city": "Seoul"})]


def test_a_duplicate_updates_nothing(poster: Poster, changes: list[Any]) -> None:
    updating(poster)
    for _time in range(2):
        poster.post(visit({"city": "Seoul"}, person="p", id="e"))
    assert len(changes) == 1


def test_an_event_that_does_not_count_updates_nothing(poster: Poster, changes: list[Any]) -> None:
    updating(poster, condition='@{visit.city} == "Busan"', max_age_days=30)
    poster.post(visit({"city": "Seoul"}, person="p"))
    poster.post(visit({"city": "Busan"}, person="p", occurred_at="2024-01-01T00:00:00Z"))
    assert changes == []


def test_the_alias_of_a_person_is_the_one_whose_profile_changes(
    poster: Poster, changes: list[Any]
) -> None:
    updating(poster)
    Alias.objects.create(person="customer/anon", target="customer/kim", created_at=NOW)
    poster.post(visit({"city": "Seoul"}, person="anon"))
    assert changes[0][0] == "customer/kim"


def test_where_the_profile_cannot_be_written_the_event_is_not_taken_either(
    poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_connection: Any, _events: Any) -> None:
        raise database.Unavailable("gone")

    updating(poster)
    monkeypatch.setattr(hooks, "accepted", away)
    event = visit({"city": "Seoul"}, person="p", id="e")
    assert poster.post(event).status_code == 503
    assert poster.stored() == []
    monkeypatch.setattr(hooks, "accepted", lambda _c, _e: None)
    assert poster.post(event).status_code == 202
