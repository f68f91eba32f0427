"""Wait: the first of its alternatives to happen decides where the run goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Status
from tests.unit.journeys_core.drawing import (
    action,
    after,
    compiled,
    computed,
    draw,
    end,
    entry,
    on,
    until,
    wait,
)
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def waiting(*alternatives, **settings):
    """Entry, wait, and an end behind each alternative."""
    ends = {f"to_{one['key']}": end() for one in alternatives}
    lines = [f"wait alt:{one['key']} -> to_{one['key']}" for one in alternatives]
    return draw(
        {"in": entry(), "wait": wait(*alternatives)} | ends, "in -> wait", *lines, **settings
    )


def ann_at(*alternatives, data=None, values=None, **settings):
    return Traveller(waiting(*alternatives, **settings), values=values).enters(**(data or {}))


# A duration


def test_a_person_waits_and_goes_on_when_the_time_is_up():
    ann = ann_at(after("PT1H"))
    assert (ann.node, ann.status, ann.run.wake_at) == (
        "wait",
        Status.WAITING,
        MONDAY + timedelta(hours=1),
    )
    ann.after(minutes=59, seconds=59)
    assert ann.node == "wait"
    ann.after(seconds=1)
    assert (ann.node, ann.fate) == ("to_late", Fate.WOKE)


def test_a_duration_of_nothing_does_not_hold_anyone():
    assert ann_at(after("PT0S")).path == ["in", "wait", "to_late"]


def test_a_draft_s_negative_duration_is_over_at_once():
    assert ann_at(after("-PT1H")).node == "to_late"


@pytest.mark.parametrize(
    ("text", "code"), [("", "duration_invalid"), ("P1M", "months_in_duration")]
)
def test_what_is_no_duration_is_an_error_of_the_step(text, code):
    ann = ann_at(after(text))
    assert (ann.status, ann.error) == (Status.FAILED, code)


def test_a_duration_beyond_the_calendar_ends_with_the_longest_stay():
    ann = ann_at(after("P999999W", key="ever"))
    assert ann.run.wake_at == MONDAY + timedelta(days=91)


def test_waits_behind_one_another_are_each_waited_for():
    graph = draw(
        {"in": entry(), "one": wait(after("PT1H")), "two": wait(after("PT1H")), "done": end()},
        "in -> one", "one alt:late -> two", "two alt:late -> done",
    )  # fmt: skip
    ann = Traveller(graph).enters().after(hours=1)
    assert ann.node == "two"
    assert ann.after(hours=1).path == ["in", "one", "two", "done"]


# An event


def test_the_event_that_is_waited_for_moves_the_person():
    ann = ann_at(on("Paid"), after("PT1H")).event("Paid")
    assert (ann.node, ann.fate) == ("to_Paid", Fate.MOVED)


def test_another_event_changes_nothing_at_all():
    ann = ann_at(on("Paid"), after("PT1H"))
    before = ann.run
    ann.event("Cancelled")
    assert (ann.fate, ann.plan.commands, ann.run) == (Fate.NOT_LISTENING, (), before)


def test_an_event_whose_condition_is_false_moves_nobody():
    ann = ann_at(on("Paid", "@{Paid.amount} > 10"), after("PT1H"))
    ann.event("Paid", amount=5)
    assert (ann.node, ann.fate) == ("wait", Fate.CONDITION_FALSE)
    assert ann.event("Paid", amount=11).node == "to_Paid"


def test_a_condition_may_compare_the_event_with_the_one_before():
    ann = ann_at(on("Paid", "@{Paid.amount} == @{Order.total}"), data={"total": 7})
    assert ann.event("Paid", amount=6).node == "wait"
    assert ann.event("Paid", amount=7).node == "to_Paid"


def test_a_condition_may_name_the_event_as_that_of_its_step():
    """While it is judged it is the step's; other steps keep theirs."""
    ann = ann_at(on("Paid", "@node{wait.amount} > @node{in.total}"), data={"total": 7})
    assert ann.event("Paid", amount=7).node == "wait"
    assert ann.event("Paid", amount=8).node == "to_Paid"


def test_an_event_of_the_entry_s_type_is_judged_and_then_is_the_last():
    ann = ann_at(on("Order", "@{Order.total} > 10"), data={"total": 50})
    assert ann.event("Order", total=5).fate is Fate.CONDITION_FALSE
    assert ann.event("Order", total=20).node == "to_Order"


def test_an_event_whose_condition_fails_moves_nobody_and_says_why():
    ann = ann_at(on("Paid", "toInteger(@{Paid.word}) > 1"), after("PT1H"))
    ann.event("Paid", word="many")
    assert (ann.node, ann.status, ann.fate) == ("wait", Status.WAITING, Fate.ERROR)
    assert ann.plan.error["node"] == "wait"
    assert ann.plan.error["params"]["label"] == "alternatives/Paid/condition"


def test_of_two_alternatives_for_one_event_the_first_that_holds_is_taken():
    big = on("Paid", "@{Paid.amount} > 100", key="big")
    some = on("Paid", key="some")
    assert ann_at(big, some).event("Paid", amount=500).node == "to_big"
    assert ann_at(big, some).event("Paid", amount=5).node == "to_some"
    assert ann_at(some, big).event("Paid", amount=500).node == "to_some"


def test_a_draft_that_waits_for_no_event_in_particular_is_not_moved():
    ann = ann_at(on("", key="none"), after("PT1H"))
    assert ann.run.listens == frozenset()
    assert ann.event("Paid").fate is Fate.NOT_LISTENING


# Several at once


def test_the_shorter_of_two_durations_wins_wherever_it_stands():
    assert ann_at(after("PT1H", key="hour"), after("PT30M", key="half")).after(hours=1).node == (
        "to_half"
    )


def test_of_two_that_fall_due_together_the_upper_one_wins():
    one, other = after("PT1H", key="one"), until("2026-03-02T10:00Z", key="other")
    assert ann_at(one, other).after(hours=1).node == "to_one"
    assert ann_at(other, one).after(hours=1).node == "to_other"


def test_of_two_that_are_over_already_the_upper_one_wins():
    """Both happen now: which of them was due earlier in the past does not matter."""
    long_ago, yesterday = until("2020-01-01", key="ago"), until("2026-03-01", key="yesterday")
    assert ann_at(yesterday, long_ago).node == "to_yesterday"


def test_an_alternative_whose_condition_is_false_does_not_exist():
    hour = after("PT1H", "@{Order.total} > 10", key="hour")
    assert ann_at(hour, after("PT2H"), data={"total": 5}).after(hours=1).node == "wait"
    assert ann_at(hour, after("PT2H"), data={"total": 50}).after(hours=1).node == "to_hour"


def test_who_has_no_alternative_left_ends_normally():
    ann = ann_at(after("PT1H", "@{Order.total} > 10"), data={"total": 5})
    assert (ann.node, ann.ended_as) == ("wait", ("finished", "neutral"))


def test_a_wait_without_alternatives_ends_normally():
    assert ann_at().status is Status.FINISHED


def test_a_condition_that_fails_on_arrival_is_an_error_of_the_step():
    ann = ann_at(after("PT1H", "toInteger(@{Order.word}) > 1"), data={"word": "many"})
    assert (ann.status, ann.error is not None) == (Status.FAILED, True)


# A moment, and one that is computed


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-05T18:00", "2026-03-05T17:00Z"),
        ("2026-03-05", "2026-03-04T23:00Z"),
        ("2026-03-05T18:00Z", "2026-03-05T18:00Z"),
        ("2026-03-05T18:00+09:00", "2026-03-05T09:00Z"),
        ("2026-03-05 18:00:30", "2026-03-05T17:00:30Z"),
    ],
)
def test_a_moment_is_by_the_journeys_clock_unless_it_has_an_offset(moment, due):
    ann = ann_at(until(moment), timezone="Europe/Paris")
    assert ann.run.wake_at == datetime.fromisoformat(due)


def test_a_moment_that_has_passed_is_gone_through():
    assert ann_at(until("2020-01-01T00:00Z")).path == ["in", "wait", "to_then"]


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30T10:00", "2026-03-02T25:00Z"])
def test_what_is_no_moment_is_an_error_of_the_step(text):
    assert ann_at(until(text)).error == "moment_invalid"


def test_a_moment_without_a_zone_is_kept_as_it_was_written():
    """Daylight saving can be changed by law: local time and zone are stored, not UTC alone."""
    ann = ann_at(until("2026-07-01T08:00"), timezone="Europe/Paris")
    assert ann.memory["civil"] == {"then": {"local": "2026-07-01T08:00:00", "zone": "Europe/Paris"}}


def test_a_moment_with_an_offset_needs_no_zone():
    assert "civil" not in ann_at(until("2026-07-01T08:00Z")).memory


@pytest.mark.parametrize(
    ("expression", "data", "due"),
    [
        ("@{Order.due}", {"due": "2026-03-04T10:00:00+01:00"}, "2026-03-04T09:00Z"),
        ("@{Order.clock}", {"clock": "2026-03-04T10:00:00"}, "2026-03-04T01:00Z"),
        ("@{Order.day}", {"day": "2026-03-04"}, "2026-03-03T15:00Z"),
        ("@{Order.grace}", {"grace": "PT90M"}, "2026-03-02T10:30Z"),
        ('nowWithDelta(2, "hours")', {}, "2026-03-02T11:00Z"),
        ('now() + toDuration("P1D")', {}, "2026-03-03T09:00Z"),
    ],
)
def test_a_computed_moment_is_any_that_the_language_knows(expression, data, due):
    ann = ann_at(computed(expression), data=data, timezone="Asia/Seoul")
    assert ann.run.wake_at == datetime.fromisoformat(due)


def test_a_computed_wall_clock_is_kept_with_its_zone():
    ann = ann_at(computed("@{Order.day}"), data={"day": "2026-03-04"}, timezone="Asia/Seoul")
    assert ann.memory["civil"]["computed"] == {"local": "2026-03-04T00:00:00", "zone": "Asia/Seoul"}


def test_a_computed_moment_that_has_passed_is_gone_through():
    assert ann_at(computed("@{Order.due}"), data={"due": "2020-01-01T00:00:00Z"}).node == (
        "to_computed"
    )


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("@{Order.due}", "moment_null"),
        ("null", "moment_null"),
        ("1 + 1", "not_a_moment"),
        ('"tomorrow"', "not_a_moment"),
        ("", "expression_invalid"),
        ("@{", "expression_invalid"),
    ],
)
def test_a_computed_value_that_is_no_moment_is_an_error_of_the_step(expression, code):
    ann = ann_at(computed(expression))
    assert (ann.status, ann.error) == (Status.FAILED, code)


def test_a_length_beyond_the_calendar_ends_with_the_longest_stay():
    ann = ann_at(computed("@{Order.grace}"), data={"grace": "P999999W"})
    assert ann.run.wake_at == MONDAY + timedelta(days=91)


def test_a_wall_clock_beyond_the_calendar_is_an_error_of_the_step():
    ann = ann_at(computed("@{Order.clock}"), data={"clock": "9999-12-31T23:59:59"},
                 timezone="America/Los_Angeles")  # fmt: skip
    assert ann.error == "moment_out_of_range"


def test_what_was_computed_is_told_with_the_plan():
    ann = ann_at(after("PT1H"), until("2026-03-05T18:00Z"))
    told = {read.reference: read.value for read in ann.plan.reads}
    assert told == {"wait/late": "2026-03-02T10:00:00Z", "wait/then": "2026-03-05T18:00:00Z"}


# Events since entry


def counting(*before, **alternative):
    """Two waits: the second counts what came since the person entered."""
    return draw(
        {"in": entry(), "first": wait(*before), "second": wait(on("Paid", since_entry=True, **alternative), after("P9D")),
         "paid": end(), "unpaid": end()},
        "in -> first", "first alt:late -> second", "second alt:Paid -> paid",
        "second alt:late -> unpaid",
    )  # fmt: skip


def test_an_event_that_came_before_the_person_waited_does_not_count():
    graph = draw(
        {"in": entry(), "first": wait(after("PT1H")), "second": wait(on("Paid"), after("P9D"))},
        "in -> first", "first alt:late -> second",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid")
    assert ann.fate is Fate.NOT_LISTENING
    assert ann.after(hours=1).node == "second"


def test_it_counts_where_the_step_counts_events_since_entry():
    ann = Traveller(counting(after("PT1H"))).enters().event("Paid")
    assert (ann.node, ann.fate) == ("first", Fate.QUEUED)
    ann.after(hours=1)
    assert ann.path == ["in", "first", "second", "paid"]
    assert ann.taken == {102: Fate.MOVED}


def test_the_step_is_still_moved_by_an_event_that_comes_later():
    ann = Traveller(counting(after("PT1H"))).enters().after(hours=1)
    assert ann.node == "second"
    assert ann.event("Paid").node == "paid"


def test_an_event_that_a_step_before_has_taken_is_not_counted_again():
    ann = Traveller(counting(on("Paid", key="late"))).enters().event("Paid")
    assert (ann.fate, ann.node) == (Fate.MOVED, "second")


def test_the_condition_is_held_against_each_event_that_was_kept():
    ann = Traveller(counting(after("PT1H"), condition="@{Paid.amount} > 10")).enters()
    for amount in (5, 20, 30):
        ann.event("Paid", amount=amount)
    ann.after(hours=1)
    assert (ann.node, ann.taken) == (
        "paid",
        {102: Fate.CAME_TOO_EARLY, 103: Fate.MOVED, 104: Fate.CAME_TOO_EARLY},
    )


def test_a_kept_event_whose_condition_fails_stops_nobody():
    ann = Traveller(counting(after("PT1H"), condition="toInteger(@{Paid.word}) > 1")).enters()
    ann.event("Paid", word="many").event("Paid", word="2").after(hours=1)
    assert (ann.node, ann.taken[103]) == ("paid", Fate.MOVED)


def test_a_kept_event_whose_condition_fails_is_told():
    ann = Traveller(counting(after("PT1H"), condition="toInteger(@{Paid.word}) > 1")).enters()
    ann.event("Paid", word="many").after(hours=1)
    assert (ann.node, ann.status) == ("second", Status.WAITING)
    assert ann.plan.error["node"] == "second"


def test_only_the_alternatives_that_count_are_moved_by_what_was_kept():
    graph = counting(after("PT1H"))
    graph["nodes"]["second"] = wait(
        on("Paid", key="plain"), on("Paid", "@{Paid.amount} > 10", since_entry=True), after("P9D")
    )
    ann = Traveller(graph).enters().event("Paid", amount=1).event("Paid", amount=20).after(hours=1)
    assert (ann.left[-1], ann.taken[103]) == (("second", "alt:Paid"), Fate.MOVED)


def test_at_most_ten_events_are_kept():
    ann = Traveller(counting(after("PT1H"))).enters()
    for _ in range(11):
        ann.event("Paid")
    assert ann.fates[1:] == [Fate.QUEUED] * 10 + [Fate.TOO_MANY_PENDING]


def test_keeping_an_event_leaves_the_timer_in_force():
    """The row of the timer names the run's ``seq``: it must still be the right one."""
    ann = Traveller(counting(after("PT1H"))).enters()
    before = ann.run
    ann.event("Paid")
    assert (ann.run.seq, ann.run.wake_at) == (before.seq, before.wake_at)
    assert ann.plan.commands == ()


def test_an_event_for_a_later_step_is_let_go_of_when_nobody_counts_it_any_more():
    graph = draw(
        {"in": entry(), "first": wait(after("PT1H"), on("Cancelled")),
         "second": wait(on("Paid", since_entry=True)), "last": wait(after("P1D"))},
        "in -> first", "first alt:late -> second", "first alt:Cancelled -> last",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid").event("Cancelled")
    assert (ann.node, ann.taken) == ("last", {102: Fate.CAME_TOO_EARLY})
    assert "seen" not in ann.memory


# What the engine is told to listen for


def test_a_run_listens_for_what_its_step_and_later_steps_count():
    ann = Traveller(counting(on("Cancelled"), after("PT1H"))).enters()
    assert ann.run.listens == {"Cancelled", "Paid"}
    assert ann.after(hours=1).run.listens == {"Paid"}


def test_a_version_knows_every_event_that_a_wait_of_it_can_take():
    assert compiled(counting(on("Cancelled"))).listens == {"Cancelled", "Paid"}


def test_a_run_waits_again_from_the_beginning_after_it_was_retried():
    graph = draw({"in": entry(), "wait": wait(computed("@{Order.grace}"))}, "in -> wait")
    ann = Traveller(graph).enters()
    assert ann.status is Status.FAILED
    assert ann.asleep(hours=1).is_retried().status is Status.FAILED


def test_the_wait_after_a_call_begins_when_the_call_was_answered():
    graph = draw({"in": entry(), "send": action(text='"x"'), "wait": wait(after("PT1H"))},
                 "in -> send", "send -> wait")  # fmt: skip
    ann = Traveller(graph).enters().after(minutes=5).answers()
    assert ann.run.wake_at == datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
