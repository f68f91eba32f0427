"""What every page's shell shows (the rail, the user, the colours), and the pages of no one app."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import ensure_csrf_cookie

from access.rights import page
from access.roles import ADMINISTRATOR, BUSINESS, TECHNICAL, VIEWER, rights_of, roles_of
from config import clock
from demo import configuration, guests
from events import examples
from events.models import Event, EventType, Source


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: where it leads, and the beginning of the addresses that are its own."""

    name: Any
    url: str
    icon: str
    right: str
    under: str = ""

    def holds(self, path: str) -> bool:
        own = (self.url, self.under or self.url)
        return path == self.url or (self.url != "/" and path.startswith(own))


RAIL = (
    Place(_("Home"), "/", "home", "journeys.read"),
    Place(_("Journeys"), "/journeys/", "route", "journeys.read"),
    Place(_("Events"), "/events/", "zap", "events.read", "/admin/events/"),
    Place(
        _("Data sources"),
        "/admin/datasources/datasource/",
        "database",
        "config.read",
        "/admin/datasources/",
    ),
    Place(
        _("Actions"), "/admin/actions/actiondefinition/", "send", "config.read", "/admin/actions/"
    ),
    Place(_("People"), "/people/", "users", "people.read"),
    Place(_("Messages"), "/messages/", "message", "journeys.read"),
)
SETTINGS = Place(_("Settings"), "/admin/", "settings", "admin")
ROLE_NAMES = {
    VIEWER: _("Viewer"),
    BUSINESS: _("Business user"),
    TECHNICAL: _("Technical user"),
    ADMINISTRATOR: _("Administrator"),
}
THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The rail's entries for this user with the open one marked, who it is, and their choices."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"theme": _theme(request)}
    rights = rights_of(user)
    settings_place = SETTINGS if SETTINGS.right in rights else None
    return {
        "rail": [place for place in RAIL if place.right in rights],
        "rail_settings": settings_place,
        "rail_here": here(request.path),
        "rail_wide": request.COOKIES.get("rail") == "wide",
        "theme": _theme(request),
        "clock_ahead": round(clock.offset().total_seconds() * 1000),
        "user_name": user.get_full_name() or user.get_username(),
        "user_roles": [ROLE_NAMES[role] for role in roles_of(user)],
    }


def here(path: str) -> str:
    """The URL of the place to which a page belongs; the settings hold what no other place does."""
    return next((place.url for place in (*RAIL, SETTINGS) if place.holds(path)), "")


def _theme(request: HttpRequest) -> str:
    """The colours that were chosen; empty for those of the device."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


@ensure_csrf_cookie
@page("journeys.read")
def home(request: HttpRequest) -> HttpResponse:
    """What lives, what needs attention, and where to start."""
    lobby = configuration.open_lobby()
    told = {
        "entry": "src/main-home.tsx",
        "page": "home",
        "hotel": lobby.journey_id if lobby else None,
    }
    return render(request, "journeys/root.html", told)


@ensure_csrf_cookie
@page("people.read")
def people(request: HttpRequest) -> HttpResponse:
    """Find a person: the profile, and every way through a journey."""
    return render(request, "journeys/root.html", {"entry": "src/main-people.tsx", "page": "people"})


@ensure_csrf_cookie
@page("events.read")
def inbox(request: HttpRequest) -> HttpResponse:
    """Events as they arrive, each with what became of it."""
    told = {
        "entry": "src/main-events.tsx",
        "page": "events",
        "title": _("Events"),
        "curl": _first_event(request),
    }
    return render(request, "journeys/root.html", told)


def _first_event(request: HttpRequest) -> str:
    """The command that sends an event. Before the first one, the hotel's with its key, ready to be
    pasted by who may see keys; no page that has something else to show carries a key."""
    hotel = Source.objects.filter(key=configuration.SOURCE, active=True).first()
    is_first = not Event.objects.exists()
    if hotel is not None and is_first and "keys.write" in rights_of(request.user):
        return guests.curl(settings.PUBLIC_URL, guests.source_key(hotel, clock.now()))
    kind = EventType.objects.order_by("key").first()
    event = examples.event(kind) if kind else {"type": "order_placed", "person": "p-1", "data": {}}
    return examples.curl(f"{settings.PUBLIC_URL.rstrip('/')}/api/v1/events", event)
