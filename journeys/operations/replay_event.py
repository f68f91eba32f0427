"""Sending an event again, after something was mended: a new event with a new id, the same data."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _

from config import database, json
from config.problems import Problem
from events import ingest, rejections
from events.models import Event, Rejection, Source

Json = dict[str, Any]


def replay_event(event: Event, by: Any, now: datetime) -> int:
    """Accept the event once more, as its source would post it now; the new event's number.

    Raises:
        Problem: 409 ``no_source`` or ``no_type``; 422 where it is refused now.
    """
    if event.type is None:
        raise Problem(409, "no_type", _("The type of this event is not declared any more."))
    namespace, _slash, key = event.person.partition("/")
    if namespace != event.type.namespace:
        words = _("This event is about a person whom its type does not name any more.")
        raise Problem(409, "other_person", words)
    document = {
        "type": event.type.key,
        "person": key,
        "occurred_at": event.occurred_at.isoformat(),
        "data": event.data,
    }
    number = _accept(event.source, document, now)
    _record(event, by, now, number)
    return number


def replay_rejection(rejection: Rejection, document: Json | None, by: Any, now: datetime) -> int:
    """Accept what was refused, as it was sent or as ``document`` mends it; the event's number.

    Raises:
        Problem: 409 ``no_source``, or ``incomplete`` where only its beginning was kept; 422 where
            it is refused again.
    """
    sent = document if document is not None else _kept(rejection)
    number = _accept(rejection.source, {k: v for k, v in sent.items() if k != "id"}, now)
    _record(rejection, by, now, number)
    return number


def _kept(rejection: Rejection) -> Json:
    """The document, where all of it was kept and it was one of ours."""
    try:
        found = json.loads(rejection.excerpt)
    except ValueError:
        found = None
    is_whole = len(rejection.excerpt) < rejections.EXCERPT
    if isinstance(found, dict) and is_whole and "type" in found:
        return found
    words = _("Only a part of what was sent is kept. Give the whole document, mended.")
    raise Problem(409, "incomplete", words)


def _accept(source: Source | None, document: Json, now: datetime) -> int:
    if source is None or not source.active:
        raise Problem(409, "no_source", _("The source of this event is gone or switched off."))
    try:
        (result,) = ingest.accept(database.connection(), source, [document], now)
    except database.Unavailable as error:
        words = _("The database cannot be reached. Try again in a moment.")
        raise Problem(503, "unavailable", words, headers={"Retry-After": "1"}) from error
    if result.faults or result.id is None:
        first = result.faults[0]
        raise Problem(result.status, first.code, first.detail, params=first.params,
                      errors=result.faults)  # fmt: skip
    return result.id


def _record(what: Model, by: Any, now: datetime, number: int) -> None:
    """Who sent it again, in the log of acts."""
    if by is None:
        return
    LogEntry.objects.create(
        user_id=by.pk,
        action_time=now,
        content_type=ContentType.objects.get_for_model(what),
        object_id=str(what.pk),
        object_repr=str(what)[:200],
        action_flag=ADDITION,
        change_message=f"replay as {number}",
    )
