"""Turning a draft into a version that people go through."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from config.problems import Problem
from journeys.declared import catalog
from journeys.engine.installation import bump_epoch
from journeys.models import Draft, Journey, Status, Version
from journeys.models.journey import OPEN
from journeys.operations import graphs
from journeys.operations.audit import record
from journeys.operations.save_draft import conflict
from journeys.operations.uses import remember_version, used
from journeys.reports.references import hold, without


@transaction.atomic
def publish(journey: Journey, revision: int, note: str, by: Any, now: datetime) -> Version:
    """Publish the draft as it was at ``revision``; the former open version is closed.

    People inside stay in their version. One transaction writes the version and raises the
    engine's epoch: an event that is posted after this returns finds the new version.

    Raises:
        Problem: 412 ``conflict`` when the draft is newer, 422 ``problems`` with every error.
    """
    Journey.objects.select_for_update().get(pk=journey.pk)
    draft = Draft.objects.select_related("updated_by").get(pk=journey.pk)
    if draft.revision != revision:
        raise conflict(draft)
    _refuse_problems(draft.graph, now)
    Version.objects.filter(journey=journey, status__in=OPEN).update(status=Status.CLOSED)
    newest = journey.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = Version.objects.create(
        journey=journey,
        number=newest + 1,
        graph=draft.graph,
        layout=draft.layout,
        entry_event=graphs.entry_event(draft.graph),
        note=note,
        published_at=now,
        published_by=by,
    )
    remember_version(version)
    record(journey, "publish", by, now, f"v{version.number}")
    bump_epoch()
    return version


def _refuse_problems(graph: dict[str, Any], now: datetime) -> None:
    """Raise unless everything named is there, and stays there until this transaction ends."""
    gone = hold(used(graph))
    errors = graphs.errors_in(graphs.problems_of(graph, without(catalog(), gone), now))
    if errors:
        raise Problem(
            422,
            "problems",
            _("The journey has errors. Mend them, then publish."),
            params={"count": len(errors)},
            errors=[graphs.as_fault(problem) for problem in errors],
        )
