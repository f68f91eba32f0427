"""An event of a guest, sent as the hotel's systems send it: through the intake, and no other way."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from config import clock, json
from config.problems import Fault, Problem
from demo import configuration, declared
from demo.graphs import TOKENS
from demo.guests import GUESTS, Guest
from events.api import documents
from events.api.events import accept, problem_of
from events.api.posting import Posting
from events.declared import Poster
from events.declared import declared as known

Json = dict[str, Any]
KINDS = tuple(row["key"] for row in declared.EVENT_TYPES if row["key"] != declared.SENT)
TOKEN, PLATFORM = f"{TOKENS}[].token", f"{TOKENS}[].platform"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of it: the document, whom it is about, and the intake's answer."""

    document: Json
    person: str
    answer: Json


def guest_of(key: str) -> Guest:
    """
    Raises:
        Problem: 422; there is no such guest.
    """
    found = next((guest for guest in GUESTS if guest.key == key), None)
    if found is None:
        choices = [guest.key for guest in GUESTS]
        raise wrong("guest", "choice", _("One of: %(choices)s.") % {"choices": ", ".join(choices)})
    return found


def send(guest: Guest, kind: str, person: str, data: Json) -> Sent:
    """Post one event to the intake under the hotel's source.

    Raises:
        Problem: whatever the intake says of it; 422 where the hotel has no such event.
    """
    if kind not in KINDS:
        raise wrong("event", "choice", _("One of: %(choices)s.") % {"choices": ", ".join(KINDS)})
    if not guest.is_one(person):
        raise wrong("person", "choice", _("This is not a guest of that kind."))
    document = {"type": kind, "id": f"hotel-{person}-{clock.now():%Y%m%d%H%M%S%f}", **about(
        kind, person, data
    )}  # fmt: skip
    posting = Posting(source(), clock.now(), json.dumps(document), None)
    read, look_over = documents.read(posting, "events")
    result = accept(posting, [read], look_over=look_over)[0]
    if result.faults:
        posting.reject(read, *result.faults)
        raise problem_of(result)
    return Sent(document, f"{declared.NAMESPACE}/{person}", result.to_json())


def about(kind: str, person: str, data: Json) -> Json:
    """The members that say whom it is about: in the data where the type's key looks there."""
    if person_path(kind) is None:
        return {"person": person, "data": data}
    given = data.get("endUserIDs")
    own = {"_experience": {"mcid": {"id": person}}}
    return {"data": data | {"endUserIDs": (given if isinstance(given, dict) else {}) | own}}


def person_path(kind: str) -> str | None:
    """Where in the data the person stands; None where the event names the person itself."""
    row = next(row for row in declared.EVENT_TYPES if row["key"] == kind)
    return declared.PERSON_FIELD if "key_expression" in row else None


def values(kind: str, guest: Guest) -> Json:
    """What the fields of an event are filled with for a guest, by path."""
    told = guest.profile
    usual = {
        TOKEN: f"phone-of-{guest.key}",
        PLATFORM: "apns",
        "guest.firstName": guest.first_name,
        "guest.lastName": guest.last_name,
        "guest.gender": told["person"]["gender"],
        "guest.email": told["personalEmail"]["address"],
        "guest.loyaltyMember": told["_customer"]["marlton"]["loyaltyMember"],
        "room": "12",
        "nights": 2,
        "table": "7",
    }
    return {row["path"]: usual[row["path"]] for row in fields(kind)}


def fields(kind: str) -> list[Json]:
    """The fields that one fills in: those that the hotel declares, without whom it is about."""
    row = next(row for row in declared.EVENT_TYPES if row["key"] == kind)
    return [field for field in row["fields"] if field["path"] != declared.PERSON_FIELD]


def source() -> Poster:
    """The hotel as a poster of events.

    Raises:
        Problem: 409; somebody switched it off or deleted it.
    """
    found = known.get(0).inlets.get(configuration.SOURCE)
    if found is None:
        raise Problem(409, "no_source", _("The hotel's event source is gone or switched off."))
    return found


def wrong(name: str, code: str, words: str) -> Problem:
    """A refusal that names the member of the body."""
    fault = Fault(f"/{name}", code, words)
    return Problem(422, "invalid", _("The request has errors."), errors=[fault])
