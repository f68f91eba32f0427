"""The only reader of the clock. Everything else takes ``now`` as an argument.

The engine reads the database's clock once a cycle (``config.database``); web and commands
read this one. The offset exists for the demonstration's fast-forward and for tests.
"""

from datetime import UTC, datetime, timedelta

NO_OFFSET = timedelta()
_offset = NO_OFFSET


def now() -> datetime:
    """The present moment, aware, in UTC, moved by the offset."""
    return datetime.now(UTC) + _offset


def offset() -> timedelta:
    """How far the demonstration or a test has moved the clock."""
    return _offset


def set_offset(value: timedelta) -> None:
    global _offset  # noqa: PLW0603 (one clock per process is the point)
    _offset = value
