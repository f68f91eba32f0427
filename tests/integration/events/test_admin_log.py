"""The logs in the admin: what arrived, what became of it, what was refused. To look at alone."""

from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import fate_words, finding, hooks
from events.models import Alias, Event, EventType, Source
from journeys.core.commands import Fate
from tests.integration.events.conftest import NOW, Poster, order
from tests.integration.events.test_admin_types import admin_of

LIST = "/admin/events/event/"


@pytest.fixture
def admin(clean_slate: None) -> Client:
    return admin_of("technical")


@pytest.fixture
def posted(poster: Poster) -> list[Event]:
    """Three events: of two persons, the last too late."""
    EventType.objects.create(key="paid", name="Paid", max_age_days=30)
    poster.post(order(id="a"))
    poster.post(order(id="b", person="p-2"))
    poster.post(order(id="c", type="paid", occurred_at="2024-01-01T00:00:00Z"))
    return poster.stored()


def listed(admin: Client, **asked: Any) -> list[str]:
    page = admin.get(LIST, asked)
    assert page.status_code == 200
    return [event.event_id for event in page.context["cl"].result_list]


def text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_an_event_is_listed_with_what_became_of_it(
    admin: Client,
    posted: list[Event],
    poster: Poster,
    order_placed: EventType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hooks, "wanted", lambda _connection: frozenset({order_placed.pk}))
    number = int(poster.post(order(id="d")).json()["id"])
    entered = {"code": "entered", "journey_name": "Thanks", "version": 2, "node_name": "Wait"}
    monkeypatch.setattr(hooks, "fates", lambda _ids: {number: [entered]})
    page = text(admin.get(LIST))
    assert "entered a journey" in page
    assert "no journey listens for it" in page
    assert "too late" in page


def test_an_event_shows_its_fate_in_each_journey_and_its_data(
    admin: Client, posted: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    fates = [
        {"code": "entered", "journey_name": "Thanks", "version": 2, "node_name": "Wait"},
        {"code": "already_inside", "journey_name": "<b>Spa</b>", "version": 1, "node": None},
    ]
    monkeypatch.setattr(hooks, "fates", lambda _ids: {posted[0].pk: fates})
    page = text(admin.get(f"{LIST}{posted[0].pk}/change/"))
    assert "Thanks · version 2" in page
    assert "Entered. Now at “Wait”." in page
    assert "Already inside, so not entered again." in page
    assert "&lt;b&gt;Spa&lt;/b&gt;" in page
    assert "&quot;amount&quot;: 10" in page
    assert "customer/p-1" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["c", "b", "a"]),
        ({"disposition__exact": "4"}, ["c"]),
        ({"type__id__exact": "paid"}, ["c"]),
        ({"source__id__exact": "shop"}, ["c", "b", "a"]),
        ({"q": "customer/p-1"}, ["c", "a"]),
        ({"q": "p-2"}, ["b"]),
        ({"q": " a "}, ["a"]),
        ({"q": "number"}, ["b"]),
        ({"q": "nobody"}, []),
        ({"q": "9" * 50}, []),
        ({"q": "p-1", "disposition__exact": "4"}, ["c"]),
    ],
)
def test_a_filter_finds_what_it_names(
    admin: Client, posted: list[Event], asked: dict[str, str], found: list[str]
) -> None:
    given = {
        "paid": str(EventType.objects.get(key="paid").pk),
        "shop": str(Source.objects.get().pk),
        "number": str(posted[1].pk),
    }
    assert (
        listed(admin, **{name: given.get(value, value) for name, value in asked.items()}) == found
    )


def test_the_list_walks_the_newest_part_of_the_log_alone(
    admin: Client, posted: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "WINDOW", 2)
    assert listed(admin) == ["c", "b"]
    assert listed(admin, q="a") == ["a"]
    assert admin.get(f"{LIST}{posted[0].pk}/change/").status_code == 200


def test_a_page_of_the_list_costs_the_same_however_many_events_are_on_it(
    admin: Client, poster: Poster
) -> None:
    from django.db import connection

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(admin)
        return len(captured)

    poster.post(order(id="first"))
    listed(admin)  # what is read once a process
    few = statements()
    poster.post({"events": [order(id=f"e{number}") for number in range(30)]})
    assert statements() == few


def test_an_event_outlives_its_type_and_source(
    admin: Client, posted: list[Event], shop: Source
) -> None:
    EventType.objects.all().delete()
    shop.delete()
    assert listed(admin) == ["c", "b", "a"]
    assert "customer/p-1" in text(admin.get(f"{LIST}{posted[0].pk}/change/"))


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30])
def test_an_event_that_is_not_there_leads_back(admin: Client, number: str) -> None:
    assert admin.get(f"{LIST}{number}/change/").status_code == 302


def test_nothing_of_a_log_is_changed_by_hand(admin: Client, posted: list[Event]) -> None:
    Alias.objects.create(person="customer/a", target="customer/b", created_at=NOW)
    for model, key in (("event", posted[0].pk), ("rejection", 1), ("alias", "customer/a")):
        assert admin.get(f"/admin/events/{model}/add/").status_code == 403
        assert admin.post(f"/admin/events/{model}/{key}/delete/", {"post": "yes"}).status_code in (
            302, 403, 404,
        )  # fmt: skip
        page = text(admin.get(f"/admin/events/{model}/"))
        assert 'value="delete_selected"' not in page
    assert len(Event.objects.all()) == 3
    assert Alias.objects.exists()


def test_a_rejection_shows_where_and_why_and_what_was_sent(admin: Client, poster: Poster) -> None:
    poster.post(order(data={"amount": "<b>ten</b>"}))
    page = text(admin.get("/admin/events/rejection/"))
    assert "/data/amount" in page
    assert "type" in page
    from events.models import Rejection

    detail = text(admin.get(f"/admin/events/rejection/{Rejection.objects.get().pk}/change/"))
    assert "&lt;b&gt;ten&lt;/b&gt;" in detail


def test_an_alias_is_found_by_either_name(admin: Client) -> None:
    Alias.objects.create(person="customer/anon", target="customer/kim", created_at=NOW)
    for term in ("customer/anon", "customer/kim"):
        assert "customer/anon" in text(admin.get("/admin/events/alias/", {"q": term}))
    assert "customer/anon" not in text(admin.get("/admin/events/alias/", {"q": "customer/lee"}))


def test_every_fate_of_the_engine_has_its_sentence() -> None:
    assert sorted({fate.name.lower() for fate in Fate} - set(fate_words.FATES)) == []


def test_a_fate_that_is_newer_than_the_table_is_shown_by_its_word() -> None:
    assert fate_words.fate({"code": "brand_new"}) == "brand new"


def test_business_users_may_look(clean_slate: None, posted: list[Event]) -> None:
    assert listed(admin_of("business")) == ["c", "b", "a"]
    assert admin_of("viewer").get(LIST).status_code == 302
