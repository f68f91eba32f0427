"""Load the hotel: events, data sources, actions, four guests, three live journeys. Idempotent."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock, kept_clock
from config.problems import Problem
from demo import configuration


class Command(BaseCommand):
    help = "Load the demonstration; what stands already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        kept_clock.restore()
        try:
            configuration.load(clock.now())
        except Problem as problem:
            reasons = "\n".join(f"  {fault.pointer}: {fault.detail}" for fault in problem.errors)
            words = f"The hotel's journeys do not fit what is declared here.\n{reasons}"
            raise CommandError(words) from None
        self.stdout.write("    The hotel is loaded: three journeys, four guests.")
