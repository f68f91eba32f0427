"""The sender's face: many calls at once, on an event loop in a thread of its own.

The thread starts with the first call, so after a fork, and stays: connections are kept between
batches. Hand-over is by two deques, with one wake-up for as many items as there are: waking
the loop (or the sender) for each item cost more than the item.
"""

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import uvloop

from . import bodies
from .errors import OutboundError
from .messages import Request, Response
from .policy import Policy
from .transport import Transport

Result = Response | OutboundError
Item = tuple[object, Request, float]


class Caller:
    """Makes up to ``concurrency`` calls at a time. Used from one thread.

    Keys are the caller's own and come back with the results, in the order in which calls end.
    Calls beyond ``concurrency`` wait for a slot, and their deadline starts when they get it.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        concurrency: int = 256,
        max_wire: int = bodies.MAX_WIRE,
        max_plain: int = bodies.MAX_PLAIN,
        ca: str | None = None,
    ) -> None:
        self.concurrency = concurrency
        self._policy = policy or Policy()
        self._caps: dict[str, Any] = {"max_wire": max_wire, "max_plain": max_plain, "ca": ca}
        self._start_anew()

    def _start_anew(self) -> None:
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._transport: Transport | None = None
        self._waiting: deque[Item] = deque()
        self._done: deque[tuple[object, Result]] = deque()
        self._news = threading.Event()
        self._in_flight = 0
        self._busy = 0
        self._nudged = False

    # --- the sender's thread ------------------------------------------------------------------

    @property
    def in_flight(self) -> int:
        """Calls submitted whose results were not drained yet."""
        return self._in_flight

    @property
    def free_slots(self) -> int:
        """How many more calls would start at once."""
        return max(0, self.concurrency - self._in_flight)

    def submit(self, key: object, request: Request, deadline: float) -> None:
        """Begin a call of at most ``deadline`` seconds; its result comes by :meth:`drain`."""
        loop = self._running_loop()
        self._in_flight += 1
        self._waiting.append((key, request, deadline))
        if not self._nudged:
            self._nudged = True
            loop.call_soon_threadsafe(self._start_waiting)

    def drain(self, max_wait: float) -> list[tuple[object, Result]]:
        """The results there are; waits up to ``max_wait`` seconds for the first one."""
        if not self._done and self._in_flight and max_wait > 0:
            self._news.wait(max_wait)
        self._news.clear()
        results: list[tuple[object, Result]] = []
        while self._done:
            results.append(self._done.popleft())
        self._in_flight -= len(results)
        return results

    def nudge(self) -> None:
        """Let a :meth:`drain` that waits return at once. May be called from any thread."""
        self._news.set()

    def call_many(
        self,
        items: Iterable[Item],
        policy: Policy,
        on_done: Callable[[object, Result], None],
        concurrency: int = 256,
    ) -> None:
        """Make every call of ``items`` (key, request, seconds), and tell each end to ``on_done``.

        ``items`` is read as slots come free. Returns when the last call has ended. ``on_done``
        runs on this thread; what it raises ends the batch, and calls under way are forgotten.
        """
        self._use(policy, concurrency)
        for key, request, deadline in items:
            while not self.free_slots:
                self._tell(on_done)
            self.submit(key, request, deadline)
        while self._in_flight:
            self._tell(on_done)

    def close(self) -> None:
        """End the thread and its connections; calls under way are dropped."""
        if self._pid == os.getpid() and self._loop is not None and self._thread is not None:
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
        self._start_anew()

    def _tell(self, on_done: Callable[[object, Result], None]) -> None:
        for key, result in self.drain(1.0):
            on_done(key, result)

    def _use(self, policy: Policy, concurrency: int) -> None:
        """Connections opened under one policy are not used under another."""
        self.concurrency = concurrency
        if policy != self._policy or self._in_flight:
            self.close()
            self._policy = policy

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._pid != os.getpid():
            _INHERITED.append((self._loop, self._transport))
            self._start_anew()
        if self._loop is None:
            self._loop = uvloop.new_event_loop()
            self._thread = threading.Thread(target=self._run, name="outbound", daemon=True)
            self._thread.start()
        return self._loop

    # --- the loop's thread --------------------------------------------------------------------

    def _run(self) -> None:
        loop = self._loop
        assert loop is not None
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.close()

    def _start_waiting(self) -> None:
        # Lowered first: what is submitted from here on nudges again.
        self._nudged = False
        loop = asyncio.get_running_loop()
        if self._transport is None:
            self._transport = Transport(self._policy, **self._caps)
        while self._waiting and self._busy < self.concurrency:
            self._busy += 1
            _keep(loop.create_task(self._work(self._transport)))

    async def _work(self, transport: Transport) -> None:
        """Take calls as long as some wait: one task makes many."""
        try:
            while self._waiting:
                key, request, deadline = self._waiting.popleft()
                self._done.append((key, await transport.call(request, deadline)))
                self._news.set()
        finally:
            self._busy -= 1

    async def _end(self) -> None:
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._transport is not None:
            await self._transport.close()
        await asyncio.sleep(0)


# A forked child lets its parent's loop and connections lie: collecting them would say goodbye
# on sockets that the parent still uses.
_INHERITED: list[object] = []
_TASKS: set[asyncio.Task[None]] = set()


def _keep(task: "asyncio.Task[None]") -> None:
    """The loop holds its tasks weakly."""
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)
