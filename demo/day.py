"""One day at the hotel, from the first guest to the last offer, as the page plays it.

Each beat is an event of one guest at a time of the hotel's clock, or a moment to move on to. Who
appears is new in each play; the first name stands for the person within it.
"""

from dataclasses import dataclass
from typing import Any

from demo.sending import TOKEN, fields

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who comes on this day: which of the four kinds, and what the app says of them."""

    kind: str
    first: str
    last: str
    gender: str


_WOMAN, _MAN = "female", "male"
CAST = {
    "ines": Person("jane", "Inès", "Moreau", _WOMAN),
    "tom": Person("sam", "Tom", "Becker", _MAN),
    "jiwoo": Person("minji", "지우", "박", _WOMAN),
    "luca": Person("alex", "Luca", "Rossi", _MAN),
    "claire": Person("jane", "Claire", "Dubois", _WOMAN),
    "paul": Person("sam", "Paul", "Lindqvist", _MAN),
    "hana": Person("minji", "하나", "이", _WOMAN),
    "noah": Person("sam", "Noah", "Adler", _MAN),
    "zoe": Person("alex", "Zoé", "Laurent", _WOMAN),
    "emma": Person("jane", "Emma", "Schmidt", _WOMAN),
    "oliver": Person("sam", "Oliver", "Hughes", _MAN),
    "sofia": Person("jane", "Sofía", "García", _WOMAN),
    "jonas": Person("alex", "Jonas", "Weber", _MAN),
    "mia": Person("jane", "Mia", "Keller", _WOMAN),
    "ben": Person("sam", "Ben", "Okafor", _MAN),
    "yuna": Person("minji", "유나", "최", _WOMAN),
    "leo": Person("alex", "Leo", "Fischer", _MAN),
}

_LOBBY, _RESTAURANT, _SPA = "LobbyBeacon", "RestaurantBeacon", "SpaBeacon"
_CARD, _BREAKFAST = "CheckedIn", "BreakfastServed"
_ENTERS = ("{name} comes into the lobby.", "{name} 님이 로비에 들어옵니다.")
_DINES = ("{name} comes to the restaurant.", "{name} 님이 레스토랑에 옵니다.")
_PASSES = ("{name} passes the spa.", "{name} 님이 스파 앞을 지나갑니다.")
_CHECKS_IN = ("{name} gets a key card.", "{name} 님이 키 카드를 받습니다.")
_EATS = ("{name} sits down to breakfast.", "{name} 님이 아침 식사를 합니다.")
_AGAIN = (
    "{name} comes back: one message a day is enough.",
    "{name} 님이 다시 옵니다. 메시지는 하루에 한 번이면 충분합니다.",
)
_WRITTEN = (
    "{name} comes down, and was written to an hour ago.",
    "{name} 님이 내려옵니다. 한 시간 전에 이미 메시지를 받았습니다.",
)

# Day, time, who, which event, what is said.
_EVENTS: tuple[tuple[int, str, str, str, tuple[str, str]], ...] = (
    (0, "07:30", "ines", _LOBBY, _ENTERS),
    (0, "07:50", "tom", _LOBBY, _ENTERS),
    (0, "08:15", "ines", _RESTAURANT, _DINES),
    (0, "08:30", "jiwoo", _LOBBY, _ENTERS),
    (0, "09:05", "luca", _LOBBY, _ENTERS),
    (0, "09:40", "claire", _SPA, _PASSES),
    (0, "10:20", "paul", _SPA, _PASSES),
    (0, "11:00", "hana", _LOBBY, _ENTERS),
    (0, "11:30", "noah", _LOBBY, _ENTERS),
    (0, "12:10", "zoe", _LOBBY, _ENTERS),
    (0, "12:45", "noah", _RESTAURANT, _DINES),
    (0, "14:00", "emma", _CARD, _CHECKS_IN),
    (0, "14:40", "oliver", _CARD, _CHECKS_IN),
    (0, "15:00", "emma", _LOBBY, _WRITTEN),
    (0, "15:20", "sofia", _CARD, _CHECKS_IN),
    (0, "16:00", "ines", _LOBBY, _AGAIN),
    (0, "16:45", "jonas", _LOBBY, _ENTERS),
    (0, "17:30", "mia", _LOBBY, _ENTERS),
    (0, "18:10", "ben", _LOBBY, _ENTERS),
    (0, "18:40", "yuna", _SPA, _PASSES),
    (0, "19:40", "mia", _RESTAURANT, _DINES),
    (0, "21:30", "leo", _LOBBY, _ENTERS),
    (1, "08:00", "emma", _BREAKFAST, _EATS),
    (1, "08:30", "sofia", _BREAKFAST, _EATS),
)
_MOVES: tuple[tuple[int, str, tuple[str, str]], ...] = (
    (1, "00:30", (
        "Midnight: Ben's six hours are over, and he did not come.",
        "자정입니다. 벤 님의 6시간이 지났고, 레스토랑에 오지 않았습니다.",
    )),
    (2, "09:00", (
        "The third morning: Emma and Sofía each get an offer.",
        "셋째 날 아침, 에마 님과 소피아 님이 각각 제안을 받습니다.",
    )),
    (2, "15:00", (
        "Oliver slept in for two days. Everyone has left.",
        "올리버 님은 이틀 동안 아침 식사를 하지 않았습니다. 모두 여정을 마쳤습니다.",
    )),
)  # fmt: skip


def beats() -> list[Json]:
    """The day in its order: ``minute`` counts from midnight of its first day."""
    told = [*map(_event, _EVENTS), *map(_move, _MOVES)]
    return sorted(told, key=lambda beat: beat["minute"])


def _event(row: tuple[int, str, str, str, tuple[str, str]]) -> Json:
    day, at, who, kind, words = row
    person = CAST[who]
    said = [text.format(name=person.first) for text in words]
    return {
        "minute": _minute(day, at), "says": dict(zip(("en", "ko"), said, strict=True)),
        "who": who, "guest": person.kind, "event": kind, "values": _values(who, person, kind),
    }  # fmt: skip


def _move(row: tuple[int, str, tuple[str, str]]) -> Json:
    day, at, words = row
    return {"minute": _minute(day, at), "says": dict(zip(("en", "ko"), words, strict=True))}


def _minute(day: int, at: str) -> int:
    hours, minutes = at.split(":")
    return day * 24 * 60 + int(hours) * 60 + int(minutes)


def _values(who: str, person: Person, kind: str) -> Json:
    """What differs from the one of the four whose kind it is; by path."""
    own = {
        TOKEN: f"phone-of-{who}",
        "guest.firstName": person.first,
        "guest.lastName": person.last,
        "guest.gender": person.gender,
        "guest.email": f"{who}@example.com",
    }
    return {row["path"]: own[row["path"]] for row in fields(kind) if row["path"] in own}
