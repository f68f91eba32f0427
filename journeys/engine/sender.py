"""Makes the calls that are due: leased in one commit, made outside any, answered in another.

One sender makes many calls at once. HTTP goes through the guarded caller's event loop; e-mail
through a few threads, because a slow mail server must hold up nobody else; the console is
written at once, for it is a table of ours.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.conf import settings

from actions import calls as action_calls
from config import database
from config.boundary import cross
from config.database import Connection
from datasources import calls as look_ups
from journeys.engine import leases, outcomes
from journeys.engine.leases import Leased
from journeys.engine.outcomes import Ended
from outbound import Caller, OutboundError, Policy, Request, Response
from outbound.outcome import Outcome, RenderError

SECONDS = 5.0
LONGEST = 30.0  # seconds of one stay
MAIL_BATCH = 20
MAIL_THREADS = 4
RENEWAL = leases.MARGIN / 3  # seconds between two renewals of the leases of mail
_CRASHED = Outcome(ok=False, error=outcomes.CRASHED, message="Every attempt ended its sender.")
_CHANNEL_FAILED = Outcome(ok=False, error="error", message="The channel failed.", retryable=True)
_log = logging.getLogger(__name__)


class Sender:
    """The calls that one thread has under way. Kept between tasks, for its connections."""

    def __init__(self) -> None:
        self._caller: Caller | None = None
        self._policy: Policy | None = None
        self._mail: ThreadPoolExecutor | None = None
        self._posted: list[Future[list[Ended]]] = []
        self._calls: dict[int, Leased] = {}
        self._known: list[Ended] = []
        self._renewed = 0.0
        self._rang = threading.Event()

    def work(
        self, connection: Connection, clock: Callable[[], datetime],
        ended: Callable[[], None] = lambda: None, seconds: float = SECONDS,
    ) -> int:  # fmt: skip
        """Make what is due until nothing is, or the time is over; those under way are awaited.

        ``ended`` is told after each commit that ended calls. Answers how many ended.

        Raises:
            Unavailable: the database is away; leases run out, and the calls are repeated.
        """
        until = time.monotonic() + seconds
        total = 0
        with database.lost_is_unavailable():
            while True:
                self._keep_mail(connection, clock)
                began = self._begin_due(connection, clock()) if time.monotonic() < until else 0
                ends = self._collect(0.05 if not began else 0.005)
                if ends:
                    total += outcomes.write(connection, ends, clock())
                    ended()
                if not began and not ends and not self._calls:
                    return total

    def _begin_due(self, connection: Connection, now: datetime) -> int:
        """Lease and start; outcomes that are known at once are collected with the rest."""
        under_way: Counter[str] = leases.counted(list(self._calls.values()))
        free = settings.SENDER_CONCURRENCY - len(self._calls)
        found = leases.lease_due(connection, now, free, under_way)
        if not found:
            return 0
        dead, found = _parted(found)
        self._known += [Ended(call, _CRASHED) for call in dead]
        # Whatever may fail comes before anything is sent or noted: then nothing was begun, and
        # the leases run out.
        requests = self._requests([call for call in found if call.kind == "http"], now)
        self._known += self._written([call for call in found if call.kind == "message"], now)
        self._calls |= {call.id: call for call in found}
        self._start_http(requests)
        self._start_mail([call for call in found if call.kind == "email"], now)
        return len(found) + len(dead)

    def _requests(
        self, calls: Sequence[Leased], now: datetime
    ) -> list[tuple[Leased, Request | Outcome]]:
        """Each call with its request, or with its outcome where it cannot be made."""
        made: list[tuple[Leased, Request | Outcome]] = []
        for call in calls:
            try:
                made.append((call, _module(call).to_request(call.frozen, call.key, now)))
            except RenderError as error:
                made.append((call, _unrendered(error)))
            except database.LOST:
                raise
            except Exception as error:  # noqa: BLE001 (a bug of ours is one call's outcome)
                _log.exception("Call %s could not be made ready.", call.id)
                made.append((call, _unrendered(RenderError("internal", str(error)[:300]))))
        return made

    def _start_http(self, requests: Sequence[tuple[Leased, Request | Outcome]]) -> None:
        for call, request in requests:
            if isinstance(request, Outcome):
                self._known.append(Ended(call, request))
                continue
            cross("http")
            self._http().submit(call.id, request, call.timeout)

    def _start_mail(self, calls: Sequence[Leased], now: datetime) -> None:
        if not calls:
            return
        if not self._posted:
            self._renewed = time.monotonic()
        if self._mail is None:
            self._mail = ThreadPoolExecutor(MAIL_THREADS, thread_name_prefix="mail")
        by_destination: dict[str, list[Leased]] = {}
        for call in calls:
            by_destination.setdefault(call.destination, []).append(call)
        for of_one in by_destination.values():
            for at in range(0, len(of_one), MAIL_BATCH):
                share = of_one[at : at + MAIL_BATCH]
                self._posted.append(self._mail.submit(_mailed, share, now))

    def _keep_mail(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        """A mail server may take as long as it likes, message after message, so the leases of
        what it has are renewed: else the same message would be sent twice at once."""
        if not self._posted or time.monotonic() - self._renewed < RENEWAL:
            return
        self._renewed = time.monotonic()
        leases.renew(connection, [c for c in self._calls.values() if c.kind == "email"], clock())

    def _written(self, calls: Sequence[Leased], now: datetime) -> list[Ended]:
        if not calls:
            return []
        cross("message")
        return _deliver(calls, now)

    def _http(self) -> Caller:
        policy = Policy.from_text(
            settings.EGRESS_ALLOW, settings.EGRESS_HTTPS_ONLY, settings.EGRESS_PORTS
        )
        if self._caller is None or policy != self._policy:
            if self._caller is not None:
                self._caller.close()
            self._policy = policy
            self._caller = Caller(policy, concurrency=settings.SENDER_CONCURRENCY)
        return self._caller

    def _collect(self, wait: float) -> list[Ended]:
        """What has ended; waits for the first of those under way, a moment."""
        ends, self._known = self._known + self._taken_from_mail(), []
        results: list[tuple[object, Response | OutboundError]] = []
        if self._caller is not None and self._caller.in_flight:
            results = self._caller.drain(0 if ends else wait)
        elif self._posted and not ends:
            time.sleep(min(wait, 0.01))
        for end in ends:
            self._calls.pop(end.call.id, None)
        # All are let go before any is judged: what an error leaves behind, its lease ends.
        answered = [(self._calls.pop(int(str(key))), result) for key, result in results]
        for call, result in answered:
            cross("http")
            ends.append(Ended(call, _judged(call, result)))
        return ends

    def _taken_from_mail(self) -> list[Ended]:
        done = [future for future in self._posted if future.done()]
        self._posted = [future for future in self._posted if not future.done()]
        return [end for future in done for end in future.result()]

    def stay(
        self, hear: Callable[[float], bool], work: Callable[[], object], linger: float,
        is_shared: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        """Work, and again when it rings, until it was quiet for ``linger`` seconds, or another
        task stays as well (``is_shared``).

        A thread listens, so that a ring also ends the wait for calls under way: what came due
        meanwhile starts at once.
        """
        leaving = threading.Event()
        listener = threading.Thread(target=self._listen, args=(hear, leaving), daemon=True)
        listener.start()
        end = time.monotonic() + LONGEST
        try:
            work()
            while time.monotonic() < end and not is_shared() and self._rang.wait(linger):
                self._rang.clear()
                work()
        finally:
            leaving.set()
            listener.join()

    def _listen(self, hear: Callable[[float], bool], leaving: threading.Event) -> None:
        while not leaving.is_set():
            if hear(0.25):
                self._rang.set()
                if self._caller is not None:
                    self._caller.nudge()

    def close(self) -> None:
        """End the threads; calls under way are forgotten, their leases run out."""
        if self._caller is not None:
            self._caller.close()
        if self._mail is not None:
            self._mail.shutdown(wait=False, cancel_futures=True)
        self.__init__()  # type: ignore[misc]


def _parted(calls: Sequence[Leased]) -> tuple[list[Leased], list[Leased]]:
    """Those that are not made any more, and those that are."""
    return [c for c in calls if c.has_crashed], [c for c in calls if not c.has_crashed]


def _module(call: Leased) -> Any:
    return look_ups if call.destination.startswith("source:") else action_calls


def _judged(call: Leased, result: Response | OutboundError) -> Outcome:
    module = _module(call)
    try:
        outcome: Outcome = module.outcome(call.frozen, result)
    except database.LOST:
        raise
    except Exception:  # noqa: BLE001 (a bug of ours is one call's outcome)
        _log.exception("The answer to call %s could not be judged.", call.id)
        return Outcome(ok=False, error="bad_answer", message="The answer could not be read.")
    return outcome


def _deliver(calls: Sequence[Leased], now: datetime) -> list[Ended]:
    """Deliver by a channel of ours; an error of the channel is an outcome of each call."""
    items = [(call.id, call.key, call.frozen) for call in calls]
    try:
        found = action_calls.deliver(items, now)
    except database.LOST:
        raise
    except Exception:  # noqa: BLE001 (a bug of ours is one call's outcome)
        _log.exception("A channel failed.")
        found = {}
    return [Ended(call, found.get(call.id, _CHANNEL_FAILED)) for call in calls]


def _mailed(calls: Sequence[Leased], now: datetime) -> list[Ended]:
    """``_deliver`` in a thread of its own, which has its own connection to lose."""
    try:
        with database.lost_is_unavailable():
            return _deliver(calls, now)
    except database.Unavailable:
        return [Ended(call, _CHANNEL_FAILED) for call in calls]


def _unrendered(error: RenderError) -> Outcome:
    return Outcome(ok=False, error="unrendered", message=error.message)
