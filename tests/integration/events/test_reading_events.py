"""GET /api/v1/events and /api/v1/rejections: filters, pages, fates, and who may read."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from events import finding, hooks
from events.models import EventType, Source, SourceKey
from tests.integration.events.conftest import NOW, Poster, api_of, order


def listed(api: APIClient, **asked: Any) -> list[str]:
    return [event["event_id"] for event in read(api, **asked)["events"]]


def read(api: APIClient, path: str = "events", **asked: Any) -> Any:
    answer = api.get(f"/api/v1/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def three(poster: Poster) -> None:
    """Of two persons; the last was too late."""
    EventType.objects.create(key="paid", name="Paid", max_age_days=30)
    poster.post(order(id="a"))
    poster.post(order(id="b", person="p-2"))
    poster.post(order(id="c", type="paid", occurred_at="2024-01-01T00:00:00Z"))


def test_an_event_is_listed_with_its_fates(
    api: APIClient, poster: Poster, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "wanted", lambda _connection: frozenset({order_placed.pk}))
    number = int(poster.post(order()).json()["id"])
    fate = {"journey": "7", "journey_name": "Thanks", "code": "entered"}
    monkeypatch.setattr(hooks, "fates", lambda ids: {number: [fate]} if number in ids else {})

    (event,) = read(api)["events"]

    assert event == {
        "id": str(number),
        "event_id": "evt-1",
        "type": "order_placed",
        "person": "customer/p-1",
        "source": "shop",
        "occurred_at": "2026-03-01T10:00:00Z",
        "received_at": event["received_at"],
        "data": {"amount": 10},
        "summary": "entered",
        "fates": [fate],
    }
    assert read(api, f"events/{number}") == event


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["c", "b", "a"]),
        ({"person": "customer/p-1"}, ["c", "a"]),
        ({"person": "customer/none"}, []),
        ({"type": "paid"}, ["c"]),
        ({"source": "shop"}, ["c", "b", "a"]),
        ({"source": "none"}, []),
        ({"disposition": "late"}, ["c"]),
        ({"disposition": "nobody_listens"}, ["b", "a"]),
        ({"event_id": "b"}, ["b"]),
        ({"event_id": "none"}, []),
        ({"event_id": "x" * 300}, []),
        ({"person": "customer/p-1", "type": "paid"}, ["c"]),
        ({"limit": "2"}, ["c", "b"]),
    ],
)
def test_a_filter_finds_what_it_names(
    api: APIClient, three: None, asked: dict[str, str], found: list[str]
) -> None:
    assert listed(api, **asked) == found


def test_pages_follow_one_another_without_a_gap(api: APIClient, poster: Poster) -> None:
    poster.post({"events": [order(id=f"e{number}") for number in range(7)]})
    seen, before = [], None
    for _page in range(4):
        body = read(api, limit=2, **({"before": before} if before else {}))
        seen += [event["event_id"] for event in body["events"]]
        before = body["next"]
    assert seen == [f"e{number}" for number in reversed(range(7))]
    assert before is None


def test_a_page_of_the_last_number_has_nothing_after_it(api: APIClient, three: None) -> None:
    assert read(api, limit=3)["next"] is None
    assert read(api, limit=2)["next"] is not None


def test_since_tells_what_is_new(api: APIClient, three: None) -> None:
    first = read(api, limit=3)["events"][-1]["id"]
    assert listed(api, since=first) == ["c", "b"]


def test_a_filter_without_an_index_walks_a_part_of_the_log_at_a_time(
    api: APIClient, poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    EventType.objects.create(key="rare", name="Rare")
    poster.post(order(id="rare", type="rare"))
    poster.post({"events": [order(id=f"e{number}") for number in range(50)]})
    monkeypatch.setattr(finding, "WINDOW", 20)
    pages, before, found = 0, None, []
    while True:
        body = read(api, type="rare", **({"before": before} if before else {}))
        pages, before = pages + 1, body["next"]
        found += [event["event_id"] for event in body["events"]]
        if before is None:
            break
    assert found == ["rare"]
    assert pages >= 3


def test_an_event_that_a_rule_found_is_found_by_its_senders_id(
    api: APIClient, poster: Poster
) -> None:
    EventType.objects.create(key="visit", name="Visit", namespace="ECID", xdm_schema="urn:visit")
    message = {
        "header": {"schemaRef": {"id": "urn:visit"}},
        "body": {"xdmEntity": {"_id": "m-1", "identityMap": {"ECID": [{"id": "kim"}]}}},
    }
    poster.post(message, "/collection/shop")
    assert listed(api, event_id="m-1") == ["m-1"]


def test_one_senders_id_of_two_sources_finds_both(
    api: APIClient, poster: Poster, order_placed: EventType
) -> None:
    other = Source.objects.create(key="other", name="Other")
    poster.post(order())
    Poster(SourceKey.issue(other, NOW)[1]).post(order())
    other.active = False
    other.save()
    assert [event["source"] for event in read(api, event_id="evt-1")["events"]] == ["other", "shop"]


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": "many"},
        {"limit": "-1"},
        {"before": "x"},
        {"before": "9" * 30},
        {"since": "1.5"},
        {"person": "a\0"},
        {"event_id": "a\0"},
        {"type": "a\0"},
        {"disposition": "lost"},
    ],
)
def test_a_filter_that_means_nothing_is_refused(api: APIClient, asked: dict[str, str]) -> None:
    answer = api.get("/api/v1/events", asked)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(asked))}"


@pytest.mark.parametrize("number", ["0", "999", "9" * 40])
def test_a_number_that_no_event_has_is_not_found(api: APIClient, number: str) -> None:
    assert api.get(f"/api/v1/events/{number}").status_code == 404


def test_rejections_are_listed_with_their_reason(api: APIClient, poster: Poster) -> None:
    poster.post(order(data={"amount": "ten"}))
    poster.post(order(type="none"))
    poster.post({"type": 1})

    body = read(api, "rejections")
    assert [row["code"] for row in body["rejections"]] == ["type", "unknown_event", "type"]
    last = body["rejections"][-1]
    assert (last["pointer"], last["source"], last["type"]) == (
        "/data/amount", "shop", "order_placed",
    )  # fmt: skip
    assert '"ten"' in last["excerpt"]
    assert len(read(api, "rejections", code="type")["rejections"]) == 2
    first = read(api, "rejections", limit=2)
    assert read(api, "rejections", before=first["next"])["rejections"] == [last]


def test_everyone_who_is_signed_in_may_read_and_nobody_else(clean_slate: None) -> None:
    assert api_of("viewer").get("/api/v1/events").status_code == 200
    assert APIClient().get("/api/v1/events").status_code == 401
    assert APIClient().get("/api/v1/events/1").status_code == 401


def test_a_source_key_reads_nothing(poster: Poster) -> None:
    answer = poster.client.get("/api/v1/events", HTTP_AUTHORIZATION=f"Bearer {poster.secret}")
    assert answer.status_code == 401
