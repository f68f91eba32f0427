"""The database goes away under a worker: nobody who is inside pays for it.

Definitions are read by Django's own connection, everything else by the engine's. A restart of the
server takes both, and a task has no request by which Django would notice.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection as django_connection

from actions import definitions as actions
from config import database
from config.database import Connection, Statement, Unavailable
from datasources import calls as look_ups
from datasources import definitions as sources
from journeys.tasks import advance
from tests.integration.engine.watching import count, opened, rows
from tests.scenarios.story import Story

pytestmark = pytest.mark.usefixtures("postgresql")
PID = Statement("test: pid", "select pg_backend_pid()", "")
END = Statement("test: end a backend", "select pg_terminate_backend(%(pid)s, 5000)", "")


@pytest.fixture
def jane(story: Story) -> Story:
    """Has posted the event that lets her in; nothing has been done with it."""
    story.publish("Lobby", "LOBBY").profile("ecid-jane", member=True)
    return story.event("LobbyBeacon", "ecid-jane")


def end_backend(number: int) -> None:
    with opened() as other, other.each_alone():
        other.rows(END, {"pid": number})


def lose_the_orm() -> None:
    """The server ends the backend behind Django's connection; what was cached is too old."""
    end_backend(rows("select pg_backend_pid()")[0][0])
    actions.forget()
    sources.forget()


def pid(connection: Connection) -> int:
    with connection.each_alone():
        return int(connection.rows(PID)[0][0])


def losing_once(called: Callable[..., Any]) -> Callable[..., Any]:
    """The function, at whose first call the connection is lost."""
    lost: list[bool] = []

    def lose(*given: Any) -> Any:
        if not lost:
            lost.append(True)
            lose_the_orm()
        return called(*given)

    return lose


def expect_nobody_failed(story: Story) -> None:
    assert story.sent("ecid-jane") == ["welcome_push"]
    assert count("trail", "code in (31, 33)") == 0  # error, set aside


def test_a_connection_that_was_lost_before_a_cycle_fails_nobody(jane: Story):
    lose_the_orm()

    with pytest.raises(Unavailable):
        jane.run()
    jane.run()

    expect_nobody_failed(jane)


def test_a_connection_that_is_lost_while_a_call_is_rendered_fails_nobody(jane: Story, monkeypatch):
    monkeypatch.setattr(look_ups, "render", losing_once(look_ups.render))

    with pytest.raises(Unavailable):
        jane.run()
    jane.run()

    expect_nobody_failed(jane)


@pytest.mark.parametrize("at", ["to_request", "outcome"])
def test_a_connection_that_is_lost_around_a_call_leaves_it_to_its_lease(
    jane: Story, monkeypatch, at
):
    monkeypatch.setattr(look_ups, at, losing_once(getattr(look_ups, at)))

    with pytest.raises(Unavailable):
        jane.run()
    jane.after(minutes=1).run()

    expect_nobody_failed(jane)


def test_a_task_that_lost_both_connections_works_again_with_the_next_message(jane: Story):
    engine = pid(database.connection())
    lose_the_orm()
    end_backend(engine)

    for _ in range(3):
        advance()

    assert jane.status("ecid-jane") == "looking_up"
    assert django_connection.is_usable()
