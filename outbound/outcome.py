"""What became of a call, in the words that the engine, look-ups and actions share."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one attempt.

    ``error`` is a code where ``ok`` is false: http, timeout, capped, connect, dns, tls, blocked,
    bad_answer, too_large, unrendered, rejected. ``retry_after`` is in seconds.
    """

    ok: bool
    status: int | None = None
    error: str | None = None
    message: str = ""
    answer: Any = None
    retryable: bool = False
    retry_after: float | None = None
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A call made ready: where it goes, how, and its frozen bytes (no secrets in them).

    ``destination`` names what has limits of its own (``action:<key>``, ``source:<key>``);
    ``kind`` is http, email or message.
    """

    destination: str
    kind: str
    frozen: bytes


@dataclass(frozen=True, slots=True)
class CallContext:
    """On whose behalf a call is made; messages show it, requests may carry it."""

    person: str
    journey: str
    journey_id: int
    version: int
    node: str
    node_name: str
    instance: int
    seq: int


class RenderError(Exception):
    """A call cannot be made ready: ``code`` and words for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
