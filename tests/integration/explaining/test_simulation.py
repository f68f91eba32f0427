"""The simulator: the same plan function, an imagined person, nothing sent and nothing stored."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from config import clock
from demo import graphs
from journeys.models import Journey
from tests.integration.explaining.test_random_runs import rows
from tests.scenarios.story import Story

LOBBY = {
    "event": {"type": "LobbyBeacon", "data": {}},
    "person": "ann",
    "now": "2026-03-02T09:00:00Z",
}
MEMBER = {
    "_customer": {"marlton": {"loyaltyMember": True}},
    "person": {"name": {"firstName": "Ann"}},
    "personalEmail": {"address": "ann@example.com"},
}
ROOM = {"MarltonReservation.MarltonFieldGroup": {"value": {"reservation": True}}}


@pytest.fixture
def lobby(story: Story) -> Story:
    return story.hotel().publish("Lobby", "LOBBY")


@pytest.fixture
def simulated(lobby: Story, api):
    """What the simulation of the draft answers."""
    journey = Journey.objects.get()

    def play(*steps: Any, **changes: Any) -> Any:
        body = (
            copy.deepcopy(LOBBY)
            | {"profile": MEMBER, "values": ROOM, "steps": list(steps)}
            | changes
        )
        answer = api.post(f"/api/v1/journeys/{journey.pk}/simulate", body, format="json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return play


BEACON = {"endUserIDs": {"_experience": {"mcid": {"id": "ann"}}}}


@pytest.fixture
def entering(simulated):
    """A member with a room comes into the lobby, and then ``steps``."""

    def play(*steps: Any, **changes: Any) -> Any:
        return simulated(*steps, event={"type": "LobbyBeacon", "data": BEACON}, **changes)

    return play


def test_a_person_goes_on_until_something_must_be_chosen(entering):
    told = entering()

    assert told["path"] == [["lobby", "next"], ["member", "path:member"], ["room", "path:reserved"],
                            ["welcome", "next"]]  # fmt: skip
    assert (told["stands"]["node"], told["stands"]["status"]) == ("dinner", "waiting")
    assert told["next"]["can"] == ["jump", "event", "wait", "end"]
    assert told["next"]["moment"] == "2026-03-02T15:00:00Z"
    assert told["next"]["events"] == [{"type": "RestaurantBeacon", "name": "RestaurantBeacon"}]


def test_what_would_be_sent_is_told_and_nothing_is(entering, lobby):
    before = rows()

    call = entering()["steps"][0]["call"]

    assert (call["of"], call["name"], call["kind"]) == ("action", "welcome_push", "message")
    assert call["request"]["text"] == "Welcome, Ann!"
    assert lobby.messages("ann") == []
    assert lobby.reservations.asked == []
    assert rows() == before


def test_an_event_after_two_hours_leads_one_way_and_nothing_the_other(entering):
    came = entering({"do": "event", "type": "RestaurantBeacon", "after": "PT2H"})
    late = entering({"do": "jump"})

    assert (came["path"][-2:], came["now"]) == (
        [["dinner", "alt:came"], ["meal", "next"]],
        "2026-03-02T11:00:00Z",
    )
    assert (late["path"][-1], late["now"]) == (["dinner", "alt:late"], "2026-03-02T15:00:00Z")
    assert (late["stands"]["status"], late["next"]["can"]) == ("finished", [])


def test_time_passes_and_whatever_falls_due_on_the_way_happens(entering):
    assert entering({"do": "wait", "after": "PT5H"})["stands"]["node"] == "dinner"
    told = entering({"do": "wait", "after": "PT5H"}, {"do": "wait", "after": "PT5H"})
    assert told["path"][-1] == ["dinner", "alt:late"]
    assert told["now"] == "2026-03-02T19:00:00Z"
    assert told["steps"][-1]["at"] == "2026-03-02T15:00:00Z"


def test_each_step_tells_its_choice_its_sentence_and_its_values(entering):
    told = entering({"do": "event", "type": "RestaurantBeacon", "after": "PT2H"})

    assert [(step["choice"], step["sentence"]["en"]) for step in told["steps"]] == [
        (None, "Entered by “LobbyBeacon”."),
        (None, "“welcome_push” was done."),
        (0, "“RestaurantBeacon” arrived: went on from “Restaurant within 6 hours?” by “came to the restaurant”."),
        (0, "“meal_discount_push” was done."),
    ]  # fmt: skip
    paths = told["steps"][0]["nodes"][1]["paths"]
    assert [path["result"] for path in paths] == ["holds", "skipped"]
    member = told["steps"][0]["nodes"][1]["expressions"][0]["uses"][-1]
    assert (member["origin"], member["value"]) == ("profile", True)


def test_a_value_that_is_not_at_hand_is_asked_for(entering):
    told = entering(values={})

    assert (told["stands"]["status"], told["stands"]["node"]) == ("looking_up", "room")
    asked = told["next"]["look_up"]
    assert asked["group_key"] == "MarltonReservation.MarltonFieldGroup"
    assert asked["params"] == {"id": "ann"}
    assert asked["fields"] == [{"path": "reservation", "type": "boolean"}]
    assert told["steps"][-1]["call"]["request"]["query"] == [["id", "ann"]]

    answered = entering({"do": "answer", "answer": {"reservation": False}}, values={})
    assert answered["path"][-2:] == [["room", "else"], ["rates", "next"]]


def test_an_answer_that_is_kept_for_everybody_is_at_hand(entering, lobby):
    lobby.profile("ann", member=True).event("LobbyBeacon", "ann").run()
    asked = len(lobby.reservations.asked)

    told = entering(values={}, now="2026-03-02T09:01:00Z", person="other")

    assert told["stands"]["node"] == "dinner"
    assert len(lobby.reservations.asked) == asked


def test_a_source_and_an_action_may_be_let_fail(entering):
    key = "MarltonReservation.MarltonFieldGroup"
    looked = entering(values={key: {"error": "timeout"}})
    called = entering(answers={"welcome": {"error": "http", "status": 500}})

    assert (looked["stands"]["status"], looked["stands"]["node"]) == ("failed", "room")
    assert looked["steps"][-1]["sentence"]["en"] == (
        "“Reservations › Reservation” failed: no answer came in time."
    )
    assert (called["stands"]["status"], called["stands"]["node"]) == ("failed", "welcome")
    assert (
        called["steps"][-1]["error"]["words"]["en"]
        == "The action failed: the other side answered 500."
    )
    assert called["next"]["can"] == ["retry"]


def test_what_cannot_be_made_ready_is_told_as_it_would_fail(entering):
    told = entering(profile={"_customer": {"marlton": {"loyaltyMember": False}}})

    assert told["stands"]["status"] == "failed"
    call = told["steps"][-2]["call"]
    assert call["error"]["code"] == "missing_parameter"
    assert call["request"] is None


def test_the_person_brings_her_own_profile_where_none_is_given(simulated, lobby, api):
    lobby.profile("jane", member=False, mail="jane@example.com", first="Jane")
    journey = Journey.objects.get().pk

    body = LOBBY | {"person": "jane"}
    told = api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()

    assert told["path"][1] == ["member", "path:other"]
    assert told["steps"][0]["call"]["request"]["recipient"] == "jane@example.com"


def test_her_past_events_count(simulated, lobby):
    lobby.wrote_to("ann", hours_ago=2)

    assert simulated()["path"] == [["lobby", "next"], ["member", "else"]]


def test_past_events_that_came_later_do_not_count_yet(simulated, lobby):
    lobby.wrote_to("ann", hours_ago=2)

    told = simulated(now=(clock.now() - timedelta(hours=3)).isoformat())

    assert told["path"][1] == ["member", "path:member"]


def test_a_recorded_event_begins_it_about_its_person(lobby, api):
    lobby.profile("jane", member=True).event("LobbyBeacon", "jane")
    journey = Journey.objects.get().pk

    body = {"event": {"id": str(lobby.last_event)}, "values": ROOM}
    told = api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()

    assert told["steps"][0]["call"]["request"]["recipient"] == "token-of-jane"


def test_a_graph_that_is_not_saved_is_simulated_with_its_faults(lobby, api):
    graph = copy.deepcopy(graphs.LOBBY)
    graph["nodes"]["member"]["config"]["paths"][0]["expression"] = "@{"
    journey = Journey.objects.get().pk

    answer = api.post(
        f"/api/v1/journeys/{journey}/simulate", LOBBY | {"graph": graph}, format="json"
    )

    told = answer.json()
    assert (told["stands"]["status"], told["stands"]["node"]) == ("failed", "member")
    assert told["steps"][-1]["error"]["code"] == "expression_invalid"


def test_an_event_that_lets_nobody_in_tells_why(lobby, api):
    graph = copy.deepcopy(graphs.LOBBY)
    graph["nodes"]["lobby"]["config"]["condition"] = (
        "#{Profile.MarltonProfiles.Profile._customer.marlton.loyaltyMember}"
    )
    journey = Journey.objects.get().pk

    def entry(**changes):
        body = LOBBY | {"graph": graph, "profile": {}} | changes
        return api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()

    told = entry()
    assert (told["entered"], told["entry"]["fate"], told["stands"]) == (
        False,
        "condition_false",
        None,
    )
    assert told["entry"]["condition"]["expressions"][0]["uses"][0]["value"] is None
    assert told["entry"]["sentence"]["ko"] == "진입하지 않습니다: 조건에 맞지 않습니다."
    assert entry(event={"type": "SpaBeacon"})["entry"]["fate"] == "not_listening"
    assert entry(profile=MEMBER)["entered"] is True


def test_a_path_of_a_split_may_be_chosen(story: Story, api):
    story.hotel().publish("Stay", "CHECK_IN")
    journey = Journey.objects.get().pk
    steps = [{"do": "event", "type": "BreakfastServed"}, {"do": "jump"}]

    def offered(path):
        body = {
            "event": {"type": "CheckedIn"},
            "profile": MEMBER,
            "steps": steps,
            "paths": {"which": path},
        }
        return api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()["path"]

    assert ["offer_spa", "next"] in offered("path:spa")
    assert ["offer_late", "next"] in offered("path:late")


def test_the_split_of_a_person_is_that_of_the_live_journey(story: Story, api):
    story.hotel().publish("Stay", "CHECK_IN")
    journey = Journey.objects.get().pk
    steps = [{"do": "event", "type": "BreakfastServed"}, {"do": "jump"}]
    for key in ("a", "b", "c", "d"):
        story.profile(key, first="A").event("CheckedIn", key).run().event(
            "BreakfastServed", key
        ).run()
    story.after(days=2).run()

    for key in ("a", "b", "c", "d"):
        body = {"event": {"type": "CheckedIn"}, "person": key, "steps": steps}
        told = api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()
        assert told["path"][-1][0] == story.path(key)[-2]


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([{"do": "jump"}, {"do": "jump"}], "over"),
        ([{"do": "answer"}], "not_out"),
        ([{"do": "retry"}], "not_failed"),
        ([{"do": "event", "type": "RestaurantBeacon", "at": "2026-03-02T08:00:00Z"}], "past"),
    ],
)
def test_a_choice_that_makes_no_sense_is_told_and_what_was_before_stands(entering, steps, reason):
    told = entering(*steps)
    assert (told["left"]["choice"], told["left"]["reason"]) == (len(steps) - 1, reason)
    assert told["left"]["sentence"]["ko"]
    assert len(told["steps"]) >= 2


def test_who_is_ended_or_sent_on_again_in_a_simulation(entering):
    assert entering({"do": "end"})["stands"]["status"] == "stopped"
    failed = {"MarltonReservation.MarltonFieldGroup": {"error": "http", "status": 500}}
    again = entering({"do": "retry", "values": ROOM}, values=failed)
    assert again["stands"]["node"] == "dinner"


def test_an_event_during_a_call_is_kept_until_it_is_answered(entering):
    event = {"do": "event", "type": "RestaurantBeacon"}
    told = entering(event, {"do": "answer", "ok": True}, automatic=False,
                    values={**ROOM, "Profile.MarltonProfiles": {"value": {"Profile": MEMBER}},
                            "Profile.ProfileFieldGroup": {"value": {"profile": MEMBER}},
                            "Profile.MarltonExperience": {"value": {"experienceevent": []}}})  # fmt: skip
    assert [step["code"] for step in told["steps"]] == ["entered", "queued", "answered"]
    assert told["stands"]["node"] == "meal"


def test_a_draft_that_goes_in_circles_comes_to_an_end(lobby, api):
    step = graphs.condition("Round", ("again", "again", "true"))
    graph = {
        "schema": 1, "settings": graphs.settings(),
        "nodes": {"lobby": graphs.entry("In", "LobbyBeacon"), "a": step, "b": step,
                  "day": graphs.wait("Day", graphs.after("day", "", "P1D"))},
        "edges": graphs.edges("lobby next -> day", "day alt:day -> a", "a path:again -> b", "b path:again -> day"),
    }  # fmt: skip
    journey = Journey.objects.get().pk
    body = LOBBY | {"graph": graph, "steps": [{"do": "wait", "after": "P80D"}] * 150}

    told = api.post(f"/api/v1/journeys/{journey}/simulate", body, format="json").json()

    assert told["stands"]["status"] in ("waiting", "stopped")
    assert len(told["steps"]) < 1_500


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"event": None}, "/event"),
        ({"event": {"id": "99"}}, "/event/id"),
        ({"event": {"type": []}}, "/event/type"),
        ({"event": {"type": "A", "data": []}}, "/event/data"),
        ({"event": {"type": "A", "more": 1}}, "/event/more"),
        ({"steps": [{"do": "dance"}]}, "/steps/0/do"),
        ({"steps": [{"do": "event"}]}, "/steps/0/type"),
        ({"steps": [{"do": "wait", "after": "soon"}]}, "/steps/0/after"),
        ({"steps": [{"do": "wait", "after": "-PT1H"}]}, "/steps/0/after"),
        ({"steps": [{"do": "jump"}] * 201}, "/steps"),
        ({"values": {"A.b": {}}}, "/values/A.b"),
        ({"values": {"A.b": {"value": 1, "error": "x"}}}, "/values/A.b"),
        ({"paths": {"member": "path:member"}}, "/paths/member"),
        ({"paths": {"nowhere": "path:x"}}, "/paths/nowhere"),
        ({"person": "a\0b"}, "/person"),
        ({"now": "yesterday"}, "/now"),
        ({"profile": []}, "/profile"),
        ({"answers": {"welcome": 5}}, "/answers/welcome/non_field_errors"),
        ({"wish": 1}, "/wish"),
    ],
)
def test_a_body_that_means_nothing_is_refused_with_its_place(lobby, api, change, pointer):
    journey = Journey.objects.get().pk
    answer = api.post(f"/api/v1/journeys/{journey}/simulate", LOBBY | change, format="json")
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["pointer"].startswith(
        pointer.rpartition("/non")[0] or pointer
    )


def test_a_graph_that_is_none_is_refused(lobby, api):
    journey = Journey.objects.get().pk
    for graph in (5, {"nodes": 1}, {}):
        answer = api.post(
            f"/api/v1/journeys/{journey}/simulate", LOBBY | {"graph": graph}, format="json"
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "structure")


def test_the_end_of_the_calendar_is_no_error(entering):
    for step in (
        {"do": "wait", "after": "P999999W"},
        {"do": "wait", "at": "9999-12-31T23:59:59Z"},
        {"do": "event", "type": "RestaurantBeacon", "at": "9999-12-31T23:59:59Z"},
    ):
        assert entering(step)["stands"]["status"] in ("stopped", "finished")


def test_a_simulation_is_for_those_who_may_see_people(lobby, api_of):
    path = f"/api/v1/journeys/{Journey.objects.get().pk}/simulate"
    assert api_of("viewer").post(path, LOBBY, format="json").status_code == 403
    assert api_of("technical").post(path, LOBBY, format="json").status_code == 200


def test_a_run_becomes_a_simulation_that_can_be_changed(lobby, api, get):
    lobby.profile("ann", member=True, first="Ann").event("LobbyBeacon", "ann").run()
    lobby.after(hours=1).event("RestaurantBeacon", "ann").run()
    body = get(f"runs/{lobby.runs('ann')[-1].id}/simulation")

    body["steps"][-2] |= {"at": "2026-03-02T17:00:00Z", "received_at": "2026-03-02T17:00:00Z"}
    body["steps"].pop()
    told = api.post(
        f"/api/v1/journeys/{Journey.objects.get().pk}/simulate",
        body | {"version": 1},
        format="json",
    ).json()

    assert told["path"][-1] == ["dinner", "alt:late"]


@pytest.mark.parametrize("number", [0, 2**63])
def test_a_run_that_is_not_there_is_no_simulation(lobby, api, number):
    assert api.get(f"/api/v1/runs/{number}/simulation").status_code == 404
