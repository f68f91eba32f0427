"""The front page's facts: what lives, what needs attention, and which first steps were taken."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from config.fields import MomentField
from demo import graphs
from events.models import Event
from journeys.core.commands import Fate
from journeys.models import Draft, Version
from journeys.reports.overview import first_event
from journeys.reports.reading import ask
from tests.integration.explaining.test_inbox import ANN, stay
from tests.scenarios.story import MONDAY, Story, minimal

FAILING = "toInteger(@{CheckedIn.city}) > 1"


@pytest.fixture
def hotel(story: Story) -> Story:
    return story.hotel()


@pytest.fixture
def attention(get):
    """What needs attention, of a kind."""

    def of(kind: str) -> list:
        return [row for row in get("overview")["attention"] if row["kind"] == kind]

    return of


def failing():
    rule = graphs.condition("Big?", ("big", "Big", FAILING))
    return minimal(rule, "path:big", "else")


def test_live_journeys_come_with_the_people_inside_and_those_of_the_day(hotel: Story, get):
    hotel.publish("Stay", stay())
    hotel.event("CheckedIn", ANN).run().after(days=2).event("CheckedIn", "bo").run()

    (row,) = get("overview")["live"]

    assert (row["inside"], row["entered_day"]) == (1, 1)  # Ann's wait ended after a day
    assert row["entry_event"] == "CheckedIn"


def test_the_entered_of_a_day_are_those_in_the_table(hotel: Story, get):
    hotel.publish("Stay", stay())
    for hours in (0, 10, 20, 30):
        hotel.at(MONDAY + timedelta(hours=hours)).event("CheckedIn", f"p{hours}").run()

    (row,) = get("overview")["live"]

    assert row["entered_day"] == 3
    assert ask("select count(*) from instance", {}) == [(4,)]


@pytest.mark.parametrize("hours", [0, 1, 10, 11, 99])
def test_the_first_event_of_a_span_is_found_by_halving(hotel: Story, hours):
    for each in (0, 10, 20):
        hotel.at(MONDAY + timedelta(hours=each)).event("SpaBeacon", ANN)
    since = MONDAY + timedelta(hours=hours)

    first = first_event(since)

    assert {e.pk for e in Event.objects.filter(pk__gte=first)} == {
        e.pk for e in Event.objects.all() if e.received_at >= since
    }


def test_failed_runs_are_told_by_the_step_where_they_stand(hotel: Story, attention):
    hotel.publish("Stay", failing())
    hotel.event("CheckedIn", ANN, city="x").event("CheckedIn", "bo", city="y").run()

    (row,) = attention("failed")

    assert (row["count"], row["name"], row["version"]) == (2, "Stay", 1)
    assert row["node_name"] == "Big?"
    assert row["person"] in ("ECID/ann", "ECID/bo")
    assert row["run"]


def test_refused_events_of_the_day_are_told_by_type_with_the_last_reason(hotel: Story, attention):
    hotel.post({"type": "SpaBeacon", "person": ANN, "data": 7})
    hotel.after(days=2)
    for _time in range(2):
        hotel.post({"type": "CheckedIn", "person": ANN, "data": {"vip": "yes"}})
    hotel.post({"type": "Nothing", "person": ANN})

    found = {row["type"]: row["count"] for row in attention("rejected")}

    assert found == {"CheckedIn": 2, "Nothing": 1}
    (row,) = [row for row in attention("rejected") if row["type"] == "CheckedIn"]
    assert row["sentence"]["en"] == "Rejected: data.vip is text, expected yes or no."


def test_an_event_that_did_not_come_for_a_day_is_silent(hotel: Story, attention):
    hotel.publish("Stay", stay())
    assert attention("silent") == []

    hotel.after(days=2)
    assert [row["type"] for row in attention("silent")] == ["CheckedIn"]
    assert attention("silent")[0]["at"] is None

    hotel.event("CheckedIn", ANN)
    assert attention("silent") == []


def test_a_draft_with_problems_is_told(hotel: Story, attention):
    hotel.publish("Stay", stay())
    Draft.objects.update(problems=2)

    (row,) = attention("draft")

    assert (row["name"], row["count"]) == ("Stay", 2)


def test_an_event_that_was_set_aside_is_told(hotel: Story, attention):
    hotel.event("SpaBeacon", ANN)
    event = Event.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into trail (id, at, event_id, code) values (%s, %s, %s, %s)",
            [
                event.pk + 1,
                MomentField().get_db_prep_value(event.received_at, connection),
                event.pk,
                int(Fate.SET_ASIDE),
            ],
        )

    (row,) = attention("set_aside")

    assert (row["count"], row["event"]) == (1, str(event.pk))


def test_first_steps_are_ticked_by_ones_own_doing(hotel: Story, get):
    def done() -> list[str]:
        return [row["step"] for row in get("overview")["start"] if row["done"]]

    hotel.publish("Stay", stay())
    assert done() == []

    hotel.event("CheckedIn", ANN).run()
    assert done() == ["event"]

    me = User.objects.create(username="me")
    Draft.objects.update(updated_by=me)
    assert done() == ["event", "journey"]

    Version.objects.update(published_by=me)
    assert done() == ["event", "journey", "published", "inside"]


def test_nothing_at_all_is_an_answer(get, transactional_db):
    told = get("overview")

    assert (told["live"], told["attention"]) == ([], [])
    assert [row["done"] for row in told["start"]] == [False] * 5
