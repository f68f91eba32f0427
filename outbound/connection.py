"""One connection on the event loop: a request goes out, and a whole answer comes back or a code.

llhttp (by ``httptools``) reads the answer; this bounds and frames it. A library that does more
(aiohttp) took three times the CPU of the whole guarded call (docs/outbound.md).
"""

import asyncio
from typing import Any, cast

import httptools

from . import bodies, faults
from .errors import OutboundError

MAX_HEAD = 32 * 1024
MAX_HEADERS = 128
_RAW = 8  # bytes on the wire for each byte of a body: chunks have sizes, and may have extensions
_BODILESS = frozenset({204, 304})
Pairs = list[tuple[bytes, bytes]]
Raw = tuple[int, Pairs, bytes]


class Connection(asyncio.Protocol):
    """Carries one request at a time. ``is_reusable`` after an answer says whether another may go."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[Raw | OutboundError] | None = None
        self._parser = httptools.HttpResponseParser(self)
        # What sloppy servers send and cannot harm: one answer a connection is under way.
        self._parser.set_dangerous_leniencies(
            lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )
        self.is_reusable = False
        self.idle_since = 0.0

    def exchange(
        self, data: bytes, max_wire: int, *, has_body: bool
    ) -> "asyncio.Future[Raw | OutboundError]":
        """Send a request's bytes; the future has (status, headers, body as it was sent).

        ``has_body`` is false for HEAD, whose answers announce a body that does not come.
        """
        assert self._transport is not None
        self._begin_answer()
        self._max_wire, self._has_body = max_wire, has_body
        self._received = 0
        self._is_over = self._is_surplus = self._may_stay = False
        self.is_reusable = False
        self._waiter = self._loop.create_future()
        self._transport.write(data)
        return self._waiter

    def expire(self) -> None:
        """The deadline has passed."""
        self._fail(faults.timed_out())

    def abort(self) -> None:
        """Close at once; nothing more is sent or read."""
        self.is_reusable = False
        if self._transport is not None:
            self._transport.abort()

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    # --- what the loop tells ------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._waiter is None or self._waiter.done():
            self.abort()  # nobody asked
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except Exception:  # noqa: BLE001  whatever the parser says, this is no answer
            self._fail(faults.bad_response())
            return
        if self._is_over:
            self._finish()
        elif not self._has_head and self._received > MAX_HEAD:
            self._fail(faults.bad_response())
        elif self._received > _RAW * self._max_wire + MAX_HEAD:
            self._fail(bodies.too_large())

    def connection_lost(self, error: Exception | None) -> None:
        self.is_reusable = False
        if self._waiter is None or self._waiter.done():
            return
        if not self._received:
            self._fail(faults.unreachable())
        elif self._has_head and not self._is_framed and error is None:
            self._finish()  # an answer without a length ends with its connection
        else:
            self._fail(faults.bad_response())

    # --- what the parser tells ----------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._is_surplus = self._is_over

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._has_head:
            return  # a trailer
        self._head_size += len(name) + len(value)
        if self._head_size > MAX_HEAD or len(self._headers) >= MAX_HEADERS:
            self._fail(faults.bad_response())
            return
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._has_head = True
        self._status = self._parser.get_status_code()
        if self._parser.get_http_version() not in ("1.0", "1.1") or self._status == 101:
            self._fail(faults.bad_response())
            return
        self._is_framed = self._status in _BODILESS or self._announces_an_end()
        if not self._has_body and self._status >= 200:
            self._is_over = self._is_surplus = True  # whatever follows, the connection is not kept

    def _announces_an_end(self) -> bool:
        framed = False
        for name, value in self._headers:
            if len(name) == 14 and name.lower() == b"content-length":
                framed = True
                if self._has_body and int(value) > self._max_wire:
                    self._fail(bodies.too_large())
            elif len(name) == 17 and name.lower() == b"transfer-encoding":
                framed = True
        return framed

    def on_body(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._max_wire:
            self._fail(bodies.too_large())
        elif not self._is_over:
            self._body.append(part)

    def on_message_complete(self) -> None:
        if self._is_over:
            return
        if self._status < 200:
            self._begin_answer()  # "100 Continue" and the like come before the answer
        else:
            self._is_over = True
            self._may_stay = self._parser.should_keep_alive()  # it knows at this moment alone

    # --- the end ------------------------------------------------------------------------------

    def _begin_answer(self) -> None:
        self._headers: Pairs = []
        self._body: list[bytes] = []
        self._head_size = self._size = self._status = 0
        self._has_head = self._is_framed = False

    def _finish(self) -> None:
        assert self._waiter is not None
        assert self._transport is not None
        self.is_reusable = (
            self._is_over
            and not self._is_surplus
            and self._may_stay
            and not self._transport.get_write_buffer_size()
        )
        self._settle((self._status, self._headers, b"".join(self._body)))

    def _fail(self, error: OutboundError) -> None:
        self._settle(error)
        self.abort()

    def _settle(self, result: Any) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(result)
