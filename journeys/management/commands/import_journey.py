"""``manage.py import_journey journey.json``: a new journey from a document."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock, json, kept_clock
from config.problems import Fault, Problem
from journeys.operations.import_document import import_document


class Command(BaseCommand):
    help = "Make a journey from a document that export_journey wrote. Nothing is published."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the document; - for standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            document = json.loads(_text(options["file"]))
            kept_clock.restore()
            journey = import_document(document, None, clock.now())
        except (OSError, ValueError) as error:
            raise CommandError(f"The document cannot be read: {error}") from error
        except Problem as problem:
            raise CommandError(_told(problem)) from problem
        self.stdout.write(f"{journey.pk} {journey.name}")


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text()


def _told(problem: Problem) -> str:
    """The refusal in plain lines, one a fault."""
    return "\n".join([f"{problem.code}: {problem.detail}", *map(_line, problem.errors)])


def _line(fault: Fault) -> str:
    return f"  {fault.pointer} {fault.code}: {fault.detail}"
