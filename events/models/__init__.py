"""What technical users declare (types, sources, keys) and what arrived (events, rejections)."""

from events.models.event_type import EventType
from events.models.log import Event, Rejection
from events.models.person import Alias
from events.models.source import Source, SourceKey

__all__ = ["Alias", "Event", "EventType", "Rejection", "Source", "SourceKey"]
