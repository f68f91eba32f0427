"""Conditions on the clock: times of day, weekdays, dates, and whose clock it is."""

from datetime import datetime

import pytest

from journeys.core.run import Status
from tests.unit.journeys_core.drawing import clock, condition, dates, draw, end, entry
from tests.unit.journeys_core.traveller import Traveller


def holds(path, moment, zone=None, on_error="stop", **settings):
    """Whether a person who comes at this moment takes the path."""
    graph = draw(
        {"in": entry(), "when": condition(path, on_error=on_error), "yes": end(), "bad": end()},
        "in -> when",
        f"when path:{path['key']} -> yes",
        "when error -> bad",
        **settings,
    )
    ann = Traveller(graph, at=datetime.fromisoformat(moment), zone=zone).enters()
    if ann.status is Status.FAILED or ann.node == "bad":
        return ann.error
    return ann.node == "yes"


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-02T08:59:59.999999Z", False),
        ("2026-03-02T09:00:00Z", True),
        ("2026-03-02T16:59:59.999999Z", True),
        ("2026-03-02T17:00:00Z", False),
    ],
)
def test_a_time_range_is_half_open(moment, inside):
    assert holds(clock("open", "09:00", "17:00"), moment) is inside


# 2 March 2026 is a Monday.
@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-02T21:59Z", False),
        ("2026-03-02T22:00Z", True),  # Monday evening
        ("2026-03-03T01:59Z", True),  # the night that began on Monday
        ("2026-03-03T02:00Z", False),
        ("2026-03-03T22:30Z", False),  # Tuesday evening
        ("2026-03-02T01:00Z", False),  # the night that began on Sunday
    ],
)
def test_a_range_across_midnight_has_the_weekday_of_its_start(moment, inside):
    assert holds(clock("night", "22:00", "02:00", "mon"), moment) is inside


@pytest.mark.parametrize(
    ("start", "end_", "moment", "inside"),
    [
        ("09:00", "", "2026-03-02T23:59Z", True),
        ("09:00", "", "2026-03-02T08:59Z", False),
        ("", "09:00", "2026-03-02T00:00Z", True),
        ("", "09:00", "2026-03-02T09:00Z", False),
        ("", "", "2026-03-02T12:00Z", True),
        ("07:30:15", "07:30:16", "2026-03-02T07:30:15.5Z", True),
    ],
)
def test_either_end_of_the_day_may_be_open(start, end_, moment, inside):
    assert holds(clock("open", start, end_), moment) is inside


@pytest.mark.parametrize(("moment", "inside"), [("2026-03-07T12:00Z", True), ("2026-03-06T12:00Z", False)])  # fmt: skip
def test_weekdays_alone_are_whole_days(moment, inside):
    assert holds(clock("weekend", "", "", "sat", "sun"), moment) is inside


def test_the_clock_is_that_of_the_journey():
    night = clock("night", "01:00", "02:00")
    assert holds(night, "2026-03-02T16:30Z", timezone="Asia/Seoul") is True
    assert holds(night, "2026-03-02T01:30Z", timezone="Asia/Seoul") is False


@pytest.mark.parametrize(
    ("zone", "inside"),
    [
        ("America/Los_Angeles", True),  # 01:30 there
        (None, False),  # 10:30 in Paris, the journey's zone
        ("Mars/Olympus", False),  # unknown: the journey's
        ("", False),
    ],
)
def test_the_persons_clock_is_used_where_the_journey_says_so(zone, inside):
    settings = {"timezone": "Europe/Paris", "person_timezone": True}
    night = clock("night", "01:00", "02:00")
    assert holds(night, "2026-03-02T09:30Z", zone, **settings) is inside


def test_the_persons_zone_is_left_alone_where_the_journey_has_its_own():
    night = clock("night", "01:00", "02:00")
    assert holds(night, "2026-03-02T09:30Z", "America/Los_Angeles") is False


@pytest.mark.parametrize(
    ("start", "end_", "moment", "inside"),
    [
        ("2026-03-02", "2026-03-04", "2026-03-01T22:59:59Z", False),
        ("2026-03-02", "2026-03-04", "2026-03-01T23:00Z", True),
        ("2026-03-02", "2026-03-04", "2026-03-03T22:59:59Z", True),
        ("2026-03-02", "2026-03-04", "2026-03-03T23:00Z", False),
        ("2026-03-02T12:00", "", "2026-03-02T11:00Z", True),
        ("2026-03-02T12:00", "", "2026-03-02T10:59Z", False),
        ("", "2026-03-02T12:00", "2026-03-02T10:59Z", True),
        ("2026-03-02T12:00Z", "", "2026-03-02T11:59Z", False),  # an offset holds everywhere
        ("", "", "2026-03-02T12:00Z", True),
    ],
)
def test_a_date_range_is_half_open_on_the_journeys_clock(start, end_, moment, inside):
    assert holds(dates("then", start, end_), moment, timezone="Europe/Paris") is inside


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (clock("bad", "25:00"), "time_invalid"),
        (clock("bad", "9:00"), "time_invalid"),
        (clock("bad", "", "noon"), "time_invalid"),
        (dates("bad", "tomorrow"), "moment_invalid"),
        (dates("bad", "", "2026-02-30"), "moment_invalid"),
    ],
)
def test_what_is_no_time_is_an_error_of_its_step(path, code):
    assert holds(path, "2026-03-02T12:00Z") == code
    assert holds(path, "2026-03-02T12:00Z", on_error="path") == code
