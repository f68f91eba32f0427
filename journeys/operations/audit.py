"""Who did what to a journey and when: one row in Django's admin log for each act.

Saves of a draft are not acts (there is one every few seconds); the draft knows its last author.
"""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from journeys.models import Journey

_FLAGS = {"create": ADDITION, "delete": DELETION}


def record(journey: Journey, act: str, by: Any, now: datetime, detail: str = "") -> None:
    """Write the act in the caller's transaction. A command has nobody to name: no row."""
    if by is None:
        return
    LogEntry.objects.create(
        user_id=by.pk,
        action_time=now,
        content_type=ContentType.objects.get_for_model(Journey),
        object_id=str(journey.pk),
        object_repr=journey.name,
        action_flag=_FLAGS.get(act, CHANGE),
        change_message=f"{act} {detail}".strip(),
    )
