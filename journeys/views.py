"""The pages of this app: each is a shell around one React root that reads the API."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie

from access.rights import page
from journeys.models import Journey


@ensure_csrf_cookie
@page("journeys.read")
def journey_list(request: HttpRequest) -> HttpResponse:
    """Every journey."""
    return render(
        request,
        "journeys/root.html",
        {"entry": "src/main-journeys.tsx", "page": "journeys", "title": _("Journeys")},
    )


@ensure_csrf_cookie
@page("journeys.read")
def designer(request: HttpRequest, journey_id: int) -> HttpResponse:
    """The canvas of one journey."""
    journey = get_object_or_404(Journey, pk=journey_id)
    return render(
        request,
        "journeys/root.html",
        {"entry": "src/main-designer.tsx", "page": "designer", "journey": journey},
    )


@ensure_csrf_cookie
@page("journeys.read")
def messages(request: HttpRequest) -> HttpResponse:
    """The message console."""
    return render(
        request,
        "journeys/root.html",
        {
            "entry": "src/main-messages.tsx",
            "page": "messages",
            "title": _("Messages"),
            "curl": f"curl -X POST {settings.PUBLIC_URL}/api/v1/events",
        },
    )
