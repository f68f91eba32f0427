"""The hotel, events that came to it, and people who ask about expressions."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from config import clock
from events.models import Event, Source, SourceKey
from tests.engine import hotel
from tests.engine.clean import clean_tables


@pytest.fixture(autouse=True)
def declared(transactional_db: None, settings: Any) -> Iterator[None]:
    """The hotel's event types, sources and actions are declared; nothing has come yet."""
    settings.WHITENOISE_AUTOREFRESH = True
    clean_tables()
    hotel.declare("https://hotel.example")
    clean_tables()
    yield
    clean_tables()


@pytest.fixture
def client_of() -> Callable[[str], APIClient]:
    """The API as somebody of this role sees it."""

    def make(role: str) -> APIClient:
        user = User.objects.create(username=role)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        client = APIClient()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def ask(client_of: Callable[[str], APIClient]) -> Callable[..., Any]:
    """What a business user is answered; the status must be the one expected."""
    client = client_of("business")

    def post(service: str, status: int = 200, language: str = "en", **body: Any) -> Any:
        answer = client.post(
            f"/api/v1/expressions/{service}",
            body,
            format="json",
            headers={"Accept-Language": language},
        )
        assert answer.status_code == status, answer.content
        return answer.json()

    return post


@pytest.fixture
def came(transactional_db: None) -> Callable[..., Event]:
    """Let an event come, as its sender posts it; the stored event.

    It comes by a connection of the hot path's own, which sees what is committed.
    """
    source = Source.objects.create(key="hotel", name="Hotel")
    secret = SourceKey.issue(source, clock.now())[1]
    client = APIClient()

    def post(type_key: str, **fields: Any) -> Event:
        body = {"type": type_key, **fields}
        headers = {"Authorization": f"Bearer {secret}"}
        answer = client.post("/api/v1/events", body, format="json", headers=headers)
        assert answer.status_code == 202, answer.content
        return Event.objects.get(pk=answer.json()["id"])

    return post
