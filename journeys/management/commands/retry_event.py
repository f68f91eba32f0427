"""``manage.py retry_event 4711``: take an event anew that was set aside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import database
from journeys.engine import control


class Command(BaseCommand):
    help = "Give an event that was set aside to the journeys again; the sweep finds it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("event", type=int, help="our number of the event")

    def handle(self, *_args: Any, event: int, **_options: Any) -> None:
        if not control.retry_event(database.connection(), event):
            raise CommandError(f"Event {event} was not set aside.")
        self.stdout.write(f"Event {event} goes to the journeys again.")
