"""What technical users do to event types and sources: create, change, delete, issue, revoke.

Each is one transaction that holds the row, so that "is it in use?" stays true until the commit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from events import catalog
from events.models import EventType, Source, SourceKey

Row = TypeVar("Row", EventType, Source)
Values = Mapping[str, Any]


def create(row: Row, values: Values) -> Row:
    """Save a new event type or source.

    Raises:
        ValidationError: by field; ``unique`` for a key that is taken, also by one at the same time.
    """
    try:
        with transaction.atomic():
            return _saved(row, values, None)
    except IntegrityError:
        row.full_clean()  # names the field that somebody else has taken meanwhile
        raise


def change(model: type[Row], key: str, values: Values) -> Row:
    """Save what is given and leave the rest alone.

    Raises:
        model.DoesNotExist: there is none with this key.
        ValidationError: by field; ``in_use`` where journeys rely on what it was.
    """
    with transaction.atomic():
        row = _held(model, key)
        return _saved(row, values, [name for name in values if name != "event_types"])


def delete(model: type[Row], key: str) -> None:
    """Raises model.DoesNotExist, or ValidationError ``in_use``."""
    with transaction.atomic():
        _held(model, key).delete()


def issue_key(
    source: str, now: datetime, expires_at: datetime | None = None
) -> tuple[SourceKey, str]:
    """A new key of a source and its secret, which is shown once and not kept.

    Raises:
        Source.DoesNotExist: there is no such source.
        ValidationError: ``expires_at`` lies in the past.
    """
    if expires_at is not None and expires_at <= now:
        words = _("The moment has passed.")
        raise ValidationError({"expires_at": ValidationError(words, "date_past")})
    return SourceKey.issue(Source.objects.get(key=source), now, expires_at)


def revoke_key(source: str, key_id: int, now: datetime) -> None:
    """Raises SourceKey.DoesNotExist where the source has no such key."""
    SourceKey.objects.get(pk=key_id, source__key=source).revoke(now)


def _held(model: type[Row], key: str) -> Row:
    return model._default_manager.select_for_update(no_key=True).get(key=key)


def _saved(row: Row, values: Values, changed: Sequence[str] | None) -> Row:
    kinds = _event_types(values["event_types"]) if "event_types" in values else None
    for name, value in values.items():
        if name != "event_types":
            setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=changed)
    if kinds is not None:
        row.event_types.set(kinds)  # type: ignore[union-attr]
        catalog.changed()
    return row


def _event_types(keys: Sequence[str]) -> models.QuerySet[EventType]:
    found = EventType.objects.filter(key__in=keys)
    unknown = sorted(set(keys) - set(found.values_list("key", flat=True)))
    if unknown:
        fault = ValidationError(
            _("There is no event type %(type)s."), "unknown_event", {"type": unknown[0]}
        )
        raise ValidationError({"event_types": fault})
    return found
