"""What a technical user of the hotel would have typed into the forms, as rows of the tables.

Keys and paths are those of the reference product's documentation, so that its expressions read
the same here; the names are for people.
"""

from typing import Any

from demo.graphs import TOKENS

Row = dict[str, Any]

NAMESPACE = "ECID"
SENT = "MessageSent"  # recorded for each message, so that journeys can ask for past ones
PERSON_FIELD = "endUserIDs._experience.mcid.id"


def field(path: str, kind: str, name: str) -> Row:
    return {"path": path, "type": kind, "name": name}


_BEACON = [
    field(PERSON_FIELD, "string", "Guest's id"),
    field(f"{TOKENS}[].token", "string", "Phone"),
    field(f"{TOKENS}[].platform", "string", "Platform"),
]
# What the app tells of who is there: a guest who was never seen has a profile at once.
_GUEST = [
    field("guest.firstName", "string", "First name"),
    field("guest.lastName", "string", "Last name"),
    field("guest.gender", "string", "Gender"),
    field("guest.email", "string", "E-mail address"),
    field("guest.loyaltyMember", "boolean", "Loyalty member"),
]
_ATTRIBUTE_OF = {
    "firstName": "person.name.firstName",
    "lastName": "person.name.lastName",
    "gender": "person.gender",
    "email": "personalEmail.address",
    "loyaltyMember": "_customer.marlton.loyaltyMember",
}


def _told(key: str) -> dict[str, str]:
    return {path: f"@{{{key}.guest.{name}}}" for name, path in _ATTRIBUTE_OF.items()}


def _beacon(key: str, name: str, description: str) -> Row:
    return {
        "key": key,
        "name": name,
        "description": description,
        "fields": _BEACON,
        "key_expression": f"@{{{key}.{PERSON_FIELD}}}",
    }


EVENT_TYPES: list[Row] = [
    _beacon("LobbyBeacon", "Lobby beacon", "A guest's phone passed the beacon in the lobby.")
    | {"fields": _BEACON + _GUEST, "updates_profile": _told("LobbyBeacon")},
    _beacon("RestaurantBeacon", "Restaurant beacon", "A guest's phone came into the restaurant."),
    _beacon("SpaBeacon", "Spa beacon", "A guest's phone passed the beacon at the spa.")
    | {"fields": _BEACON + _GUEST, "updates_profile": _told("SpaBeacon")},
    {
        "key": "CheckedIn",
        "name": "Checked in",
        "description": "The desk handed out a key card.",
        "fields": [field("room", "string", "Room"), field("nights", "integer", "Nights"), *_GUEST],
        "updates_profile": _told("CheckedIn"),
    },
    {
        "key": "BreakfastServed",
        "name": "Breakfast served",
        "description": "A guest sat down to breakfast.",
        "fields": [field("table", "string", "Table")],
    },
    {
        "key": SENT,
        "name": "Message sent",
        "description": "Written by the actions themselves, for each message that went out.",
        "fields": [
            field("action", "string", "Action"),
            field("journey", "string", "Journey"),
            field("step", "string", "Step"),
            field("directMarketing.sends.value", "integer", "Messages sent"),
        ],
    },
]

ATTRIBUTES: list[Row] = [
    field("person.name.firstName", "string", "First name") | {"pii": True},
    field("person.name.lastName", "string", "Last name") | {"pii": True},
    field("person.gender", "string", "Gender") | {"pii": True},
    field("personalEmail.address", "string", "E-mail address") | {"pii": True},
    field("_customer.marlton.loyaltyMember", "boolean", "Loyalty member"),
    field("timeZone", "timezone", "Time zone"),
]

PROFILE_GROUPS: list[Row] = [
    {
        "key": "ProfileFieldGroup",
        "name": "Person",
        "root": "profile",
        "fields": ATTRIBUTES[:4],
    },
    {
        "key": "MarltonProfiles",
        "name": "Loyalty programme",
        "root": "Profile",
        "fields": ATTRIBUTES[4:5],
    },
    {
        "key": "MarltonExperience",
        "name": "Messages of the past",
        "kind": "events",
        "root": "experienceevent",
        "event_types": [SENT],
        "fields": [field("directMarketing.sends.value", "integer", "Messages sent")],
    },
]

RESERVATIONS: Row = {
    "key": "MarltonReservation",
    "name": "Reservations",
    "description": "The hotel's reservation system. It comes with the demonstration.",
    "auth": "basic",
}
RESERVATION_GROUP: Row = {
    "key": "MarltonFieldGroup",
    "name": "Reservation",
    "path": "/reservation",
    "params": [{"name": "id", "type": "string"}],
    "fields": [field("reservation", "boolean", "Has a room")],
    "cache_seconds": 600,
}

_PARAMETERS = {
    "address": "E-mail address",
    "platform": "Platform",
    "token": "Phone",
    "text": "Text",
    "first_name": "First name",
    "last_name": "Last name",
}
_GREETED = "{{ first_name | default: 'dear guest' }}"


def _parameters(*keys: str, needed: str = "") -> list[Row]:
    return [
        {"key": key, "name": _PARAMETERS[key], "type": "string", "required": key == needed}
        for key in keys
    ]


def _push(key: str, name: str, subject: str, text: str) -> Row:
    return {
        "key": key,
        "name": name,
        "kind": "message",
        "channel": "push",
        "to": "{{ token }}",
        "subject": subject,
        "text": text,
        "records": SENT,
        "parameters": _parameters("platform", "token", "first_name", "last_name", needed="token"),
    }


def _mail(key: str, name: str, subject: str, text: str) -> Row:
    return {
        "key": key,
        "name": name,
        "kind": "message",
        "channel": "mail",
        "to": "{{ address }}",
        "subject": subject,
        "text": text,
        "records": SENT,
        "parameters": _parameters("address", "first_name", "last_name", needed="address"),
    }


ACTIONS: list[Row] = [
    _push(
        "welcome_push",
        "Welcome push",
        f"Welcome, {_GREETED}",
        "Your room is ready. Dinner is served until ten; come and see what the kitchen has for you.",
    ),
    _push(
        "meal_discount_push",
        "Meal discount push",
        "A fifth off your dinner",
        f"Good to see you at the restaurant, {_GREETED}. Show this to your waiter.",
    ),
    _push(
        "room_rates_push",
        "Room rates push",
        "Stay with us tonight",
        f"No room yet, {_GREETED}? Members sleep here from 89 €.",
    ),
    _mail(
        "spa_discount",
        "Spa discount mail",
        "A quiet hour in the spa",
        f"Dear {_GREETED},\nyou passed the spa today. Come in: the second hour is on us.",
    ),
    _mail(
        "loyalty_mail",
        "Loyalty membership mail",
        "Become one of us",
        f"Dear {_GREETED},\nmembers check in first and sleep for less. Join in two minutes.",
    ),
    {
        "key": "stay_push",
        "name": "Push during the stay",
        "kind": "message",
        "channel": "push",
        "to": "{{ first_name | default: 'Guest' }} {{ last_name }}",
        "subject": "The Marlton",
        "text": "{{ text }}",
        "records": SENT,
        "parameters": _parameters("text", "first_name", "last_name", needed="text"),
    },
]
