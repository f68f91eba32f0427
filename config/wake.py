"""Wakes the engine and the senders, and lets them listen on for a moment when they are done.

A wake-up is a Celery message: one for as many reasons as there are, because a mark says that one
is under way; whoever takes it removes the mark first and looks then. A task that has nothing left
to do stays for a second and hears a bell, which costs a tenth of a message. Where the broker is
away nothing of this happens: the sweep finds the work.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.conf import settings

ENGINE, CALLS, SWEEP = "journeys.advance", "journeys.send", "journeys.sweep"
QUEUES = {ENGINE: "engine", CALLS: "calls", SWEEP: "sweep"}
MARK_SECONDS = 2  # a mark whose message was lost hinders nobody for longer
LINGER = 1.0  # seconds that a task listens on after it found nothing to do
LONGEST = 30.0  # seconds of one task; the next message makes a new one
_PAUSE = 1.0  # seconds without a try after the broker did not answer
_log = logging.getLogger(__name__)


class _Board(Protocol):
    """Marks and bells by name: in this process, or in Redis for all of them.

    ``come`` and ``go`` bracket the listening; ``ring`` is False where nobody listens.
    """

    def mark(self, name: str) -> bool: ...
    def unmark(self, name: str) -> None: ...
    def ring(self, name: str) -> bool: ...
    def hear(self, name: str, who: str, seconds: float) -> bool: ...
    def come(self, name: str, who: str) -> None: ...
    def go(self, name: str) -> None: ...
    def is_shared(self, name: str, who: str) -> bool: ...


class _InProcess:
    def __init__(self) -> None:
        self._marks: dict[str, float] = {}
        self._guard = threading.Lock()
        self._bells = {name: threading.Semaphore(0) for name in QUEUES}
        self._listening = dict.fromkeys(QUEUES, 0)

    def mark(self, name: str) -> bool:
        now = time.monotonic()
        with self._guard:
            if now - self._marks.get(name, -MARK_SECONDS) < MARK_SECONDS:
                return False
            self._marks[name] = now
            return True

    def unmark(self, name: str) -> None:
        with self._guard:
            self._marks.pop(name, None)

    def ring(self, name: str) -> bool:
        if not self._listening[name]:
            return False
        self._bells[name].release()
        return True

    def hear(self, name: str, who: str, seconds: float) -> bool:
        bell = self._bells[name]
        heard = bell.acquire(timeout=seconds)
        while heard and bell.acquire(blocking=False):
            """Many rings are one."""
        return heard

    def come(self, name: str, who: str) -> None:
        with self._guard:
            self._listening[name] += 1

    def go(self, name: str) -> None:
        with self._guard:
            self._listening[name] -= 1

    def is_shared(self, name: str, who: str) -> bool:
        return self._listening[name] > 1


class _InRedis:
    """Marks and bells for all processes.

    Commands that belong together go in one packet: redis-py's pipeline takes twice as long, and a
    bell is rung after every commit.
    """

    def __init__(self, url: str) -> None:
        import redis

        self._redis = redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=0.5)

    def mark(self, name: str) -> bool:
        return bool(self._redis.set(f"gilmok:mark:{name}", 1, nx=True, ex=MARK_SECONDS))

    def unmark(self, name: str) -> None:
        self._redis.delete(f"gilmok:mark:{name}")

    def ring(self, name: str) -> bool:
        bell = f"gilmok:bell:{name}"
        here = ("EXISTS", f"gilmok:here:{name}")
        return bool(self._ask(here, ("RPUSH", bell, 1), ("LTRIM", bell, 0, 0))[0])

    def hear(self, name: str, who: str, seconds: float) -> bool:
        heard = ("BLPOP", f"gilmok:bell:{name}", seconds)
        return self._ask(_here(name, who), heard)[1] is not None

    def come(self, name: str, who: str) -> None:
        self._redis.execute_command(*_here(name, who))

    def go(self, name: str) -> None:
        # Another listener may be there too; it says so again with its next turn.
        self._redis.delete(f"gilmok:here:{name}")

    def is_shared(self, name: str, who: str) -> bool:
        # Only the last one to say so is there by name: of two that ask, one finds the other.
        return self._redis.get(f"gilmok:here:{name}") not in (None, who.encode())

    def _ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        """Send commands together, and read what each answers."""
        pool = self._redis.connection_pool
        connection = pool.get_connection()
        try:
            connection.send_packed_command(connection.pack_commands(commands))
            return [connection.read_response() for _command in commands]
        except BaseException:
            connection.disconnect()  # an answer that was not read would be another's
            raise
        finally:
            pool.release(connection)


def _here(name: str, who: str) -> tuple[Any, ...]:
    """Somebody listens, and says so again before this is over."""
    return ("SET", f"gilmok:here:{name}", who, "PX", int(2000 * LINGER))


_made: _Board | None = None
_away_until = 0.0


def _board() -> _Board:
    global _made  # noqa: PLW0603
    if _made is None:
        url = settings.CELERY_BROKER_URL
        _made = _InRedis(url) if url.startswith("redis") else _InProcess()
    return _made


# --- those who have work for others ---------------------------------------------------------------


def engine(*, again: bool = False) -> None:
    """There are inputs. Never raises, never blocks for long."""
    _wake(ENGINE, again=again)


def calls(*, again: bool = False) -> None:
    """There are calls to make."""
    _wake(CALLS, again=again)


def sweep() -> None:
    """The tick; a message that was not taken within two seconds is dropped."""
    _send(SWEEP)


def _wake(name: str, *, again: bool) -> None:
    """Ring where somebody listens; else send a message, unless one is under way.

    ``again``: the work was seen to wait, so whatever was under way is not relied on.
    """
    if time.monotonic() < _away_until:
        return
    try:
        board = _board()
        if board.ring(name) and not again:
            return
        if again:
            board.unmark(name)
        if not board.mark(name):
            return
    except Exception as error:  # noqa: BLE001 (whatever a broker throws: the sweep goes on)
        _gone(error)
        return
    _send(name)


def _send(name: str) -> None:
    from config.celery import app

    if time.monotonic() < _away_until:
        return
    try:
        app.send_task(name, queue=QUEUES[name], ignore_result=True, retry=False, expires=2)
    except Exception as error:  # noqa: BLE001 (as above)
        _gone(error)


def _gone(error: Exception) -> None:
    global _away_until  # noqa: PLW0603
    _away_until = time.monotonic() + _PAUSE
    _log.info("The broker does not answer: %s", error)


# --- those who work -------------------------------------------------------------------------------


class Bell:
    """What a task hears while it has nothing to do. Without a broker it never rings."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._who = uuid.uuid4().hex

    def come(self) -> None:
        """Say that somebody listens."""
        _board().come(self._name, self._who)

    def hear(self, seconds: float) -> bool:
        """Whether there is something to do again, within these seconds."""
        try:
            return _board().hear(self._name, self._who, seconds)
        except Exception as error:  # noqa: BLE001 (as above)
            _gone(error)
            time.sleep(min(seconds, 0.1))
            return False

    def is_shared(self) -> bool:
        """Whether another task listens too. One is enough: if all processes of a worker listened
        for one kind of work, nobody would be left for the other kind."""
        try:
            return _board().is_shared(self._name, self._who)
        except Exception as error:  # noqa: BLE001 (as above)
            _gone(error)
            return False

    def until_quiet(self, work: Callable[[], Any]) -> None:
        """Work, and again whenever the bell rings, until it was quiet for a moment, or another
        listens."""
        end = time.monotonic() + LONGEST
        work()
        while time.monotonic() < end and not self.is_shared() and self.hear(LINGER):
            work()


@contextmanager
def listening(name: str) -> Iterator[Bell]:
    """The message was taken: its mark goes first, so that what comes from here on rings or sends.

    After it the caller looks once more: a ring between the last look and the leave was for nobody.
    """
    bell = Bell(name)
    try:
        board = _board()
        board.unmark(name)
        bell.come()
    except Exception as error:  # noqa: BLE001 (as above)
        _gone(error)
        yield bell
        return
    try:
        yield bell
    finally:
        try:
            board.go(name)
        except Exception as error:  # noqa: BLE001 (as above)
            _gone(error)
