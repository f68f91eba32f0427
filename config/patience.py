"""gunicorn's threads, with an end to waiting for a client.

A thread reads the request that it serves, so a handful of clients that send a byte a second, or
promise a body and fall silent, would hold every thread and nobody else would be served. Whoever
has not sent a request whole within ``PATIENCE`` is hung up on.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from socket import SHUT_RDWR, socket
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 25.0
_LARGEST = 6 * 1024 * 1024  # what the product takes is smaller; more is refused unread


class Watch:
    """Shuts the sockets that are watched for longer than ``seconds``. One thread does it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[socket, float] = {}
        threading.Thread(target=self._run, name="patience", daemon=True).start()

    @contextmanager
    def over(self, sock: socket) -> Iterator[None]:
        """Watch while the client has the word."""
        self._until[sock] = time.monotonic() + self._seconds
        try:
            yield
        finally:
            self._until.pop(sock, None)

    @contextmanager
    def lifted(self, sock: socket) -> Iterator[None]:
        """Do not watch while we have it; the time begins anew after that."""
        self._until.pop(sock, None)
        try:
            yield
        finally:
            self._until[sock] = time.monotonic() + self._seconds

    def _run(self) -> None:
        while True:
            time.sleep(1)
            now = time.monotonic()
            for sock, until in list(self._until.items()):
                if now > until:
                    self._until.pop(sock, None)
                    with suppress(OSError):  # it has gone by itself
                        sock.shutdown(SHUT_RDWR)


class PatientWorker(ThreadWorker):
    """Watches each connection while its request comes in, and not while it is answered."""

    def init_process(self) -> None:
        self._watch = Watch(PATIENCE)  # a thread, so after the fork
        super().init_process()

    def handle(self, conn: Any) -> Any:
        with self._watch.over(conn.sock):
            return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        if not _came_whole(req):
            return super().handle_request(req, conn)
        with self._watch.lifted(conn.sock):
            return super().handle_request(req, conn)


def _came_whole(req: Any) -> bool:
    """Read the body ahead, where it is one that will be read; whether nothing is missing now."""
    reader = req.body.reader
    waits_for_us = any(name == "EXPECT" for name, _value in req.headers)
    if not isinstance(reader, LengthReader) or reader.length > _LARGEST or waits_for_us:
        return False
    ahead = BytesIO()
    ahead.write(req.body.read(reader.length))
    req.body.buf = ahead  # gunicorn's own place for what was read too far
    return True
