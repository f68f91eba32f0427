"""Signing in by a one-time link, and who one is."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.models import SignInLink
from access.roles import rights_of, roles_of
from config import clock


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows a button, POST uses the link: a mail scanner that follows links uses none."""
    if request.method == "GET":
        return render(request, "access/link.html", {"secret": secret})
    user = SignInLink.use(secret, clock.now())
    if user is None:
        return render(request, "access/link.html", {"spent": True}, status=410)
    login(request, user)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where the link leads on to: a page of ours, or the list of journeys."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    return wanted if ours else "/journeys/"


class MeView(APIView):
    """Who is asking, and what they may do."""

    rights = {"GET": "me"}

    @extend_schema(responses={200: dict[str, Any]}, operation_id="me")
    def get(self, request: Request) -> Response:
        user = request.user
        return Response(
            {
                "name": user.get_full_name() or user.get_username(),
                "email": user.email,
                "roles": roles_of(user),
                "rights": sorted(rights_of(user)),
                "language": get_language(),
            }
        )
