"""What the hotel of the stories declares: events, profile, reservations, actions, a weather."""

from typing import Any

from actions.models import ActionDefinition
from datasources.models import DataSource, FieldGroup, ProfileGroup
from events.models import EventType

NAMESPACE = "ECID"
SENT = "MessageSent"
_MESSAGE = {
    "address": "address", "first_name": "first name", "last_name": "last name",
    "platform": "platform", "token": "token", "text": "text",
}  # fmt: skip


def _fields(**types: str) -> list[dict[str, str]]:
    return [{"path": path.replace("__", "."), "type": kind} for path, kind in types.items()]


_TOKENS = "_experience.campaign.message.profileSnapshot.pushNotificationTokens"
BEACON = [
    {"path": "endUserIDs._experience.mcid.id", "type": "string"},
    {"path": f"{_TOKENS}[].token", "type": "string"},
    {"path": f"{_TOKENS}[].platform", "type": "string"},
]
CHECK_IN = [
    {"path": "city", "type": "string"},
    {"path": "gender", "type": "string"},
    {"path": "vip", "type": "boolean"},
    {"path": "offerOpened.activity.endTime", "type": "string"},
]


def declare(service: str) -> None:
    """``service`` is the address of the server that plays the hotel's reservation system."""
    for key in ("SpaBeacon", "LobbyBeacon", "RestaurantBeacon"):
        _event(key, BEACON)
    _event("CheckedIn", CHECK_IN)
    _event("BreakfastServed", [])
    _event(SENT, _fields(directMarketing__sends__value="integer"))
    _profile_groups()
    _reservations(service)
    _actions()


def _event(key: str, fields: list[dict[str, str]]) -> None:
    EventType.objects.create(key=key, name=key, namespace=NAMESPACE, fields=fields)


def _profile_groups() -> None:
    group = ProfileGroup.objects.create
    group(
        key="ProfileFieldGroup", name="Person", root="profile",
        fields=_fields(
            person__gender="string", person__name__firstName="string",
            person__name__lastName="string", personalEmail__address="string",
        ),
    )  # fmt: skip
    group(
        key="MarltonProfiles", name="Membership", root="Profile",
        fields=_fields(_customer__marlton__loyaltyMember="boolean"),
    )  # fmt: skip
    group(
        key="JourneyAIScores", name="Scores", root="Profile",
        fields=_fields(journeyAI__emailScore__fatigue__fatigueLevel="string"),
    )  # fmt: skip
    group(
        key="MarltonExperience", name="Past events", kind="events", root="experienceevent",
        event_types=[SENT], fields=_fields(directMarketing__sends__value="integer"),
    )  # fmt: skip


def _reservations(service: str) -> None:
    source = DataSource.objects.create(
        key="MarltonReservation", name="Reservations", url=service, auth="basic",
        auth_user="marlton", auth_secret="secret",
    )  # fmt: skip
    FieldGroup.objects.create(
        source=source, key="MarltonFieldGroup", name="Reservation", path="/reservation",
        params=[{"name": "id", "type": "string"}], cache_seconds=600,
        fields=[{"path": "reservation", "type": "boolean"}],
    )  # fmt: skip


def weather(service: str) -> None:
    """A weather service with an API key in the query; asked by GET and by POST."""
    source = DataSource.objects.create(
        key="Weather", name="Weather", url=service, auth="api_key", auth_place="query",
        auth_name="appid", auth_secret="1234",
    )  # fmt: skip
    fields = [{"path": "main.temp", "type": "decimal"}]
    FieldGroup.objects.create(
        source=source, key="city", name="By city", path="/weather", cache_seconds=600,
        params=[{"name": "city", "type": "string"}], fields=fields,
    )  # fmt: skip
    FieldGroup.objects.create(
        source=source, key="posted", name="Posted", path="/weather", method="POST",
        params=[{"name": "identifier", "type": "string"}],
        body={"id": {"param": "identifier"}}, fields=fields,
    )  # fmt: skip


def _actions() -> None:
    _push("welcome_push", "Welcome, {{ first_name }}!")
    _push("meal_discount_push", "Your meal discount, {{ first_name }}.")
    _push("room_rates_push", "Our rates, {{ first_name }}.")
    _push("stay_push", "{{ text }}", to="")
    for key in ("spa_discount", "loyalty_mail"):
        ActionDefinition.objects.create(
            key=key, name=key, kind="message", channel="mail", to="{{ address }}",
            subject="For you", text="Dear {{ first_name }}", records=SENT,
            parameters=_parameters("address", "first_name", "last_name", needed=("address",)),
        )  # fmt: skip


def _push(key: str, text: str, to: str = "{{ token }}") -> None:
    ActionDefinition.objects.create(
        key=key,
        name=key,
        kind="message",
        channel="push",
        to=to,
        text=text,
        records=SENT,
        parameters=_parameters("platform", "token", "first_name", "last_name", "text"),
    )


def _parameters(*keys: str, needed: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": _MESSAGE[key], "type": "string", "required": key in needed}
        for key in keys
    ]
