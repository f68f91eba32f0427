"""Tables of the hot path are not the ORM's, so tests empty them by hand."""

from django.db import connection

from actions import definitions as action_definitions
from config import clock, database
from datasources import definitions
from events import catalog, limits
from journeys.engine import backlog, versions
from journeys.reports.drawn import drawn
from journeys.reports.programs import program_of

HOT = (
    "inbox", "event_key", "event", "trail", "exchange", "instance", "timer", "call", "destination",
    "cycle", "tally", "tally_total", "profile", "lookup_cache",
)  # fmt: skip


def clean_tables() -> None:
    """Empty every hot table, and forget what this process kept in memory."""
    database.close()
    with connection.cursor() as cursor:
        for table in HOT:
            cursor.execute(f'delete from "{table}"')
        cursor.execute("update installation set epoch = epoch + 1")
    clock.set_offset(clock.NO_OFFSET)
    catalog.forget()
    definitions.forget()
    action_definitions.forget()
    versions.forget()
    backlog.forget()
    drawn.cache_clear()
    program_of.cache_clear()
    limits.posting.clear()
    limits.guessing.clear()
