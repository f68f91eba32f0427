"""What this app asks of higher parts. ``config.wiring`` sets these functions at start.

The defaults are the answers of an installation that has no journeys.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from config.database import Connection

# (connection) -> the ids of event types that some unfinished journey version can take. Read in
# the intake's own transaction, so that an event posted after a publish is never missed.
wanted: Callable[[Connection], frozenset[int]] = lambda _connection: frozenset()  # noqa: E731

# (connection, accepted events) -> None: profiles that event types update, in the same commit.
accepted: Callable[[Connection, Sequence[Any]], None] = lambda _connection, _events: None  # noqa: E731

# (event ids) -> event id -> its fates, as JSON objects.
fates: Callable[[Iterable[int]], Mapping[int, list[dict[str, Any]]]] = lambda _ids: {}  # noqa: E731

# () -> None: tell the engine that there is work. Must not block and must not raise.
wake: Callable[[], None] = lambda: None  # noqa: E731

# () -> how many events wait for the engine; read often, so it may be a second old.
backlog: Callable[[], int] = lambda: 0  # noqa: E731

# (event type key) -> names of journeys that use it.
used_by: Callable[[str], list[str]] = lambda _key: []  # noqa: E731
