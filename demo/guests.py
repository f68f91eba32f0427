"""The hotel's guests: four who are known from the first start, and as many more as are sent in.

Whoever's key is one of the four or begins with one of them is a guest of the same kind.
"""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from config import database
from datasources import profiles
from demo import declared
from events.models import Source, SourceKey
from events.models.source import digest

_PARIS = "Europe/Paris"


def _profile(first: str, last: str, mail: str, gender: str, *, member: bool) -> dict[str, Any]:
    return {
        "person": {"name": {"firstName": first, "lastName": last}, "gender": gender},
        "personalEmail": {"address": mail},
        "_customer": {"marlton": {"loyaltyMember": member}},
        "timeZone": _PARIS,
    }


# Jane and Sam have a room (see demo.reservations), Min-ji has none, Alex is no member.
PEOPLE: dict[str, dict[str, Any]] = {
    "ecid-jane": _profile("Jane", "Doe", "jane@example.com", "female", member=True),
    "ecid-sam": _profile("Sam", "Carter", "sam@example.com", "male", member=True),
    "ecid-minji": _profile("민지", "김", "minji@example.com", "female", member=True),
    "ecid-alex": _profile("Alex", "Novak", "alex@example.com", "non_specific", member=False),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """One of the four, and all of the same kind: what the reservations and the app say of them."""

    key: str
    about: dict[str, str]

    @property
    def person(self) -> str:
        """The key of the one who is known from the first start."""
        return f"ecid-{self.key}"

    @property
    def profile(self) -> dict[str, Any]:
        return PEOPLE[self.person]

    @property
    def first_name(self) -> str:
        return str(self.profile["person"]["name"]["firstName"])

    @property
    def last_name(self) -> str:
        return str(self.profile["person"]["name"]["lastName"])

    def fresh(self) -> str:
        """The key of somebody who was never here and is of this kind."""
        return f"{self.person}-{uuid.uuid4().hex[:8]}"

    def is_one(self, person: str) -> bool:
        """Whether a key is that of somebody of this kind."""
        return bool(re.fullmatch(rf"{self.person}(-[a-z0-9-]{{1,60}})?", person))


GUESTS = (
    Guest("jane", {"en": "Member, has a room", "ko": "회원, 객실 있음"}),
    Guest("sam", {"en": "Member, has a room", "ko": "회원, 객실 있음"}),
    Guest("minji", {"en": "Member, no room", "ko": "회원, 객실 없음"}),
    Guest("alex", {"en": "Not a member", "ko": "비회원"}),
)


def everyone(person: str) -> str:
    """An SQL condition: the column ``person`` is a guest. By ranges, which the indexes know."""
    of_one = [
        f"{person} = '{name}' or ({person} >= '{name}-' and {person} < '{name}.')"
        for name in (f"{declared.NAMESPACE}/{key}" for key in PEOPLE)
    ]
    return "(" + " or ".join(of_one) + ")"


def welcome(now: datetime) -> None:
    """Make the profiles of the four that have none yet."""
    connection = database.connection()
    with connection.transaction():
        people = first_profiles()
        known = profiles.load(connection, list(people))
        missing = [(person, told) for person, told in people.items() if person not in known]
        profiles.update(connection, missing, now)


def first_profiles() -> dict[str, dict[str, Any]]:
    """person -> attributes, as they are at the first start."""
    return {f"{declared.NAMESPACE}/{key}": profile for key, profile in PEOPLE.items()}


def in_the_lobby(person: str) -> dict[str, Any]:
    """The event of one more Jane who enters: a member, whose phone says who carries it."""
    tokens = {"pushNotificationTokens": [{"token": "phone-of-jane"}]}
    return {
        "type": "LobbyBeacon",
        "data": {
            "endUserIDs": {"_experience": {"mcid": {"id": person}}},
            "guest": {"firstName": "Jane", "lastName": "Doe", "loyaltyMember": True},
            "_experience": {"campaign": {"message": {"profileSnapshot": tokens}}},
        },
    }


def curl(url: str, key: str) -> str:
    """A line for the shell that sends a guest into the lobby, another one each time it is pasted."""
    event = json.dumps(in_the_lobby("ecid-jane-$ID"), separators=(",", ":"))
    body = event.replace("$ID", "'$(date +%s)'")
    return (
        f"curl -sS {url}/api/v1/events -H 'Authorization: Bearer {key}'"
        f" -H 'Content-Type: application/json' -d '{body}'"
    )


def source_key(source: Source, now: datetime) -> str:
    """A key with which the hotel posts, kept in ``VAR_DIR`` beside the installation's own keys.

    Made anew where the file is gone, or what it holds was revoked.
    """
    kept = Path(settings.VAR_DIR) / "hotel.key"
    secret = kept.read_text().strip() if kept.exists() else ""
    if secret and _is_good(source, secret, now):
        return secret
    secret = SourceKey.issue(source, now)[1]
    kept.touch(mode=0o600)
    kept.write_text(secret + "\n")
    return secret


def _is_good(source: Source, secret: str, now: datetime) -> bool:
    found = SourceKey.objects.filter(source=source, sha256=digest(secret), revoked_at=None).first()
    return found is not None and (found.expires_at is None or found.expires_at > now)
