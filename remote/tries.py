"""A call on trial: made now, through the guard, and shown with what came back, without secrets.

For technical users alone: nobody else sees what a third party answers.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config.problems import Problem
from outbound import OutboundError, Request, Response, call
from outbound.outcome import Outcome, RenderError

from .auth import MASK, Credentials, Pairs, masked
from .fields import Field, from_sample
from .judge import one_line
from .models import policy
from .words import refusal, unrendered

SHOWN = 4096  # characters of a body
A_MINUTE = 10
Result = Response | OutboundError


@dataclass(frozen=True, slots=True)
class Tried:
    """What went out and what came back, as it may be shown."""

    outcome: Outcome
    message: str = ""
    method: str = ""
    url: str = ""
    sent_headers: Pairs = ()
    sent_body: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)  # the texts of what is no HTTP call
    headers: Pairs = ()
    body: str = ""
    fields: list[Field] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The answer of the API to a try."""
        return {
            "ok": self.outcome.ok,
            "status": self.outcome.status,
            "error": self.outcome.error,
            "message": self.message,
            "elapsed_ms": self.outcome.elapsed_ms,
            "sent": {
                "method": self.method,
                "url": self.url,
                "headers": _listed(self.sent_headers),
                "body": self.sent_body,
                "texts": dict(self.sent),
            },
            "answer": {
                "headers": _listed(self.headers),
                "body": self.body,
                "value": self.outcome.answer,
                "fields": self.fields,
            },
        }


def _listed(headers: Pairs) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def try_out(
    request: Request,
    signed_in: Credentials,
    seconds: float,
    judge: Callable[[Result], Outcome],
    hidden: tuple[bytes, ...] = (),
) -> Tried:
    """Make one call and tell everything about it; ``hidden`` is what else may not be shown."""
    hidden = (*signed_in.hidden, *hidden)
    result = _made(request, seconds)
    outcome = judge(result)
    shown = {
        "outcome": outcome,
        "message": _words(outcome, result, request.url),
        "method": request.method,
        "url": shown_url(request.url, signed_in),
        "sent_headers": _shown_headers(request.headers, signed_in.headers),
        "sent_body": _cut(request.body),
    }
    if isinstance(result, OutboundError):
        return Tried(**shown)
    body = masked(result.body, hidden)
    return Tried(
        **shown,
        headers=tuple(
            (name, masked(value.encode(), hidden).decode())
            for name, value in result.headers.items()
        ),
        body=_cut(body),
        fields=_found(body) if outcome.ok else [],
    )


def not_made(error: RenderError) -> Tried:
    """The try of a call that could not even be made ready."""
    outcome = Outcome(ok=False, error="unrendered", message=error.message)
    return Tried(outcome, message=unrendered(error))


def _made(request: Request, seconds: float) -> Result:
    try:
        return call(request, policy=policy(), deadline=seconds)
    except OutboundError as error:
        return error


def _words(outcome: Outcome, result: Result, url: str) -> str:
    if isinstance(result, OutboundError):
        return refusal(result.reason, url)
    return _(outcome.message) if outcome.message else ""


def shown_url(url: str, signed_in: Credentials) -> str:
    """``url`` without the key that stands in its query."""
    for name, value in signed_in.query:
        told = f"{quote(name)}={MASK}"
        url = url.replace(urlencode([(name, value)], quote_via=quote), told)
    return url


def _shown_headers(headers: Pairs, secret: Pairs) -> Pairs:
    return tuple((name, MASK if (name, value) in secret else value) for name, value in headers)


def _cut(body: bytes) -> str:
    text = body[: 4 * SHOWN].decode("utf-8", "replace")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _found(body: bytes) -> list[Field]:
    with suppress(ValidationError, UnicodeDecodeError):
        return from_sample(body.decode())
    return []


def pretty(text: str) -> str:
    """JSON with line ends and indents; anything else as it is, escaped where it could mislead."""
    import json

    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "\n".join(map(one_line, text.splitlines()))


class Allowance:
    """So many tries a minute for each user: a form is no tool to flood somebody with."""

    def __init__(self, a_minute: int = A_MINUTE) -> None:
        self._a_minute = a_minute
        self._lock = threading.Lock()
        self._made: dict[Any, deque[float]] = {}

    def take(self, who: Any) -> None:
        """Count one try.

        Raises:
            Problem: 429; ``Retry-After`` says when the next one is allowed.
        """
        now = time.monotonic()
        with self._lock:
            made = self._made.setdefault(who, deque())
            while made and now - made[0] >= 60:
                made.popleft()
            if len(made) < self._a_minute:
                made.append(now)
                return
            wait = int(60 - (now - made[0])) + 1
        words = _("At most %(limit)s tries a minute.") % {"limit": self._a_minute}
        params: Mapping[str, Any] = {"limit": self._a_minute}
        raise Problem(
            429, "too_many_requests", words, params=params, headers={"Retry-After": str(wait)}
        )

    def forget(self) -> None:
        """Everyone may begin anew (tests)."""
        self._made.clear()


allowance = Allowance()
