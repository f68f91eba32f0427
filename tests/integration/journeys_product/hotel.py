"""What the hotel of the demonstration declares: enough for its journeys to be published."""

from datasources import definitions
from datasources.models import DataSource, FieldGroup, ProfileGroup
from events import catalog
from events.models import EventType

PEOPLE = {"address": "", "first_name": "", "last_name": ""}
PUSH = {"platform": "", "token": "", "first_name": "", "last_name": ""}


def _action(parameters):
    declared = {name: {"name": name, "type": "string", "required": False} for name in parameters}
    return {"name": "", "kind": "message", "parameters": declared, "answer": {}}


ACTIONS = {
    "spa_discount": _action(PEOPLE),
    "welcome_push": _action(PUSH),
    "meal_discount_push": _action(PUSH),
    "room_rates_push": _action(PUSH),
    "loyalty_mail": _action(PEOPLE),
}


def declare() -> None:
    """Three beacons, the groups of the profile, the reservations."""
    for key in ("SpaBeacon", "LobbyBeacon", "RestaurantBeacon"):
        EventType.objects.create(key=key, name=key, namespace="ECID")
    for key in ("ProfileFieldGroup", "MarltonProfiles"):
        ProfileGroup.objects.create(key=key, name=key)
    ProfileGroup.objects.create(
        key="MarltonExperience", name="Past", kind="events", root="experienceevent"
    )
    source = DataSource.objects.create(
        key="MarltonReservation", name="Reservations", url="https://hotel.example/"
    )
    FieldGroup.objects.create(
        source=source,
        key="MarltonFieldGroup",
        name="Reservation",
        params=[{"name": "id", "type": "string"}],
        fields=[{"path": "reservation", "type": "boolean"}],
    )
    forget()


def forget() -> None:
    """Catalogs are cached, and a test's rows go with its transaction."""
    catalog.forget()
    definitions.forget()
