"""Texts of a graph made into lengths, moments and zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from journeys.core.moments import (
    BadDuration,
    read_duration,
    read_local,
    read_moment,
    read_zone,
    write_instant,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT0S", timedelta()),
        ("PT6H", timedelta(hours=6)),
        ("P2DT3H", timedelta(days=2, hours=3)),
        ("P1W", timedelta(days=7)),
        ("P1W1D", timedelta(days=8)),
        ("PT90M", timedelta(minutes=90)),
        ("PT1.5S", timedelta(seconds=1.5)),
        ("PT0.000001S", timedelta(microseconds=1)),
        ("-PT1S", timedelta(seconds=-1)),
        ("P999999W999999DT99999999H", timedelta(weeks=999_999, days=999_999, hours=99_999_999)),
        ("PT25H61M", timedelta(hours=26, minutes=1)),
    ],
)
def test_a_duration_has_its_length(text, length):
    assert read_duration(text) == length


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "duration_invalid") for text in (
            "", "P", "PT", "P1DT", "1D", "p1d", "P1H", "PT1D", "P1D ", " P1D", "P-1D", "P1.5D", "PT1.S",
            "P1D2W", "P١D", "soon", "P" + "9" * 90 + "D", "P1000000D", "PT100000000H",
        )),
        ("P1M", "months_in_duration"),
        ("P1Y", "months_in_duration"),
        ("P1000Y", "months_in_duration"),
        ("P1M1D", "months_in_duration"),
        ("P0Y0M1D", "months_in_duration"),
    ],
)  # fmt: skip
def test_what_has_no_length_says_why(text, code):
    with pytest.raises(BadDuration) as told:
        read_duration(text)
    assert told.value.code == code


@pytest.mark.parametrize(
    "text", ["2026-12-24T18:00", "2026-12-24 18:00:30", "2026-12-24T18:00:30.5"]
)
def test_a_wall_clock_has_no_zone(text):
    assert read_local(text).tzinfo is None


def test_a_date_alone_is_its_midnight():
    assert read_local("2026-12-24") == datetime(2026, 12, 24)


@pytest.mark.parametrize(
    "text",
    ["", "2026-12-24T18:00Z", "2026-13-01", "2026-02-29", "2026-12-24T24:00", "20261224", "x"],
)
def test_what_is_no_wall_clock_is_none(text):
    assert read_local(text) is None


def test_an_offset_says_more_than_the_zone():
    paris = ZoneInfo("Europe/Paris")
    assert read_moment("2026-07-01T12:00+09:00", paris) == datetime(2026, 7, 1, 3, tzinfo=UTC)
    assert read_moment("2026-07-01T12:00", paris) == datetime(2026, 7, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-07-01T12:00+25:00", "2026-02-30T00:00Z", "0001-01-01"]
)
def test_what_is_no_moment_is_none(text):
    assert read_moment(text, ZoneInfo("Asia/Seoul")) is None


@pytest.mark.parametrize("name", ["UTC", "Europe/Paris", "Asia/Seoul"])
def test_a_zone_is_known_by_its_name(name):
    assert str(read_zone(name)) == name


@pytest.mark.parametrize(
    "name", [None, "", "Mars", "../../etc/passwd", "localtime", "europe/paris", "A\0B"]
)
def test_a_zone_that_is_none_is_none(name):
    assert read_zone(name) is None


def test_an_instant_is_written_in_utc():
    assert write_instant(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))) == (
        "2026-07-01T10:00:00Z"
    )
