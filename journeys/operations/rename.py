"""A journey's name and description, which no version freezes."""

from datetime import datetime
from typing import Any

from django.db import transaction

from journeys.models import Journey
from journeys.operations.audit import record


@transaction.atomic
def rename(
    journey: Journey,
    by: Any,
    now: datetime,
    *,
    name: str | None = None,
    description: str | None = None,
) -> None:
    """Change what is given. Writes these columns alone, so nothing else can be overwritten."""
    changes: dict[str, Any] = {"name": name, "description": description}
    changes = {column: value for column, value in changes.items() if value is not None}
    if not changes:
        return
    for column, value in changes.items():
        setattr(journey, column, value)
    journey.save(update_fields=list(changes))
    record(journey, "rename", by, now)
