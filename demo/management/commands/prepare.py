"""Bring the database up to this code, and load the demonstration on a first start."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from demo import configuration
from journeys.models import Journey

_LOCK = 0x67696C6D6F6B  # "gilmok": whoever migrates at the same time waits


class Command(BaseCommand):
    help = "Migrate if need be; load the demonstration if there is no journey yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="The tables alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            connection.ensure_connection()
            with _alone():
                if _is_behind():
                    call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as error:
            self.stderr.write(_sentence(error))
            raise SystemExit(1) from error
        if options["no_demo"]:
            return
        if Journey.objects.exists():
            configuration.point_to_service()
        else:
            call_command("load_demo", stdout=self.stdout)


@contextmanager
def _alone() -> Iterator[None]:
    """Two processes that start at once must not migrate at once; SQLite's file lock sees to it."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def _is_behind() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _sentence(error: DatabaseError) -> str:
    """What is wrong with the database, and what to do; never its password."""
    reason = str(error).strip().splitlines()[-1].strip()
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database {known['NAME']} cannot be used: {reason}."
    where = f"{known['HOST'] or 'this machine'}:{known['PORT'] or 5432}/{known['NAME']}"
    return (
        f"The database {where} (DATABASE_URL) cannot be used: {reason}\n"
        "Start it or correct DATABASE_URL; without DATABASE_URL everything is kept in one file."
    )
