"""Journeys in words, by the API."""

import pytest

from demo import graphs
from journeys.models import Journey
from tests.scenarios.story import Story


@pytest.fixture
def spa(story: Story) -> Journey:
    story.hotel().publish("Spa", "SPA")
    return Journey.objects.get()


def test_a_draft_is_told_step_by_step_and_as_a_whole(spa, get):
    told = get(f"journeys/{spa.pk}/words?language=en")
    assert told["steps"]["spa"] == "People enter when “SpaBeacon” happens."
    assert told["lines"][3]["node"] == "spa"
    assert "Sends “spa_discount” with address" in told["text"]


def test_the_language_is_that_of_the_reader_unless_another_is_asked_for(spa, api):
    path = f"/api/v1/journeys/{spa.pk}/words"
    assert api.get(path, headers={"Accept-Language": "ko"}).json()["language"] == "ko"
    assert (
        api.get(f"{path}?language=en", headers={"Accept-Language": "ko"}).json()["language"] == "en"
    )
    assert api.get(path, headers={"Accept-Language": "fr"}).json()["language"] == "en"


def test_a_version_keeps_its_words_when_the_draft_changes(spa, story, get):
    changed = graphs.SPA | {"nodes": {**graphs.SPA["nodes"], "done": graphs.end("Bye")}}
    story.republish("Spa", changed)
    assert "“Bye”" not in get(f"journeys/{spa.pk}/words?language=en&version=1")["text"]
    assert "“Bye”" in get(f"journeys/{spa.pk}/words?language=en&version=2")["text"]


def test_a_graph_that_is_not_saved_is_told(story, api):
    story.hotel()
    body = {"graph": graphs.CHECK_IN, "language": "ko"}
    answer = api.post("/api/v1/words", body, format="json")
    assert answer.status_code == 200
    assert answer.json()["steps"]["a_day"] == "1일 동안 기다립니다."


@pytest.mark.parametrize(
    ("body", "code"),
    [({}, "invalid"), ({"graph": 1}, "structure"), ({"graph": {}, "language": "fr"}, "invalid")],
)
def test_what_is_no_graph_is_refused(story, api, body, code):
    answer = api.post("/api/v1/words", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("version", ["9", "x", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(spa, api, version):
    assert api.get(f"/api/v1/journeys/{spa.pk}/words?version={version}").status_code == 404


def test_a_viewer_may_read_words(spa, api_of):
    viewer = api_of("viewer")
    assert viewer.get(f"/api/v1/journeys/{spa.pk}/words").status_code == 200
    assert viewer.post("/api/v1/words", {"graph": graphs.SPA}, format="json").status_code == 200
