"""Wakes the engine and the senders: one message for as many reasons as there are.

A mark says that a message is under way; whoever takes it removes the mark first and looks then,
so a reason that comes in between makes a new message. Where the broker is away nothing happens:
the sweep finds the work.
"""

import logging
import threading
import time

from django.conf import settings

ENGINE, CALLS = "journeys.advance", "journeys.send"
QUEUES = {ENGINE: "engine", CALLS: "calls", "journeys.sweep": "sweep"}
MARK_SECONDS = 2  # a mark whose message was lost hinders nobody for longer
_PAUSE = 1.0  # seconds without a try after the broker did not answer
_log = logging.getLogger(__name__)


class _Marks:
    """Which messages are under way: in this process, or in Redis for all of them."""

    def __init__(self) -> None:
        self._set: dict[str, float] = {}
        self._guard = threading.Lock()
        self._redis = None
        if settings.CELERY_BROKER_URL.startswith("redis"):
            import redis

            self._redis = redis.Redis.from_url(
                settings.CELERY_BROKER_URL, socket_timeout=0.5, socket_connect_timeout=0.5
            )

    def put(self, name: str) -> bool:
        """False when there was one."""
        if self._redis is not None:
            return bool(self._redis.set(f"gilmok:{name}", 1, nx=True, ex=MARK_SECONDS))
        now = time.monotonic()
        with self._guard:
            if now - self._set.get(name, -MARK_SECONDS) < MARK_SECONDS:
                return False
            self._set[name] = now
            return True

    def remove(self, name: str) -> None:
        if self._redis is not None:
            self._redis.delete(f"gilmok:{name}")
        with self._guard:
            self._set.pop(name, None)


_marks: _Marks | None = None
_away_until = 0.0


def _all_marks() -> _Marks:
    global _marks  # noqa: PLW0603
    if _marks is None:
        _marks = _Marks()
    return _marks


def begun(name: str) -> None:
    """The message was taken; what happens from here on needs a new one."""
    try:
        _all_marks().remove(name)
    except Exception as error:  # noqa: BLE001 (whatever a broker throws: the sweep goes on)
        _log.info("The broker does not answer: %s", error)


def engine(*, again: bool = False) -> None:
    """There are inputs. Never raises, never blocks for long."""
    _wake(ENGINE, again=again)


def calls(*, again: bool = False) -> None:
    """There are calls to make."""
    _wake(CALLS, again=again)


def sweep() -> None:
    """The tick; a message that was not taken within its second is dropped."""
    _send("journeys.sweep")


def _wake(name: str, *, again: bool) -> None:
    if time.monotonic() < _away_until:
        return
    try:
        if again:
            _all_marks().remove(name)
        if not _all_marks().put(name):
            return
    except Exception as error:  # noqa: BLE001
        _gone(error)
        return
    _send(name)


def _send(name: str) -> None:
    from config.celery import app

    if time.monotonic() < _away_until:
        return
    try:
        app.send_task(name, queue=QUEUES[name], ignore_result=True, retry=False, expires=2)
    except Exception as error:  # noqa: BLE001
        _gone(error)


def _gone(error: Exception) -> None:
    global _away_until  # noqa: PLW0603
    _away_until = time.monotonic() + _PAUSE
    _log.info("The broker does not answer: %s", error)
