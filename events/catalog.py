"""What is declared, as the other parts and the intake read it: from memory, re-read by age.

A change made in this process is seen at once, one made in another within ``SECONDS``; whoever
misses a key re-reads at once, so that a type that was just made is never unknown.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import transaction

SECONDS = 5.0
T = TypeVar("T")


class Cached(Generic[T]):
    """The result of ``load``, kept for ``SECONDS`` and until ``forget``."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._kept: tuple[float, int, T] | None = None

    def get(self, at_most: float = SECONDS) -> T:
        """What was loaded at most ``at_most`` seconds ago."""
        kept = self._kept
        if kept is not None and kept[1] == _changes and time.monotonic() - kept[0] < at_most:
            return kept[2]
        with self._lock:
            # Read before loading: a change during the load makes what was loaded old at once.
            seen, at = _changes, time.monotonic()
            if self._kept is None or self._kept[1] != seen or at - self._kept[0] >= at_most:
                self._kept = (at, seen, self._load())
            return self._kept[2]


_changes = 0


def forget() -> None:
    """Something was changed: everyone in this process reads anew."""
    global _changes  # noqa: PLW0603
    _changes += 1


def changed() -> None:
    """What is declared was written. Inside a transaction others still read what was before it,
    so it is forgotten once more after the commit."""
    forget()
    transaction.on_commit(forget)


def _types() -> tuple[Any, ...]:
    from events.models import EventType

    return tuple(EventType.objects.all())


types: Cached[tuple[Any, ...]] = Cached(_types)


def event_catalog() -> dict[str, dict[str, Any]]:
    """key -> {"id", "name", "namespace", "fields": {path: type}}, of every event type."""
    return {
        kind.key: {
            "id": kind.pk,
            "name": kind.name,
            "namespace": kind.namespace,
            "fields": kind.field_types,
            "names": {field["path"]: field.get("name", "") for field in kind.fields},
        }
        for kind in types.get()
    }


def type_keys() -> dict[int, str]:
    """id -> key, of every event type."""
    return {kind.pk: kind.key for kind in types.get()}
