"""Overwriting a draft, if nobody else has done so since it was read."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from config.problems import Problem
from journeys.declared import catalog
from journeys.models import Draft, Journey
from journeys.operations import graphs
from journeys.operations.uses import remember_draft
from journeys.reports.journeys import author

Json = dict[str, Any]


def save_draft(
    journey: Journey, graph: Any, layout: Any, revision: int, by: Any, now: datetime
) -> tuple[int, list[Json]]:
    """Save what is on the canvas; the new revision, and the problems that it has.

    The UPDATE names the revision that the save began from, so of two saves at once one wins.

    Raises:
        Problem: 412 ``conflict`` when the draft is newer, 422 ``structure``, 413 ``too_large``.
    """
    graphs.refuse_broken(graph, layout)
    found = graphs.problems_of(graph, catalog(), now)
    with transaction.atomic():
        written = Draft.objects.filter(pk=journey.pk, revision=revision).update(
            revision=F("revision") + 1,
            graph=graph,
            layout=layout,
            entry_event=graphs.entry_event(graph),
            problems=len(graphs.errors_in(found)),
            updated_at=now,
            updated_by=by,
        )
        if not written:
            raise conflict(Draft.objects.select_related("updated_by").get(pk=journey.pk))
        remember_draft(Draft(journey=journey, graph=graph))
    return revision + 1, found


def conflict(draft: Draft) -> Problem:
    """The refusal of a change that began from an older revision: it says whose is newer."""
    return Problem(
        412,
        "conflict",
        _("Someone else has saved this journey meanwhile."),
        params={
            "revision": draft.revision,
            "updated_by": author(draft.updated_by),
            "updated_at": draft.updated_at,
        },
        headers={"ETag": f'"{draft.revision}"'},
    )
