"""Definitions in memory: read together, kept for a second, dropped at once by a save."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Snapshot(Generic[T]):
    """The answer of ``load``, at most ``seconds`` old.

    The hot path reads definitions thousands of times a second and users change them a few
    times a day: other processes see a change within a second, this one at once (``forget``).
    """

    def __init__(self, load: Callable[[], T], seconds: float = 1.0) -> None:
        self._load = load
        self._seconds = seconds
        self._held: tuple[float, T] | None = None

    def __call__(self) -> T:
        held = self._held
        if held is None or time.monotonic() - held[0] > self._seconds:
            held = self._held = (time.monotonic(), self._load())
        return held[1]

    def forget(self) -> None:
        """Read again next time."""
        self._held = None
