"""The story of ``tests/scenarios``, on tables that are emptied by hand.

A flush truncates sixty tables and makes all permissions anew: two seconds a test on PostgreSQL,
where deleting what a story wrote takes milliseconds.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection as django_connection
from django.db import connections, transaction
from pytest_httpserver import HTTPServer

from config import boundary, database
from journeys.engine import crashes
from tests.engine.clean import clean_tables
from tests.integration.engine.outside import Outside
from tests.scenarios.story import Story

# What migrations made: roles and their rights.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty_tables() -> None:
    """Nothing that a test wrote is left; foreign keys are looked at when the transaction ends."""
    written = set(django_connection.introspection.django_table_names(only_existing=True)) - KEPT
    with transaction.atomic(), django_connection.cursor() as cursor:
        for table in sorted(written):
            cursor.execute(f'delete from "{table}"')
    clean_tables()


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, empty, with real transactions; pytest-django's own would flush it."""
    with django_db_blocker.unblock():
        empty_tables()
        crashes._owner = None
        yield
        boundary.listen(None)
        empty_tables()
        database.close()
        connections.close_all()


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
