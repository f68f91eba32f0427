"""The tables of this app, one module each."""

from .definition import ActionDefinition
from .message import Message

__all__ = ["ActionDefinition", "Message"]
