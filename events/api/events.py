"""POST /api/v1/events takes events in; GET lists them with their fates."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView

from config import database, json
from config.problems import Fault, Problem
from events import ingest, strict_json
from events.api import reading
from events.api.posting import Posting, allow_origin, charge, receive, refused
from events.declared import declared
from events.ingest import Result


class EventsView(APIView):
    """The one address of events. Posting is for source keys alone, reading for people."""

    rights: ClassVar = {"GET": "events.read"}

    def get_authenticators(self) -> list[Any]:
        return [] if self._is_posting() else super().get_authenticators()

    def get_permissions(self) -> list[Any]:
        return [] if self._is_posting() else super().get_permissions()

    def _is_posting(self) -> bool:
        # Sessions and API tokens do not authorise intake, and are not even looked at.
        request = getattr(self, "request", None)
        return request is not None and request.method in ("POST", "OPTIONS")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if not self._is_posting():
            super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="events_post", request=dict, responses={202: dict})
    def post(self, request: Any) -> HttpResponse:
        """One event, or ``{"events": [...]}``. Answers after the commit."""
        return take(request._request)

    @extend_schema(operation_id="events_list", responses=dict)
    def get(self, request: Any) -> HttpResponse:
        """Events, newest first, each with what became of it in every journey."""
        return reading.events(request)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preflight of a page that holds a public key."""
        return HttpResponse(status=204)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """No content negotiation for posting: its answers are finished responses."""
        if not self._is_posting():
            return super().finalize_response(request, response, *args, **kwargs)
        if "HTTP_ORIGIN" in self.request.META:
            allow_origin(self.request, response, declared.get())
        return response


def take(request: HttpRequest) -> HttpResponse:
    """Receive, read, store, answer.

    Raises:
        Problem: whatever is wrong with the request, or with its only event.
    """
    posting = receive(request)
    try:
        document, look_over = _read(posting)
    except Problem as problem:
        posting.reject(posting.body, *_faults(problem))
        raise
    if isinstance(document, dict) and "events" in document:
        return _take_batch(posting, document, look_over=look_over)
    return _take_one(posting, request, document, look_over=look_over)


def _read(posting: Posting) -> tuple[Any, bool]:
    limit = settings.EVENT_MAX_BYTES
    body = posting.body
    is_large = len(body) > limit
    if is_large and b'"events"' not in body:
        raise refused(413, "too_large", limit=limit)
    document, look_over = strict_json.read(body)
    if is_large and not (isinstance(document, dict) and "events" in document):
        raise refused(413, "too_large", limit=limit)
    return document, look_over


def _faults(problem: Problem) -> list[Fault]:
    return list(problem.errors) or [Fault("", problem.code, str(problem.detail), problem.params)]


def _take_one(
    posting: Posting, request: HttpRequest, document: Any, *, look_over: bool
) -> HttpResponse:
    if isinstance(document, dict) and "id" not in document:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY") or posting.signed_id
        if key is not None:
            document["id"] = key
    result = accept(posting, [document], look_over=look_over)[0]
    if result.faults:
        posting.reject(document, *result.faults)
        raise _problem(result)
    return answer(result.status, result.to_json())


def _problem(result: Result) -> Problem:
    first = result.faults[0]
    return Problem(
        result.status, first.code, first.detail, params=first.params, errors=result.faults
    )


def _take_batch(posting: Posting, document: dict[str, Any], *, look_over: bool) -> HttpResponse:
    events = document["events"]
    fault = _batch_fault(document, events)
    if fault is not None:
        posting.reject(posting.body, *_faults(fault))
        raise fault
    charge(posting.source, len(events))
    results = accept(posting, events, look_over=look_over)
    wrong = [(sent, r.faults[0]) for sent, r in zip(events, results, strict=True) if r.faults]
    if wrong:
        posting.reject_all(wrong)
    return answer(202, summary(results))


def _batch_fault(document: dict[str, Any], events: Any) -> Problem | None:
    limit = settings.BATCH_MAX_EVENTS
    if type(document) is not dict:
        return refused(422, "duplicate_key")
    if len(document) > 1:
        return refused(422, "unknown_field", "/")
    if type(events) is not list:
        return refused(422, "type", "/events", expected="list")
    if not events:
        return refused(422, "empty", "/events")
    if len(events) > limit:
        return refused(422, "too_many", "/events", limit=limit)
    return None


def summary(results: list[Result]) -> dict[str, Any]:
    """The answer to a batch: how many of each kind, and each result in order."""
    duplicates = sum(1 for result in results if result.duplicate)
    wrong = sum(1 for result in results if result.faults)
    return {
        "accepted": len(results) - duplicates - wrong,
        "duplicates": duplicates,
        "refused": wrong,
        "results": [result.to_json() for result in results],
    }


def accept(posting: Posting, documents: list[Any], *, look_over: bool) -> list[Result]:
    """``ingest.accept`` on this thread's connection.

    Raises:
        Problem: 503; nothing was stored.
    """
    try:
        connection = database.connection()
        return ingest.accept(
            connection, posting.source, documents, posting.now, look_over=look_over
        )
    except database.Unavailable as error:
        raise refused(503, "unavailable", retry=1) from error


def answer(status: int, body: Any) -> HttpResponse:
    return HttpResponse(json.dumps(body), status=status, content_type="application/json")
