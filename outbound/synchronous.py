"""The synchronous face, for tries, token requests and look-ups in tests: requests, guarded.

The ``timeout`` of requests bounds single reads and nothing in total (a server that drips bytes
holds it for ever), so a timer shuts the socket down at the deadline, wherever the call is.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from . import bodies, faults, tls
from .errors import OutboundError
from .messages import Headers, Request, Response
from .names import start_lookup
from .policy import Policy
from .transport import WITH_LENGTH, check_request
from .urls import Target, target_of


def call(
    request: Request,
    *,
    policy: Policy,
    deadline: float,
    max_wire: int = bodies.MAX_WIRE,
    max_plain: int = bodies.MAX_PLAIN,
    ca: str | None = None,
) -> Response:
    """Make one call within ``deadline`` seconds, from the look-up of the name to the last byte.

    ``max_wire`` and ``max_plain`` cap the body before and after unpacking; ``ca`` is a PEM file
    to trust instead of the usual authorities.

    Raises:
        OutboundError: no usable answer; see its ``code``.
    """
    target = target_of(request.url, policy)
    check_request(request)
    with _attempt(target, policy, deadline) as attempt, _session(ca) as session:
        try:
            return _exchange(session, request, attempt, max_wire, max_plain)
        except OutboundError:
            attempt.left()  # a reading that the timer cut short is a time-out
            raise
        except Exception as error:  # noqa: BLE001  requests leaks the errors of four libraries
            raise _told(error, attempt) from None


@dataclass(slots=True)
class _Attempt:
    """One call under way: where to, until when, and the socket that its timer will shut."""

    target: Target
    policy: Policy
    until: float
    sockets: list[socket.socket] = field(default_factory=list)
    pools: list[HTTPConnectionPool] = field(default_factory=list)
    expired: bool = False

    def left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0 or self.expired:
            raise faults.timed_out()
        return left

    def shut(self) -> None:
        self.expired = True
        for sock in self.sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for pool in self.pools:
            pool.close()
        for sock in self.sockets:
            sock.close()

    def connect(self) -> socket.socket:
        """A connection to an address that was checked; the check and ``connect`` share it."""
        refused = faults.unreachable()
        for address in self._addresses():
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.settimeout(self.left())
            try:
                sock.connect((address, self.target.port))
            except OSError:
                sock.close()
                continue
            # A duplicate, because TLS detaches the socket from its object.
            self.sockets.append(sock.dup())
            self._check_peer(sock)
            return sock
        self.left()
        raise refused

    def _check_peer(self, sock: socket.socket) -> None:
        """Whom the system really connected to is checked again."""
        try:
            self.policy.check_address(self.target.host, sock.getpeername()[0], self.target.port)
        except BaseException:
            sock.close()
            raise

    def _addresses(self) -> list[str]:
        target = self.target
        if target.address is not None:
            self.policy.check_address(target.host, target.host, target.port)
            return [target.host]
        future = start_lookup(target.host, target.port, self.policy)
        try:
            return future.result(self.left())
        except TimeoutError:
            raise faults.timed_out() from None


_current: ContextVar[_Attempt] = ContextVar("attempt")


@contextmanager
def _attempt(target: Target, policy: Policy, deadline: float) -> Iterator[_Attempt]:
    attempt = _Attempt(target, policy, time.monotonic() + deadline)
    timer = threading.Timer(deadline, attempt.shut)
    timer.daemon = True
    token = _current.set(attempt)
    timer.start()
    try:
        yield attempt
    finally:
        timer.cancel()
        _current.reset(token)
        attempt.close()


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _current.get().connect()


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _current.get().connect()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _GuardedAdapter(HTTPAdapter):
    """Hands requests a pool whose connections are opened by the attempt."""

    def __init__(self, ca: str | None) -> None:
        self._ca = ca
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        attempt = _current.get()
        attempt.pools.append(self._pool(attempt.target))
        return attempt.pools[-1]

    def _pool(self, target: Target) -> HTTPConnectionPool:
        host = f"[{target.host}]" if ":" in target.host else target.host
        if target.scheme == "https":
            return _SecurePool(host, target.port, ssl_context=tls.tls_context(self._ca))
        return _Pool(host, target.port)

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """The context of the pool has everything."""


@contextmanager
def _session(ca: str | None) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.headers.clear()
        session.adapters.clear()
        session.mount("http://", _GuardedAdapter(ca))
        session.mount("https://", _GuardedAdapter(ca))
        yield session


def _exchange(
    session: requests.Session, request: Request, attempt: _Attempt, max_wire: int, max_plain: int
) -> Response:
    started = time.perf_counter()
    with session.send(
        _prepared(request, attempt.target),
        stream=True,
        timeout=attempt.left(),
        allow_redirects=False,
        proxies={},
    ) as answer:
        if answer.status_code < 200:
            raise faults.bad_response()
        packed = bodies.is_packed(answer.headers.get("Content-Encoding"))
        body = b"" if request.method == "HEAD" else _read(answer, max_wire)
        attempt.left()  # a body that the timer cut short is no answer
        if packed:
            body = bodies.unpack(body, max_plain)
        elapsed = int((time.perf_counter() - started) * 1000)
        headers = Headers(answer.raw.headers.items())
        return Response(answer.status_code, headers, body, elapsed)


def _prepared(request: Request, target: Target) -> requests.PreparedRequest:
    """Filled by hand: ``prepare`` would read the URL a second time, in its own way."""
    prepared = requests.PreparedRequest()
    prepared.method = request.method
    prepared.url = target.url
    headers = requests.structures.CaseInsensitiveDict(
        {"Accept-Encoding": "gzip", "User-Agent": "Gilmok/1", **dict(request.headers)}
    )
    if request.body or request.method in WITH_LENGTH:
        headers["Content-Length"] = str(len(request.body))
    prepared.headers = headers
    prepared.body = request.body or None
    prepared.hooks = requests.hooks.default_hooks()
    prepared._cookies = requests.cookies.RequestsCookieJar()
    return prepared


def _read(answer: requests.Response, max_wire: int) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    if announced.isdigit() and (len(announced) > 18 or int(announced) > max_wire):
        raise bodies.too_large()
    wire = bytearray()
    while chunk := _next_chunk(answer):
        wire += chunk
        if len(wire) > max_wire:
            raise bodies.too_large()
    return bytes(wire)


def _next_chunk(answer: requests.Response) -> bytes:
    try:
        return answer.raw.read(65_536, decode_content=False)
    except urllib3_errors.TimeoutError:
        raise
    except (urllib3_errors.HTTPError, OSError):
        # Half an answer is none, whatever broke it.
        raise faults.bad_response() from None


def _told(error: BaseException, attempt: _Attempt) -> OutboundError:
    if attempt.expired or isinstance(error, requests.exceptions.Timeout | TimeoutError):
        return faults.timed_out()
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return tls.told(cause)
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return faults.unreachable()
    if any(
        isinstance(cause, HTTPException | requests.exceptions.InvalidHeader) for cause in causes
    ):
        return faults.bad_response()
    return faults.unreachable() if isinstance(error, OSError) else faults.bad_response()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """``error`` and what it was raised over: requests wraps urllib3, which wraps http.client."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
