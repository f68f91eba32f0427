"""What failed or was set aside is tried again by hand, and takes nobody's place by it."""

import pytest
from django.core.management import CommandError, call_command

from config import database
from journeys.engine import control, cycle
from tests.integration.engine.journeys import line, message, restaurant
from tests.integration.engine.watching import rows
from tests.scenarios.story import TWICE_PATHS, Story


@pytest.fixture
def failed(story: Story):
    """Jane's run has failed at the condition that asks for her reservation."""

    def publish(*behind, **settings):
        asks = {"paths": TWICE_PATHS, "on_error": "stop", "timeout": 5}
        ask = {"type": "condition", "name": "Has a room?", "config": asks}
        story.publish("Lobby", line(ask, *behind, event="LobbyBeacon", **settings))
        story.reservations.answer_status(400)
        story.event("LobbyBeacon", "jane").run()
        story.reservations.answer({"reservation": True})
        assert story.status("jane") == "failed"
        return story

    return publish


def retry(story: Story, times: int = 1) -> None:
    """Whoever looks at Jane's oldest run presses Retry."""
    for _ in range(times):
        assert control.retry(database.connection(), story.runs("jane")[0].id)


def statuses(story: Story) -> list[str]:
    return [run.status for run in story.runs("jane")]


def last_code(story: Story) -> str:
    return story.runs("jane")[0].steps[-1]["code"]


def test_a_failed_run_goes_on_from_where_it_stands(failed):
    story = failed(message())

    retry(story)
    story.run()

    assert (statuses(story), story.sent("jane")) == (["finished"], ["stay_push"])


def test_a_run_that_is_not_there_cannot_be_tried_again(story: Story):
    assert not control.retry(database.connection(), 4711)


def test_pressed_twice_it_goes_on_once_and_bars_nobody_afterwards(failed):
    story = failed(message())

    retry(story, 2)
    story.run().event("LobbyBeacon", "jane").run()

    assert story.sent("jane") == ["stay_push", "stay_push"]
    assert statuses(story) == ["finished", "finished"]


def test_where_the_person_is_inside_again_the_old_run_stays_and_says_why(failed):
    story = failed(restaurant())
    story.event("LobbyBeacon", "jane").run()

    retry(story)
    story.run()

    assert statuses(story) == ["failed", "waiting"]
    assert last_code(story) == "already_inside"


def test_where_the_newer_run_is_over_the_old_one_takes_its_place(failed):
    story = failed(restaurant(), message(), reentrance_pause="P1D")
    story.after(days=2).event("LobbyBeacon", "jane").run()
    story.event("RestaurantBeacon", "jane").run()  # the newer one ends; its pause runs

    retry(story)
    story.run().event("LobbyBeacon", "jane").run()

    assert statuses(story) == ["waiting", "finished"]
    assert story.fates(story.last_event) == ["already_inside"]
    assert rows("select count(*) from instance where holds")[0][0] == 1


def test_a_run_that_has_not_failed_is_not_tried_again_and_nobody_loses_a_place(failed):
    story = failed(message(), reentrance=False)
    retry(story)
    story.run()

    retry(story)
    story.run().event("LobbyBeacon", "jane").run()

    assert story.fates(story.last_event) == ["no_reentrance"]
    assert story.sent("jane") == ["stay_push"]
    assert last_code(story) == "stale"


def test_in_a_version_that_was_finished_it_hears_its_event(failed):
    story = failed(restaurant(), message())
    story.shut("Lobby").run()
    assert rows("select status from journeys_version") == [("finished",)]

    retry(story)
    story.run().event("RestaurantBeacon", "jane").run()

    assert (statuses(story), story.sent("jane")) == (["finished"], ["stay_push"])
    assert rows("select status from journeys_version") == [("finished",)]


def test_in_a_version_that_was_stopped_it_stays_where_it_is(failed):
    story = failed(message())
    story.stop("Lobby").run()

    retry(story)
    story.run()

    assert (statuses(story), last_code(story)) == (["failed"], "closed")
    assert story.sent("jane") == []


def test_an_event_that_was_set_aside_is_taken_anew(story: Story, monkeypatch):
    story.publish("Lobby", line(message()))
    apply = cycle.apply
    monkeypatch.setattr(cycle, "apply", lambda *_: 1 / 0)
    story.event("CheckedIn", "jane").run()
    set_aside = story.fates(story.last_event)
    monkeypatch.setattr(cycle, "apply", apply)

    call_command("retry_event", str(story.last_event), verbosity=0, stdout=None)
    story.run()

    assert set_aside == ["set_aside"]
    assert story.fates(story.last_event) == ["set_aside", "entered"]
    assert story.sent("jane") == ["stay_push"]


def test_an_event_that_was_not_set_aside_is_not(story: Story):
    story.publish("Lobby", line(message())).event("CheckedIn", "jane").run()

    with pytest.raises(CommandError, match="was not set aside"):
        call_command("retry_event", str(story.last_event))


def test_a_failed_run_that_gave_up_its_place_still_knows_its_event(failed):
    story = failed(message("@{LobbyBeacon.endUserIDs._experience.mcid.id}"), reentrance_pause="P1D")
    story.after(days=2).event("LobbyBeacon", "jane").run()

    retry(story)
    story.run()

    assert [message.text for message in story.messages("jane")] == ["jane", "jane"]
