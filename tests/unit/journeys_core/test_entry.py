"""Entry: which events let people in, and what a person who came in brings along."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Event, Status
from journeys.core.stimuli import Reads
from tests.unit.journeys_core.drawing import compiled, draw, end, entry
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def order(received=MONDAY, event="Order", **data):
    return Event(1, event, "customer/ann", data, received, received, "evt-1")


def judged(condition="", event=None, values=None, **settings):
    """What the entry says to an order."""
    program = compiled(draw({"in": entry("Order", condition)}, **settings))
    reads = Reads({key: (value, "") for key, value in (values or {}).items()})
    return program.may_enter(event or order(total=30), MONDAY, reads)


def test_a_person_enters_by_the_event_and_is_at_the_next_step():
    ann = Traveller(draw({"in": entry(), "done": end()}, "in -> done")).enters()
    assert (ann.path, ann.fate, ann.status) == (["in", "done"], Fate.ENTERED, Status.FINISHED)


def test_an_entry_that_leads_nowhere_ends_the_run():
    ann = Traveller(draw({"in": entry()})).enters()
    assert (ann.path, ann.ended_as) == (["in"], ("finished", "neutral"))


@pytest.mark.parametrize(
    ("condition", "fate"),
    [
        ("", Fate.ENTERED),
        ("  ", Fate.ENTERED),
        ("@{Order.total} > 10", Fate.ENTERED),
        ("@{Order.total} > 30", Fate.CONDITION_FALSE),
        ("@{Order.city} == null", Fate.ENTERED),
        ("@{Order.city} == \"Paris\"", Fate.CONDITION_FALSE),
        ("@{Order._meta.id} == \"evt-1\"", Fate.ENTERED),
        ("@node{in.total} == 30", Fate.ENTERED),
        ("@{Order.total}", Fate.ERROR),
        ("toInteger(@{Order.word}) > 1", Fate.ERROR),
        ("@{Order.", Fate.ERROR),
        ("null", Fate.CONDITION_FALSE),
        ("${profileId} == \"ann\" and ${namespace} == \"customer\"", Fate.ENTERED),
    ],
)  # fmt: skip
def test_the_condition_is_judged_on_the_event(condition, fate):
    assert judged(condition, order(total=30, word="many")) is fate


def test_another_event_does_not_let_anyone_in():
    assert judged(event=order(event="Paid")) is Fate.NOT_LISTENING


def test_a_journey_without_an_entry_lets_nobody_in():
    program = compiled(draw({"done": end()}))
    assert program.entry_event == ""
    assert program.may_enter(order(event=""), MONDAY) is Fate.NOT_LISTENING
    assert program.may_enter(order(), MONDAY) is Fate.NOT_LISTENING


def test_a_condition_may_read_the_profile():
    condition = "#{Profile.person.vip}"
    assert judged(condition, values={"Profile.person": {"vip": True}}) is Fate.ENTERED
    assert judged(condition, values={"Profile.person": {"vip": False}}) is Fate.CONDITION_FALSE


def test_what_the_condition_lacks_can_be_asked_beforehand():
    program = compiled(draw({"in": entry("Order", "#{Profile.person.vip}")}))
    assert [need.key for need in program.entry_needs(order(), MONDAY)] == ["Profile.person"]
    assert program.may_enter(order(), MONDAY) is Fate.ERROR
    given = Reads({"Profile.person": ({"vip": True}, "")})
    assert program.entry_needs(order(), MONDAY, given) == ()


@pytest.mark.parametrize("condition", ["", "toInteger(@{Order.word}) > 1", "@{Order.total} > 1"])
def test_a_condition_that_reads_no_source_needs_nothing(condition):
    program = compiled(draw({"in": entry("Order", condition)}))
    assert program.entry_needs(order(word="many", total=2), MONDAY) == ()


def test_an_event_that_does_not_enter_needs_nothing():
    program = compiled(draw({"in": entry("Order", "#{Profile.person.vip}")}))
    assert program.entry_needs(order(event="Paid"), MONDAY) == ()


@pytest.mark.parametrize(
    ("received", "fate"),
    [
        ("2026-03-02T07:59:59Z", Fate.NOT_STARTED),
        ("2026-03-02T08:00:00Z", Fate.ENTERED),
        ("2026-03-09T22:59:59Z", Fate.ENTERED),
        ("2026-03-09T23:00:00Z", Fate.OVER),
    ],
)
def test_start_and_end_are_half_open_on_the_journeys_clock(received, fate):
    settings = {
        "timezone": "Europe/Paris",
        "starts_at": "2026-03-02T09:00",
        "ends_at": "2026-03-10",
    }
    assert judged(event=order(datetime.fromisoformat(received)), **settings) is fate


def test_a_backlog_does_not_make_an_event_too_late():
    """Start and end are held against the moment of receipt, not against when it is looked at."""
    program = compiled(draw({"in": entry()}, ends_at="2026-03-02T10:00Z"))
    received = order(datetime(2026, 3, 2, 9, 59, tzinfo=UTC))
    assert program.may_enter(received, MONDAY + timedelta(days=2)) is Fate.ENTERED


@pytest.mark.parametrize("text", ["", None, "soon", "2026-13-01"])
def test_a_start_that_is_no_moment_bounds_nothing(text):
    assert judged(starts_at=text, ends_at=text) is Fate.ENTERED


def test_the_condition_of_a_closed_window_is_not_even_read():
    assert judged("@{Order.total}", ends_at="2000-01-01") is Fate.OVER


def test_the_run_that_begins_stands_before_the_entry():
    run = compiled(draw({"in": entry()})).begin(9, order(), MONDAY)
    assert (run.id, run.person, run.node, run.seq) == (9, "customer/ann", "in", 0)
    assert (run.status, run.entered_at, run.wake_at) == (Status.WAITING, MONDAY, None)
