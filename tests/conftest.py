"""What every test of the database may ask for.

A flush truncates sixty tables and makes all permissions anew: two seconds a test on PostgreSQL,
where deleting what a test wrote takes milliseconds.
"""

from collections.abc import Iterator
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
