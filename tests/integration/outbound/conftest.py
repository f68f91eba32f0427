"""Real sockets on loopback: a server that misbehaves on purpose, and the two faces."""

import socket
import threading
from contextlib import suppress

import pytest

from outbound import Caller, OutboundError, Policy, Request, call


class Hostile:
    """Serves each connection by ``behave(connection, request bytes)``; counts connections."""

    def __init__(self, behave, *, greet=True):
        self.seen = []
        self.connections = 0
        self._behave = behave
        self._greet = greet
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self):
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        connection.settimeout(5)
        with connection, suppress(OSError):
            while not self._stopped.is_set():
                request = self._read(connection) if self._greet else b""
                if self._greet and not request:
                    return
                self.seen.append(request)
                if self._behave(connection, request) is not KEEP:
                    return

    def _read(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = connection.recv(65_536)
            if not chunk:
                return b""
            data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        length = [
            int(line[15:])
            for line in head.lower().split(b"\r\n")
            if line[:15] == b"content-length:"
        ]
        while length and len(body) < length[0]:
            body += connection.recv(65_536)
        return head + b"\r\n\r\n" + body

    def pause(self, seconds):
        """Wait, unless the test is over."""
        if self._stopped.wait(seconds):
            raise OSError

    def close(self):
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(6)


KEEP = object()


@pytest.fixture
def hostile():
    """``hostile(behave)`` starts a server; all are stopped after the test."""
    servers = []

    def start(behave, **kwargs):
        servers.append(Hostile(behave, **kwargs))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def open_policy():
    """A policy under which the loopback servers may be called."""
    return lambda *servers: Policy.from_text(",".join(f"127.0.0.1:{s.port}" for s in servers))


@pytest.fixture(params=["call", "caller"])
def make(request):
    """``make(Request, policy, deadline, ca=None)`` by each face; raises OutboundError."""
    callers = []

    def by_caller(asked, policy, deadline, ca=None):
        callers.append(Caller(policy, ca=ca))
        ended = []
        callers[-1].call_many([("k", asked, deadline)], policy, lambda *end: ended.append(end))
        [(key, result)] = ended
        assert key == "k"
        if isinstance(result, OutboundError):
            raise result
        return result

    def by_call(asked, policy, deadline, ca=None):
        return call(asked, policy=policy, deadline=deadline, ca=ca)

    yield by_call if request.param == "call" else by_caller
    for caller in callers:
        caller.close()


@pytest.fixture
def get(make):
    """``get(url, policy, deadline)`` by each face."""
    return lambda url, policy, deadline=2.0, ca=None: make(
        Request("GET", url), policy, deadline, ca
    )
