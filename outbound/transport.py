"""One call on the event loop: guarded resolver, kept connections, one deadline, caps.

aiohttp carries it. The guard stands at three places: the URL before anything happens, the
resolver (whose numeric answers are what is connected to), and the socket factory, which sees
the very sockaddr that ``connect`` gets.
"""

import asyncio
import socket
import ssl
import time
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict
from yarl import URL

from . import bodies, faults
from .errors import OutboundError
from .headers import check_wire_headers
from .messages import Request, Response
from .names import start_lookup
from .policy import Policy
from .tls import tls_context
from .urls import Target, target_of

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
# Shorter than the five seconds after which many servers drop an idle connection, so that
# a call rarely meets one that is just being closed.
KEEP_ALIVE = 4.0
NAME_LIFE = 10
_SKIPPED = ("Accept", "User-Agent", "Content-Type")
_OWN_HEADERS = (("Accept-Encoding", "gzip"), ("User-Agent", "Gilmok/1"))


class GuardedResolver(AbstractResolver):
    """Answers numbers that the policy allows, or raises OutboundError."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.granted: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await asyncio.wrap_future(start_lookup(host, port, self._policy))
        # Grows with what the operator's names and the public ones resolve to; a fresh session
        # starts it anew, and a full one is dropped whole.
        if len(self.granted) > 100_000:
            self.granted.clear()
        self.granted.update((address, port) for address in addresses)
        return [_numeric(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


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
        self.policy = policy
        self._max_wire = max_wire
        self._max_plain = max_plain
        self._resolver = GuardedResolver(policy)
        self._session = aiohttp.ClientSession(
            connector=self._connector(ca),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=_SKIPPED,
        )
        # aiohttp repeats GET, PUT and DELETE by itself when a connection breaks; attempts are
        # counted by whoever asked for the call.
        self._session._retry_connection = False

    def _connector(self, ca: str | None) -> aiohttp.TCPConnector:
        return aiohttp.TCPConnector(
            resolver=self._resolver,
            socket_factory=self._open_socket,
            ssl=tls_context(ca),
            limit=0,
            keepalive_timeout=KEEP_ALIVE,
            ttl_dns_cache=NAME_LIFE,
            happy_eyeballs_delay=None,
        )

    def _open_socket(self, address: Any) -> socket.socket:
        family, kind, proto, _, sockaddr = address
        if (sockaddr[0], sockaddr[1]) not in self._resolver.granted:
            self.policy.check_address("", sockaddr[0], sockaddr[1])
        return socket.socket(family, kind, proto)

    async def call(self, request: Request, deadline: float) -> Response | OutboundError:
        """Make one call; every way it can go wrong is returned, not raised.

        ``deadline`` is in seconds and bounds everything from the look-up of the name on.
        """
        try:
            target = target_of(request.url, self.policy)
            check_request(request)
            async with asyncio.timeout(deadline):
                return await self._exchange(request, target)
        except OutboundError as error:
            return error
        except TimeoutError:
            return faults.timed_out()
        except Exception as error:  # noqa: BLE001  one bad call must not end the others
            return _told(error)

    async def _exchange(self, request: Request, target: Target) -> Response:
        started = time.perf_counter()
        async with self._session.request(
            request.method,
            _yarl(target),
            headers=CIMultiDict((*_OWN_HEADERS, *request.headers)),
            data=request.body or None,
            allow_redirects=False,
        ) as response:
            packed = bodies.is_packed(response.headers.get("Content-Encoding"))
            body = await self._read(response)
        if packed:
            body = bodies.unpack(body, self._max_plain)
        elapsed = int((time.perf_counter() - started) * 1000)
        return Response(response.status, storable(response.headers), body, elapsed)

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """The body as it came over the wire; the connection is closed when it is too much."""
        if (response.content_length or 0) > self._max_wire:
            response.close()
            raise bodies.too_large()
        first = await response.content.readany()
        if response.content.at_eof():
            return self._within_cap(first)
        wire = bytearray(first)
        while chunk := await response.content.readany():
            wire += chunk
            if len(wire) > self._max_wire:
                response.close()
                raise bodies.too_large()
        return self._within_cap(bytes(wire))

    def _within_cap(self, wire: bytes) -> bytes:
        if len(wire) > self._max_wire:
            raise bodies.too_large()
        return wire

    async def close(self) -> None:
        """Close the kept connections."""
        await self._session.close()


def check_request(request: Request) -> None:
    if request.method not in METHODS:
        raise faults.bad_request("This method cannot be sent.")
    check_wire_headers(request.headers)


def _yarl(target: Target) -> URL:
    """The checked parts, which are not parsed again."""
    path, _, query = target.path.partition("?")
    host = f"[{target.host}]" if ":" in target.host else target.host
    default = (target.scheme, target.port) in (("http", 80), ("https", 443))
    return URL.build(
        scheme=target.scheme,
        authority=host if default else f"{host}:{target.port}",
        path=path,
        query_string=query,
        encoded=True,
    )


def storable(headers: Any) -> CIMultiDict[str]:
    """Headers whose bytes were no text come as lone surrogates, which no database stores."""
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in headers.items():
        clean = value if value.isascii() else value.encode("utf-8", "replace").decode()
        kept.add(name, clean.replace("\0", ""))
    return kept


def _numeric(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


_TLS = (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError)
_BROKEN_ANSWER = (aiohttp.ClientResponseError, aiohttp.ClientPayloadError)


def _told(error: Exception) -> OutboundError:
    if isinstance(error, _TLS):
        return faults.bad_tls()
    if isinstance(error, _BROKEN_ANSWER):
        return faults.bad_response()
    if isinstance(error, ValueError | TypeError):
        return faults.bad_request()
    if isinstance(error, aiohttp.ClientError | OSError):
        return faults.unreachable()
    return faults.bad_response()
