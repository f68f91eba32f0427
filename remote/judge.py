"""What became of a call: a response or an error as an Outcome, and whether to try again."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from outbound import OutboundError, Response
from outbound.outcome import Outcome

LONGEST_PAUSE = 3600.0
_EXCERPT = 300
_TRANSIENT = frozenset({408, 425, 429})
_ERRORS = {
    "blocked_url": "blocked",
    "blocked_address": "blocked",
    "bad_encoding": "bad_answer",
    "bad_response": "bad_answer",
    "bad_request": "unrendered",
}


def failed(result: Response | OutboundError, excerpt: bytes = b"") -> Outcome | None:
    """The outcome of a call that did not succeed; None for a status of 2xx.

    Retryable are transport errors, 5xx, 408, 425 and 429; every other 4xx and a redirect would
    end the same way again. ``excerpt`` is the answer's body without secrets.
    """
    if isinstance(result, OutboundError):
        return _unanswered(result)
    if 200 <= result.status < 300:
        return None
    return Outcome(
        ok=False,
        status=result.status,
        error="capped" if result.status == 429 else "http",
        message=_told(result.status, excerpt),
        retryable=result.status >= 500 or result.status in _TRANSIENT,
        retry_after=pause(result.headers),
        elapsed_ms=result.elapsed_ms,
    )


def _unanswered(error: OutboundError) -> Outcome:
    code = _ERRORS.get(error.code, error.code)
    return Outcome(ok=False, error=code, message=error.reason, retryable=error.retryable)


def bad_answer(response: Response, reason: str) -> Outcome:
    """The status was good and the body is not what was declared. Asking again changes nothing."""
    return Outcome(
        ok=False,
        status=response.status,
        error="bad_answer",
        message=reason,
        elapsed_ms=response.elapsed_ms,
    )


def pause(headers: Mapping[str, str]) -> float | None:
    """Retry-After (RFC 9110, 10.2.3) in seconds within an hour; None where there is none.

    A date is counted from the answer's own ``Date``, so that our clocks need not agree.
    """
    text = headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE)
    until, since = _date(text), _date(headers.get("Date", ""))
    if until is None or since is None:
        return None
    return max(0.0, min((until - since).total_seconds(), LONGEST_PAUSE))


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else None


def _told(status: int, excerpt: bytes) -> str:
    said = one_line(excerpt[:_EXCERPT].decode("utf-8", "replace"))
    return f"HTTP {status}: {said}" if said else f"HTTP {status}"


def one_line(text: str) -> str:
    """``text`` safe to log and show: what could break a line or steer a terminal is escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def enveloped(answer: Any) -> Any:
    """An answer that can be walked by a path: a bare list as ``items``, a bare value as ``value``."""
    if isinstance(answer, dict) or answer is None:
        return answer
    return {"items" if isinstance(answer, list) else "value": answer}
