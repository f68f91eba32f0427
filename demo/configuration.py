"""Loads the hotel: what is missing is made, what stands stays as it is.

A definition is known by its key and a journey by the event that it begins with, so loading again
undoes nothing that a user has renamed, changed or drawn anew.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from actions.models import ActionDefinition
from datasources.models import DataSource, FieldGroup, ProfileField, ProfileGroup, ProfileSchema
from demo import declared, graphs, guests, reservations
from events.models import EventType, Source
from journeys.models import Draft, Version
from journeys.operations.create import create
from journeys.operations.publish import publish

SOURCE = "hotel"
JOURNEYS: tuple[tuple[str, str, graphs.Json], ...] = (
    (
        "Lobby and restaurant",
        "Greets members who enter the hotel, and invites those who have a room to dinner.",
        graphs.LOBBY,
    ),
    ("Spa discount", "A discount by mail for women who pass the spa.", graphs.SPA),
    (
        "First breakfast",
        "From the key card to an offer for the rest of the stay.",
        graphs.CHECK_IN,
    ),
)


def load(now: datetime) -> None:
    """Make everything of the hotel that is not there yet."""
    with transaction.atomic():
        _declare()
        for name, description, graph in JOURNEYS:
            _draw(name, description, graph, now)
    guests.welcome(now)


def _declare() -> None:
    for row in declared.EVENT_TYPES:
        _make(EventType, row, namespace=declared.NAMESPACE)
    _make(Source, {"key": SOURCE, "name": "The hotel"})
    if not ProfileSchema.objects.exists():
        ProfileSchema.objects.create()
    for row in declared.ATTRIBUTES:
        ProfileField.objects.get_or_create(path=row["path"], defaults=row)
    for row in declared.PROFILE_GROUPS:
        _make(ProfileGroup, row)
    _declare_reservations()
    for row in declared.ACTIONS:
        _make(ActionDefinition, row)


def _declare_reservations() -> None:
    source = _make(
        DataSource,
        declared.RESERVATIONS,
        url=reservations.address(settings.HOTEL_PORT),
        auth_user=reservations.USER,
        auth_secret=reservations.PASSWORD,
    )
    group = declared.RESERVATION_GROUP
    FieldGroup.objects.get_or_create(source=source, key=group["key"], defaults=group)


def _make(model: Any, row: declared.Row, **more: Any) -> Any:
    return model.objects.get_or_create(key=row["key"], defaults=row | more)[0]


def _draw(name: str, description: str, graph: graphs.Json, now: datetime) -> None:
    """Create and publish, unless some journey begins with this event already."""
    event = entry_event(graph)
    if (
        Draft.objects.filter(entry_event=event).exists()
        or Version.objects.filter(entry_event=event).exists()
    ):
        return
    journey = create(name, None, now, description=description, graph=graph)
    publish(journey, journey.draft.revision, "", None, now)


def entry_event(graph: graphs.Json) -> str:
    """The event type by which people enter one of the hotel's graphs."""
    return next(str(n["config"]["event"]) for n in graph["nodes"].values() if n["type"] == "entry")


def point_to_service() -> None:
    """Let the reservations be asked where the bundled service listens this time.

    A source that a user has pointed elsewhere stays there.
    """
    source = DataSource.objects.filter(key=declared.RESERVATIONS["key"]).first()
    address = reservations.address(settings.HOTEL_PORT)
    if source and source.url != address and source.url.startswith(reservations.ORIGIN):
        source.url = address
        source.save(update_fields=["url"])


def open_lobby() -> Version | None:
    """The live version that takes people in from the lobby, the newest where there are several."""
    found = Version.objects.filter(entry_event=entry_event(graphs.LOBBY), status="live")
    return found.order_by("-pk").first()


def journeys() -> set[int]:
    """The demonstration's own: of each entry event the journey that first began with it.

    By the event, as in loading: a journey that was renamed or drawn anew is still the hotel's.
    """
    found = set()
    for _name, _description, graph in JOURNEYS:
        event = entry_event(graph)
        of_draft = Draft.objects.filter(entry_event=event).values_list("journey_id", flat=True)
        of_version = Version.objects.filter(entry_event=event).values_list("journey_id", flat=True)
        found |= {min(known)} if (known := {*of_draft, *of_version}) else set()
    return found
