"""A technical user's API client, and definitions that no earlier test left in memory."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from rest_framework.test import APIClient

from config import database
from datasources import definitions

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def fresh(transactional_db: None) -> Iterator[None]:
    definitions.forget()
    yield
    database.close()


@pytest.fixture
def connection(fresh: None) -> database.Connection:
    return database.connection()


def user_of(role: str) -> User:
    user = User.objects.create(username=role)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def api(fresh: None) -> APIClient:
    client = APIClient()
    client.force_login(user_of("technical"))
    return client
