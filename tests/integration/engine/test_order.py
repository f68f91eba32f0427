"""A person's inputs are taken in the order in which they came or fell due, however late we are.

An event comes first on a tie. Neither a backlog of events nor one of timers changes an outcome.
"""

import pytest

from config import database
from journeys.engine.drain import drain
from tests.integration.engine.journeys import drawn, hours, line, message, restaurant
from tests.integration.engine.watching import rows
from tests.scenarios.story import Story

PEOPLE = [f"p-{number}" for number in range(12)]


def drain_by(limit: int) -> None:
    while sum(drain(database.connection(), limit=limit)):
        pass


def ways(story: Story) -> dict[str, str]:
    """Where each person went at the restaurant's wait: their path behind it."""
    paths = {key: story.path(key) for key in PEOPLE}
    return {key: path[2] if len(path) > 2 else "" for key, path in paths.items()}


@pytest.fixture
def waiting(story: Story) -> Story:
    """Twelve people wait for the restaurant, at most an hour."""
    nodes = {
        "entry": line()["nodes"]["entry"], "wait": restaurant("PT1H"),
        "came": message(), "late": message(),
    }  # fmt: skip
    graph = drawn(nodes, "entry next -> wait", "wait alt:came -> came", "wait alt:late -> late")
    return story.publish("Lobby", graph).events("CheckedIn", PEOPLE).run()


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
def test_who_came_in_time_is_never_overtaken_by_the_timer_of_a_batch_that_was_cut(
    waiting: Story, limit
):
    waiting.after(minutes=59).events("RestaurantBeacon", PEOPLE[:6])

    waiting.after(minutes=30)
    drain_by(limit)

    expected = {key: "came" if key in PEOPLE[:6] else "late" for key in PEOPLE}
    assert ways(waiting) == expected


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
def test_who_came_too_late_never_beats_the_timer_whichever_is_claimed_first(waiting: Story, limit):
    waiting.after(minutes=61).events("RestaurantBeacon", PEOPLE)

    waiting.after(minutes=30)
    drain_by(limit)

    assert ways(waiting) == dict.fromkeys(PEOPLE, "late")


def test_an_event_at_the_very_moment_of_the_timer_comes_first(waiting: Story):
    waiting.after(minutes=59).event("RestaurantBeacon", "p-0")
    rows(
        "update event set received_at = (select wake_at from instance where person = 'ECID/p-0')"
        " where id = %s",
        waiting.last_event,
    )

    waiting.after(minutes=30)
    drain_by(500)

    assert ways(waiting)["p-0"] == "came"


def test_what_fell_due_before_an_event_lets_the_next_step_take_the_event(story: Story):
    story.publish("Two waits", line(hours(1), restaurant(), message()))
    story.event("CheckedIn", "p-1").run()

    # Nobody worked between 09:00 and 12:00; the hour was over at 10:00, the event came at 11:00.
    story.after(hours=2).event("RestaurantBeacon", "p-1").after(hours=1).run()

    assert story.path("p-1") == ["entry", "n1", "n2", "n3"]
    assert story.fates(story.last_event) == ["moved"]


def test_what_follows_an_overdue_timer_is_counted_from_when_it_was_due(story: Story):
    story.publish("Two waits", line(hours(1), restaurant("PT30M"), message()))
    story.event("CheckedIn", "p-1").run()

    # Due at 10:00, so the half hour for the restaurant ended at 10:30.
    story.after(hours=1, minutes=45).event("RestaurantBeacon", "p-1").after(hours=1).run()

    assert story.sent("p-1") == []
    assert story.path("p-1") == ["entry", "n1", "n2"]


@pytest.mark.parametrize("limit", [1, 500])
def test_who_was_due_to_leave_before_they_came_again_enters_again(story: Story, limit):
    story.publish("An hour", line(hours(1))).event("CheckedIn", "p-1").run()

    story.after(hours=2).event("CheckedIn", "p-1").after(minutes=30)
    drain_by(limit)

    assert [run.status for run in story.runs("p-1")] == ["finished", "waiting"]


@pytest.mark.parametrize(("minutes", "fate"), [(80, "in_pause"), (100, "entered")])
def test_a_backlog_does_not_change_whether_the_pause_was_over(story: Story, minutes, fate):
    story.publish("An hour", line(hours(1), reentrance_pause="PT30M"))
    story.event("CheckedIn", "p-1").run()

    # The run was due to end at 10:00, so its pause ends at 10:30; all is judged at 15:00.
    story.after(minutes=minutes).event("CheckedIn", "p-1").after(hours=5)
    drain_by(500)

    assert story.fates(story.last_event) == [fate]


def test_two_events_of_one_person_in_one_batch_are_taken_one_after_the_other(story: Story):
    story.publish("Lobby", line(restaurant(), message()))

    story.event("CheckedIn", "p-1").event("RestaurantBeacon", "p-1")
    drain(database.connection())

    assert story.status("p-1") == "calling"
    assert story.path("p-1") == ["entry", "n1", "n2"]
