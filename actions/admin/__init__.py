"""The admin of this app: what journeys can do, and the messages that were delivered."""

from actions.admin import definitions, messages

__all__ = ["definitions", "messages"]
