"""What every request that posts events passes: key, origin, rate, headers, size, signature."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from config import clock, database
from config.problems import Fault, Problem
from events import hooks, limits, rejections
from events.declared import Poster, declared
from events.models.source import digest
from events.signatures import verify
from events.words import fault

MAX_SECRET = 200
# What a page may send; the x-... are those that Adobe's libraries send.
_HEADERS = (
    "Authorization, Content-Type, Idempotency-Key, x-gw-ims-org-id, x-sandbox-name, x-adobe-flow-id"
)


def refused(status: int, code: str, pointer: str = "", retry: float = 0, **params: Any) -> Problem:
    """A problem whose sentence is that of its code."""
    found = fault(code, pointer, **params)
    headers = {"Retry-After": str(max(1, math.ceil(retry)))} if retry else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Problem(status, code, found.detail, params=found.params, headers=headers)


@dataclass(slots=True)
class Posting:
    """One request that posts: who, when, and its body."""

    source: Poster
    now: datetime
    body: bytes
    signed_id: str | None

    def reject(self, sent: Any, *faults: Fault, kind: str = "") -> None:
        """Put the first fault of a document on the log of rejections."""
        if faults:
            self._log([rejections.Refusal(sent, faults[0], kind)])

    def reject_all(self, refusals: list[tuple[Any, Fault]]) -> None:
        self._log([rejections.Refusal(sent, found) for sent, found in refusals])

    def _log(self, rows: list[rejections.Refusal]) -> None:
        try:
            rejections.record(database.connection(), self.source.pk, rows, self.now)
        except database.Unavailable:
            return


@contextmanager
def unavailable() -> Iterator[None]:
    """Answers 503 where the database cannot be reached; nothing was stored then."""
    try:
        yield
    except database.LOST as error:
        raise refused(503, "unavailable", retry=1) from error


def authenticate(request: HttpRequest, now: datetime) -> Poster:
    """The source whose key the request shows.

    Raises:
        Problem: 401; 429 for an address that guesses. Valid keys are never limited by guesses.
    """
    kind, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() == "bearer" and 0 < len(secret) <= MAX_SECRET:
        hashed = digest(secret)
        found = declared.get().keys.get(hashed) or _newer(hashed)
        if found is not None and now < found[1]:
            return found[0]
    address = request.META.get("REMOTE_ADDR", "")
    rate = limits.GUESSES_A_MINUTE
    wait = limits.guessing.wait(address, 1, rate / 60, rate)
    if wait:
        raise refused(429, "too_many_requests", retry=wait)
    raise refused(401, "unauthenticated")


def _newer(hashed: str) -> Any:
    """A key that another process made a moment ago; the table is read at most twice a second."""
    return declared.get(0.5).keys.get(hashed)


def receive(
    request: HttpRequest, who: Callable[[HttpRequest, datetime], Poster] = authenticate
) -> Posting:
    """Everything before the body is understood, in the order of cost; the key comes first.

    Raises:
        Problem: 401, 403, 411, 413, 415, 400, 429; 503 where nobody can say whose key it is.
    """
    now = clock.now()
    with unavailable():
        source = who(request, now)
    _check_origin(request, source)
    _check_rate(source)
    length = _check_headers(request)
    try:
        body = request.body
    except UnreadablePostError as error:
        raise refused(400, "cut_off") from error
    posting = Posting(source, now, body, None)
    if len(body) != length:
        raise refused(400, "cut_off")
    if source.signing_secret:
        posting.signed_id = verify(source.signing_secret.reveal(), request.headers, body, now)
    return posting


def _check_origin(request: HttpRequest, source: Poster) -> None:
    if source.public and request.META.get("HTTP_ORIGIN") not in source.origins:
        raise refused(403, "origin")


def _check_rate(source: Poster) -> None:
    if hooks.backlog() > settings.BACKLOG_LIMIT:
        raise refused(429, "backlog", retry=2)
    rate = settings.SOURCE_RATE
    if rate:
        wait = limits.posting.wait(source.key, 1, rate, rate)
        if wait:
            raise refused(429, "too_many_requests", retry=wait)


def charge(source: Poster, events: int) -> None:
    """The further events of a batch count as well, as a debt on the next request."""
    if settings.SOURCE_RATE and events > 1:
        limits.posting.wait(source.key, events - 1, settings.SOURCE_RATE, settings.SOURCE_RATE)


def _check_headers(request: HttpRequest) -> int:
    meta = request.META
    given = meta.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in meta or not given:
        raise refused(411, "length_required")
    if not given.isascii() or not given.isdigit():
        raise refused(400, "bad_header", name="Content-Length")
    if meta.get("CONTENT_TYPE") != "application/json" and not _is_json(request):
        raise refused(415, "media_type")
    if meta.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise refused(415, "media_type")
    if int(given) > settings.BATCH_MAX_BYTES:
        raise refused(413, "too_large", limit=settings.BATCH_MAX_BYTES)
    return int(given)


def _is_json(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return request.content_type == "application/json" and charset.lower() in ("utf-8", "utf8")


def allow_origin(request: HttpRequest, response: HttpResponse) -> None:
    """CORS for pages that hold a public key: this route alone, without cookies."""
    origin = request.META.get("HTTP_ORIGIN")
    if origin is None:
        return
    if origin in _origins():
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = _HEADERS
        response["Access-Control-Max-Age"] = "600"
    response["Vary"] = "Origin"


def _origins() -> frozenset[str]:
    """Those of all public sources; none where the database is away, which is answered already."""
    try:
        return declared.get().origins
    except database.LOST:
        return frozenset()
