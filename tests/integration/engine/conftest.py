"""The story of ``tests/scenarios``, and what only one of the two databases has."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection as django_connection
from pytest_httpserver import HTTPServer

from tests.integration.engine.outside import Outside
from tests.scenarios.story import Story


@pytest.fixture
def story(transactional_db: None, httpserver: HTTPServer, settings: Any) -> Iterator[Story]:
    """The hotel has declared its events, sources and actions; no journey is published."""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EGRESS_ALLOW = f"127.0.0.1:{httpserver.port},localhost:{httpserver.port}"
    told = Story(httpserver).hotel()
    yield told
    told.close()


@pytest.fixture
def postgresql(transactional_db: None) -> None:
    """For what only PostgreSQL has: several workers, lanes, a planner."""
    if django_connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has several workers, a server to lose, a planner")


@pytest.fixture
def sqlite(transactional_db: None) -> None:
    """For what only SQLite has: one writer for the whole process."""
    if django_connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no lock for the whole database")


@pytest.fixture
def outside(story: Story, settings: Any) -> Iterator[Outside]:
    """Servers beside the story's one, which answer many requests at once."""
    made = Outside()
    settings.EGRESS_ALLOW += f",127.0.0.1:{made.port}"
    yield made
    made.close()
