"""What journeys are kept in. ``journey`` is what users make; ``tables`` is the engine's."""

from journeys.models.journey import Draft, Journey, Status, Use, Version

__all__ = ["Draft", "Journey", "Status", "Use", "Version"]
