"""What every page's shell shows: the rail, for those who may see each part."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from access.roles import rights_of


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail."""

    name: Any
    url: str
    icon: str
    right: str


RAIL = (
    Place(_("Journeys"), "/journeys/", "route", "journeys.read"),
    Place(_("Events"), "/admin/events/", "zap", "config.read"),
    Place(_("Data sources"), "/admin/datasources/", "database", "config.read"),
    Place(_("Actions"), "/admin/actions/", "send", "config.read"),
    Place(_("Messages"), "/messages/", "message", "journeys.read"),
)
SETTINGS = Place(_("Settings"), "/admin/", "settings", "admin")


def shell(request: HttpRequest) -> dict[str, Any]:
    """The rail's entries for this user, with the one that is open marked."""
    user: Any = getattr(request, "user", None)
    rights = rights_of(user) if user is not None else frozenset()
    places = [place for place in RAIL if place.right in rights]
    settings_place = SETTINGS if SETTINGS.right in rights else None
    here = [place.url for place in places if request.path.startswith(place.url)]
    return {
        "rail": places,
        "rail_settings": settings_place,
        "rail_here": here[0] if here else ("/admin/" if request.path.startswith("/admin/") else ""),
        "languages": settings.LANGUAGES,
    }
