"""What every test may ask for: the database, emptied; and a line at the end of what is printed.

A flush truncates sixty tables and makes all permissions anew: two seconds a test on PostgreSQL,
where deleting what a test wrote takes milliseconds.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

# What migrations made: roles and their rights.
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def empty_tables() -> None:
    """Nothing that a test wrote is left; foreign keys are looked at when the transaction ends."""
    from django.db import connection, transaction

    from tests.engine.clean import clean_tables

    written = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(written):
            cursor.execute(f'delete from "{table}"')
    clean_tables()


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database, empty, with real transactions; pytest-django's own would flush it.

    Ask for it by name: the mark ``django_db(transaction=True)`` is the one that flushes.
    """
    from django.db import connections

    from config import boundary, database
    from journeys.engine import crashes

    with django_db_blocker.unblock():
        empty_tables()
        crashes._owner = None
        yield
        boundary.listen(None)
        empty_tables()
        database.close()
        connections.close_all()


LINES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Says a line of what was measured when the tests have ended; measuring asserts nothing."""
    lines: list[str] = pytestconfig.stash.setdefault(LINES, [])
    return lines.append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for line in config.stash.get(LINES, []):
        terminalreporter.write_line(line)
