"""A destination that is slow, capped or down delays its own calls and nobody else's."""

import time

import pytest

from actions.models import ActionDefinition
from config import clock, database
from demo import graphs
from journeys.engine import leases, sender
from journeys.engine.sender import Sender
from tests.integration.engine.journeys import http, line
from tests.integration.engine.mail import Slow
from tests.integration.engine.outside import Outside
from tests.integration.engine.watching import Elsewhere, count, rows
from tests.scenarios.story import Story

PEOPLE = [f"p-{number}" for number in range(12)]


@pytest.fixture
def both(story: Story, outside: Outside):
    """Two journeys by one event: A calls /a, which has limits, B calls /b. People have entered
    and their calls are made ready; none is sent yet."""

    def publish(people=PEOPLE, **limits):
        story.publish("A", line(http("a", f"{outside.url}/a", **limits)))
        story.publish("B", line(http("b", f"{outside.url}/b")))
        return story.events("CheckedIn", list(people)).run_without_sending()

    return publish


def send(story: Story, seconds: float = 5.0) -> None:
    """One stay of a sender: what is due now, until nothing is."""
    story._sender.work(database.connection(), clock.now, seconds=seconds)


def test_one_that_asks_for_a_pause_gets_it_and_the_other_is_not_held_back(both, outside: Outside):
    outside.answers_with("/a", *[429] * 50, retry_after=30)
    story = both()
    send(story)
    story.events("CheckedIn", ["later"]).run_without_sending()

    send(story)
    asked = len(outside.keys("/a"))
    send(story.after(seconds=20))

    assert sorted(set(outside.keys("/b"))) == sorted(outside.keys("/b"))
    assert len(outside.keys("/b")) == 13
    # Those that were under way; after the first answer nobody began, the newcomer neither.
    assert len(outside.keys("/a")) == asked <= 12

    outside.answers_with("/a")
    send(story.after(seconds=11))
    assert len(set(outside.keys("/a"))) == 13


def test_after_the_pause_the_same_key_is_sent_again(both, outside: Outside):
    outside.answers_with("/a", 429, 200, retry_after=30)
    story = both(["p-1"])

    send(story)
    send(story.after(seconds=31))

    first, second = outside.keys("/a")
    assert first == second
    assert count("call") == 0


def test_calls_a_second_are_kept_within_their_limit(both, outside: Outside):
    story = both(max_per_second=4)
    began = clock.now()

    send(story)
    at_first = len(outside.keys("/a"))
    spent = (clock.now() - began).total_seconds()
    send(story.after(seconds=1))

    assert 4 <= at_first <= 4 + 4 * spent + 1
    assert len(outside.keys("/a")) <= 4 + 4 * (spent + 1) + 4
    assert len(outside.keys("/b")) == 12


def test_calls_at_once_are_kept_within_their_limit(both, outside: Outside):
    outside.answers_with("/a", seconds=0.05)
    story = both(max_at_once=2)

    send(story)

    assert outside.most_at_once["/a"] == 2
    assert len(outside.keys("/a")) == 12


def test_calls_at_once_are_kept_within_their_limit_by_two_senders_together(both, outside: Outside):
    outside.answers_with("/a", seconds=0.05)
    both(max_at_once=2)

    senders = [Elsewhere(_send_alone) for _ in range(2)]
    for one in senders:
        one.result()

    assert outside.most_at_once["/a"] == 2
    assert len(set(outside.keys("/a"))) == 12 == len(outside.keys("/a"))


def _send_alone() -> None:
    own = Sender()
    try:
        for _ in range(100):
            own.work(database.connection(), clock.now)
            if not count("call"):
                return
            time.sleep(0.02)
    finally:
        own.close()


def test_one_that_hangs_does_not_delay_another(both, outside: Outside):
    outside.answers_with("/a", seconds=1.0)
    story = both()

    send(story)

    last_of_b = max(seen.ended for seen in outside.at("/b"))
    first_of_a = min(seen.ended for seen in outside.at("/a"))
    assert last_of_b < first_of_a


def test_those_that_hang_never_take_the_last_places_of_a_sender(
    story: Story, outside: Outside, settings
):
    settings.SENDER_CONCURRENCY = 16
    for key in ("a", "c"):
        outside.answers_with(f"/{key}", seconds=0.7)
        story.publish(key, line(http(key, f"{outside.url}/{key}")))
    story.events("CheckedIn", PEOPLE).run_without_sending()
    late = line(http("z", f"{outside.url}/z"), event="BreakfastServed")
    story.publish("Late", late)

    sending = Elsewhere(_send_alone)
    while outside.under_way("/a", "/c") < 14:
        time.sleep(0.01)
    story.event("BreakfastServed", "p-1").run_without_sending()
    sending.result()

    (z,) = outside.at("/z")
    assert z.began < min(seen.ended for seen in outside.at("/a") + outside.at("/c"))


def test_a_destination_that_is_down_is_tried_again_later_and_at_last_fails(both, outside: Outside):
    outside.answers_with("/a", 503)
    story = both(["p-1"])

    story.run()

    assert len(outside.keys("/a")) == 4  # and three retries
    assert len(set(outside.keys("/a"))) == 1
    assert sorted(run.status for run in story.runs("p-1")) == ["failed", "finished"]


def test_what_the_outside_refuses_for_good_is_not_tried_again(both, outside: Outside):
    outside.answers_with("/a", 404)
    story = both(["p-1"])

    story.run()

    assert len(outside.keys("/a")) == 1


def test_each_repetition_waits_longer(both, outside: Outside):
    outside.answers_with("/a", 503)
    story = both(["p-1"])
    pauses = []
    for _ in range(3):
        send(story)
        due = rows("select min(due_at) from call")[0][0]
        pause = database.connection().from_moment(due) - clock.now()
        pauses.append(pause.total_seconds())
        story.after(seconds=pause.total_seconds() + 0.01)

    assert pauses[0] < 1.3 < pauses[1] < 2.6 < pauses[2] < 5


def test_mail_that_fails_leaves_http_alone(story: Story, outside: Outside, settings):
    settings.EMAIL_BACKEND = "tests.integration.engine.mail.Down"
    _mail(story, outside)

    story.run()

    assert len(outside.keys("/b")) == 12
    assert rows("select status, count(*) from instance group by status order by status") == [
        (5, 12), (6, 12),
    ]  # fmt: skip


def test_a_slow_mail_server_gets_each_message_once(
    story: Story, outside: Outside, settings, monkeypatch
):
    # A lease of half a second, and twelve messages that take two seconds one after another.
    monkeypatch.setattr(leases, "MARGIN", -4.5)
    monkeypatch.setattr(sender, "RENEWAL", 0.1)
    monkeypatch.setattr(sender, "MAIL_THREADS", 1)
    settings.EMAIL_BACKEND = "tests.integration.engine.mail.Slow"
    _mail(story, outside)

    story.run()

    assert sorted(Slow.sent) == sorted(f"{key}@example.com" for key in PEOPLE)


def _mail(story: Story, outside: Outside) -> None:
    Slow.sent.clear()
    ActionDefinition.objects.create(
        key="mail", name="Mail", kind="email", to="{{ to }}", subject="Hello", text="Hello",
        parameters=[{"key": "to", "name": "To", "type": "string"}],
    )  # fmt: skip
    story.publish("Mail", line(graphs.action("Mail", "mail", {"to": "@{CheckedIn.city}"})))
    story.publish("B", line(http("b", f"{outside.url}/b")))
    for key in PEOPLE:
        story.event("CheckedIn", key, city=f"{key}@example.com")
    story.run_without_sending()
