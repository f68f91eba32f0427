"""The short way in for posted events: past Django's handler, sessions, languages and DRF.

A WSGI application in front of Django's. It answers ``POST /api/v1/events`` as ``EventsView.post``
would, from the same ``take``, with the same headers of security; every other request goes on. What
it leaves out is more than half of the time that a single event takes (docs/performance.md).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.utils import translation

from config.headers import ContentSecurityPolicy
from config.problems import Problem, render
from events.api.events import take
from events.api.posting import allow_origin

PATH = "/api/v1/events"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ShortWayIn:
    """Stands in front of ``rest``, which is Django's own application."""

    def __init__(self, rest: Application) -> None:
        self._rest = rest
        self._headers: dict[bool, list[tuple[str, str]]] = {}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return self._rest(environ, start_response)
        request = WSGIRequest(environ)
        response = _answer(request)
        length = ("Content-Length", str(len(response.content)))
        headers = [*response.items(), length, *self._security(request)]
        start_response(f"{response.status_code} {response.reason_phrase}", headers)
        return [response.content]

    def _security(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What the middlewares of security put on every answer; they are asked once."""
        is_secure = request.is_secure()
        if is_secure not in self._headers:
            bare = ContentSecurityPolicy(SecurityMiddleware(lambda _: HttpResponse()))(request)
            del bare["Content-Type"]
            self._headers[is_secure] = list(bare.items())
        return self._headers[is_secure]


def _answer(request: HttpRequest) -> HttpResponse:
    close_old_connections()  # the ORM's, if this thread has one that was lost
    translation.activate(_language(request))
    try:
        request.get_host()  # raises for a host that is not ours
        response = take(request)
    except Problem as problem:
        response = render(problem)
    except Exception as error:  # noqa: BLE001 (Django's own handler does the same)
        response = response_for_exception(request, error)
    allow_origin(request, response)
    return response


def _language(request: HttpRequest) -> str:
    """That of the request; systems that post seldom say one, and finding out costs."""
    if "HTTP_ACCEPT_LANGUAGE" in request.META or "HTTP_COOKIE" in request.META:
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE
