"""The hotel, played over the API: who may, one event, fast-forward in its order, reset, again."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection as django
from rest_framework.test import APIClient

from actions.models import Message
from config import clock, database, kept_clock, wake
from demo import day, guests, moving, reservations
from demo.clearing import reset
from events import ingest
from events.models import Event, EventType, Source
from journeys.engine.drain import drain
from journeys.engine.sender import Sender
from journeys.models import Journey, Version
from journeys.operations.create import create
from journeys.reports.numbers import numbers
from tests.engine.live import free_port

LOBBY = "Lobby and restaurant"


@pytest.fixture(scope="module")
def desk() -> Iterator[int]:
    """The port of the reservation service."""
    port = free_port()
    server = reservations.serve(port)
    assert server is not None
    yield port
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def hotel(installation: Any, settings: Any, monkeypatch: Any, desk: int) -> Iterator[None]:
    """The demonstration, and an engine that works when it is woken."""
    settings.HOTEL_PORT = desk
    settings.EGRESS_ALLOW = f"127.0.0.1:{desk}"
    settings.EMBEDDED = True
    call_command("load_demo", stdout=StringIO())
    sender = Sender()

    def work() -> None:
        connection = database.connection()
        while drain(connection)[0] or sender.work(connection, clock.now):
            """Until nothing is left."""

    monkeypatch.setattr(wake, "engine", work)
    yield
    sender.close()
    _set_back()


def _set_back() -> None:
    connection = database.connection()
    with connection.transaction():
        kept_clock.write(connection, clock.NO_OFFSET)


@pytest.fixture
def api_of() -> Callable[[str], APIClient]:
    def make(role: str) -> APIClient:
        user = User.objects.create(username=role)
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        client = APIClient()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def api(api_of: Callable[[str], APIClient]) -> APIClient:
    return api_of("business")


def lobby() -> Journey:
    return Journey.objects.get(name=LOBBY)


def read(api: APIClient, journey: Journey | None = None) -> Any:
    answer = api.get("/api/v1/demo", {"journey": (journey or lobby()).pk})
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(api: APIClient, **body: Any) -> Any:
    return api.post("/api/v1/demo/events", body, format="json")


def forward(api: APIClient, **body: Any) -> Any:
    return api.post("/api/v1/demo/forward", body, format="json")


def enters(api: APIClient, guest: str = "jane", **more: Any) -> Any:
    demo = read(api)
    event = next(one for one in demo["events"] if one["key"] == "LobbyBeacon")
    data = nested(event["values"][guest])
    answer = send(api, guest=guest, event="LobbyBeacon", data=data, **more)
    assert answer.status_code == 202, answer.content
    wake.engine()
    return answer.json()


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Values by path as an event's data, as the page makes them."""
    data: dict[str, Any] = {}
    for path, value in values.items():
        at, *rest = [data, *path.split(".")]
        for part in rest[:-1]:
            at = (
                at.setdefault(part[:-2], [{}])[0]
                if part.endswith("[]")
                else at.setdefault(part, {})
            )
        at[rest[-1]] = value
    return data


def play(api: APIClient) -> None:
    """The day as the page plays it, with people of its own."""
    demo, mark = read(api), uuid.uuid4().hex[:6]
    morning = datetime.fromisoformat(forward(api, to="morning").json()["now"])
    midnight = morning.replace(second=0, microsecond=0) - timedelta(hours=moving.MORNING)
    for beat in demo["day"]:
        at = midnight + timedelta(minutes=beat["minute"])
        assert forward(api, to=at.isoformat()).json()["reached"]
        if "event" not in beat:
            continue
        event = next(one for one in demo["events"] if one["key"] == beat["event"])
        data = nested(event["values"][beat["guest"]] | beat["values"])
        person = f"ecid-{beat['guest']}-{mark}-{beat['who']}"
        sent = send(api, guest=beat["guest"], event=beat["event"], person=person, data=data)
        assert sent.status_code == 202, sent.content
    moving.settle(database.connection())


def totals(name: str = LOBBY) -> Any:
    return numbers(Version.objects.get(journey__name=name, status="live"))["totals"]


def of(name: str, node: str) -> Any:
    return numbers(Version.objects.get(journey__name=name, status="live"))["nodes"][node]


# --- what can be played -----------------------------------------------------------------------


def test_its_journeys_know_that_they_are_the_hotel_s_and_others_do_not(api: APIClient):
    theirs = create("Theirs", None, clock.now())

    assert read(api)["here"] is True
    assert read(api, theirs) == {"here": False}


def test_a_journey_that_was_renamed_is_still_the_hotel_s(api: APIClient):
    Journey.objects.filter(name=LOBBY).update(name="Mine")

    assert read(api, Journey.objects.get(name="Mine"))["here"] is True


def test_without_the_demonstration_there_is_nothing_to_play(api: APIClient):
    Source.objects.all().update(active=False)

    assert read(api) == {"here": False}


@pytest.mark.parametrize(("role", "may", "sees"), [
    ("viewer", False, False), ("business", True, False),
    ("technical", False, True), ("administrator", True, True),
])  # fmt: skip
def test_who_may_play_and_who_sees_the_key(api_of: Any, role: str, may: bool, sees: bool):
    demo = read(api_of(role))

    assert demo["may_play"] is may
    assert (demo["post"]["key"] is not None) is sees


@pytest.mark.parametrize("call", ["events", "forward", "reset"])
def test_a_viewer_cannot_play(api_of: Any, call: str):
    assert api_of("viewer").post(f"/api/v1/demo/{call}", {}, format="json").status_code == 403


def test_every_value_of_the_form_is_of_a_field_and_every_beat_can_be_sent(api: APIClient):
    demo = read(api)

    for event in demo["events"]:
        paths = {field["path"] for field in event["fields"]}
        assert all(set(values) == paths for values in event["values"].values())
    kinds = {event["key"] for event in demo["events"]}
    assert {beat["event"] for beat in demo["day"] if "event" in beat} <= kinds
    assert len({beat["who"] for beat in demo["day"] if "who" in beat}) >= 15


# --- one event --------------------------------------------------------------------------------


def test_an_event_of_somebody_new_goes_through_the_intake(api: APIClient):
    told = enters(api, "jane", fresh=True)

    assert told["person"].startswith("ECID/ecid-jane-")
    event = Event.objects.get(pk=int(told["id"]))
    assert (event.source.key, event.type.key, event.event_id) == (
        "hotel", "LobbyBeacon", told["document"]["id"],
    )  # fmt: skip
    assert Message.objects.get().subject == "Welcome, Jane"


def test_a_new_guest_who_is_no_member_gets_a_mail_at_the_address_that_the_event_tells(
    api: APIClient,
):
    enters(api, "alex", fresh=True)

    assert Message.objects.get().to == "alex@example.com"


def test_two_new_ones_are_two_people(api: APIClient):
    assert enters(api, fresh=True)["person"] != enters(api, fresh=True)["person"]


@pytest.mark.parametrize(("change", "pointer"), [
    ({"guest": "nobody"}, "/guest"),
    ({"event": "MessageSent"}, "/event"),
    ({"event": "Unknown"}, "/event"),
    ({"person": "somebody-else"}, "/person"),
    ({"person": "ecid-sam-1"}, "/person"),
    ({"person": "ecid-jane-\n"}, "/person"),
    ({"data": "none"}, "/data"),
    ({"colour": "red"}, "/colour"),
])  # fmt: skip
def test_a_wrong_event_is_told_by_its_field(api: APIClient, change: Any, pointer: str):
    answer = send(api, **{"guest": "jane", "event": "LobbyBeacon", "data": {}, **change})

    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_what_the_intake_refuses_is_told_as_it_tells_it(api: APIClient):
    answer = send(api, guest="jane", event="CheckedIn", data={"nights": "two"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/data/nights"


def test_without_the_source_it_says_so(api: APIClient):
    Source.objects.all().update(active=False)

    answer = send(api, guest="jane", event="LobbyBeacon", data={})

    assert (answer.status_code, answer.json()["code"]) == (409, "no_source")


# --- fast-forward -----------------------------------------------------------------------------


def test_the_next_moment_is_the_end_of_a_wait(api: APIClient):
    enters(api, fresh=True)
    due = datetime.fromisoformat(read(api)["clock"]["next"])

    told = forward(api, to="next").json()

    assert timedelta(hours=5, minutes=59) < due - clock.now() + timedelta(hours=6)
    assert datetime.fromisoformat(told["now"]) >= due
    assert told["offset_seconds"] >= 6 * 3600 - 5
    assert of(LOBBY, "dinner")["ports"] == {"alt:came": 0, "alt:late": 1}


def test_waits_that_follow_one_another_begin_when_the_one_before_ends(api: APIClient):
    send(api, guest="sam", event="CheckedIn", data={"room": "1", "nights": 2})
    moving.settle(database.connection())
    forward(api, by="PT1H")
    send(api, guest="sam", event="BreakfastServed", data={})
    moving.settle(database.connection())
    breakfast = clock.now()

    assert forward(api, by="P5D").json()["reached"]

    sent = Message.objects.order_by("-id")[0]
    assert sent.text in ("An hour in the spa, on us.", "Sleep in: check out at two.")
    assert sent.at - breakfast < timedelta(days=1, minutes=1)
    assert clock.now() - sent.at > timedelta(days=3)


def test_whoever_is_due_first_goes_first(api: APIClient):
    first = enters(api, "jane", fresh=True)["person"]
    forward(api, by="PT10M")
    second = enters(api, "sam", fresh=True)["person"]

    forward(api, by="P1D")

    ended = _rows("select person from instance where ended_at is not null order by ended_at, id")
    assert [row[0] for row in ended] == [first, second]


def test_it_goes_on_to_a_moment_and_never_back(api: APIClient):
    assert forward(api, by="PT6H").json()["offset_seconds"] in range(21595, 21605)

    answer = forward(api, to=(clock.now() - timedelta(minutes=1)).isoformat())

    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "pointer": "/to", "code": "range", "params": {},
        "detail": "The clock only goes on, by 31 days at most.",
    }  # fmt: skip


def test_the_morning_is_seven_o_clock_in_the_hotel(api: APIClient):
    now = datetime.fromisoformat(forward(api, to="morning").json()["now"])

    there = now.astimezone(moving.ZoneInfo(moving.ZONE))
    assert (there.hour, there.minute) == (7, 0)


@pytest.mark.parametrize("body", [
    {}, {"to": "next", "by": "PT1H"}, {"to": "yesterday"}, {"to": "2030-01-01T00:00:00"},
    {"by": "soon"}, {"by": "-PT1H"}, {"by": "PT0S"}, {"by": "P400D"}, {"by": "P99999999999D"},
    {"to": 5}, {"to": None}, {"forth": "next"}, {"to": "9999-12-31T23:59:59+00:00"},
])  # fmt: skip
def test_what_is_no_order_moves_nothing(api: APIClient, body: Any):
    assert forward(api, **body).status_code == 422
    assert clock.offset() == clock.NO_OFFSET


def test_where_nobody_waits_the_next_moment_is_told_to_be_none(api: APIClient):
    answer = forward(api, to="next")

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_due")


def test_a_restart_keeps_the_clock(api: APIClient):
    forward(api, by="PT6H")
    before = clock.offset()
    clock.set_offset(clock.NO_OFFSET)

    kept_clock.restore()

    assert clock.offset() == before


@pytest.mark.parametrize("call", ["forward", "reset"])
def test_where_several_processes_share_the_work_it_says_why_not(
    api: APIClient, settings: Any, call: str
):
    settings.EMBEDDED = False

    body = {"by": "PT1H"} if call == "forward" else {}
    answer = api.post(f"/api/v1/demo/{call}", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_embedded")
    assert answer.json()["detail"] == read(api)["why_no_clock"]
    assert enters(api, fresh=True)["status"] == 202


def test_an_engine_that_does_not_come_to_rest_is_told(api: APIClient, monkeypatch: Any):
    enters(api, fresh=True)
    send(api, guest="jane", event="LobbyBeacon", data={}, fresh=True)
    monkeypatch.setattr(wake, "engine", lambda: None)
    monkeypatch.setattr(moving, "PATIENCE", 0.1)

    answer = forward(api, to="next")

    assert (answer.status_code, answer.json()["code"]) == (409, "at_work")
    assert clock.offset() == clock.NO_OFFSET


# --- others -----------------------------------------------------------------------------------


def other_enters() -> None:
    """Somebody whom the hotel did not send in is in the lobby, by a source of their own."""
    source = Source.objects.create(key="shop", name="Shop")
    document = {
        "type": "LobbyBeacon", "id": "their-1",
        "data": {
            "endUserIDs": {"_experience": {"mcid": {"id": "ecid-janet"}}},
            "guest": {"firstName": "Janet", "loyaltyMember": False, "email": "janet@example.com"},
        },
    }  # fmt: skip
    assert ingest.accept(database.connection(), source, [document], clock.now())[0].status == 202
    checked_in = {"type": "CheckedIn", "person": "ecid-janet", "data": {}}
    ingest.accept(database.connection(), source, [checked_in], clock.now())
    wake.engine()


def everything_of_others() -> dict[str, Any]:
    """Every row that is about Janet, and what is configured."""
    own = {
        table: _rows(f"select * from {table} where person = 'ECID/ecid-janet' order by 1")
        for table in ("event", "instance", "actions_message", "profile")
    }
    runs = [row[0] for row in own["instance"]]
    events = [row[0] for row in own["event"]]
    for table, column, ids in (
        ("trail", "instance_id", runs), ("trail", "event_id", events), ("timer", "instance_id", runs),
        ("exchange", "instance_id", runs), ("event_key", "id", events),
    ):  # fmt: skip
        marks = ", ".join(map(str, ids))
        own[f"{table} {column}"] = _rows(f"select * from {table} where {column} in ({marks})")
    return own


def _rows(text: str) -> Any:
    with django.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


@pytest.fixture
def chief(api_of: Callable[[str], APIClient]) -> APIClient:
    """An administrator, who alone may move the clock for others too."""
    return api_of("administrator")


def test_the_clock_is_everybody_s_so_it_asks_before_it_moves_others(
    api: APIClient, chief: APIClient
):
    other_enters()

    answer = forward(api, by="PT1H")

    assert (answer.status_code, answer.json()["code"]) == (409, "others_inside")
    assert answer.json()["params"] == {"count": 1}
    assert clock.offset() == clock.NO_OFFSET
    refused = forward(api, by="PT1H", others=True)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_clock")
    assert clock.offset() == clock.NO_OFFSET
    assert forward(chief, by="PT1H", others=True).status_code == 200


def test_a_reset_leaves_the_people_of_others_alone(api: APIClient, chief: APIClient):
    other_enters()
    before = everything_of_others()
    their_numbers = [totals(name) for name in (LOBBY, "First breakfast")]
    assert all(before.values())
    enters(api, "jane", fresh=True)
    enters(api, "jane")
    forward(chief, by="PT1H", others=True)

    assert api.post("/api/v1/demo/reset", {}, format="json").status_code == 200

    assert everything_of_others() == before
    assert [totals(name) for name in (LOBBY, "First breakfast")] == their_numbers


def test_the_clock_stays_while_others_are_on_their_way_by_it(api: APIClient, chief: APIClient):
    other_enters()
    forward(chief, by="PT6H", others=True)

    told = api.post("/api/v1/demo/reset", {}, format="json").json()

    assert told["others"] == 1
    assert told["offset_seconds"] in range(21595, 21610)


# --- reset ------------------------------------------------------------------------------------


def nothing_of_guests() -> bool:
    tables = ("event", "instance", "actions_message")
    left = [_rows(f"select count(*) from {t} where {guests.everyone('person')}") for t in tables]
    queues = ("inbox", "timer", "call", "trail", "exchange", "event_key")
    return not any(
        rows[0][0] for rows in [*left, *(_rows(f"select count(*) from {t}") for t in queues)]
    )


def test_a_reset_takes_away_all_that_guests_left_and_sets_the_clock_back(api: APIClient):
    enters(api, "jane")
    enters(api, "sam", fresh=True)
    forward(api, by="PT1H")
    send(api, guest="minji", event="SpaBeacon", data={}, fresh=True)

    told = api.post("/api/v1/demo/reset", {}, format="json").json()

    assert told["offset_seconds"] == 0
    assert told["removed"]["runs"] == 3
    assert nothing_of_guests()
    assert set(totals().values()) == {0}
    assert _rows("select clock_offset from installation") == [(0,)]


def test_a_reset_gives_the_four_their_first_profiles_and_forgets_the_new_ones(api: APIClient):
    data = {"guest": {"firstName": "Janette"}}
    send(api, guest="jane", event="LobbyBeacon", data=data)
    send(api, guest="jane", event="LobbyBeacon", data=data, fresh=True)

    api.post("/api/v1/demo/reset", {}, format="json")

    from datasources import profiles

    first = guests.first_profiles()
    known = profiles.load(database.connection(), list(first))
    assert {person: told for person, (told, _at) in known.items()} == first
    assert _rows("select count(*) from profile")[0][0] == len(first)


def test_who_was_written_to_is_written_to_again_after_a_reset(api: APIClient):
    enters(api, "jane")
    forward(api, by="PT7H")
    enters(api, "jane")
    assert Message.objects.count() == 1

    api.post("/api/v1/demo/reset", {}, format="json")
    enters(api, "jane")

    assert [message.subject for message in Message.objects.all()] == ["Welcome, Jane"]


def test_journeys_drafts_and_what_is_configured_stay(api: APIClient):
    def configured() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values()) for model in (Journey, Version, EventType)
        ]

    before = configured()
    enters(api, fresh=True)

    api.post("/api/v1/demo/reset", {}, format="json")

    assert configured() == before


def test_a_reset_that_fails_half_way_has_done_nothing(api: APIClient, monkeypatch: Any):
    enters(api, fresh=True)
    forward(api, by="PT1H")
    before = (clock.offset(), totals(), Message.objects.count())
    monkeypatch.setattr("demo.clearing._first_profiles", _fails)

    with pytest.raises(RuntimeError):
        reset(database.connection())

    assert (clock.offset(), totals(), Message.objects.count()) == before


def _fails(*_: Any) -> None:
    raise RuntimeError


def test_numbers_stay_right_when_the_tally_was_folded_in_between(api: APIClient):
    from journeys.engine import sweep

    enters(api, fresh=True)
    sweep.keep_order(database.connection(), clock.now() + timedelta(minutes=2))
    api.post("/api/v1/demo/reset", {}, format="json")
    enters(api, fresh=True)
    sweep.keep_order(database.connection(), clock.now() + timedelta(minutes=2))

    assert totals() == {"entered": 1, "inside": 1, "finished": 0, "stopped": 0, "failed": 0}


# --- the day ----------------------------------------------------------------------------------

AFTER_A_DAY = {
    LOBBY: {"entered": 13, "inside": 0, "finished": 13, "stopped": 0, "failed": 0},
    "Spa discount": {"entered": 3, "inside": 0, "finished": 3, "stopped": 0, "failed": 0},
    "First breakfast": {"entered": 3, "inside": 0, "finished": 3, "stopped": 0, "failed": 0},
}


def test_a_day_is_played_and_at_its_end_everyone_has_left(api: APIClient):
    play(api)

    assert {name: totals(name) for name in AFTER_A_DAY} == AFTER_A_DAY
    assert of(LOBBY, "dinner")["ports"] == {"alt:came": 3, "alt:late": 2}
    assert of(LOBBY, "member")["ports"] == {"path:member": 7, "path:other": 4, "else": 2}
    assert moving.is_quiet(database.connection())
    assert read(api)["clock"]["next"] is None


def test_a_day_writes_to_nobody_twice_within_a_day(api: APIClient):
    play(api)

    of_ines = Message.objects.filter(person__endswith="-ines").order_by("id")
    assert [message.subject for message in of_ines] == ["Welcome, Inès", "A fifth off your dinner"]
    assert not Message.objects.filter(person__endswith="-paul").exists()


def test_a_second_day_adds_as_much_as_the_first(api: APIClient):
    play(api)
    play(api)

    assert {name: totals(name)["entered"] for name in AFTER_A_DAY} == {
        name: 2 * told["entered"] for name, told in AFTER_A_DAY.items()
    }


def test_a_day_after_a_reset_is_the_first_day_again(api: APIClient):
    play(api)
    api.post("/api/v1/demo/reset", {}, format="json")
    assert nothing_of_guests()

    play(api)

    assert {name: totals(name) for name in AFTER_A_DAY} == AFTER_A_DAY


def test_the_day_says_each_beat_in_both_languages():
    beats = day.beats()

    assert [beat["minute"] for beat in beats] == sorted(beat["minute"] for beat in beats)
    assert all(beat["says"]["en"] and beat["says"]["ko"] for beat in beats)
