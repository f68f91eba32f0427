"""People of each role, and journeys to work on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from rest_framework.test import APIClient

from demo import graphs
from journeys.models import Journey
from journeys.operations.create import create
from tests.integration.journeys_product import hotel

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def declared(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The hotel's event types, sources and actions are declared."""
    hotel.declare()
    monkeypatch.setattr("journeys.declared.action_catalog", lambda: hotel.ACTIONS)
    yield
    hotel.forget()


@pytest.fixture
def person_of(db: None) -> Callable[[str], User]:
    """A user who has one role."""

    def make(role: str) -> User:
        user = User.objects.create(username=role, first_name=role.title())
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user

    return make


@pytest.fixture
def author(person_of: Callable[[str], User]) -> User:
    """A business user: draws and publishes journeys."""
    return person_of("business")


@pytest.fixture
def api(author: User) -> APIClient:
    """The API as the author sees it."""
    client = APIClient()
    client.force_login(author)
    return client


@pytest.fixture
def journey(author: User) -> Journey:
    """The spa journey, drawn and not published."""
    return create("Spa", author, MONDAY, graph=graphs.SPA)


@pytest.fixture
def save(api: APIClient, journey: Journey) -> Callable[..., Any]:
    """Save the journey's draft from a revision."""

    def put(graph: Any, revision: int | None = 1, layout: Any = None) -> Any:
        headers = {} if revision is None else {"If-Match": f'"{revision}"'}
        body = {"graph": graph, "layout": {} if layout is None else layout}
        return api.put(f"/api/v1/journeys/{journey.pk}/draft", body, format="json", headers=headers)

    return put


@pytest.fixture
def engine_tables(db: None) -> None:
    """The engine's tables, till its migration makes them."""
    vendor = {"sqlite": 0, "postgresql": 1}[connection.vendor]
    number, at = ("integer", "bigint")[vendor], ("integer", "timestamptz")[vendor]
    data, array = ("text", "jsonb")[vendor], ("text", "smallint[]")[vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"create table if not exists instance (id {number} primary key, journey_id {number}, version_id {number},"
            f" person text, supplemental text, holds bool, reenter_at {at}, status int, node int, seq int,"
            f" entered_at {at}, ended_at {at}, wake_at {at}, entry {data}, state {data})"
        )
        cursor.execute(
            f"create table if not exists trail (id {number} primary key, at {at}, event_id {number}, code int,"
            f" journey_id {number}, version_id {number}, instance_id {number}, seq int, path {array}, detail {data})"
        )
        cursor.execute(f"create table if not exists event (id {number} primary key, person text)")
