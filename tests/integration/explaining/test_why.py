"""Why a run went as it did, told from what was recorded."""

from datetime import timedelta

import pytest
from django.db import connection

from config import clock, json
from demo import graphs
from journeys.models import Journey
from journeys.reports.programs import program_of
from journeys.reports.sentences import misfit
from tests.scenarios.story import Story, minimal

JANE = "ecid-jane"


@pytest.fixture
def lobby(story: Story) -> Story:
    return story.hotel().publish("Lobby and restaurant", "LOBBY")


@pytest.fixture
def why(get):
    """The explanation of the last run of a person."""

    def of(key: str):
        return get(f"runs/{Story.runs(key)[-1].id}/why")

    return of


def node(told, key):
    """A step of an explanation, as it was last passed."""
    return [node for step in told["steps"] for node in step["nodes"] if node["node"] == key][-1]


def test_each_step_tells_what_happened_and_the_path_that_it_took(lobby: Story, why):
    lobby.profile(JANE, member=True, first="Jane").event("LobbyBeacon", JANE).run()
    lobby.after(hours=2).event("RestaurantBeacon", JANE).run()

    told = why(JANE)

    assert told["replayed"] is True
    assert [(step["by"], step["sentence"]["en"]) for step in told["steps"]] == [
        ("entered", "Entered by “LobbyBeacon”."),
        ("answered", "“Reservations › Reservation” answered."),
        ("answered", "“welcome_push” was done."),
        ("arrived", "“RestaurantBeacon” arrived: went on from “Restaurant within 6 hours?” by “came to the restaurant”."),
        ("answered", "“meal_discount_push” was done."),
    ]  # fmt: skip
    assert (
        told["steps"][1]["sentence"]["ko"] == "‘Reservations › Reservation’ 조회에 응답이 왔습니다."
    )
    assert [n["node"] for step in told["steps"] for n in step["nodes"] if n["port"]] == [
        "lobby", "member", "room", "welcome", "dinner", "meal",
    ]  # fmt: skip


def test_a_condition_tells_its_paths_in_order_and_what_came_of_each(lobby: Story, why):
    lobby.profile(JANE, member=False, mail="jane@example.com").event("LobbyBeacon", JANE).run()

    paths = node(why(JANE), "member")["paths"]

    assert [(path["key"], path["result"]) for path in paths] == [
        ("member", "fails"),
        ("other", "holds"),
    ]
    assert paths[0]["words"]["en"].startswith("the number of those of the profile")
    assert paths[0]["words"]["ko"].startswith("프로필의")


def test_a_path_below_the_one_that_was_taken_was_not_looked_at(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()

    paths = node(why(JANE), "member")["paths"]

    assert [path["result"] for path in paths] == ["holds", "skipped"]


def test_each_value_tells_where_it_came_from_and_how_old_it_was(lobby: Story, why):
    lobby.profile(JANE, member=True)
    lobby.after(minutes=5).event("LobbyBeacon", JANE).run()

    expression = node(why(JANE), "member")["expressions"][0]

    member = expression["uses"][-1]
    assert (member["value"], member["origin"]) == (True, "profile")
    assert 300 <= member["age_seconds"] < 310
    assert member["words"]["en"] == "the profile › marlton › loyaltyMember"
    assert member["origin_name"] is None


def test_a_value_names_the_event_or_the_source_that_it_came_from(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()

    person, room = node(why(JANE), "room")["expressions"][0]["uses"]

    assert (person["origin"], person["origin_name"]["en"]) == ("event", "LobbyBeacon")
    assert (room["origin"], room["origin_name"]["ko"]) == ("source", "Reservations")


def test_the_part_that_alone_decided_a_condition_is_told(lobby: Story, why):
    lobby.profile(JANE, member=False, mail="jane@example.com").event("LobbyBeacon", JANE).run()

    member, other = node(why(JANE), "member")["expressions"]

    assert member["decided"] == {
        "en": "the profile › marlton › loyaltyMember",
        "ko": "프로필 › marlton › loyaltyMember",
    }
    assert other["decided"] is None


def test_what_was_asked_and_answered_is_told_without_a_secret(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()

    told = why(JANE)

    call = told["steps"][0]["call"]
    assert (call["of"], call["key"]) == ("look_up", "MarltonReservation.MarltonFieldGroup")
    assert call["request"]["query"] == [["id", JANE]]
    assert (call["ok"], call["status"], call["answer"]) == (True, 200, {"reservation": True})
    assert told["steps"][1]["answer"]["id"] == call["id"]
    assert "secret" not in str(told)
    assert "Basic" not in str(told)


def test_what_was_sent_is_told_as_it_was_rendered(lobby: Story, why):
    lobby.profile(JANE, member=True, first="Jane").event("LobbyBeacon", JANE).run()

    call = why(JANE)["steps"][1]["call"]

    assert call["request"] == {
        "channel": "push",
        "recipient": f"token-of-{JANE}",
        "subject": "",
        "text": "Welcome, Jane!",
    }


def test_who_waits_is_told_for_what_and_until_when(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()

    stands = why(JANE)["stands"]

    came, late = stands["waits"]["alternatives"]
    assert (came["event"], came["due_at"]) == ("RestaurantBeacon", None)
    assert late["due_at"] == stands["waits"]["until"]
    assert late["words"] == {"en": "after 6 hours", "ko": "6시간 후"}
    assert stands["sentence"]["en"].startswith(
        "Waits at “Restaurant within 6 hours?”, until 2026-03-02 16:"
    )


def test_what_changes_later_changes_no_explanation(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    before = why(JANE)

    lobby.profile(JANE, member=False, first="Other").wrote_to(JANE, hours_ago=-1)

    after = why(JANE)
    assert after | {"now": None} == before | {"now": None}
    assert before["replayed"] is True


def test_a_failed_call_tells_its_attempts_and_why(story: Story, why):
    story.hotel().publish("Lobby and restaurant", "LOBBY").profile(JANE, member=True)
    story.reservations.answer_status(500)

    story.event("LobbyBeacon", JANE).run()

    told = why(JANE)
    assert (
        told["steps"][-1]["sentence"]["en"]
        == "“Reservations › Reservation” failed: the other side answered 500."
    )
    assert told["steps"][-1]["sentence"]["ko"].endswith(
        "실패: 상대 시스템이 500(으)로 응답했습니다."
    )
    assert len(told["steps"][-1]["answer"]["attempts"]) > 1
    assert (told["steps"][-1]["error"]["code"], told["stands"]["status"]) == (
        "fetch_http",
        "failed",
    )
    assert told["replayed"] is True


def test_the_condition_of_the_entry_is_told_with_what_it_read(story: Story, why):
    graph = minimal(graphs.wait("Wait", graphs.after("day", "", "P1D")), "alt:day")
    member = "#{Profile.MarltonProfiles.Profile._customer.marlton.loyaltyMember}"
    graph["nodes"]["entry"]["config"]["condition"] = f"{member} and @{{CheckedIn.vip}}"
    story.hotel().publish("Members", graph).profile(JANE, member=True)

    story.event("CheckedIn", JANE, vip=True).run().profile(JANE, member=False)

    entry = why(JANE)["steps"][0]["entry"]
    assert entry["fate"] == "entered"
    assert [(use["origin"], use["value"]) for use in entry["expressions"][0]["uses"]] == [
        ("profile", True),
        ("event", True),
    ]


def test_the_clock_is_that_of_the_person_then(story: Story, why):
    noon = {"key": "noon", "name": "", "kind": "moment", "at": "2026-03-03T12:00", "condition": ""}
    graph = minimal(graphs.wait("Till noon", noon), "alt:noon", person_timezone=True)
    story.hotel().publish("Noon", graph).profile(JANE, zone="Asia/Seoul")
    story.event("CheckedIn", JANE).run().profile(JANE, zone="America/Lima")

    told = why(JANE)

    assert (told["replayed"], told["steps"][0]["zone"]) == (True, "Asia/Seoul")
    (noon,) = told["stands"]["waits"]["alternatives"]
    assert noon["civil"] == {"local": "2026-03-03T12:00:00", "zone": "Asia/Seoul"}
    assert noon["due_at"] == "2026-03-03T03:00:00Z"


def test_where_a_split_led_is_told_by_the_persons_place(story: Story, why):
    rows = [{"key": "a", "name": "A", "percent": 30}, {"key": "b", "name": "B", "percent": 70}]
    split = {"type": "split", "name": "Which?", "config": {"paths": rows}}
    story.hotel().publish("Split", minimal(split, "path:a", "path:b"))

    story.event("CheckedIn", JANE).run()

    step = node(why(JANE), "step")
    assert (step["split"]["percent"] < 30) == (step["port"] == "path:a")


def test_a_long_list_is_read_again_from_the_answer_that_brought_it(story: Story, why):
    story.hotel().weather().publish("Days", _counting())
    story.service.answer({"main": {"days": [1] * 3_000}})

    story.event("CheckedIn", JANE, city="Paris").run()

    told = why(JANE)
    assert (told["replayed"], node(told, "step")["port"]) == (True, "path:many")
    assert told["steps"][1]["reads"][0]["value"] == {"items": 3_000}


def test_a_long_list_that_another_run_had_asked_for_is_told_to_be_lacking(story: Story, why):
    story.hotel().weather().publish("Days", _counting())
    story.service.answer({"main": {"days": [1] * 3_000}})
    story.event("CheckedIn", "first", city="Paris").run()

    story.event("CheckedIn", JANE, city="Paris").run()

    told = why(JANE)
    assert told["replayed"] is False
    assert [(lack["what"], lack["reference"]) for lack in told["lacks"]] == [
        ("value", "#{Weather.city.main.days}")
    ]
    assert [n["port"] for n in told["steps"][0]["nodes"]] == ["next", "path:many"]


def _counting():
    from datasources import definitions
    from datasources.models import FieldGroup

    FieldGroup.objects.filter(source__key="Weather").update(
        fields=[{"path": "main.days", "type": "list<integer>"}]
    )
    definitions.forget()
    rule = "count(#{Weather.city.main.days, params: {city: @{CheckedIn.city}}}) > 9"
    return minimal(graphs.condition("Many?", ("many", "Many", rule)), "path:many")


def test_past_events_that_came_later_are_not_counted(story: Story, why):
    rule = "count(#{Profile.MarltonExperience.experienceevent}) == 1"
    step = graphs.condition("Written to once?", ("once", "Once", rule))
    story.hotel().publish("Once", minimal(step, "path:once")).wrote_to(JANE, hours_ago=3)
    story.event("CheckedIn", JANE).run()

    story.after(minutes=1).wrote_to(JANE, hours_ago=1).wrote_to(JANE, hours_ago=4)

    told = why(JANE)
    assert (told["replayed"], node(told, "step")["port"]) == (True, "path:once")


def test_where_the_replay_differs_the_record_stands_and_says_so(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    numbers = program_of(lobby_version()).nodes
    path = [numbers.index("lobby"), 0, numbers.index("member"), 1]
    stored = str(path) if connection.vendor == "sqlite" else path
    with connection.cursor() as cursor:
        cursor.execute("update trail set path = %s where seq = 1", [stored])

    told = why(JANE)

    assert (told["replayed"], told["differs"]["reason"]) == (False, "path")
    assert [(n["node"], n["port"]) for n in told["steps"][0]["nodes"]] == [
        ("lobby", "next"),
        ("member", "path:other"),
    ]
    assert [step["replayed"] for step in told["steps"]] == [False] * 3


def lobby_version() -> int:
    return int(Journey.objects.get(name="Lobby and restaurant").versions.get().pk)


def test_an_answer_that_is_pruned_is_told_to_be_lacking(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    with connection.cursor() as cursor:
        cursor.execute("delete from exchange")

    told = why(JANE)

    assert told["replayed"] is False
    assert [lack["what"] for lack in told["lacks"]] == ["answer"]
    assert [step["replayed"] for step in told["steps"]] == [True, False, False]


def test_the_event_that_let_the_person_in_stands_beside_the_run(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    with connection.cursor() as cursor:
        cursor.execute("delete from event")

    told = why(JANE)

    assert told["replayed"] is True
    assert told["steps"][0]["event"]["type"] == "LobbyBeacon"


def test_an_explanation_is_nothing_for_a_viewer(lobby: Story, api_of):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    run = lobby.runs(JANE)[-1].id

    assert api_of("viewer").get(f"/api/v1/runs/{run}/why").status_code == 403
    assert api_of("technical").get(f"/api/v1/runs/{run}/why").status_code == 200


@pytest.mark.parametrize("number", [0, 12345, 2**63, 10**30])
def test_a_run_that_is_not_there_is_not_found(story: Story, api, number):
    assert api.get(f"/api/v1/runs/{number}/why").status_code == 404


def test_moments_of_the_steps_are_those_of_the_record(lobby: Story, why):
    lobby.profile(JANE, member=True).event("LobbyBeacon", JANE).run()
    lobby.after(hours=7).run()

    steps = why(JANE)["steps"]

    assert steps[-1]["by"] == "woke"
    assert clock.now() - timedelta(minutes=1) < json_moment(steps[-1]["at"]) <= clock.now()


def json_moment(text: str):
    from datetime import datetime

    return datetime.fromisoformat(json.loads(json.dumps(text)).replace("Z", "+00:00"))


def test_what_an_action_lacked_is_told_in_both_languages():
    assert misfit("“E-mail address” has no value.") == {
        "en": "“E-mail address” has no value.",
        "ko": "‘E-mail address’ 값이 없습니다.",
    }
    assert (
        misfit("“Nights” is not of type integer.")["ko"] == "‘Nights’ 값이 integer 형식이 아닙니다."
    )
    assert misfit("Something else.") == {"en": "Something else.", "ko": "Something else."}
