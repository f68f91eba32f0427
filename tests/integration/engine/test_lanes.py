"""A lane is everything about some of the people; whoever holds it is alone with them."""

import threading
import time

import pytest

from config import database
from config.database import LANES, Statement, Unavailable, lane_of
from journeys.engine import claim, crashes, sweep
from journeys.engine.claim import Kind
from journeys.engine.drain import drain
from tests.integration.engine.journeys import hours, line, message, restaurant
from tests.integration.engine.watching import Elsewhere, count, elsewhere, opened, rows, turn
from tests.scenarios.story import Story

pytestmark = pytest.mark.usefixtures("postgresql")
HOLD = Statement("test: hold a lane", "select pg_advisory_xact_lock(%(space)s, %(lane)s)", "")
BACKEND = Statement("test: backend", "select pg_backend_pid()", "")


def of_lane(lane: int) -> str:
    """A person of this lane."""
    return next(f"p-{n}" for n in range(100_000) if lane_of(f"ECID/p-{n}") == lane)


def test_who_gets_a_lane_sees_what_its_holder_before_committed(story: Story):
    story.publish("Lobby", line(restaurant())).event("CheckedIn", "p-1")
    lane = lane_of("ECID/p-1")
    with opened() as other:
        with other.transaction():
            other.rows(HOLD, {"space": claim.SPACE, "lane": lane})
            waiting = Elsewhere(lambda: _claimed(lane))
            _until_someone_waits()
            other.execute(Statement("test: empty the inbox", "delete from inbox", ""))
        held, inputs = waiting.result()

    assert (held, inputs) == ([lane], [])


def _claimed(lane: int):
    """What a claim finds that must wait for its lane."""
    connection = database.connection()
    with connection.transaction():
        connection.rows(HOLD, {"space": claim.SPACE, "lane": lane})
        found = claim.claim(connection, [lane], 500)
    return found.lanes, found.inputs


def _until_someone_waits() -> None:
    for _ in range(500):
        if rows("select 1 from pg_locks where locktype = 'advisory' and not granted"):
            return
        time.sleep(0.01)
    raise AssertionError("Nobody waits for the lane.")


def test_a_lane_that_another_holds_is_passed_by_and_the_others_are_taken(story: Story):
    story.publish("Lobby", line(restaurant())).events("CheckedIn", [of_lane(7), of_lane(8)])
    with opened() as other, other.transaction():
        other.rows(HOLD, {"space": claim.SPACE, "lane": 7})
        drain(database.connection())
        inside = rows("select person from instance")
    drain(database.connection())

    assert inside == [(f"ECID/{of_lane(8)}",)]
    assert count("instance") == 2


def test_two_workers_take_everybody_once(story: Story):
    people = [f"p-{number}" for number in range(400)]
    story.publish("Lobby", line(restaurant(), message())).events("CheckedIn", people)
    story.events("RestaurantBeacon", people)

    workers = [Elsewhere(_work_until_empty) for _ in range(2)]
    for worker in workers:
        worker.result()

    assert count("instance") == 400
    assert rows("select distinct status, seq from instance") == [(3, 2)]
    assert (count("call"), count("inbox"), count("cycle")) == (400, 0, 0)


def _work_until_empty() -> None:
    connection = database.connection()
    for _ in range(200):
        drain(connection, limit=25)
        with connection.each_alone():
            if not connection.rows(Statement("test: left", "select from inbox limit 1", "")):
                return


def test_a_lane_without_events_keeps_its_timers_while_others_have_a_backlog(story: Story):
    story.publish("Lobby", line(hours(1), message())).event("CheckedIn", of_lane(9)).run()
    story.after(hours=2).events("CheckedIn", [of_lane(10)] + ["x", of_lane(10)] * 3)
    connection = database.connection()

    with connection.transaction():
        before = claim.claim(connection, [9, 10], 2).inputs
    with connection.transaction():
        behind = claim.claim(connection, [10, 9], 2).inputs

    assert Kind.TIMER in [given.kind for given in before]
    # Not reached yet, it may have events that came before its timers fell due.
    assert Kind.TIMER not in [given.kind for given in behind]


def test_after_one_death_the_very_batch_that_died_is_taken_first(story: Story, settings):
    settings.ENGINE_BATCH = 2
    story.publish("Lobby", line(restaurant()))
    story.events("CheckedIn", [of_lane(5)] * 3 + [of_lane(200)] * 2)
    rows("insert into cycle (id, owner, lanes, at)"
         " select nextval('order_number'), 1, '{200,5}', clock_timestamp()")  # fmt: skip
    story.events("CheckedIn", [of_lane(200)] * 2)

    turn()

    assert rows("select distinct lane, count(*) from inbox group by lane order by lane") == [
        (5, 3), (200, 2),
    ]  # fmt: skip


def test_a_cycle_takes_a_part_of_the_lanes_so_that_a_second_worker_gets_some(story: Story):
    story.publish("Lobby", line(restaurant()))
    story.events("CheckedIn", [of_lane(lane) for lane in range(0, LANES, 2)])

    picked = claim.pick(database.connection(), crashes.me(database.connection()))

    assert picked is not None
    assert len(picked.lanes) == claim.MOST_LANES


def test_a_worker_that_froze_inside_copy_is_cut_off_and_its_lanes_are_free(
    story: Story, monkeypatch
):
    story.publish("Lobby", line(restaurant())).event("CheckedIn", "p-1")
    lane = lane_of("ECID/p-1")
    thaw = threading.Event()
    frozen = Elsewhere(lambda: _copy_and_freeze(lane, thaw))
    monkeypatch.setattr(sweep, "LONGEST_CYCLE", 0)
    for _ in range(500):
        if rows("select 1 from pg_stat_activity where query like 'copy instance%%'"):
            break
        time.sleep(0.01)

    assert elsewhere(turn).inputs == 0  # nobody gets the lane
    sweep._end_frozen(database.connection())
    taken = turn()
    thaw.set()

    assert taken.inputs == 1
    with pytest.raises(Unavailable):
        frozen.result()
    assert count("instance") == 1


def _copy_and_freeze(lane: int, thaw: threading.Event) -> None:
    """Holds a lane and stops in the middle of a COPY, as a stopped process does."""

    class Frozen:
        def read(self, _size: int = -1) -> bytes:
            thaw.wait(30)
            return b""

    connection = database.connection()
    with connection.transaction():
        connection.rows(HOLD, {"space": claim.SPACE, "lane": lane})
        with database._translated():
            connection._cursor.copy_expert("copy instance (id) from stdin", Frozen())


def test_who_works_within_the_time_is_not_cut_off(story: Story):
    with opened() as other, other.transaction():
        other.rows(HOLD, {"space": claim.SPACE, "lane": 1})
        sweep._end_frozen(database.connection())

        assert other.rows(BACKEND)
