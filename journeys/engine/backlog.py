"""How many events wait for the engine, counted at most once a second."""

import threading
import time

from django.conf import settings

from config import database
from config.database import Statement

COUNT = Statement(
    "count the inbox",
    "select count(*) from (select from inbox limit %(limit)s) i",
    "select count(*) from (select 1 from inbox limit :limit) i",
)
_guard = threading.Lock()
_counted: tuple[float, int] = (-1.0, 0)


def forget() -> None:
    """Count anew at the next question; for tests, which step faster than a second."""
    global _counted  # noqa: PLW0603
    _counted = (-1.0, 0)


def size() -> int:
    """The number of inputs that wait, up to one more than the limit; at most a second old."""
    global _counted  # noqa: PLW0603
    at, count = _counted
    now = time.monotonic()
    if now - at < 1.0 or not _guard.acquire(blocking=False):
        return count
    try:
        connection = database.connection()
        with connection.each_alone():
            count = int(connection.rows(COUNT, {"limit": settings.BACKLOG_LIMIT + 1})[0][0])
        _counted = (now, count)
    except database.Unavailable:
        return count
    finally:
        _guard.release()
    return count
