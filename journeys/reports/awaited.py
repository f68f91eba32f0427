"""Stand-ins for parts that are being built, so that the API answers meanwhile. To be removed."""

from importlib import import_module
from typing import Any


def part(module: str, name: str, otherwise: Any) -> Any:
    """``module.name``, or ``otherwise`` while there is no such module yet."""
    try:
        return getattr(import_module(module), name)
    except (ModuleNotFoundError, AttributeError):
        return otherwise
