"""POST /collection/{inlet}: the streaming-ingestion envelope of Adobe Experience Platform.

The inlet is a source's key. The answer has the reference's members (``inletId``, ``xactionId``,
``receivedTimeMs``) beside ours; statuses and errors are those of POST /api/v1/events.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from config import database
from events import ingest
from events.api import documents
from events.api.by_key import ByKey
from events.api.events import problem_of
from events.api.posting import Posting, authenticate, charge, receive, refused, unavailable
from events.declared import Poster, declared
from events.ingest import Result
from events.xdm import name_of, placed, read_message

_VALIDATING = ("syncValidation", "synchronousValidation")


class InletView(ByKey):
    """One message. An inlet that is open needs no key; one that is not needs its source's."""

    rights: ClassVar = {}

    @extend_schema(operation_id="collection_post", request=dict, responses={202: dict})
    def post(self, request: Any, inlet: str) -> HttpResponse:
        """``{"header": {...}, "body": {"xdmMeta", "xdmEntity"}}``. Answers after the commit."""
        return take(request._request, inlet)


class InletBatchView(ByKey):
    """Many messages at once, each with its own answer."""

    rights: ClassVar = {}

    @extend_schema(operation_id="collection_batch_post", request=dict, responses={202: dict})
    def post(self, request: Any, inlet: str) -> HttpResponse:
        """``{"messages": [...]}``. Answers after the commit; the good ones are kept."""
        return take_batch(request._request, inlet)


def source_of(inlet: str) -> Callable[[HttpRequest, datetime], Poster]:
    """Who posts at this inlet: nobody is asked where it is open, and a key that is shown counts."""

    def find(request: HttpRequest, now: datetime) -> Poster:
        if "HTTP_AUTHORIZATION" not in request.META:
            open_ = _open_inlet(inlet)
            if open_ is not None:
                return open_
        source = authenticate(request, now)
        if source.key != inlet:
            raise refused(404, "unknown_inlet", inlet=inlet[:100])
        return source

    return find


def _open_inlet(inlet: str) -> Poster | None:
    found = declared.get().inlets.get(inlet) or declared.get(0.5).inlets.get(inlet)
    return found if found is not None and found.open_inlet else None


def take(request: HttpRequest, inlet: str) -> HttpResponse:
    """Receive, read, store, answer.

    Raises:
        Problem: whatever is wrong with the request or its message.
    """
    posting = receive(request, source_of(inlet))
    message, look_over = documents.read(posting, "messages")
    if documents.holds_list(message, "messages"):
        raise refused(422, "unknown_field", "/messages")
    _name(message, request, posting)
    results = _accept(posting, [message], look_over=look_over)[0]
    wrong = [result for result in results if result.faults]
    if wrong:
        _reject(posting, message, wrong[0])
    if len(wrong) == len(results):
        raise problem_of(wrong[0])
    body = _head(posting, "xactionId", results) | _outcome(results)
    if any(request.GET.get(name) == "true" for name in _VALIDATING):
        body["syncValidation"] = {"status": "pass"}
    return documents.answer(body["status"], body)


def take_batch(request: HttpRequest, inlet: str) -> HttpResponse:
    """``take`` for many messages; one that is refused keeps none of the others.

    Raises:
        Problem: whatever is wrong with the request as a whole.
    """
    posting = receive(request, source_of(inlet))
    document, look_over = documents.read(posting, "messages")
    messages = documents.listed(posting, document, "messages")
    charge(posting.source, len(messages))
    each = _accept(posting, messages, look_over=look_over)
    for message, results in zip(messages, each, strict=True):
        if results[0].faults:
            _reject(posting, message, results[0])
    head = _head(posting, "batchId", [result for results in each for result in results])
    return documents.answer(202, head | {"responses": [_response(posting, r) for r in each]})


def _name(message: Any, request: HttpRequest, posting: Posting) -> None:
    """Give a message without an ``_id`` that of its request, where there is one."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY") or posting.signed_id
    body = message.get("body") if isinstance(message, dict) else None
    entity = body.get("xdmEntity") if isinstance(body, dict) else None
    if key is not None and isinstance(entity, dict) and entity.get("_id") is None:
        entity["_id"] = key


def _accept(posting: Posting, messages: list[Any], *, look_over: bool) -> list[list[Result]]:
    with unavailable():
        connection = database.connection()
        each = ingest.accept_by(
            read_message,
            connection,
            posting.source,
            messages,
            posting.now,
            look_over=look_over,
            shared=True,
        )
    return [[_placed(result) for result in results] for results in each]


def _placed(result: Result) -> Result:
    """The result with what is wrong at its place in the message."""
    if not result.faults:
        return result
    return replace(result, faults=[placed(found) for found in result.faults])


def _reject(posting: Posting, message: Any, result: Result) -> None:
    posting.reject(message, *result.faults, kind=name_of(message))


def _milliseconds(posting: Posting) -> int:
    return int(posting.now.timestamp() * 1000)


def _head(posting: Posting, name: str, results: list[Result]) -> dict[str, Any]:
    return {
        "inletId": posting.source.key,
        name: _transaction(posting, results),
        "receivedTimeMs": _milliseconds(posting),
    }


def _transaction(posting: Posting, results: list[Result]) -> str:
    """Names this reception: its moment and the first event that it brought."""
    first = next((result.id for result in results if result.id is not None), 0)
    return f"{_milliseconds(posting)}:{first}"


def _outcome(results: list[Result]) -> dict[str, Any]:
    """202 where anything was stored, 200 where all was known, with each event."""
    stored = any(result.status == 202 for result in results)
    known = {} if stored else {"duplicate": True}
    events = [result.to_json() for result in results]
    return {"status": 202 if stored else 200, "events": events, **known}


def _response(posting: Posting, results: list[Result]) -> dict[str, Any]:
    good = [result for result in results if not result.faults]
    if not good:
        return {**results[0].to_json(), "message": str(results[0].faults[0].detail)}
    return {"xactionId": _transaction(posting, good), **_outcome(results)}
