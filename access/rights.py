"""The permission classes of the API and the check of the pages.

A view declares which right each method needs::

    class DraftView(APIView):
        rights = {"GET": "journeys.read", "PUT": "journeys.edit"}

A view without a declaration is refused to everyone: forgetting is safe.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from rest_framework.permissions import BasePermission

from access.roles import rights_of


class SignedIn(BasePermission):
    """Anyone who is signed in, whatever the role."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)


class HasRight(BasePermission):
    """The view's ``rights`` for the method, held by the user and by the token, if one is used."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not (request.user and request.user.is_authenticated):
            return False
        method = "GET" if request.method in ("HEAD", "OPTIONS") else request.method
        needed = getattr(view, "rights", {}).get(method)
        if needed is None:
            # No right declared: let an unknown method reach DRF's 405, refuse the rest.
            return not hasattr(view, method.lower())
        scopes = getattr(request.auth, "scopes", None)
        return needed in rights_of(request.user) and (scopes is None or needed in scopes)


def page(right: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for those who have ``right``: others are sent to sign in, or told no."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if right not in rights_of(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return decorate
