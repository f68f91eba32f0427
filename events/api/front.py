"""The short way in for posted events: past sessions, cookies, languages and DRF, which they do not use.

It answers what ``EventsView.post`` would, from the same ``take``; every other request goes on. What
it leaves out is more than half of the time that a single event takes (docs/performance.md).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from config.problems import Problem, render
from events.api.events import take
from events.api.posting import allow_origin
from events.declared import declared

PATH = "/api/v1/events"


class ShortWayIn:
    """A middleware, right behind those of security, whose headers stay on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method != "POST":
            return self.get_response(request)
        request.get_host()  # raises for a host that is not ours; Django answers 400
        response = _answer(request)
        if "HTTP_ORIGIN" in request.META:
            allow_origin(request, response, declared.get())
        response["Content-Length"] = str(len(response.content))
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        try:
            return take(request)
        except Problem as problem:
            return render(problem)
