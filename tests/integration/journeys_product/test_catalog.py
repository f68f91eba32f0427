"""What the designer asks while someone draws."""

import pytest

from datasources.models import DataSource, FieldGroup, ProfileGroup
from demo import declared, graphs

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(api):
    def post(text, **more):
        return api.post("/api/v1/expressions/check", {"text": text, **more}, format="json")

    return post


def test_a_good_expression_has_a_type_and_a_sentence_in_each_language(check):
    told = check('nowWithDelta(1, "days") > now()', expected="boolean").json()
    assert (told["type"], told["problems"]) == ("boolean", [])
    assert set(told["words"]) == {"en", "ko"}
    assert all(told["words"].values())


def test_a_half_typed_expression_has_a_problem_with_its_place(check):
    told = check("1 +").json()
    problem = told["problems"][0]
    assert problem["start"] <= problem["end"] <= 3
    assert set(problem["messages"]) == {"en", "ko"}
    assert told["words"] == {"en": "", "ko": ""}


def test_a_type_that_is_not_wanted_is_a_problem(check):
    assert check('"text"', expected="boolean").json()["problems"]


def test_what_is_declared_nowhere_is_a_problem(check):
    assert check("@{Nowhere.x} == 1").json()["problems"]


@pytest.mark.parametrize(
    "more",
    [{"expected": "colour"}, {"journey": "x"}, {"graph": []}, {"text": 7.5, "node": []}],
)
def test_a_bad_question_is_refused(check, more):
    answer = check(**({"text": "1"} | more))
    assert answer.status_code == 422


def test_a_text_of_any_length_is_answered(check):
    assert check("(" * 15_000).status_code == 200
    assert check("1" * 30_000).status_code == 422


def codes(answer):
    assert answer.status_code == 200
    return [problem["code"] for problem in answer.json()["problems"]]


def test_a_step_knows_what_stands_before_it_in_the_journey_s_draft(check, journey):
    text = "@action{discount.jo_status_code} is not null"
    assert codes(check(text, journey=str(journey.pk), node="done")) == []
    assert codes(check(text, journey=str(journey.pk), node="female")) == ["unknown_action"]


def test_a_step_knows_the_graph_that_is_on_the_canvas(check, journey):
    """What is sent counts, not what was saved."""
    text = "@{LobbyBeacon._meta.id} is not null"
    at_the_end = {"journey": str(journey.pk), "node": "end_meal"}
    assert codes(check(text, graph=graphs.LOBBY, **at_the_end)) == []
    assert codes(check(text, **at_the_end)) == ["unknown_event"]


def test_a_wait_knows_the_event_that_it_waits_for(check):
    text = "@{RestaurantBeacon._meta.id} is not null"
    assert codes(check(text, graph=graphs.LOBBY, node="dinner")) == []
    assert codes(check(text, graph=graphs.LOBBY, node="welcome")) == ["unknown_event"]


def test_a_step_of_a_journey_that_is_not_there_is_404(check):
    assert check("true", journey="999999", node="female").status_code == 404


def test_a_graph_that_could_not_be_opened_is_refused(check):
    answer = check("true", graph={"nodes": {"a": {"type": "bomb"}}, "edges": []}, node="a")
    assert (answer.status_code, answer.json()["code"]) == (422, "structure")


def test_step_types_are_listed_with_settings_and_ports(api):
    told = api.get("/api/v1/node-types").json()
    assert [kind["type"] for kind in told["types"]] == [
        "entry", "condition", "wait", "split", "action", "end",
    ]  # fmt: skip
    wait = next(kind for kind in told["types"] if kind["type"] == "wait")
    assert wait["names"] == {"en": "Wait", "ko": "대기"}
    assert wait["ports"] == [{"each": "alternatives", "port": "alt:{key}"}]
    assert "since_entry" in wait["config"]["properties"]["alternatives"]["items"]["properties"]
    assert told["settings"]["properties"]["longest_stay"]["default"] == "P91D"
    assert told["limits"]["nodes"] == 500


def test_the_catalog_lists_what_is_declared(api):
    told = api.get("/api/v1/catalog").json()
    assert {event["key"] for event in told["events"]} >= {"SpaBeacon", "LobbyBeacon"}
    action = next(entry for entry in told["actions"] if entry["key"] == "spa_discount")
    assert action["parameters"][0]["key"] == "address"
    assert any(function["name"] == "count" for function in told["functions"])
    assert all(function["signatures"] for function in told["functions"])


def test_fields_of_sources_and_of_the_profile_have_their_names(api):
    for row in declared.PROFILE_GROUPS:
        ProfileGroup.objects.update_or_create(key=row["key"], defaults=row)
    source = DataSource.objects.get(key=declared.RESERVATIONS["key"])
    group = declared.RESERVATION_GROUP
    FieldGroup.objects.update_or_create(source=source, key=group["key"], defaults=group)

    told = {source["key"]: source for source in api.get("/api/v1/catalog").json()["sources"]}

    def names(source):
        return {f["path"]: f["name"] for group in told[source]["groups"] for f in group["fields"]}

    assert names("MarltonReservation") == {"reservation": "Has a room"}
    assert names("Profile")["profile.person.name.firstName"] == "First name"
    assert names("Profile")["experienceevent[].directMarketing.sends.value"] == "Messages sent"
