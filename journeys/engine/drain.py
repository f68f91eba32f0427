"""Turns of the engine until no lane has work, or the time is over."""

import time
from collections.abc import Callable

from config.database import Connection
from journeys.engine.cycle import turn

SECONDS = 5.0


def drain(
    connection: Connection,
    seconds: float = SECONDS,
    limit: int | None = None,
    on_calls: Callable[[], None] = lambda: None,
) -> tuple[int, int]:
    """Take what waits. Answers how many inputs were ended, and how many calls were made ready.

    ``on_calls`` is told after each commit that made calls ready.

    Raises:
        Unavailable: the database is away; what was done is committed.
    """
    until = time.monotonic() + seconds
    inputs = calls = 0
    while True:
        done = turn(connection, limit)
        if done is None or not done.inputs:
            return inputs, calls
        inputs += done.inputs
        calls += done.calls
        if done.calls:
            on_calls()
        if time.monotonic() >= until:
            return inputs, calls
