"""Actions, and the outside that they reach."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from pytest_httpserver import HTTPServer
from rest_framework.test import APIClient

from actions import definitions
from actions.models import ActionDefinition
from config import database
from outbound.outcome import CallContext
from remote.tries import allowance

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTEXT = CallContext(
    person="ecid/jane", journey="Spa journey", journey_id=7, version=2, node="discount",
    node_name="Spa discount", instance=41, seq=3,
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_collected_files(settings: Any) -> None:
    """Static files need not have been collected: WhiteNoise warns of a missing directory."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    definitions.forget()
    allowance.forget()
    yield
    database.close()


@pytest.fixture
def api(fresh: None) -> APIClient:
    """The API as a technical user sees it."""
    client = APIClient()
    client.force_login(user_of("technical"))
    return client


def user_of(role: str) -> User:
    user = User.objects.create(username=role)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def outside(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    """A server of somebody else's, whose door is on the operator's list."""
    settings.EGRESS_ALLOW = f"127.0.0.1:{httpserver.port},localhost:{httpserver.port}"
    return httpserver


def action(**changes: Any) -> ActionDefinition:
    usual = {"key": "order", "name": "Order", "kind": "http"}
    return ActionDefinition.objects.create(**usual | changes)


def parameter(key: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "type": kind, **more}
