"""POST /api/v1/events takes events in; GET lists them with their fates."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from config import database
from config.problems import Problem
from events import ingest
from events.api import documents, reading
from events.api.by_key import ByKey
from events.api.posting import Posting, charge, receive, unavailable
from events.ingest import Result


class EventsView(ByKey):
    """The one address of events. Posting is for source keys alone, reading for people.

    From a socket, posts come by ``events.api.front`` and never get here.
    """

    rights: ClassVar = {"GET": "events.read"}

    @extend_schema(operation_id="events_post", request=dict, responses={202: dict})
    def post(self, request: Any) -> HttpResponse:
        """One event, or ``{"events": [...]}``. Answers after the commit."""
        return take(request._request)

    @extend_schema(operation_id="events_list", responses=dict)
    def get(self, request: Any) -> HttpResponse:
        """Events, newest first, each with what became of it in every journey."""
        return reading.events(request)


def take(request: HttpRequest) -> HttpResponse:
    """Receive, read, store, answer.

    Raises:
        Problem: whatever is wrong with the request, or with its only event.
    """
    posting = receive(request)
    document, look_over = documents.read(posting, "events")
    if documents.holds_list(document, "events"):
        return _take_batch(posting, document, look_over=look_over)
    return _take_one(posting, request, document, look_over=look_over)


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
        raise problem_of(result)
    return documents.answer(result.status, result.to_json())


def problem_of(result: Result) -> Problem:
    """The refusal of the only document of a request."""
    first = result.faults[0]
    return Problem(
        result.status, first.code, first.detail, params=first.params, errors=result.faults
    )


def _take_batch(posting: Posting, document: dict[str, Any], *, look_over: bool) -> HttpResponse:
    events = documents.listed(posting, document, "events")
    charge(posting.source, len(events))
    results = accept(posting, events, look_over=look_over)
    wrong = [(sent, r.faults[0]) for sent, r in zip(events, results, strict=True) if r.faults]
    if wrong:
        posting.reject_all(wrong)
    return documents.answer(202, summary(results))


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


def accept(posting: Posting, sent: list[Any], *, look_over: bool) -> list[Result]:
    """``ingest.accept`` on this thread's connection.

    Raises:
        Problem: 503; nothing was stored.
    """
    with unavailable():
        connection = database.connection()
        return ingest.accept(
            connection, posting.source, sent, posting.now, look_over=look_over, shared=True
        )
