"""How much one key may post, and how often one address may guess keys. Of this process alone."""

import threading
import time
from collections import OrderedDict

_KEPT = 10_000


class Buckets:
    """A token bucket for each name. A batch may overdraw one; the debt is waited for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str, count: int, rate: float, burst: float) -> float:
        """Take ``count`` tokens. 0, or the seconds after which to try again (nothing is taken)."""
        now = time.monotonic()
        with self._lock:
            tokens, at = self._buckets.pop(name, (burst, now))
            tokens = min(burst, tokens + (now - at) * rate)
            refused = tokens < 1
            self._buckets[name] = (tokens if refused else tokens - count, now)
            if len(self._buckets) > _KEPT:
                self._buckets.popitem(last=False)
            return (1 - tokens) / rate if refused else 0.0

    def clear(self) -> None:
        with self._lock:
            self._buckets.clear()


posting = Buckets()
guessing = Buckets()
GUESSES_A_MINUTE = 60
