"""What the technical users have declared, gathered for the core."""

from datasources.catalog import source_catalog
from events.catalog import event_catalog
from journeys.core.program import Catalog
from journeys.reports.awaited import part


def catalog() -> Catalog:
    """Event types, sources and actions as they are now."""
    return Catalog(
        events=event_catalog(),
        sources=source_catalog(),
        actions=part("actions.catalog", "action_catalog", dict)(),
    )
