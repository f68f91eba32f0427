"""Groups over past events: a list, newest first, within a window, of the types that are named."""

from datetime import timedelta

import pytest

from config import database
from datasources import past_events
from datasources.models import ProfileGroup
from events.models import Event, EventType
from tests.integration.datasources.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def types():
    return {key: EventType.objects.create(key=key, name=key) for key in ("sent", "opened")}


@pytest.fixture(autouse=True)
def empty_log(types):
    Event.objects.all().delete()


@pytest.fixture(autouse=True)
def sends():
    return ProfileGroup.objects.create(
        key="Sends", name="Sends", kind="events", root="experienceevent", window_days=30
    )


def happened(types, person, hours_ago, key="sent", disposition=1, number=None, **data):
    at = MONDAY - timedelta(hours=hours_ago)
    number = number or Event.objects.count() + 1
    Event.objects.create(
        id=number, event_id=f"e{number}", type=types[key], person=person, occurred_at=at,
        received_at=at, disposition=disposition, data=data,
    )  # fmt: skip


def load(connection, *persons, group="Sends"):
    with connection.transaction():
        return past_events.load(connection, group, list(persons), MONDAY)


def values(loaded, person, name="n"):
    return [event[name] for event in loaded[person]["experienceevent"]]


def test_events_stand_newest_first_by_when_they_happened(connection, types):
    happened(types, "e/a", 3, n=1)
    happened(types, "e/a", 1, n=2)
    happened(types, "e/a", 2, n=3)  # came in late
    happened(types, "e/b", 1, n=4)

    loaded = load(connection, "e/a", "e/b", "e/c")

    assert values(loaded, "e/a") == [2, 3, 1]
    assert values(loaded, "e/b") == [4]
    assert loaded["e/c"] == {"experienceevent": []}


def test_an_event_is_its_data_with_its_time_and_where_it_comes_from(connection, types):
    happened(types, "e/a", 1, directMarketing={"sends": {"value": 1}})

    (event,) = load(connection, "e/a")["e/a"]["experienceevent"]

    at = (MONDAY - timedelta(hours=1)).isoformat()
    assert event == {
        "directMarketing": {"sends": {"value": 1}},
        "timestamp": at,
        "_meta": {"id": "e1", "type": "sent", "occurred_at": at, "received_at": at},
    }


def test_a_timestamp_of_the_data_is_not_covered(connection, types):
    happened(types, "e/a", 1, timestamp="2020-01-01T00:00:00Z")
    assert values(load(connection, "e/a"), "e/a", "timestamp") == ["2020-01-01T00:00:00Z"]


def test_what_is_older_than_the_window_or_was_ignored_does_not_count(connection, types):
    happened(types, "e/a", 30 * 24 - 1, n=1)
    happened(types, "e/a", 30 * 24 + 1, n=2)
    happened(types, "e/a", 1, disposition=3, n=3)
    assert values(load(connection, "e/a"), "e/a") == [1]


def test_a_group_takes_the_types_that_it_names(connection, types, sends):
    sends.event_types = ["opened"]
    sends.save()
    happened(types, "e/a", 1, n=1)
    happened(types, "e/a", 1, key="opened", n=2)
    assert values(load(connection, "e/a"), "e/a") == [2]

    sends.event_types = ["gone"]
    sends.save()
    assert values(load(connection, "e/a"), "e/a") == []


def test_the_thousand_newest_are_taken(connection, types, monkeypatch):
    monkeypatch.setattr(past_events, "LIMIT", 3)
    for number in range(5):
        happened(types, "e/a", 5 - number, n=number)
    assert values(load(connection, "e/a"), "e/a") == [4, 3, 2]
    assert past_events.is_event_group("Sends")
    assert not past_events.is_event_group("Nothing")


def test_the_number_of_statements_does_not_grow_with_the_people(connection, types, monkeypatch):
    seen = []
    monkeypatch.setattr(database, "cross", seen.append)
    load(connection, *(f"e/{number}" for number in range(300)))
    assert seen.count("past events load") == 2
