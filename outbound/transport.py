"""One call on the event loop: checked address, kept connections, one deadline, caps.

The guard stands at three places: the URL before anything happens, the addresses of its name,
and the socket, which is connected to nothing but the very address that was checked.
"""

import asyncio
import socket
import ssl
import time
from typing import Any

from . import bodies, faults, tls
from .connection import Connection, Pairs
from .errors import OutboundError
from .headers import check_wire_headers
from .messages import Headers, Request, Response
from .names import start_lookup
from .policy import Policy
from .urls import Target, target_of

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
# Shorter than the five seconds after which many servers drop an idle connection, so that
# a call rarely meets one that is just being closed.
KEEP_ALIVE = 4.0
NAME_LIFE = 10.0
_MANY_NAMES = 10_000
Origin = tuple[str, str, int]


class Transport:
    """Makes calls under one policy. Belongs to the loop that it was made on."""

    def __init__(
        self,
        policy: Policy,
        *,
        ca: str | None = None,
        max_wire: int = bodies.MAX_WIRE,
        max_plain: int = bodies.MAX_PLAIN,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._policy = policy
        self._ca = ca
        self._max_wire = max_wire
        self._max_plain = max_plain
        self._idle: dict[Origin, list[Connection]] = {}
        self._pruner: asyncio.TimerHandle | None = None
        self._names: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._lookups: dict[tuple[str, int], asyncio.Future[list[str]]] = {}

    async def call(self, request: Request, deadline: float) -> Response | OutboundError:
        """Make one call; every way it can go wrong is returned, not raised.

        ``deadline`` is in seconds and bounds everything from the look-up of the name on.
        """
        try:
            target = target_of(request.url, self._policy)
            check_request(request)
            return await self._exchange(request, target, self._loop.time() + deadline)
        except OutboundError as error:
            return error
        except Exception as error:  # noqa: BLE001  one bad call must not end the others
            return _told(error)

    async def _exchange(
        self, request: Request, target: Target, until: float
    ) -> Response | OutboundError:
        started = time.perf_counter()
        origin = (target.scheme, target.host, target.port)
        connection = self._take(origin) or await self._connect(target, until)
        timer = self._loop.call_at(until, connection.expire)
        answered = None
        try:
            answered = await connection.exchange(
                wire(request, target), self._max_wire, has_body=request.method != "HEAD"
            )
        finally:
            timer.cancel()
            if answered is None:  # the batch was given up
                connection.abort()
        self._keep(origin, connection)
        if isinstance(answered, OutboundError):
            return answered
        return self._response(*answered, started)

    def _response(self, status: int, pairs: Pairs, body: bytes, started: float) -> Response:
        headers = Headers(
            (name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in pairs
        )
        if bodies.is_packed(headers.get("Content-Encoding")):
            body = bodies.unpack(body, self._max_plain)
        return Response(status, headers, body, int((time.perf_counter() - started) * 1000))

    # --- connections --------------------------------------------------------------------------

    def _take(self, origin: Origin) -> Connection | None:
        """A kept connection, the last used first; the others may then run out."""
        kept = self._idle.get(origin)
        oldest = self._loop.time() - KEEP_ALIVE
        while kept:
            connection = kept.pop()
            if connection.is_reusable and connection.is_open and connection.idle_since > oldest:
                return connection
            connection.abort()
        return None

    def _keep(self, origin: Origin, connection: Connection) -> None:
        if not (connection.is_reusable and connection.is_open):
            connection.abort()
            return
        connection.idle_since = self._loop.time()
        self._idle.setdefault(origin, []).append(connection)
        if self._pruner is None:
            self._pruner = self._loop.call_later(KEEP_ALIVE, self._prune)

    def _prune(self) -> None:
        """Close what has been idle for too long, and look again while there is any."""
        oldest = self._loop.time() - KEEP_ALIVE
        for origin, kept in list(self._idle.items()):
            fresh = [one for one in kept if one.is_open and one.idle_since > oldest]
            for connection in set(kept) - set(fresh):
                connection.abort()
            if fresh:
                self._idle[origin] = fresh
            else:
                del self._idle[origin]
        again = bool(self._idle)
        self._pruner = self._loop.call_later(KEEP_ALIVE, self._prune) if again else None

    async def _connect(self, target: Target, until: float) -> Connection:
        """A new connection, within the deadline, to an address that was checked.

        Raises:
            OutboundError: timeout, connect, blocked_address, dns.
            SSLError: the other side's certificate or protocol will not do.
        """
        try:
            async with asyncio.timeout_at(until):
                addresses = await self._addresses(target)
        except TimeoutError:
            raise faults.timed_out() from None
        for address in addresses:
            connection = await self._open(target, address, until)
            if connection is not None:
                return connection
        raise faults.timed_out() if self._loop.time() >= until else faults.unreachable()

    async def _open(self, target: Target, address: str, until: float) -> Connection | None:
        """Connected to ``address``, or None where nobody takes it in time.

        The check and ``connect`` share the address; whom the system really connected to is
        checked again.
        """
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.setblocking(False)
            self._policy.check_address(target.host, address, target.port)
            async with asyncio.timeout_at(until):
                await self._loop.sock_connect(opened, (address, target.port))
            self._policy.check_address(target.host, opened.getpeername()[0], target.port)
            return await self._carried(opened, target, until)
        except ssl.SSLError:
            opened.close()
            raise
        except OSError:  # a time-out is one
            opened.close()
            return None
        except BaseException:
            opened.close()
            raise

    async def _carried(self, opened: socket.socket, target: Target, until: float) -> Connection:
        """The connection over a connected socket, with TLS where the URL says so.

        The loop itself ends a handshake that is too slow: one that is cancelled from outside
        holds its socket for as long as a polite end of TLS may take.
        """
        secure: dict[str, Any] = {}
        if target.scheme == "https":
            secure = {
                "ssl": tls.tls_context(self._ca),
                "server_hostname": target.host,
                "ssl_handshake_timeout": max(until - self._loop.time(), 0.001),
                "ssl_shutdown_timeout": 0.5,
            }
        _made, connection = await self._loop.create_connection(Connection, sock=opened, **secure)
        return connection

    async def _addresses(self, target: Target) -> list[str]:
        """The addresses of a target, all allowed; names are asked for once, however many wait."""
        if target.address is not None:
            return [target.host]
        key = (target.host, target.port)
        known = self._names.get(key)
        if known is not None and known[0] > self._loop.time():
            return known[1]
        if key not in self._lookups:
            future = asyncio.wrap_future(start_lookup(*key, self._policy))
            self._lookups[key] = future
            future.add_done_callback(lambda done: self._found(key, done))
        return await asyncio.shield(self._lookups[key])

    def _found(self, key: tuple[str, int], done: "asyncio.Future[list[str]]") -> None:
        del self._lookups[key]
        if done.cancelled() or done.exception() is not None:
            return
        if len(self._names) > _MANY_NAMES:
            self._names.clear()
        self._names[key] = (self._loop.time() + NAME_LIFE, done.result())

    async def close(self) -> None:
        """Close the kept connections."""
        if self._pruner is not None:
            self._pruner.cancel()
        for kept in self._idle.values():
            for connection in kept:
                connection.abort()
        self._idle.clear()


def check_request(request: Request) -> None:
    if request.method not in METHODS:
        raise faults.bad_request("This method cannot be sent.")
    check_wire_headers(request.headers)


def wire(request: Request, target: Target) -> bytes:
    """The request's bytes. Its parts were checked, so nothing in them can end a line."""
    lines = [
        f"{request.method} {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        "Accept-Encoding: gzip",
    ]
    if not any(name.lower() == "user-agent" for name, _value in request.headers):
        lines.append("User-Agent: Gilmok/1")
    if request.body or request.method in WITH_LENGTH:
        lines.append(f"Content-Length: {len(request.body)}")
    lines += [f"{name}: {value}" for name, value in request.headers]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + request.body


def _told(error: Exception) -> OutboundError:
    if isinstance(error, ssl.SSLError):
        return tls.told(error)
    if isinstance(error, TimeoutError):
        return faults.timed_out()
    if isinstance(error, ValueError | TypeError):
        return faults.bad_request()
    if isinstance(error, OSError):
        return faults.unreachable()
    return faults.bad_response()
