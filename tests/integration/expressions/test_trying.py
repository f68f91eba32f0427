"""Trying an expression on sample data, and on an event that came."""

import pytest
from django.utils.dateparse import parse_datetime

from config import clock, database
from datasources import profiles


def test_sample_data_gives_a_value_and_why(ask):
    answer = ask(
        "evaluate",
        text='@{CheckedIn.city} == "Paris" and #{MarltonReservation.MarltonFieldGroup.reservation}',
        data={
            "event": {"CheckedIn": {"city": "Paris"}},
            "datasource": {"MarltonReservation": {"MarltonFieldGroup": {"reservation": False}}},
        },
    )
    assert (answer["value"], answer["type"], answer["error"]) == (False, "boolean", None)
    assert [(use["kind"], use["key"], use["value"]) for use in answer["uses"]] == [
        ("event", "CheckedIn", "Paris"),
        ("source", "MarltonReservation.MarltonFieldGroup", False),
    ]
    assert answer["steps"][1]["text"] == '@{CheckedIn.city} == "Paris"'
    assert answer["skipped"] == []


def test_what_stopped_early_is_told(ask):
    answer = ask("evaluate", text='false and inSegment("vip")')
    assert [(one["text"], one["because"]) for one in answer["skipped"]] == [
        ('inSegment("vip")', "and")
    ]


def test_the_moment_and_the_segments_may_be_chosen(ask):
    asked = {"now": "2026-03-01T10:00:00+09:00", "data": {"segments": ["vip"]}}
    assert ask("evaluate", text="now()", **asked)["value"] == "2026-03-01T01:00:00Z"
    assert ask("evaluate", text='inSegment("vip")', **asked)["value"] is True


def test_a_stored_event_is_read_with_what_is_about_it(ask, came):
    event = came(
        "CheckedIn", id="evt-9", person="p-1", occurred_at="2026-03-01T10:00:00Z",
        data={"city": "Paris"},
    )  # fmt: skip
    asked = {"event": str(event.pk)}
    text = '@{CheckedIn.city} + "/" + @{CheckedIn._meta.id} + "/" + ${profileId}'
    assert ask("evaluate", text=text, **asked)["value"] == "Paris/evt-9/p-1"
    (use,) = ask("evaluate", text="@{CheckedIn._meta.occurred_at}", **asked)["uses"]
    assert use["value"] == "2026-03-01T10:00:00Z"
    assert parse_datetime(use["read_at"]) == event.received_at
    assert use["age"] >= 0


def test_a_stored_event_brings_its_persons_profile_with_its_age(ask, came):
    event = came("CheckedIn", person="p-1", data={})
    connection = database.connection()
    patch = {"person": {"gender": "female"}}
    with connection.transaction():
        profiles.update(connection, [(event.person, patch)], clock.now())
    text = '#{Profile.ProfileFieldGroup.profile.person.gender} == "female"'
    answer = ask("evaluate", text=text, event=str(event.pk))
    assert answer["value"] is True
    (use,) = answer["uses"]
    assert (use["kind"], use["key"]) == ("profile", "Profile.ProfileFieldGroup")
    assert use["read_at"] is not None


def test_a_stored_event_brings_past_events_too(ask, came):
    came("MessageSent", person="p-1", data={"directMarketing": {"sends": {"value": 1}}})
    event = came("CheckedIn", person="p-1", data={})
    text = (
        "count(#{Profile.MarltonExperience.experienceevent.all("
        "currentDataPackField.directMarketing.sends.value > 0)})"
    )
    assert ask("evaluate", text=text, event=str(event.pk))["value"] == 1


def test_sample_data_adds_to_a_stored_event_what_it_lacks(ask, came):
    event = came("CheckedIn", person="p-1", data={"city": "Paris"})
    answer = ask(
        "evaluate",
        text="@{CheckedIn.city} + @action{offer.code}",
        event=str(event.pk),
        data={"action": {"offer": {"code": "-X7"}}},
    )
    assert answer["value"] == "Paris-X7"


def test_a_declared_date_is_tried_as_a_date(ask, came):
    event = came("CheckedIn", person="p-1", data={})
    answer = ask("evaluate", text="now() - @{CheckedIn._meta.received_at}", event=str(event.pk))
    assert answer["type"] == "duration"


def test_a_run_that_fails_says_why_in_both_languages(ask):
    answer = ask("evaluate", text='toInteger(@{CheckedIn.city})', data={
        "event": {"CheckedIn": {"city": "x"}}})  # fmt: skip
    assert (answer["value"], answer["error"]["code"]) == (None, "not_a_number")
    assert answer["error"]["messages"] == {
        "en": '"x" is no number.',
        "ko": '"x"은(는) 숫자가 아닙니다.',
    }


def test_a_text_that_cannot_be_run_has_problems_and_no_value(ask):
    answer = ask("evaluate", text="lenght(1")
    assert answer["value"] is None
    assert [one["code"] for one in answer["problems"]] == ["unexpected_end"]


def test_an_event_that_never_came_is_a_404(ask):
    ask("evaluate", status=404, text="1", event="1")
    ask("evaluate", status=404, text="1", event="9" * 19)


@pytest.mark.parametrize(
    ("data", "code", "pointer"),
    [
        ([], "type", "/data"),
        ({"event": []}, "type", "/data/event"),
        ({"segments": {"vip": 1}}, "type", "/data/segments"),
        ({"events": {}}, "unknown_field", "/data/events"),
    ],
)
def test_data_of_another_shape_is_refused_with_a_pointer(ask, data, code, pointer):
    answer = ask("evaluate", status=422, text="1", data=data)
    assert [(one["code"], one["pointer"]) for one in answer["errors"]] == [(code, pointer)]


def test_odd_payloads_are_read_as_null_not_as_a_failure(ask):
    data = {"event": {"CheckedIn": 5}, "datasource": {"MarltonReservation": [1]}}
    text = (
        "@{CheckedIn.city} is null and #{MarltonReservation.MarltonFieldGroup.reservation} is null"
    )
    assert ask("evaluate", text=text, data=data)["value"] is True
    deep = nested = {}
    for _ in range(200):
        nested["a"] = nested = {}
    answer = ask("evaluate", text="@{CheckedIn}", data={"event": {"CheckedIn": deep}})
    assert answer["error"]["code"] == "value_too_deep"
