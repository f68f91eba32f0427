"""The process dies at every SQL statement, commit and call in turn, and is started again.

One person goes through entry, condition, look-up, action, wait and end. Every crossing of the
boundary is counted in a run without a crash; then the run is done once for each, dying there.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection as django_connection

from actions.models import ActionDefinition
from config import boundary, clock, database
from config.database import Statement
from demo import graphs
from journeys.engine import crashes
from journeys.engine.sender import Sender
from tests.durability.conftest import Outside
from tests.engine.clean import clean_tables
from tests.scenarios.story import TWICE_PATHS, Story

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]

# Every name that the hot path crosses in this run, on both databases. A statement that is added
# to the engine, and meets this journey, must be added here: that is how none is missed.
BOUNDARIES = {
    "both": {
        "cache get", "cache put", "commit", "count the inbox", "copy call", "copy exchange",
        "copy inbox", "copy instance", "copy tally", "copy timer", "copy trail", "delete ended calls",
        "delete inbox", "delete marker", "delete timers", "drop calls of stopped versions",
        "finish closed versions", "finish stopping", "http", "is there work for a sender",
        "is there work for the engine", "lease calls", "lock lanes",
        "next ids", "pick lanes", "read destinations", "read due timers", "read frozen requests",
        "read holders", "read inbox", "read installation", "read runs", "read unfinished versions",
        "read who is inside stopped versions",
        "say that this process lives", "update instances",
    },
    "sqlite": {"copy event", "take event keys"},
    "postgresql": {"store few events"},
}  # fmt: skip


class Crash(BaseException):
    """The process is gone. Nothing that catches exceptions catches this."""


class Dying:
    """Dies at the n-th crossing; counts them all without one."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.crossed: list[str] = []

    def __call__(self, name: str) -> None:
        if name.startswith("test:") or threading.current_thread() is not threading.main_thread():
            return
        self.crossed.append(name)
        if self.at is not None and len(self.crossed) == self.at:
            raise Crash(name)


def journey() -> dict[str, Any]:
    """Entry, a condition that looks up, an HTTP action, a wait of an hour, an end."""
    condition = {
        "type": "condition",
        "name": "Has a room?",
        "config": {"paths": TWICE_PATHS, "on_error": "stop", "timeout": 5},
    }
    return {
        "schema": 1,
        "settings": graphs.settings(),
        "nodes": {
            "lobby": graphs.entry("Enters the hotel", "LobbyBeacon"),
            "room": condition,
            "hook": graphs.action("Tell the desk", "hook", {"who": f"@{{LobbyBeacon.{graphs.PERSON}}}"}),
            "hour": graphs.wait("An hour", graphs.after("hour", "after an hour", "PT1H")),
            "done": graphs.end("End"),
        },
        "edges": graphs.edges(
            "lobby next -> room", "room path:reserved -> hook", "hook next -> hour",
            "hour alt:hour -> done",
        ),
    }  # fmt: skip


def set_up(story: Story) -> None:
    ActionDefinition.objects.create(
        key="hook", name="Hook", kind="http", url=f"{story.url}/hook",
        parameters=[{"key": "who", "name": "Who", "type": "string"}],
    )  # fmt: skip
    story.publish("Room", journey())


def start_anew(story: Story) -> None:
    """What a new process has: nothing in memory, no connection."""
    database.close()
    crashes._owner = None
    story._sender.close()
    story._sender = Sender()


def until_done(story: Story, step: Callable[[], Any], dying: Dying) -> None:
    """Repeat a step until it goes through, starting anew after each death."""
    for _ in range(20):
        try:
            step()
        except Crash:
            boundary.listen(None)
            start_anew(story)
        else:
            return
    raise AssertionError("The step never went through.")


def live_through(story: Story, at: int | None = None) -> Dying:
    """Post, look up, call, wait an hour, end; dying at the given crossing."""
    dying = Dying(at)
    start = clock.now()
    document = {
        "type": "LobbyBeacon", "id": "evt-1", "person": "ecid-jane",
        "data": {"endUserIDs": {"_experience": {"mcid": {"id": "ecid-jane"}}}},
    }  # fmt: skip

    def post() -> None:
        # The client that got no answer posts the same again.
        answer = story.post(document)
        assert answer.status_code in (200, 202), answer.content

    boundary.listen(dying)
    try:
        until_done(story, post, dying)
        until_done(story, story.run, dying)
        boundary.listen(dying if len(dying.crossed) < (at or 10**9) else None)
        # A lease that a crash left runs out; then the hour passes.
        until_done(story, lambda: story.after(minutes=1).run(), dying)
        until_done(story, lambda: story.at(start).after(hours=1, minutes=5).run(), dying)
    finally:
        boundary.listen(None)
    return dying


def reset(story: Story, outside: Outside) -> None:
    clean_tables()
    outside.bodies.clear()
    story.reservations.asked.clear()
    start_anew(story)
    with django_connection.cursor() as cursor:
        cursor.execute("update installation set epoch = epoch + 1")


def expect_all_is_well(story: Story, outside: Outside, where: str) -> None:
    (run,) = story.runs("ecid-jane")
    assert run.status == "finished", where
    assert run.path == ["lobby", "room", "hook", "hour", "done"], where
    assert [step["seq"] for step in run.steps] == sorted({step["seq"] for step in run.steps}), where
    (bodies,) = outside.bodies.values()
    assert len(set(bodies)) == 1, where
    assert len(bodies) <= 2, where
    connection = database.connection()
    with connection.each_alone():
        for table in ("inbox", "timer", "call", "cycle"):
            left = Statement(
                f"test: left in {table}", f"select * from {table}", f"select * from {table}"
            )
            assert connection.rows(left) == [], (where, table)


def test_dying_at_any_boundary_loses_nothing_and_repeats_with_the_same_key(
    story: Story, outside: Outside
):
    set_up(story)
    reset(story, outside)
    crossed = live_through(story).crossed
    expect_all_is_well(story, outside, "without a crash")
    vendor = django_connection.vendor
    own = _own_boundaries()
    assert set(crossed) == BOUNDARIES["both"] | own, (
        f"{vendor}: not listed {sorted(set(crossed) - BOUNDARIES['both'] - own)}, "
        f"not met {sorted((BOUNDARIES['both'] | own) - set(crossed))}"
    )

    for number, name in enumerate(crossed, 1):
        reset(story, outside)
        live_through(story, number)
        expect_all_is_well(story, outside, f"dying at crossing {number} ({name}) of {vendor}")


def _own_boundaries() -> set[str]:
    return BOUNDARIES[django_connection.vendor]
