"""A new journey with its draft."""

from datetime import datetime
from typing import Any

from django.db import transaction

from journeys.declared import catalog
from journeys.models import Draft, Journey
from journeys.operations import graphs
from journeys.operations.audit import record
from journeys.operations.uses import remember_draft


def create(
    name: str,
    by: Any,
    now: datetime,
    *,
    description: str = "",
    graph: Any = None,
    layout: Any = None,
) -> Journey:
    """Make a journey; without ``graph`` its canvas is empty.

    Raises:
        Problem: 422 ``structure``, 413 ``too_large``.
    """
    graph = graphs.empty() if graph is None else graph
    layout = {} if layout is None else layout
    graphs.refuse_broken(graph, layout)
    found = graphs.problems_of(graph, catalog(), now)
    with transaction.atomic():
        journey = Journey.objects.create(
            name=name, description=description, created_at=now, created_by=by
        )
        draft = Draft.objects.create(
            journey=journey,
            graph=graph,
            layout=layout,
            entry_event=graphs.entry_event(graph),
            problems=len(graphs.errors_in(found)),
            updated_at=now,
            updated_by=by,
        )
        remember_draft(draft)
        record(journey, "create", by, now)
    return journey
