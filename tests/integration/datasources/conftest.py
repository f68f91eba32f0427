"""A technical user's API client, somebody's API, and definitions that no earlier test left."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from pytest_httpserver import HTTPServer
from rest_framework.test import APIClient

from config import database
from datasources import definitions
from datasources.models import DataSource, FieldGroup
from remote.tries import allowance

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def fresh(transactional_db: None) -> Iterator[None]:
    definitions.forget()
    allowance.forget()
    yield
    database.close()


@pytest.fixture
def connection(transactional_db: None, fresh: None) -> database.Connection:
    """The hot path's, which sees what is committed: so such tests commit."""
    return database.connection()


@pytest.fixture
def outside(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    """A server of somebody else's, whose door is on the operator's list."""
    settings.EGRESS_ALLOW = f"127.0.0.1:{httpserver.port},localhost:{httpserver.port}"
    return httpserver


def user_of(role: str) -> User:
    user = User.objects.create(username=role)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def api(fresh: None) -> APIClient:
    client = APIClient()
    client.force_login(user_of("technical"))
    return client


def source(**changes: Any) -> DataSource:
    usual = {"key": "Weather", "name": "Weather", "url": "https://weather.example/api"}
    return DataSource.objects.create(**usual | changes)


def group(of: DataSource, **changes: Any) -> FieldGroup:
    usual = {"key": "city", "name": "By city", "path": "/now", "params": [parameter("city")]}
    return FieldGroup.objects.create(source=of, **usual | changes)


def parameter(name: str, kind: str = "string") -> dict[str, str]:
    return {"name": name, "type": kind}


def field(path: str, kind: str = "any") -> dict[str, str]:
    return {"path": path, "type": kind, "name": ""}
