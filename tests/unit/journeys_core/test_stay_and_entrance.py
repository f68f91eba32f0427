"""How long a person may stay, and when they may enter again."""

from datetime import timedelta

import pytest

from journeys.core.commands import Fate
from journeys.core.rules import Rules
from journeys.core.run import Status
from tests.unit.journeys_core.drawing import action, after, compiled, draw, end, entry, on, wait
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def staying(*alternatives, **settings):
    return draw({"in": entry(), "wait": wait(*alternatives), "done": end()},
                "in -> wait", "wait alt:late -> done", **settings)  # fmt: skip


# The longest stay


def test_who_waits_without_a_limit_leaves_when_the_longest_stay_ends():
    ann = Traveller(staying(on("Paid"), longest_stay="P10D")).enters()
    assert ann.run.wake_at == MONDAY + timedelta(days=10)
    ann.after(days=10)
    assert (ann.node, ann.status, ann.ended_as) == ("wait", Status.STOPPED, ("expired", "neutral"))


def test_it_is_91_days_where_nothing_else_is_said():
    graph = staying(on("Paid"))
    del graph["settings"]["longest_stay"]
    assert Traveller(graph).enters().run.wake_at == MONDAY + timedelta(days=91)


def test_a_wait_that_ends_with_the_stay_still_ends_first():
    ann = Traveller(staying(after("P10D"), longest_stay="P10D")).enters().after(days=10)
    assert (ann.node, ann.status) == ("done", Status.FINISHED)


def test_a_wait_beyond_the_stay_never_ends():
    ann = Traveller(staying(after("P11D"), longest_stay="P10D")).enters().after(days=20)
    assert (ann.node, ann.ended_as[0]) == ("wait", "expired")
    assert ann.run.ended_at == MONDAY + timedelta(days=10)


def test_the_stay_counts_from_the_entrance_and_not_from_the_step():
    graph = draw(
        {"in": entry(), "one": wait(after("P6D")), "two": wait(after("P6D"))},
        "in -> one", "one alt:late -> two", longest_stay="P10D",
    )  # fmt: skip
    ann = Traveller(graph).enters().after(days=12)
    assert (ann.node, ann.run.ended_at) == ("two", MONDAY + timedelta(days=10))


def test_a_call_that_outlasts_the_stay_ends_it_when_the_person_would_wait_again():
    graph = draw({"in": entry(), "send": action(text="'x'"), "wait": wait(on("Paid"))},
                 "in -> send", "send -> wait", longest_stay="PT1H")  # fmt: skip
    ann = Traveller(graph).enters().asleep(hours=2).answers()
    assert (ann.path, ann.ended_as[0]) == (["in", "send", "wait"], "expired")


def test_once_the_stay_is_over_even_a_wait_of_nothing_ends_it():
    graph = draw({"in": entry(), "send": action(text="'x'"), "wait": wait(after("PT0S"))},
                 "in -> send", "send -> wait", longest_stay="PT1H")  # fmt: skip
    ann = Traveller(graph).enters().asleep(hours=2).answers()
    assert (ann.node, ann.ended_as[0]) == ("wait", "expired")


def test_an_event_after_the_stay_finds_nobody():
    ann = Traveller(staying(on("Paid", key="late"), longest_stay="PT1H")).enters().asleep(hours=3)
    ann.event("Paid", received=MONDAY + timedelta(hours=2))
    assert (ann.fate, ann.ended_as[0]) == (Fate.NOT_LISTENING, "expired")


@pytest.mark.parametrize(
    ("text", "days"),
    [("P1Y", 91), ("", 91), (None, 91), ("-P1D", 91), ("x", 91), ("P9999D", 3660), ("P7D", 7)],
)
def test_a_stay_that_cannot_be_read_is_the_usual_one(text, days):
    assert Rules.read({"longest_stay": text}).longest_stay == timedelta(days=days)


# Entering again


def again_at(hours=1, **settings):
    """When a person whose run ended ``hours`` after MONDAY may enter again, asked then."""
    ann = Traveller(staying(after(f"PT{hours}H"), **settings)).enters().after(hours=hours)
    assert ann.status is Status.FINISHED
    return ann.program.reenter_at(ann.run, ann.now)


def test_a_person_may_enter_again_at_once_where_nothing_else_is_said():
    assert again_at() == MONDAY + timedelta(hours=1)


def test_a_person_never_enters_again_where_re_entrance_is_off():
    assert again_at(reentrance=False) is None


def test_the_pause_runs_from_the_end_of_the_run():
    assert again_at(reentrance_pause="P2D") == MONDAY + timedelta(days=2, hours=1)


def test_a_pause_that_is_over_is_no_moment_in_the_past():
    ann = Traveller(staying(after("PT1H"), reentrance_pause="PT2H")).enters().after(hours=9)
    assert ann.program.reenter_at(ann.run, ann.now) == ann.now


def test_a_pause_that_cannot_be_read_is_none():
    assert again_at(reentrance_pause="P1M") == MONDAY + timedelta(hours=1)


def test_who_failed_may_enter_again_like_anyone_who_has_left():
    ann = Traveller(staying(after("P1M"), reentrance_pause="P1D")).enters()
    assert ann.status is Status.FAILED
    assert ann.program.reenter_at(ann.run, ann.now) == MONDAY + timedelta(days=1)


@pytest.mark.parametrize("value", [None, "yes", 0, 1])
def test_re_entrance_is_on_unless_it_says_false(value):
    assert compiled(staying(after("PT1H"), reentrance=value)).rules.reentrance is True


# Outcomes


@pytest.mark.parametrize("outcome", ["goal", "neutral", "lost"])
def test_an_end_tells_its_outcome(outcome):
    ann = Traveller(draw({"in": entry(), "done": end(outcome)}, "in -> done")).enters()
    assert ann.ended_as == ("finished", outcome)
