"""The bounded log of what was refused. It never fails a request, and a flood cannot fill it."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings

from config.database import Connection, Statement, Unavailable
from config.problems import Fault

EXCERPT = 2048
A_SECOND = 200
_COLUMNS = ("at", "source_id", "event_type", "code", "pointer", "detail", "excerpt")
_PRUNE_EACH = 64
PRUNE = Statement(
    "prune rejections",
    "delete from events_rejection where id <= (select max(id) from events_rejection) - %(kept)s",
    "delete from events_rejection where id <= (select max(id) from events_rejection) - :kept",
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document (or a body that was none) and what is wrong with it.

    ``kind`` names its type where the document itself does not, under ``type``.
    """

    sent: Any
    fault: Fault
    kind: str = ""


class _Share:
    """At most so many a second in this process; the rest is only counted."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._second = 0
        self._used = 0
        self.written = 0
        self.dropped = 0

    def take(self, count: int) -> int:
        second = int(time.monotonic())
        with self._lock:
            if second != self._second:
                self._second, self._used = second, 0
            given = min(count, self._rate - self._used)
            self._used += given
            self.written += given
            self.dropped += count - given
            return given


share = _Share(A_SECOND)


def record(
    connection: Connection, source_id: int | None, refusals: Iterable[Refusal], now: datetime
) -> None:
    """Write refusals in a transaction of their own, and now and then drop the oldest."""
    refusals = list(refusals)
    before = share.written
    given = share.take(len(refusals))
    if not given:
        return
    rows = [_row(source_id, refusal, now) for refusal in refusals[:given]]
    try:
        with connection.transaction():
            connection.copy("events_rejection", _COLUMNS, rows)
            if before // _PRUNE_EACH != share.written // _PRUNE_EACH:
                connection.execute(PRUNE, {"kept": settings.REJECTIONS_KEPT})
    except Unavailable:
        _log.warning("A rejection could not be written.")


def _row(source_id: int | None, refusal: Refusal, now: datetime) -> tuple[Any, ...]:
    found = refusal.fault
    kind = refusal.kind
    if not kind and isinstance(refusal.sent, dict):
        kind = refusal.sent.get("type", "")
    texts = (_clean(kind)[:100], found.code[:40], _clean(found.pointer)[:300])
    return (now, source_id, *texts, _clean(found.detail)[:500], _excerpt(refusal.sent))


def _excerpt(sent: Any) -> str:
    if isinstance(sent, bytes):
        return _clean(sent[:EXCERPT].decode("utf-8", "replace"))[:EXCERPT]
    try:
        return _clean(orjson.dumps(sent, default=_unwritable).decode())[:EXCERPT]
    except (TypeError, ValueError, RecursionError):
        return "…"


def _unwritable(value: Any) -> str:
    return f"<{getattr(value, 'code', '')}>"


def _clean(text: Any) -> str:
    """Text that PostgreSQL can store."""
    return str(text).replace("\0", "\ufffd")
