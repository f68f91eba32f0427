"""A call belongs to whoever leased it last; whoever lost it writes nothing."""

import time

import pytest

from config import clock, database
from journeys.engine import control, leases, outcomes
from journeys.engine.outcomes import Ended
from journeys.engine.sender import Sender
from outbound.outcome import Outcome
from tests.integration.engine.journeys import drawn, http, line, message
from tests.integration.engine.outside import Outside
from tests.integration.engine.watching import Elsewhere, count, rows
from tests.scenarios.story import Story

PEOPLE = [f"p-{number}" for number in range(60)]
OK = Outcome(ok=True, status=200)


@pytest.fixture
def due(story: Story, outside: Outside):
    """People whose call to /hook is due."""

    def publish(people=("p-1",), **more):
        story.publish("Lobby", line(http("hook", f"{outside.url}/hook", **more), message()))
        return story.events("CheckedIn", list(people)).run_without_sending()

    return publish


def lease(seconds: float = 0.0) -> list[leases.Leased]:
    """Lease what is due, ``seconds`` from now, as a sender that then does nothing with it."""
    from datetime import timedelta

    now = clock.now() + timedelta(seconds=seconds)
    return leases.lease_due(database.connection(), now, 100, {})


def write(call: leases.Leased, outcome: Outcome = OK) -> int:
    return outcomes.write(database.connection(), [Ended(call, outcome)], clock.now())


def test_two_senders_at_once_make_every_call_once(due, outside: Outside):
    outside.answers_with("/hook", seconds=0.02)
    due(PEOPLE)

    for one in [Elsewhere(_send) for _ in range(2)]:
        one.result()

    assert len(outside.keys("/hook")) == len(set(outside.keys("/hook"))) == 60


def _send() -> None:
    own = Sender()
    try:
        for _ in range(3):
            own.work(database.connection(), clock.now)
            time.sleep(0.02)
    finally:
        own.close()


def test_a_leased_call_is_nobody_elses_until_its_lease_is_over(due):
    due()
    (mine,) = lease()

    assert lease() == []
    (theirs,) = lease(mine.timeout + leases.MARGIN + 1)
    assert (theirs.id, theirs.key, theirs.frozen) == (mine.id, mine.key, mine.frozen)
    assert theirs.attempts == mine.attempts + 1


def test_a_sender_that_lost_its_lease_writes_nothing(due):
    story = due()
    (lost,) = lease()
    (held,) = lease(60)
    before = (count("exchange"), count("inbox"))

    write(lost)
    write(lost, Outcome(ok=False, error="http", status=503, retryable=True))
    assert (count("exchange"), count("inbox")) == before
    assert rows("select attempts, failures from call") == [(2, 0)]

    write(held)
    story.run()
    assert story.status("p-1") == "finished"


def test_an_answer_that_was_written_is_not_written_again(due):
    story = due()
    (held,) = lease()

    write(held)
    write(held)

    assert count("inbox") == 1
    assert count("exchange", "attempt = 1") == 1
    assert story.run().status("p-1") == "finished"


def crash(times: int) -> None:
    """Senders that lease the call and end without a word."""
    for number in range(times):
        assert len(lease(60 * number)) == 1


def test_what_ends_its_sender_again_and_again_is_not_made_any_more_and_the_run_says_why(
    due, outside: Outside
):
    story = due()
    crash(leases.CRASHES)

    story.after(minutes=leases.CRASHES + 5).run()

    assert outside.keys("/hook") == []
    assert rows("select reason, dead_at is not null, attempts from call") == [
        ("crashed", True, leases.CRASHES + 1)
    ]
    assert (story.status("p-1"), story.error("p-1")["kind"]) == ("failed", "crashed")


def test_the_last_sender_that_lives_is_enough(due, outside: Outside):
    story = due()
    crash(leases.CRASHES - 1)

    story.after(minutes=leases.CRASHES + 5).run()

    assert len(outside.keys("/hook")) == 1
    assert story.status("p-1") == "finished"


def test_attempts_that_failed_in_words_are_no_crashes(due, outside: Outside):
    outside.answers_with("/hook", *[503] * 6, 200)
    story = due(retries=10)
    rows("update call set retries = 10")

    story.run()

    assert len(outside.keys("/hook")) == 7
    assert story.status("p-1") == "finished"


def test_what_was_given_up_can_be_tried_again_by_hand(due, outside: Outside):
    story = due()
    crash(leases.CRASHES)
    story.after(minutes=leases.CRASHES + 5).run()

    control.retry(database.connection(), story.runs("p-1")[0].id)
    story.run()

    assert len(outside.keys("/hook")) == 1
    assert story.status("p-1") == "finished"


def test_a_step_with_an_error_path_takes_it_when_its_call_is_given_up(
    story: Story, outside: Outside
):
    step = http("hook", f"{outside.url}/hook")
    step["config"]["on_error"] = "path"
    nodes = {"entry": line()["nodes"]["entry"], "hook": step, "sorry": message()}
    story.publish("Lobby", drawn(nodes, "entry next -> hook", "hook error -> sorry"))
    story.event("CheckedIn", "p-1").run_without_sending()
    crash(leases.CRASHES)

    story.after(minutes=leases.CRASHES + 5).run()

    assert story.sent("p-1") == ["stay_push"]
    assert story.status("p-1") == "finished"
