"""Load the hotel: events, data sources, actions, four people, three live journeys. Idempotent."""

from typing import Any

from django.core.management.base import BaseCommand

from config import clock
from demo import configuration


class Command(BaseCommand):
    help = "Load the demonstration; what stands already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        configuration.load(clock.now())
        self.stdout.write("    The hotel is loaded: 3 journeys, 4 people.")
