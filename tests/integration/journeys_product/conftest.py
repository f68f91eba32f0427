"""People of each role, and journeys to work on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from actions import definitions as actions
from datasources import definitions as sources
from demo import graphs
from events import catalog as event_types
from journeys.models import Journey
from journeys.operations.create import create
from tests.engine import hotel

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def declared(db: None) -> Iterator[None]:
    """The hotel's event types, sources and actions are declared."""
    hotel.declare("https://hotel.example")
    _forget()
    yield
    _forget()


def _forget() -> None:
    """Catalogs are cached for a second, and a test's rows go with its transaction."""
    event_types.forget()
    sources.forget()
    actions.forget()


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
