"""Every route of the product, read from the URL resolver, and who may call it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from access.roles import RIGHTS_OF, ROLES

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Not ours to list: Django's admin asks access.backends, and the rest holds no data.
ELSEWHERE = ("admin/", "i18n/", "static/")


@dataclass(frozen=True, slots=True)
class Route:
    """One URL pattern and what answers it."""

    path: str
    view: Any

    @property
    def methods(self) -> list[str]:
        """What the API's view has; a page is one line."""
        api = getattr(self.view, "cls", None)
        if api is None:
            return ["PAGE"]
        return [method for method in METHODS if hasattr(api, method.lower())]


class Visitor:
    """Someone with one role, without a database."""

    is_superuser = False
    is_active = True
    pk = 1

    def __init__(self, role: str | None) -> None:
        self.is_authenticated = role is not None
        self._gilmok_rights = RIGHTS_OF.get(role or "", frozenset())


def routes() -> list[Route]:
    found = _under(get_resolver().url_patterns, "")
    return sorted(found, key=lambda route: route.path)


def _under(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            yield from _under(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Route("/" + path, pattern.callback)


def may(route: Route, method: str, role: str | None) -> bool:
    """Whether the view's own permission classes, or the page's right, let this role in."""
    visitor = Visitor(role)
    right = getattr(route.view, "right", None)
    if right is not None:
        return right in visitor._gilmok_rights
    if not hasattr(route.view, "cls"):
        return True
    request = HttpRequest()
    request.method = method
    view = route.view.cls(**route.view.initkwargs)
    asked = Request(request)
    asked.user, asked.auth = visitor, None
    view.setup(asked)
    view.request = asked
    try:
        view.check_permissions(asked)
    except APIException:
        return False
    return True


def table() -> str:
    """One line a route and method: who is let in, by role, and whether anyone is."""
    lines = ["method route " + " ".join(ROLES) + " anyone"]
    for route in routes():
        for method in route.methods:
            marks = ["yes" if may(route, method, role) else "-" for role in (*ROLES, None)]
            lines.append(f"{method} {route.path} {' '.join(marks)}")
    return "\n".join(lines) + "\n"
