"""What the designer asks while someone draws."""

import pytest

from demo import graphs

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


def test_a_step_knows_the_journey_s_draft(check, journey):
    answer = check("true", journey=str(journey.pk), node="female")
    assert answer.status_code == 200
    assert check("true", journey="999999", node="female").status_code == 404


def test_the_catalog_lists_what_is_declared(api):
    told = api.get("/api/v1/catalog").json()
    assert {event["key"] for event in told["events"]} >= {"SpaBeacon", "LobbyBeacon"}
    action = next(entry for entry in told["actions"] if entry["key"] == "spa_discount")
    assert action["parameters"][0]["key"] == "address"
    assert any(function["name"] == "count" for function in told["functions"])
    assert all(function["signatures"] for function in told["functions"])


def test_the_document_s_schema_is_a_schema(api):
    jsonschema = pytest.importorskip("jsonschema")
    schema = api.get("/api/v1/journey-schema").json()
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_demonstration_s_journeys_keep_the_document_s_schema(api):
    jsonschema = pytest.importorskip("jsonschema")
    pytest.importorskip("journeys.core.schema")
    check = jsonschema.Draft202012Validator(api.get("/api/v1/journey-schema").json())
    for graph in (graphs.SPA, graphs.LOBBY, graphs.CHECK_IN):
        check.validate({"gilmok": 1, "name": "x", "graph": graph, "layout": {}})
