"""Looks into the log without walking it: by person, by id, and back from an end for so far.

The log has an index on its id and one on the person. By type, source or disposition it is read
backwards, at most ``WINDOW`` numbers at a time; whoever wants more asks again from there.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from config import database
from config.database import Statement
from events.declared import declared
from events.models import Event, Source
from events.reading import key_hash
from events.xdm import rule_key

WINDOW = 200_000
MAX_SENDERS_ID = 255
DISPOSITIONS = {
    "queued": Event.Disposition.QUEUED,
    "nobody_listens": Event.Disposition.NOBODY,
    "condition_false": Event.Disposition.CONDITION_FALSE,
    "late": Event.Disposition.LATE,
}
FIND_KEYS = Statement(
    "find event keys",
    "select id from event_key where h = any(%(h)s::bigint[])",
    "select id from event_key where h in (select value from json_each(:h))",
)


def log() -> QuerySet[Event]:
    """Every event, newest first, with its type and source."""
    return Event.objects.select_related("type", "source").order_by("-id")


def newest_id() -> int:
    """The number of the newest event; 0 while there is none."""
    found = Event.objects.order_by("-id").values_list("id", flat=True)[:1]
    return next(iter(found), 0)


def page(
    found: QuerySet[Event], limit: int, before: int | None, *, is_indexed: bool
) -> tuple[list[Event], int | None]:
    """At most ``limit`` events below ``before``, and the next ``before``; None at the end.

    ``is_indexed`` says that an index finds them (or that all are wanted), so that none is walked
    over in vain. Otherwise the page may be short, even empty, and there may be more.
    """
    top = newest_id() + 1 if before is None else before
    found = found.filter(id__lt=top)
    floor = 0 if is_indexed else max(0, top - WINDOW)
    if floor:
        found = found.filter(id__gte=floor)
    rows = list(found[: limit + 1])
    if len(rows) > limit:
        return rows[:limit], rows[limit - 1].pk
    return rows, floor if floor and Event.objects.filter(id__lt=floor).exists() else None


def persons(text: str) -> list[str]:
    """Whom a text may name: ``namespace/key`` as it stands, or a key in any namespace."""
    namespaces = {kind.namespace for kind in declared.get().types.values()}
    return [text, *(f"{namespace}/{text}" for namespace in sorted(namespaces))]


def by_senders_id(event_id: str) -> list[int]:
    """The numbers of events with this id of a sender, by the keys of the dedupe.

    These are kept as long as the log; any event is found by its person or its number.
    """
    if not 0 < len(event_id) <= MAX_SENDERS_ID:
        return []
    hashes = list(_hashes(event_id))
    connection = database.connection()
    with connection.transaction():
        return [row[0] for row in connection.rows(FIND_KEYS, {"h": connection.array(hashes)})]


def _hashes(event_id: str) -> Iterable[int]:
    known = declared.get()
    rules = {kind.key for kinds in known.types_by_schema.values() for kind in kinds}
    for source in Source.objects.values_list("pk", flat=True):  # those that are switched off too
        yield key_hash(source, event_id)
        for rule in sorted(rules):
            yield rule_key(source, event_id, rule)
