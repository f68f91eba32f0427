"""What the technical users have declared, gathered for the core."""

from actions.catalog import action_catalog
from datasources.catalog import source_catalog
from events.catalog import event_catalog
from journeys.core.program import Catalog


def catalog() -> Catalog:
    """Event types, sources and actions as they are now."""
    return Catalog(events=event_catalog(), sources=source_catalog(), actions=action_catalog())
