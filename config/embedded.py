"""The embedded form: the web process also carries the Celery workers and the tick.

The broker is in memory and lives in this process, so there is exactly one of it. Everything
starts after gunicorn's fork.
"""

import logging
import os
import threading
from typing import Any

from django.conf import settings

from config import tick

_worker: Any = None
_log = logging.getLogger(__name__)


def start() -> None:
    """Start the workers (threads) and the tick, where the broker is the one in memory."""
    global _worker  # noqa: PLW0603
    if not settings.EMBEDDED or _worker is not None:
        return
    from config.celery import app

    _worker = app.Worker(
        pool="threads",
        concurrency=int(os.environ.get("WORKER_THREADS", "4")),
        queues=["engine", "calls", "sweep"],
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    threading.Thread(target=_worker.start, daemon=True, name="celery").start()
    tick.start_sending()


def stop() -> None:
    """Let what is under way end; what is not done waits in the database."""
    global _worker  # noqa: PLW0603
    tick.stop()
    if _worker is not None:
        _worker.stop()
        _worker = None
