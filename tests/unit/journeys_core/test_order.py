"""The order of things: events during a call, and events against timers.

A person's inputs are taken in the order of when they were received or fell due, whatever the
order in which the engine gets to them; an event comes first on a tie.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Status
from tests.unit.journeys_core.drawing import (
    action,
    after,
    condition,
    draw,
    end,
    entry,
    on,
    rule,
    wait,
)
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def minutes(count):
    return MONDAY + timedelta(minutes=count)


# Events during a call


def messaging(*alternatives):
    """Entry, a message, then a wait with an end behind each alternative."""
    alternatives = alternatives or (on("Paid"), on("Cancelled"), after("PT1H"))
    ends = {f"to_{one['key']}": end() for one in alternatives}
    lines = [f"wait alt:{one['key']} -> to_{one['key']}" for one in alternatives]
    steps = {"in": entry(), "send": action(text="'x'"), "wait": wait(*alternatives)}
    return draw(steps | ends, "in -> send", "send -> wait", *lines)


def test_an_event_during_a_call_is_kept_and_taken_when_the_person_waits():
    ann = Traveller(messaging()).enters().event("Paid")
    assert (ann.node, ann.fate, len(ann.memory["pending"])) == ("send", Fate.QUEUED, 1)
    ann.answers()
    assert (ann.path, ann.taken) == (["in", "send", "wait", "to_Paid"], {102: Fate.MOVED})


def test_keeping_it_leaves_the_call_in_force():
    """The call names the run's ``seq``: its answer must still be the right one."""
    ann = Traveller(messaging()).enters()
    seq = ann.run.seq
    ann.event("Paid")
    assert (ann.run.seq, ann.status, ann.plan.commands) == (seq, Status.CALLING, ())


def test_kept_events_are_taken_in_the_order_in_which_they_came():
    ann = Traveller(messaging()).enters().event("Cancelled").event("Paid").answers()
    assert ann.node == "to_Cancelled"
    assert ann.taken == {102: Fate.MOVED, 103: Fate.CAME_TOO_EARLY}


def test_each_kept_event_is_judged_where_the_one_before_has_led():
    graph = draw(
        {"in": entry(), "send": action(text="'x'"), "one": wait(on("Paid")),
         "two": wait(on("Cancelled")), "done": end()},
        "in -> send", "send -> one", "one alt:Paid -> two", "two alt:Cancelled -> done",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid").event("Cancelled").answers()
    assert ann.path == ["in", "send", "one", "two", "done"]
    assert set(ann.taken.values()) == {Fate.MOVED}


def test_a_kept_event_whose_condition_is_false_says_so():
    ann = Traveller(messaging(on("Paid", "@{Paid.amount} > 10"), after("PT1H"))).enters()
    ann.event("Paid", amount=5).answers()
    assert (ann.node, ann.taken) == ("wait", {102: Fate.CONDITION_FALSE})


def test_a_kept_event_whose_condition_fails_says_so():
    ann = Traveller(messaging(on("Paid", "toInteger(@{Paid.word}) > 1"), after("PT1H"))).enters()
    ann.event("Paid", word="many").answers()
    assert (ann.node, ann.status, ann.taken) == ("wait", Status.WAITING, {102: Fate.ERROR})


def test_a_kept_event_whose_condition_needs_a_value_asks_for_it():
    ann = Traveller(messaging(on("Paid", "#{Weather.alert.level} > 2"), after("PT1H"))).enters()
    ann.event("Paid").answers()
    assert (ann.status, ann.taken) == (Status.LOOKING_UP, {})
    assert ann.looked_up(level=3).node == "to_Paid"
    assert ann.taken == {102: Fate.MOVED}


def test_at_most_ten_events_are_kept():
    ann = Traveller(messaging()).enters()
    for _ in range(11):
        ann.event("Cancelled")
    assert ann.fates[1:] == [Fate.QUEUED] * 10 + [Fate.TOO_MANY_PENDING]
    assert len(ann.memory["pending"]) == 10


def test_an_event_that_no_later_step_awaits_is_not_kept():
    ann = Traveller(messaging(on("Paid"), after("PT1H"))).enters().event("Cancelled")
    assert (ann.fate, "pending" in ann.memory) == (Fate.NOT_LISTENING, False)


def test_events_are_kept_through_the_calls_that_follow():
    graph = messaging()
    graph["nodes"]["again"] = action(text="'y'")
    graph["edges"] = [e | {"to": "again"} if e["to"] == "wait" else e for e in graph["edges"]]
    graph["edges"].append({"from": "again", "port": "next", "to": "wait"})
    ann = Traveller(graph).enters().event("Paid").answers()
    assert (ann.node, ann.taken) == ("again", {})
    assert ann.answers().node == "to_Paid"


def test_events_that_nobody_took_before_the_end_came_too_early():
    graph = messaging()
    graph["nodes"]["send"]["config"]["on_error"] = "path"
    ann = Traveller(graph).enters().event("Paid").fails("timeout")
    assert (ann.status, ann.taken) == (Status.FINISHED, {102: Fate.CAME_TOO_EARLY})


def test_events_are_kept_while_a_failed_call_waits_to_be_retried():
    ann = Traveller(messaging()).enters().event("Paid").fails("timeout")
    assert (ann.status, ann.taken) == (Status.FAILED, {})
    assert ann.is_retried().answers().node == "to_Paid"


def test_a_retried_run_takes_what_was_kept_as_soon_as_it_waits():
    graph = draw(
        {"in": entry(), "ask": condition(rule("on", "#{Weather.alert.level} > 1")), "wait": wait(on("Paid")),
         "done": end()},
        "in -> ask", "ask path:on -> wait", "wait alt:Paid -> done",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid").fails("timeout")
    ann.values["Weather.alert"] = {"level": 2}
    assert ann.is_retried().path[-2:] == ["wait", "done"]
    assert ann.taken == {102: Fate.MOVED}


def test_an_event_for_a_step_that_counts_is_kept_beyond_the_wait_between():
    graph = draw(
        {"in": entry(), "send": action(text="'x'"), "one": wait(after("PT1H")),
         "two": wait(on("Paid", since_entry=True)), "done": end()},
        "in -> send", "send -> one", "one alt:late -> two", "two alt:Paid -> done",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid").answers()
    assert (ann.node, ann.taken, len(ann.memory["seen"])) == ("one", {}, 1)
    assert ann.after(hours=1).node == "done"
    assert ann.taken == {102: Fate.MOVED}


def test_an_event_to_a_run_that_is_over_changes_nothing():
    ann = Traveller(messaging()).enters().is_ended()
    before = ann.run
    assert ann.event("Paid").fate is Fate.STALE
    assert ann.run == before


# Events against timers


def timing(behind=None):
    """A wait of an hour for Paid, and behind its time limit ``behind``."""
    steps = {"in": entry(), "wait": wait(on("Paid"), after("PT1H")), "paid": end(),
             "late": behind or end(), "end_a": end(), "end_b": end()}  # fmt: skip
    return draw(steps, "in -> wait", "wait alt:Paid -> paid", "wait alt:late -> late",
                "late alt:Paid -> end_a", "late alt:late -> end_b")  # fmt: skip


def test_an_event_before_the_limit_wins_although_the_timer_is_late():
    ann = Traveller(timing()).enters().asleep(hours=2)
    assert ann.event("Paid", received=minutes(59)).node == "paid"


def test_a_limit_before_the_event_fires_first_although_nobody_looked_at_it():
    ann = Traveller(timing()).enters().asleep(hours=2)
    ann.event("Paid", received=minutes(61))
    assert (ann.node, ann.fate) == ("late", Fate.NOT_LISTENING)


def test_an_event_at_the_very_moment_of_the_limit_comes_first():
    ann = Traveller(timing()).enters().asleep(hours=2)
    assert ann.event("Paid", received=minutes(60)).node == "paid"


def test_the_step_behind_the_limit_may_take_the_event_that_came_after_it():
    ann = Traveller(timing(wait(on("Paid"), after("PT9H")))).enters().asleep(hours=2)
    ann.event("Paid", received=minutes(90))
    assert (ann.path, ann.fate) == (["in", "wait", "late", "end_a"], Fate.MOVED)


def test_several_limits_before_the_event_fire_in_turn_each_at_its_time():
    """The second hour begins when the first was over, not when somebody looked."""
    ann = Traveller(timing(wait(on("Paid"), after("PT1H")))).enters().asleep(hours=9)
    ann.event("Paid", received=minutes(130))
    assert ann.path == ["in", "wait", "late", "end_b"]


def test_a_call_that_a_limit_began_keeps_the_event_that_came_after_it():
    graph = timing(action(text="'x'"))
    graph["nodes"]["next"] = wait(on("Paid"))
    graph["edges"].append({"from": "late", "port": "next", "to": "next"})
    ann = Traveller(graph).enters().asleep(hours=2)
    ann.event("Paid", received=minutes(90))
    assert (ann.node, ann.status, ann.fate) == ("late", Status.CALLING, Fate.QUEUED)
    assert ann.answers().taken == {102: Fate.MOVED}


def test_a_timer_that_is_late_still_begins_the_next_wait_now():
    """Two reminders a day apart stay a day apart although the system was down."""
    graph = timing(wait(after("PT1H")))
    ann = Traveller(graph).enters().asleep(hours=5).wakes()
    assert ann.run.wake_at == MONDAY + timedelta(hours=6)


def test_a_timer_that_is_not_due_yet_changes_nothing():
    ann = Traveller(timing()).enters().asleep(minutes=59).wakes()
    assert (ann.fate, ann.node) == (Fate.STALE, "wait")


@pytest.mark.parametrize("step", [action(text="'x'"), condition(rule("a", "#{Weather.alert.level} > 1"))])  # fmt: skip
def test_a_timer_means_nothing_to_a_run_that_does_not_wait(step):
    ann = Traveller(draw({"in": entry(), "out": step}, "in -> out")).enters().wakes()
    assert (ann.fate, ann.plan.commands) == (Fate.STALE, ())


def test_a_timer_means_nothing_to_a_run_that_is_over():
    ann = Traveller(timing()).enters().event("Paid").asleep(hours=2).wakes()
    assert (ann.fate, ann.node) == (Fate.STALE, "paid")


def test_of_kept_events_only_those_before_the_limit_come_before_it():
    """The look-up for the first one took two hours; the second came after the time was up."""
    graph = draw(
        {"in": entry(), "wait": wait(on("Paid", "#{Weather.alert.level} > 2"), on("Cancelled"), after("PT1H")),
         "paid": end(), "cancelled": end(), "late": wait(on("Cancelled")), "after": end()},
        "in -> wait", "wait alt:Paid -> paid", "wait alt:Cancelled -> cancelled",
        "wait alt:late -> late", "late alt:Cancelled -> after",
    )  # fmt: skip
    ann = Traveller(graph).enters().after(minutes=50).event("Paid").asleep(minutes=70)
    ann.event("Cancelled", received=minutes(90)).looked_up(level=1)
    assert ann.path == ["in", "wait", "late", "after"]


# Ends from outside


@pytest.mark.parametrize("reason", ["stopped", "erased", "merged"])
def test_a_run_can_be_ended_wherever_it_stands(reason):
    for graph in (messaging(), timing()):
        ann = Traveller(graph).enters().is_ended(reason)
        assert (ann.status, ann.fate, ann.ended_as) == (
            Status.STOPPED,
            Fate.ENDED,
            (reason, "neutral"),
        )


def test_a_run_can_be_ended_before_it_has_remembered_anything():
    ann = Traveller(timing())
    ann.run = replace(ann.program.begin(7, ann._event("Order", {}, MONDAY), MONDAY), wake_at=MONDAY)
    assert ann.is_ended("merged").memory == {}


def test_a_run_that_is_over_is_not_ended_again():
    ann = Traveller(timing()).enters().is_ended().is_ended("erased")
    assert (ann.fate, ann.plan.commands) == (Fate.STALE, ())
