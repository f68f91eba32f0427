"""Daylight saving, as a table: which instant a civil time means where a clock jumps."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from journeys.core.faults import StepFault
from journeys.core.moments import instant_of, read_moment
from tests.unit.journeys_core.drawing import computed, draw, end, entry, until, wait
from tests.unit.journeys_core.traveller import Traveller

# A civil time that a clock skips means the first moment after the gap; one that it shows twice
# means the first of the two.
TABLE = [
    # zone, local, instant
    ("UTC", "2026-03-29T02:30", "2026-03-29T02:30Z"),
    ("Europe/Paris", "2026-03-29T01:59:59", "2026-03-29T00:59:59Z"),
    ("Europe/Paris", "2026-03-29T02:00", "2026-03-29T01:00Z"),  # the gap: 02:00 to 03:00
    ("Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:00Z"),
    ("Europe/Paris", "2026-03-29T02:59:59", "2026-03-29T01:00Z"),
    ("Europe/Paris", "2026-03-29T03:00", "2026-03-29T01:00Z"),
    ("Europe/Paris", "2026-10-25T01:59:59", "2026-10-24T23:59:59Z"),
    ("Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30Z"),  # twice: the first
    ("Europe/Paris", "2026-10-25T03:00", "2026-10-25T02:00Z"),
    ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00Z"),
    ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z"),
    ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00Z"),  # no midnight: 01:00 local
    ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00Z"),  # no midnight
    ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z"),  # a day that never was
    ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00Z"),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z"),  # half an hour
    ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z"),
    ("Asia/Seoul", "2026-03-29T02:30", "2026-03-28T17:30Z"),  # no daylight saving
    ("Asia/Seoul", "1988-05-08T02:30", "1988-05-07T17:00Z"),  # it had some once
    ("Asia/Kathmandu", "2026-03-29T00:00", "2026-03-28T18:15Z"),
    ("America/Caracas", "2016-05-01T02:45", "2016-05-01T07:00Z"),  # the offset itself changed
]


@pytest.mark.parametrize(("zone", "local", "instant"), TABLE)
def test_a_civil_time_means_one_instant(zone, local, instant):
    found = instant_of(datetime.fromisoformat(local), ZoneInfo(zone))
    assert found == datetime.fromisoformat(instant)


@pytest.mark.parametrize(("zone", "local", "instant"), TABLE)
def test_a_wait_until_it_ends_once_at_that_instant(zone, local, instant):
    due = datetime.fromisoformat(instant)
    graph = draw({"in": entry(), "wait": wait(until(local)), "done": end()},
                 "in -> wait", "wait alt:then -> done", timezone=zone)  # fmt: skip
    ann = Traveller(graph, at=due - timedelta(hours=5)).enters()
    assert ann.run.wake_at == due
    assert ann.after(hours=5, seconds=-1).node == "wait"
    assert ann.after(seconds=1).path == ["in", "wait", "done"]


@pytest.mark.parametrize(
    ("zone", "used", "due"),
    [
        ("America/New_York", "America/New_York", "2026-07-01T12:00Z"),
        ("Asia/Seoul", "Asia/Seoul", "2026-06-30T23:00Z"),
        (None, "Europe/Paris", "2026-07-01T06:00Z"),
        ("Nowhere/Else", "Europe/Paris", "2026-07-01T06:00Z"),
    ],
)
def test_a_wait_goes_by_the_persons_clock_where_the_journey_says_so(zone, used, due):
    graph = draw({"in": entry(), "wait": wait(until("2026-07-01T08:00"))}, "in -> wait",
                 timezone="Europe/Paris", person_timezone=True, longest_stay="P366D")  # fmt: skip
    ann = Traveller(graph, zone=zone).enters()
    assert ann.run.wake_at == datetime.fromisoformat(due)
    assert ann.memory["civil"]["then"]["zone"] == used


def test_an_expression_s_wall_clock_goes_by_the_persons_clock_too():
    graph = draw({"in": entry(), "wait": wait(computed("@{Order.clock}"))}, "in -> wait",
                 person_timezone=True)  # fmt: skip
    ann = Traveller(graph, zone="Asia/Seoul").enters(clock="2026-03-05T09:00:00")
    assert ann.run.wake_at == datetime(2026, 3, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local"),
    [("America/New_York", "9999-12-31T23:00"), ("Asia/Seoul", "0001-01-01T00:00")],
)
def test_a_civil_time_beyond_the_calendar_is_told(zone, local):
    with pytest.raises(StepFault) as told:
        instant_of(datetime.fromisoformat(local), ZoneInfo(zone))
    assert told.value.code == "moment_out_of_range"
    assert read_moment(local, ZoneInfo(zone)) is None


def test_an_offset_at_the_end_of_the_calendar_is_no_moment():
    assert read_moment("0001-01-01T00:00+14:00", UTC) is None
