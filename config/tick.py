"""The second hand: in the embedded process it sends the sweep; in a worker it watches.

Where no sweep has come for some seconds, because the broker or beat is away, the watcher does
the work itself, in this process: slower, and nothing is lost.
"""

import itertools
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable

from config import database, wake

QUIET = 3.0  # seconds without a sweep before the watcher acts
_log = logging.getLogger(__name__)
_stopping = threading.Event()
_thread: threading.Thread | None = None
# Shared with the worker's children, which do the sweeping: seconds of the monotonic clock.
_swept_at = multiprocessing.RawValue("d", 0.0)
_sweeps = itertools.count()


def start_sending() -> None:
    """Send the sweep each second (embedded); and watch."""
    _start(_send_and_watch)


def start_watching() -> None:
    """Watch whether sweeps come (a worker beside beat)."""
    _start(_watch)


def swept() -> int:
    """A sweep has come: note it. Answers its number in this process."""
    _swept_at.value = time.monotonic()
    return next(_sweeps)


def stop() -> None:
    """End the thread; it is not waited for longer than a second."""
    _stopping.set()
    if _thread is not None:
        _thread.join(1.0)


def _start(turn: Callable[[], None]) -> None:
    global _thread  # noqa: PLW0603
    if _thread is not None and _thread.is_alive():
        return
    _stopping.clear()
    _swept_at.value = time.monotonic()
    _thread = threading.Thread(target=_run, args=(turn,), daemon=True, name="tick")
    _thread.start()


def _run(turn: Callable[[], None]) -> None:
    while not _stopping.wait(1.0):
        try:
            turn()
        except Exception:  # noqa: BLE001 (the next tick goes on)
            _log.exception("The tick failed; the next one goes on.")
    database.close()


def _send_and_watch() -> None:
    wake.sweep()
    _watch()


def _watch() -> None:
    from journeys import tasks

    if time.monotonic() - _swept_at.value < QUIET:
        return
    tasks.sweep()
    tasks.advance()
    tasks.send()
