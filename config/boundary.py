"""The one seam at which a test can make the hot path die.

Every SQL statement, commit and outbound call of the engine's hot path announces itself here,
once before and once after. In production nobody listens and a crossing costs one comparison.
"""

from collections.abc import Callable

Listener = Callable[[str], None]

_listener: Listener | None = None


def cross(name: str) -> None:
    """Tell the listener, if there is one, that ``name`` is about to happen or has happened."""
    if _listener is not None:
        _listener(name)


def listen(listener: Listener | None) -> None:
    """Install the listener of a test; ``None`` removes it."""
    global _listener  # noqa: PLW0603
    _listener = listener
