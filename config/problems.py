"""Errors of the API as ``application/problem+json`` (RFC 9457), in one place.

A view raises :class:`Problem`; the handler below renders it, and DRF's own exceptions, as::

    {"type": "about:blank", "title": "...", "status": 422, "code": "unknown_event_type",
     "params": {...}, "detail": "...", "errors": [{"pointer": "/person", "code": "...",
     "params": {...}, "detail": "..."}]}

``detail`` is for people, in the language of the request; clients act on ``code``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status

from config import json


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a body: where (a JSON pointer), what (a code), and in words."""

    pointer: str
    code: str
    detail: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "pointer": self.pointer,
            "code": self.code,
            "params": dict(self.params),
            "detail": str(self.detail),
        }


class Problem(Exception):
    """An answer that is an error. ``headers`` may carry ``Retry-After`` and the like."""

    def __init__(
        self,
        status_code: int,
        code: str,
        detail: str = "",
        *,
        params: Mapping[str, Any] | None = None,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status_code = status_code
        self.code = code
        self.detail = detail
        self.params = dict(params or {})
        self.errors = tuple(errors)
        self.headers = dict(headers or {})

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status_code).phrase,
            "status": self.status_code,
            "code": self.code,
            "params": self.params,
            "detail": str(self.detail),
            "errors": [fault.to_json() for fault in self.errors],
        }


def render(problem: Problem) -> HttpResponse:
    """The problem as an HTTP response."""
    response = HttpResponse(
        json.dumps(problem.to_json()),
        status=problem.status_code,
        content_type="application/problem+json",
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response


_CODES = {
    status.HTTP_400_BAD_REQUEST: "bad_request",
    status.HTTP_401_UNAUTHORIZED: "unauthenticated",
    status.HTTP_403_FORBIDDEN: "forbidden",
    status.HTTP_404_NOT_FOUND: "not_found",
    status.HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: "media_type",
    status.HTTP_429_TOO_MANY_REQUESTS: "too_many_requests",
}


def exception_handler(error: Exception, _context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's hook: every exception that means an answer becomes a problem document.

    Returns None for a bug of ours, which Django then logs and answers as a 500.
    """
    if isinstance(error, Problem):
        return render(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return render(_from_drf(error))
    return None


def _from_drf(error: exceptions.APIException) -> Problem:
    code = _CODES.get(error.status_code, str(getattr(error, "default_code", "error")))
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    detail = error.detail if isinstance(error.detail, str) else ""
    return Problem(error.status_code, code, detail, headers=headers)
