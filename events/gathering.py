"""Posts that come at the same time are stored in one commit.

Who comes alone stores at once and pays two uncontended locks. Who comes while another stores waits
for it to end; then the first of the waiting stores for all of them. So a commit, a wake-up and the
round trips are shared by as many as there are, without a pause for anyone to wait in.

Source: group commit, as in DeWitt et al., "Implementation Techniques for Main Memory Database
Systems", SIGMOD 1984.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from config.database import Connection, Unavailable
from events.reading import NewEvent

Store = Callable[[Connection, Sequence[NewEvent]], Sequence[Any]]


class _Post:
    """The events of one request, and what came of them."""

    __slots__ = ("error", "events", "results", "turn")

    def __init__(self, events: Sequence[NewEvent]) -> None:
        self.events = events
        self.results: Sequence[Any] | None = None
        self.error: BaseException | None = None
        self.turn = Lock()
        self.turn.acquire()

    @property
    def is_done(self) -> bool:
        return self.results is not None or self.error is not None


class Gathering:
    """Lets the threads of a process share calls of ``store``, which answers event by event."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = Lock()
        self._waiting: list[_Post] = []
        self._is_storing = False

    def store(self, connection: Connection, events: Sequence[NewEvent]) -> Sequence[Any]:
        """As the function that was given; maybe together with others, on another's connection.

        The caller must not be in a transaction: what is stored is committed on return.

        Raises:
            Whatever the function raises of these events; ``Unavailable`` for all of a group.
        """
        post = _Post(events)
        if not self._goes_first(post):
            post.turn.acquire()
        if not post.is_done:
            self._lead(connection)
        if post.error is not None:
            raise post.error
        assert post.results is not None
        return post.results

    def _goes_first(self, post: _Post) -> bool:
        with self._guard:
            self._waiting.append(post)
            first, self._is_storing = not self._is_storing, True
        return first

    def _lead(self, connection: Connection) -> None:
        """Store for all who wait, and hand on to the first of those who came meanwhile."""
        with self._guard:
            group, self._waiting = self._waiting, []
        try:
            self._store_all(connection, group)
        except BaseException as error:
            _fail(group, error)
            raise
        finally:
            with self._guard:
                following = self._waiting[0] if self._waiting else None
                self._is_storing = following is not None
            if following is not None:
                following.turn.release()
            for post in group:
                post.turn.release()

    def _store_all(self, connection: Connection, group: Sequence[_Post]) -> None:
        try:
            results = self._store(connection, [event for post in group for event in post.events])
        except Unavailable as error:
            _fail(group, error)
        except Exception as error:  # noqa: BLE001 (whose fault it is comes out one by one)
            if len(group) == 1:
                _fail(group, error)
                return
            for post in group:
                self._store_all(connection, [post])
        else:
            _deal(results, group)


def _deal(results: Sequence[Any], group: Sequence[_Post]) -> None:
    at = 0
    for post in group:
        post.results = results[at : at + len(post.events)]
        at += len(post.events)


def _fail(group: Sequence[_Post], error: BaseException) -> None:
    for post in group:
        if not post.is_done:
            post.error = error
