"""Bring the database up to this code, and load the demonstration on a first start."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from demo import configuration
from journeys.models import Journey


class Command(BaseCommand):
    help = "Migrate if need be; load the demonstration if there is no journey yet."

    def handle(self, *args: Any, **options: Any) -> None:
        if _is_behind():
            call_command("migrate", verbosity=0, interactive=False)
        if not Journey.objects.exists():
            call_command("load_demo", stdout=self.stdout)
        else:
            configuration.point_to_service()


def _is_behind() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
