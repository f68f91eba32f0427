"""The demonstration's three journeys as graph JSON, the form in which journeys are kept.

``SPA`` and ``LOBBY`` are the two use cases that the reference product's documentation walks
through (simple: a spa beacon; advanced: lobby and restaurant); ``CHECK_IN`` is the shape that this
project was asked for: event, action, event, action, wait, split, two messages.
"""

from typing import Any

Json = dict[str, Any]

PERSON = "endUserIDs._experience.mcid.id"
TOKENS = "_experience.campaign.message.profileSnapshot.pushNotificationTokens"
_PROFILE = "#{Profile.ProfileFieldGroup.profile"
_NAMES = {
    "first_name": _PROFILE + ".person.name.firstName}",
    "last_name": _PROFILE + ".person.name.lastName}",
}
_ADDRESS = {"address": _PROFILE + ".personalEmail.address}"}
_NOT_WRITTEN_TO = (
    "count(#{Profile.MarltonExperience.experienceevent"
    ".all(currentDataPackField.directMarketing.sends.value > 0"
    ' and currentDataPackField.timestamp > nowWithDelta(-1, "days")).timestamp}) == 0'
)
_MEMBER = "#{Profile.MarltonProfiles.Profile._customer.marlton.loyaltyMember}"


def settings(**changes: Any) -> Json:
    """A journey's settings: re-entrance on, 91 days at the longest, no dates."""
    usual = {
        "timezone": "Europe/Paris",
        "person_timezone": False,
        "reentrance": True,
        "reentrance_pause": None,
        "longest_stay": "P91D",
        "starts_at": None,
        "ends_at": None,
    }
    return usual | changes


def entry(name: str, event: str) -> Json:
    return {"type": "entry", "name": name, "config": {"event": event, "condition": ""}}


def condition(name: str, *paths: tuple[str, str, str]) -> Json:
    """Paths are (key, name, expression)."""
    rows = [
        {"key": key, "name": label, "kind": "expression", "expression": text}
        for key, label, text in paths
    ]
    return {
        "type": "condition",
        "name": name,
        "config": {"paths": rows, "on_error": "stop", "timeout": 5},
    }


def action(name: str, key: str, parameters: dict[str, str]) -> Json:
    config = {"action": key, "parameters": parameters, "timeout": 5, "retries": 3}
    return {"type": "action", "name": name, "config": config | {"on_error": "stop"}}


def wait(name: str, *alternatives: Json) -> Json:
    return {"type": "wait", "name": name, "config": {"alternatives": list(alternatives)}}


def on_event(key: str, name: str, event: str) -> Json:
    return {"key": key, "name": name, "kind": "event", "event": event, "condition": "",
            "since_entry": False}  # fmt: skip


def after(key: str, name: str, duration: str) -> Json:
    return {"key": key, "name": name, "kind": "duration", "duration": duration, "condition": ""}


def end(name: str) -> Json:
    return {"type": "end", "name": name, "config": {"outcome": "neutral"}}


def edges(*lines: str) -> list[Json]:
    """Edges from lines such as ``"lobby next -> may_write"``."""
    parts = [line.replace("->", " ").split() for line in lines]
    return [{"from": start, "port": port, "to": target} for start, port, target in parts]


def push(event: str) -> dict[str, str]:
    """The parameters of a push: platform, the first token of the event, the person's names."""
    return {"platform": '"apns"', "token": f"@{{{event}.{TOKENS}.first().token}}"} | _NAMES


SPA: Json = {
    "schema": 1,
    "settings": settings(),
    "nodes": {
        "spa": entry("Passes the spa", "SpaBeacon"),
        "female": condition(
            "Female?", ("yes", "Female", f'in({_PROFILE}.person.gender}}, ["female"])')
        ),
        "discount": action("Spa discount", "spa_discount", _ADDRESS | _NAMES),
        "done": end("End"),
    },
    "edges": edges("spa next -> female", "female path:yes -> discount", "discount next -> done"),
}

LOBBY: Json = {
    "schema": 1,
    "settings": settings(),
    "nodes": {
        "lobby": entry("Enters the hotel", "LobbyBeacon"),
        "member": condition(
            "Not written to today?",
            ("member", "Loyalty member", f"{_NOT_WRITTEN_TO} and {_MEMBER}"),
            ("other", "Not a member", f"{_NOT_WRITTEN_TO} and not {_MEMBER}"),
        ),
        "room": condition(
            "Has a room?",
            (
                "reserved",
                "Reservation",
                (
                    "#{MarltonReservation.MarltonFieldGroup.reservation, "
                    f"params: {{id: @{{LobbyBeacon.{PERSON}}}}}}} == true"
                ),
            ),
        ),
        "welcome": action("Welcome", "welcome_push", push("LobbyBeacon")),
        "dinner": wait(
            "Restaurant within 6 hours?",
            on_event("came", "came to the restaurant", "RestaurantBeacon"),
            after("late", "not in 6 hours", "PT6H"),
        ),
        "meal": action("Meal discount", "meal_discount_push", push("RestaurantBeacon")),
        "rates": action("Room rates", "room_rates_push", push("LobbyBeacon")),
        "invite": action("Loyalty membership", "loyalty_mail", _ADDRESS | _NAMES),
        "end_meal": end("Dined with us"),
        "end_late": end("Did not come"),
        "end_rates": end("Knows the rates"),
        "end_invite": end("Invited"),
    },
    "edges": edges(
        "lobby next -> member",
        "member path:member -> room",
        "member path:other -> invite",
        "room path:reserved -> welcome",
        "room else -> rates",
        "welcome next -> dinner",
        "dinner alt:came -> meal",
        "dinner alt:late -> end_late",
        "meal next -> end_meal",
        "rates next -> end_rates",
        "invite next -> end_invite",
    ),
}

CHECK_IN: Json = {
    "schema": 1,
    "settings": settings(),
    "nodes": {
        "check_in": entry("Checks in", "CheckedIn"),
        "key_card": action("Key card is ready", "stay_push", {"text": '"Your key card is ready."'} | _NAMES),
        "breakfast": wait(
            "First breakfast?",
            on_event("came", "had breakfast", "BreakfastServed"),
            after("late", "not in 2 days", "P2D"),
        ),
        "thanks": action("Thank you", "stay_push", {"text": '"We hope you liked the breakfast."'} | _NAMES),
        "a_day": wait("A day later", after("day", "after a day", "P1D")),
        "which": {
            "type": "split",
            "name": "Which offer?",
            "config": {"paths": [
                {"key": "spa", "name": "Spa", "percent": 50},
                {"key": "late", "name": "Late check-out", "percent": 50},
            ]},
        },
        "offer_spa": action("Spa offer", "stay_push", {"text": '"An hour in the spa, on us."'} | _NAMES),
        "offer_late": action("Late check-out", "stay_push", {"text": '"Sleep in: check out at two."'} | _NAMES),
        "end_offer": end("Has an offer"),
        "end_late": end("Slept in"),
    },
    "edges": edges(
        "check_in next -> key_card",
        "key_card next -> breakfast",
        "breakfast alt:came -> thanks",
        "breakfast alt:late -> end_late",
        "thanks next -> a_day",
        "a_day alt:day -> which",
        "which path:spa -> offer_spa",
        "which path:late -> offer_late",
        "offer_spa next -> end_offer",
        "offer_late next -> end_offer",
    ),
}  # fmt: skip
