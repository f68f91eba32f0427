"""C9: time of day, dates, and whose time zone counts."""

import pytest

from tests.scenarios.story import Story, minimal

EVENING = {"key": "eve", "name": "Evening", "kind": "time", "from": "20:00", "to": "23:00",
           "weekdays": ["mon", "tue", "wed", "thu", "fri"]}  # fmt: skip
DECEMBER = {"key": "dec", "name": "December", "kind": "date",
            "from": "2019-12-15T06:00", "to": "2019-12-31T06:00"}  # fmt: skip


def at_time(path: dict, **settings) -> dict:
    config = {"paths": [path], "on_error": "stop", "timeout": 5}
    node = {"type": "condition", "name": "When?", "config": config}
    return minimal(node, f"path:{path['key']}", "else", timezone="Europe/Paris", **settings)


def taken(story: Story, graph: dict, moment: str, zone: str | None = None) -> str:
    story.hotel().publish("When", graph)
    if zone:
        story.profile("p-1", zone=zone)
    story.at(moment).event("CheckedIn", "p-1").run()
    return story.path("p-1")[-1]


def test_tuesday_1930_utc_is_the_evening_in_paris(story: Story):
    assert taken(story, at_time(EVENING), "2019-12-10T19:30Z") == "to_eve"


def test_with_the_persons_zone_the_same_moment_is_morning_in_los_angeles(story: Story):
    graph = at_time(EVENING, person_timezone=True)
    assert taken(story, graph, "2019-12-10T19:30Z", zone="America/Los_Angeles") == "to_else"


def test_a_person_without_a_zone_lives_in_the_journeys(story: Story):
    graph = at_time(EVENING, person_timezone=True)
    assert taken(story, graph, "2019-12-10T19:30Z") == "to_eve"


def test_saturday_evening_is_no_weekday(story: Story):
    assert taken(story, at_time(EVENING), "2019-12-14T19:30Z") == "to_else"


@pytest.mark.parametrize(
    ("moment", "node"),
    [
        ("2019-12-15T04:59Z", "to_else"),
        ("2019-12-15T05:00Z", "to_dec"),
        ("2019-12-31T04:59Z", "to_dec"),
        ("2019-12-31T05:00Z", "to_else"),
    ],
)
def test_a_date_range_is_half_open_in_the_journeys_zone(story: Story, moment, node):
    assert taken(story, at_time(DECEMBER), moment) == node


def test_a_custom_wait_leaves_at_the_local_time_of_the_zone(story: Story):
    wait = {"type": "wait", "name": "Until it ends", "config": {"alternatives": [
        {"key": "end", "name": "ends", "kind": "expression", "condition": "",
         "expression": "toDateTimeOnly(@{CheckedIn.offerOpened.activity.endTime})"}]}}  # fmt: skip
    story.hotel().publish("Until", minimal(wait, "alt:end", timezone="Europe/Paris"))
    story.at("2020-07-12T10:00Z").event(
        "CheckedIn", "p-1", offerOpened={"activity": {"endTime": "2020-07-12T17:00:00"}}
    ).run()

    story.at("2020-07-12T14:59:59Z").run()
    before = story.status("p-1")
    story.at("2020-07-12T15:00Z").run()

    assert (before, story.status("p-1")) == ("waiting", "finished")
