"""A hotel's source and event type, and a client that posts as that source does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection as django_connection
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from config import database
from events import catalog, hooks, limits
from events.models import Event, EventType, Source, SourceKey

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
ORDER: dict[str, Any] = {
    "type": "order_placed",
    "id": "evt-1",
    "person": "p-1",
    "occurred_at": "2026-03-01T10:00:00Z",
    "data": {"amount": 10},
}


def order(**changes: Any) -> dict[str, Any]:
    """A good event with some of its fields changed."""
    return {**ORDER, **changes}


class Poster:
    """Posts as one source: ``post`` answers the response, ``stored`` what is in the log."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(raise_request_exception=True)

    def post(self, body: Any, path: str = "/api/v1/events", **extra: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra.setdefault("HTTP_AUTHORIZATION", f"Bearer {self.secret}")
        extra.setdefault("content_type", "application/json")
        return self.client.post(path, data, **extra)

    @staticmethod
    def stored() -> list[Event]:
        return list(Event.objects.order_by("id"))


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


TABLES = (
    "inbox", "event_key", "event", "events_rejection", "events_alias", "events_sourcekey",
    "events_source_event_types", "events_source", "events_eventtype", "access_apitoken",
    "django_admin_log", "django_session", "auth_user_groups", "auth_user",
)  # fmt: skip


def empty() -> None:
    with transaction.atomic(), django_connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"delete from {table}")


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, for tests that commit: the hot path has connections of its own.

    A handful of DELETEs is what these tests need; pytest-django's fixture of this name truncates
    every table, which takes PostgreSQL half a second a test.
    """
    with django_db_blocker.unblock():
        empty()
        yield
        database.close()
        empty()
        django_connection.close()


@pytest.fixture(autouse=True)
def clean_slate(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The hooks of an installation without journeys, and nothing kept in memory."""
    monkeypatch.setattr(hooks, "wanted", lambda _connection: frozenset())
    monkeypatch.setattr(hooks, "accepted", lambda _connection, _events: None)
    monkeypatch.setattr(hooks, "fates", lambda _ids: {})
    monkeypatch.setattr(hooks, "wake", lambda: None)
    monkeypatch.setattr(hooks, "backlog", lambda: 0)
    monkeypatch.setattr(hooks, "used_by", lambda _key: [])
    limits.guessing.clear()
    limits.posting.clear()
    catalog.forget()
    yield
    catalog.forget()


@pytest.fixture
def order_placed() -> EventType:
    fields = [
        {"path": "amount", "type": "decimal", "name": "Amount"},
        {"path": "note", "type": "string", "name": "Note"},
    ]
    return EventType.objects.create(key="order_placed", name="Order placed", fields=fields)


@pytest.fixture
def shop() -> Source:
    return Source.objects.create(key="shop", name="Shop")


@pytest.fixture
def poster(order_placed: EventType, shop: Source) -> Poster:
    return Poster(SourceKey.issue(shop, NOW)[1])


def user_of(role: str) -> User:
    user = User.objects.create(username=role)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def api_of(role: str) -> APIClient:
    """The API as someone with this role sees it."""
    client = APIClient()
    client.force_login(user_of(role))
    return client


@pytest.fixture
def api(clean_slate: None) -> APIClient:
    return api_of("technical")
