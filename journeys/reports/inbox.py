"""The inbox: events as they arrive, accepted and refused, each with what became of it and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db.models import Q

from events import finding
from events.api.reading import summary
from events.models import Event, Rejection
from journeys.declared import catalog
from journeys.reports.refusals import refusal
from journeys.reports.verdicts import NOTED, headline, is_noted, verdicts

Json = dict[str, Any]
MOST = 200
WINDOW = 1_000  # rows that a page may look at for a filter that has no index
IGNORED = ("ignored", "nobody_inside", "nobody_listens", "condition_false", "late")
FATES = ("entered", "moved", "queued", "waiting", "ignored", "rejected", NOTED)
NOTES = Q(source__isnull=True, disposition=Event.Disposition.NOBODY)
_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A place between rows: before these numbers lie the older ones, of each log."""

    event: int = _END
    rejection: int = _END

    def __str__(self) -> str:
        return f"{self.event}.{self.rejection}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Raises ValueError for what is none."""
        event, dot, rejection = text.partition(".")
        numbers = (event, rejection)
        if not dot or not all(n.isascii() and n.isdigit() and len(n) < 20 for n in numbers):
            raise ValueError(text)
        return cls(min(int(event), _END), min(int(rejection), _END))


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader wants to see; empty means all. ``fate`` is one of FATES.

    What the system noted of its own doing did not arrive: it is there where asked for alone.
    """

    person: str = ""
    type: str = ""
    source: str = ""
    fate: str = ""


def inbox(
    filters: Filters, before: Mark, since: Mark | None, limit: int, zone: tzinfo | None = None
) -> Json:
    """Rows, the newest first: {"rows", "next", "newest"}.

    ``next`` goes on with what is older; ``newest`` is a mark since which to ask for what is new.
    It lies before an event that still waits for its turn, so that its fate is told when asked
    again. A page of a filter without an index may be short and have a next.
    """
    limit = min(limit, MOST)
    look = WINDOW if filters.fate else limit
    logs = [
        _events(filters, before.event, since.event if since else None, look, zone),
        _rejections(filters, before.rejection, since.rejection if since else None, look),
    ]
    known = since or Mark(0, 0)
    newest = Mark(_seen(logs[0].rows, known.event), _seen(logs[1].rows, known.rejection))
    rows = list(_merged(logs, limit, filters))
    following = None if all(log.is_over for log in logs) else Mark(*(log.mark for log in logs))
    return {
        "rows": rows,
        "next": str(following) if following is not None else None,
        "newest": str(newest),
    }


def _seen(rows: Sequence[Json], known: int) -> int:
    """Up to which number a log is seen to its end: below the oldest of these that still waits."""
    waiting = [int(row["id"]) for row in rows if row["summary"] == "waiting"]
    if waiting:
        return min(waiting) - 1
    return int(rows[0]["id"]) if rows else known


@dataclass(slots=True)
class _Log:
    """Rows of one log that were read, how many of them were taken, and what lies behind."""

    rows: list[Json]
    before: int
    following: int | None = None
    taken: int = 0

    @property
    def head(self) -> Json | None:
        return self.rows[self.taken] if self.taken < len(self.rows) else None

    @property
    def is_over(self) -> bool:
        return self.head is None and self.following is None

    @property
    def mark(self) -> int:
        """Before this number lies what was not taken."""
        if self.head is None and self.following is not None:
            return self.following
        return int(self.rows[self.taken - 1]["id"]) if self.taken else self.before


def _merged(logs: list[_Log], limit: int, filters: Filters) -> Iterator[Json]:
    """The newest of both logs in turn, until the page is full or one must be read on."""
    count = 0
    while count < limit and not any(log.head is None and log.following is not None for log in logs):
        heads = [log for log in logs if log.head is not None]
        if not heads:
            return
        log = max(heads, key=lambda log: log.head["at"])  # type: ignore[index]
        row = log.head
        log.taken += 1
        if row is not None and _is_wanted(row, filters):
            count += 1
            yield row


def _is_wanted(row: Json, filters: Filters) -> bool:
    if not filters.fate or row["kind"] == "rejection":
        return True
    if filters.fate == "ignored":
        return row["summary"] in IGNORED
    return bool(row["summary"] == filters.fate)


def _events(
    filters: Filters, before: int, since: int | None, look: int, zone: tzinfo | None
) -> _Log:
    if filters.fate == "rejected":
        return _Log([], before)
    found = finding.log()
    if filters.person:
        found = found.filter(person__in=finding.persons(filters.person))
    if filters.type:
        found = found.filter(type__key=filters.type)
    if filters.source:
        found = found.filter(source__key=filters.source)
    if since is not None:
        found = found.filter(id__gt=since)
    found = found.filter(NOTES) if filters.fate == NOTED else found.exclude(NOTES)
    is_indexed = bool(filters.person)
    start = None if before == _END else before
    rows, following = finding.page(found, look, start, is_indexed=is_indexed)
    return _Log(event_rows(rows, zone), before, following)


def event_rows(events: Iterable[Event], zone: tzinfo | None = None) -> list[Json]:
    """Accepted events as rows of the inbox; moments in sentences by a zone's clock, if given."""
    listed = list(events)
    fates = verdicts(listed, zone)
    return [_event(event, fates.get(event.pk, [])) for event in listed]


def _event(event: Event, fates: list[Json]) -> Json:
    told = [{name: value for name, value in fate.items() if name != "number"} for fate in fates]
    word = NOTED if is_noted(event) else summary(event, told)
    return {
        "kind": "event",
        "id": str(event.pk),
        "at": event.received_at,
        "type": event.type.key if event.type else None,
        "type_name": event.type.name if event.type else None,
        "source": event.source.key if event.source else None,
        "person": event.person,
        "event_id": event.event_id or str(event.pk),
        "occurred_at": event.occurred_at,
        "data": event.data,
        "summary": word,
        "sentence": headline(event, fates),
        "fates": told,
        "can_replay": word in IGNORED and event.source is not None,
    }


def _rejections(filters: Filters, before: int, since: int | None, look: int) -> _Log:
    """Refused documents; they are of no person, so a filter by person leaves them away."""
    if filters.person or filters.fate not in ("", "rejected"):
        return _Log([], before)
    found = Rejection.objects.select_related("source").filter(pk__lt=before)
    if filters.type:
        found = found.filter(event_type=filters.type)
    if filters.source:
        found = found.filter(source__key=filters.source)
    if since is not None:
        found = found.filter(pk__gt=since)
    names = {key: told.get("name") for key, told in catalog().events.items()}
    rows = list(found.order_by("-pk")[: look + 1])
    following = rows[look - 1].pk if len(rows) > look else None
    return _Log([_rejection(row, names) for row in rows[:look]], before, following)


def _rejection(row: Rejection, names: Json) -> Json:
    return {
        "kind": "rejection",
        "id": str(row.pk),
        "at": row.at,
        "type": row.event_type or None,
        "type_name": names.get(row.event_type) or row.event_type or None,
        "source": row.source.key if row.source else None,
        "code": row.code,
        "pointer": row.pointer,
        "detail": row.detail,
        "excerpt": row.excerpt,
        "summary": "rejected",
        "sentence": refusal(row),
        "can_replay": row.source is not None,
    }
