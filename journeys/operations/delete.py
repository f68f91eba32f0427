"""Deleting a journey that nobody has ever been in."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.problems import Problem
from journeys.models import Journey
from journeys.operations.audit import record


@transaction.atomic
def delete(journey: Journey, by: Any, now: datetime) -> None:
    """Delete a journey that was never published.

    A published one stays, so that why something happened to a person can always be said.

    Raises:
        Problem: 409 ``in_use``.
    """
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    if locked.versions.exists():
        raise Problem(
            409, "in_use", _("A journey that was published cannot be deleted; close or stop it.")
        )
    record(locked, "delete", by, now)
    locked.delete()
