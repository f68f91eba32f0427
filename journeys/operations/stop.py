"""Stopping a journey: the emergency brake for everyone inside."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from config.problems import Problem
from journeys.engine.control import begin_stop
from journeys.models import Journey, Version
from journeys.models.journey import UNFINISHED
from journeys.operations.audit import record


@transaction.atomic
def stop(journey: Journey, by: Any, now: datetime, number: int | None = None) -> list[Version]:
    """Stop every unfinished version, or the one with this number.

    From the commit on no call is started; the engine says "stopped" when those under way have ended.

    Raises:
        Problem: 409 ``not_live`` when there is nothing to stop.
    """
    versions = journey.versions.filter(status__in=UNFINISHED)
    if number is not None:
        versions = versions.filter(number=number)
    stopping = list(versions.order_by("number"))
    if not stopping:
        raise Problem(409, "not_live", _("No version of this journey has anyone to stop."))
    for version in stopping:
        begin_stop(version.pk)
        version.refresh_from_db(fields=["status"])
        record(journey, "stop", by, now, f"v{version.number}")
    return stopping
