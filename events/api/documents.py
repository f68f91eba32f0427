"""The body of a request that posts: one document, or a list of them under one name."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from config import json
from config.problems import Fault, Problem
from events import strict_json
from events.api.posting import Posting, refused


def read(posting: Posting, name: str) -> tuple[Any, bool]:
    """The document, and whether it must be looked over for flaws. ``name`` is that of the list.

    What is wrong is on the log of rejections as well.

    Raises:
        Problem: 400, 413, 422.
    """
    try:
        return _read(posting.body, name)
    except Problem as problem:
        posting.reject(posting.body, *faults_of(problem))
        raise


def _read(body: bytes, name: str) -> tuple[Any, bool]:
    limit = settings.EVENT_MAX_BYTES
    is_large = len(body) > limit
    if is_large and f'"{name}"'.encode() not in body:
        strict_json.refuse_what_is_none(body)
        raise refused(413, "too_large", limit=limit)
    document, look_over = strict_json.read(body)
    if is_large and not holds_list(document, name):
        raise refused(413, "too_large", limit=limit)
    return document, look_over


def holds_list(document: Any, name: str) -> bool:
    """Whether it is a batch, be it a good one or not."""
    return isinstance(document, dict) and name in document


def listed(posting: Posting, document: Any, name: str) -> list[Any]:
    """The documents of a batch.

    Raises:
        Problem: 422; it is on the log of rejections as well.
    """
    problem = _fault_of_list(document, name)
    if problem is not None:
        posting.reject(posting.body, *faults_of(problem))
        raise problem
    return list(document[name])


def _fault_of_list(document: Any, name: str) -> Problem | None:
    limit = settings.BATCH_MAX_EVENTS
    pointer = f"/{name}"
    if not isinstance(document, dict):
        return refused(422, "not_object")
    if type(document) is not dict:
        return refused(422, "duplicate_key")
    if name not in document:
        return refused(422, "missing", pointer)
    if len(document) > 1:
        return refused(422, "unknown_field", "/")
    if type(document[name]) is not list:
        return refused(422, "type", pointer, expected="list")
    if not document[name]:
        return refused(422, "empty", pointer)
    if len(document[name]) > limit:
        return refused(422, "too_many", pointer, limit=limit)
    return None


def faults_of(problem: Problem) -> list[Fault]:
    """What is wrong, one by one; a problem without a list is its own only fault."""
    return list(problem.errors) or [Fault("", problem.code, str(problem.detail), problem.params)]


def answer(status: int, body: Any) -> HttpResponse:
    return HttpResponse(json.dumps(body), status=status, content_type="application/json")
