"""``manage.py export_journey 7 > journey.json``: a journey as one JSON document."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys.models import Journey, Version
from journeys.operations.export_document import export_document


class Command(BaseCommand):
    help = "Write a journey as one JSON document, in an order that makes a good diff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("journey", type=int, help="its number, as in the canvas's address")
        parser.add_argument("--version-number", type=int, help="this version, not the draft")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            journey = Journey.objects.select_related("draft").get(pk=options["journey"])
            document = export_document(journey, options["version_number"])
        except (Journey.DoesNotExist, Version.DoesNotExist) as error:
            raise CommandError(f"There is no such journey or version: {error}") from error
        self.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True))
