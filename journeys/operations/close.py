"""Closing a journey to new people; those inside finish."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.problems import Problem
from journeys.engine.installation import bump_epoch
from journeys.models import Journey, Status, Version
from journeys.models.journey import OPEN
from journeys.operations.audit import record


@transaction.atomic
def close(journey: Journey, by: Any, now: datetime) -> Version:
    """Let nobody enter any more.

    Raises:
        Problem: 409 ``not_live`` when no version is open to new people.
    """
    open_version = journey.versions.select_for_update().filter(status__in=OPEN).first()
    if open_version is None:
        raise Problem(409, "not_live", _("This journey has no live version."))
    open_version.status = Status.CLOSED
    open_version.save(update_fields=["status"])
    bump_epoch()
    record(journey, "close", by, now, f"v{open_version.number}")
    return open_version
