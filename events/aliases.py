"""Persons that turned out to be one are looked through before anything is stored."""

from collections.abc import Sequence

from config.database import Connection, Statement
from events.catalog import Cached
from events.reading import NewEvent

READ_ALIASES = Statement(
    "read aliases",
    "select person, target from events_alias where person = any(%(persons)s)",
    "select person, target from events_alias where person in (select value from json_each(:persons))",
)


def _exist() -> bool:
    from events.models import Alias

    return Alias.objects.exists()


# Most installations have none, and are spared a statement for each request.
_any_alias: Cached[bool] = Cached(_exist)


def resolve(connection: Connection, events: Sequence[NewEvent]) -> None:
    """Set the person of each event to the one that it is an alias of."""
    if not _any_alias.get():
        return
    persons = list({event.person for event in events})
    if connection.vendor != "postgresql":
        from config import json

        found = connection.rows(READ_ALIASES, {"persons": json.text(persons)})
    else:
        found = connection.rows(READ_ALIASES, {"persons": persons})
    targets = {str(person): str(target) for person, target in found}
    for event in events:
        event.person = targets.get(event.person, event.person)
