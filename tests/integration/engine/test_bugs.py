"""A bug of ours costs the one run that met it, visibly, and nobody else anything."""

import pytest

from config import database
from journeys.core.compiled import CompiledProgram
from journeys.core.run import Status
from journeys.core.stimuli import Arrived, Entered
from journeys.engine import control, cycle
from tests.integration.engine.journeys import line, message, restaurant
from tests.integration.engine.watching import count, rows, turn
from tests.scenarios.story import Story


class Bug(Exception):
    """What nobody thought of."""


@pytest.fixture
def bug(monkeypatch):
    """A plan that raises where ``met(run, stimulus)`` is true; answers how to mend it."""
    plan = CompiledProgram.plan

    def break_where(met):
        def broken(program, run, stimulus, now, reads):
            if met(run, stimulus):
                raise Bug("nobody thought of it")
            return plan(program, run, stimulus, now, reads)

        monkeypatch.setattr(CompiledProgram, "plan", broken)
        return lambda: monkeypatch.setattr(CompiledProgram, "plan", plan)

    return break_where


@pytest.fixture
def refused(monkeypatch):
    """A batch whose writing is refused for whoever is named."""
    apply = cycle.apply

    def refuse(*names):
        def refusing(connection, batch, persons):
            apply(connection, batch, persons)
            if any(person.name.partition("/")[2] in names for person in persons):
                raise Bug("a row that the database does not take")

        monkeypatch.setattr(cycle, "apply", refusing)
        return lambda: monkeypatch.setattr(cycle, "apply", apply)

    return refuse


def is_of(key):
    return lambda run, _stimulus: run.person == f"ECID/{key}"


def test_it_fails_the_run_that_met_it_and_nobody_else_of_the_batch(story: Story, bug):
    story.publish("Lobby", line(message(), restaurant()))
    bug(is_of("p-7"))

    story.events("CheckedIn", [f"p-{n}" for n in range(20)]).run()

    assert story.status("p-7") == "failed"
    assert story.error("p-7") == {"code": "internal", "message": "Bug: nobody thought of it"}
    others = [story.status(f"p-{n}") for n in range(20) if n != 7]
    assert others == ["waiting"] * 19


def test_it_fails_a_run_that_waits_and_leaves_the_persons_other_journeys_alone(story: Story, bug):
    story.publish("One", line(restaurant(), message())).publish(
        "Two", line(restaurant(), message())
    )
    story.event("CheckedIn", "p-1").run()
    one = story.runs("p-1")[0].id
    bug(lambda run, stimulus: run.id == one and isinstance(stimulus, Arrived))

    story.event("RestaurantBeacon", "p-1").run()

    assert [run.status for run in story.runs("p-1")] == ["failed", "finished"]


def test_an_event_that_met_it_in_one_journey_still_enters_the_next(story: Story, bug):
    story.publish("One", line(message())).publish("Two", line(message()))
    entered: list[int] = []

    def is_first(run, stimulus):
        entered.append(run.id)
        return isinstance(stimulus, Entered) and run.id == entered[0]

    bug(is_first)
    story.event("CheckedIn", "p-1").run()

    assert sorted(run.status for run in story.runs("p-1")) == ["failed", "finished"]


def test_it_meets_in_an_entry_condition_and_fails_no_run_of_another_journey(
    story: Story, monkeypatch
):
    story.publish("Waits", line(restaurant())).event("CheckedIn", "p-1").run()
    story.publish("Breakfast", line(message(), event="BreakfastServed"))

    def broken(*_):
        raise Bug("in the condition")

    monkeypatch.setattr(CompiledProgram, "judged", broken)
    story.event("BreakfastServed", "p-1").run()

    assert story.status("p-1") == "waiting"
    assert story.fates(story.last_event) == ["error"]


def test_a_run_that_broke_as_it_entered_can_be_tried_again_with_its_event(story: Story, bug):
    story.publish("Lobby", line(message("@{CheckedIn.city}")))
    mend = bug(is_of("p-1"))
    story.event("CheckedIn", "p-1", city="Seoul").run()
    mend()

    control.retry(database.connection(), story.runs("p-1")[0].id)
    story.run()

    assert [message.text for message in story.messages("p-1")] == ["Seoul"]
    assert story.status("p-1") == "finished"


def test_the_counters_count_a_run_that_failed_so(story: Story, bug):
    story.publish("Lobby", line(message()))
    bug(is_of("p-1"))

    story.event("CheckedIn", "p-1").run()

    assert rows("select n from tally where code = %s", int(Status.FAILED)) == [(1,)]


def test_a_batch_that_is_refused_ends_with_the_one_set_aside_that_it_was_refused_for(
    story: Story, refused
):
    story.publish("Lobby", line(restaurant()))
    refused("p-7")

    story.events("CheckedIn", [f"p-{n}" for n in range(20)]).run()

    inside = rows("select person from instance order by person")
    assert len(inside) == 19
    assert ("ECID/p-7",) not in inside
    assert rows("select code, detail is not null from trail where code = 33") == [(33, True)]
    assert (count("inbox"), count("cycle")) == (0, 0)


def test_a_timer_that_is_refused_fails_its_run_and_no_other_that_is_due_at_that_moment(
    story: Story, refused
):
    story.publish("Lobby", line(restaurant("PT1H"), message()))
    story.events("CheckedIn", [f"p-{n}" for n in range(20)]).run()
    refused("p-7")

    story.after(hours=2).run()

    assert story.status("p-7") == "failed"
    assert {story.status(f"p-{n}") for n in range(20) if n != 7} == {"finished"}
    assert [step["code"] for step in story.runs("p-7")[0].steps][-1] == "set_aside"
    assert count("timer") == 0


def test_an_answer_that_is_refused_fails_its_run_which_can_be_tried_again(story: Story, refused):
    story.publish("Lobby", line(message())).event("CheckedIn", "p-1").run_without_sending()
    mend = refused("p-1")

    story.run()
    failed = story.status("p-1")
    mend()
    control.retry(database.connection(), story.runs("p-1")[0].id)
    story.run()

    assert (failed, story.status("p-1")) == ("failed", "finished")


def test_who_failed_so_may_enter_again(story: Story, refused):
    story.publish("Lobby", line(restaurant("PT1H"))).event("CheckedIn", "p-1").run()
    mend = refused("p-1")
    story.after(hours=2).run()
    mend()

    story.event("CheckedIn", "p-1").run()

    assert [run.status for run in story.runs("p-1")] == ["failed", "waiting"]


def test_with_reentrance_off_who_failed_so_may_not(story: Story, refused):
    story.publish("Lobby", line(restaurant("PT1H"), reentrance=False)).event(
        "CheckedIn", "p-1"
    ).run()
    mend = refused("p-1")
    story.after(hours=2).run()
    mend()

    story.event("CheckedIn", "p-1").run()

    assert story.fates(story.last_event) == ["no_reentrance"]


def test_a_refused_batch_after_a_crash_stops_nobody_either(story: Story, refused):
    story.publish("Lobby", line(restaurant()))
    story.events("CheckedIn", [f"p-{n}" for n in range(5)])
    rows("insert into cycle (id, owner, lanes, at) select 1, 1, %s, received_at from event limit 1",
         list(range(256)) if database.connection().vendor == "postgresql" else "[]")  # fmt: skip
    refused("p-3")

    story.run()

    assert (count("instance"), count("inbox")) == (4, 0)


def test_a_turn_after_a_refused_one_finds_nothing_left(story: Story, refused):
    story.publish("Lobby", line(restaurant())).event("CheckedIn", "p-1")
    refused("p-1")

    turn()

    assert turn() is None
