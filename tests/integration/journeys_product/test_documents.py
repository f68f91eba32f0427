"""Journeys as JSON documents."""

import pytest

from demo import graphs
from journeys.models import Journey
from journeys.operations.publish import publish
from journeys.operations.rename import rename
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(api, journey):
    return api.get(f"/api/v1/journeys/{journey.pk}/document").json()


def test_a_document_says_what_it_needs(document):
    assert document["gilmok"] == 1
    assert document["graph"] == graphs.SPA
    assert document["uses"] == {
        "events": ["SpaBeacon"],
        "sources": ["Profile"],
        "actions": ["spa_discount"],
    }


def test_a_journey_that_went_out_comes_in_the_same(api, document):
    answer = api.post("/api/v1/journeys/import", document, format="json")
    assert answer.status_code == 201
    again = api.get(f"/api/v1/journeys/{answer.json()['id']}/document").json()
    assert again == document


def test_a_document_carries_description_and_layout(api, journey, author, save):
    rename(journey, author, MONDAY, description="For guests of the spa.")
    layout = {"positions": {"spa": {"x": 1, "y": 2}}, "direction": "right"}
    save(graphs.SPA, layout=layout)
    document = api.get(f"/api/v1/journeys/{journey.pk}/document").json()
    assert (document["description"], document["layout"]) == ("For guests of the spa.", layout)
    made = api.post("/api/v1/journeys/import", document, format="json").json()
    assert api.get(f"/api/v1/journeys/{made['id']}/draft").json()["layout"] == layout


def test_a_version_goes_out_as_it_was_published(api, journey, author, save):
    publish(journey, 1, "", author, MONDAY)
    save(graphs.LOBBY)
    url = f"/api/v1/journeys/{journey.pk}/document"
    assert api.get(url, {"version": 1}).json()["graph"] == graphs.SPA
    assert api.get(url).json()["graph"] == graphs.LOBBY
    assert api.get(url, {"version": 2}).status_code == 404


def test_a_document_is_offered_as_a_file(api, journey):
    answer = api.get(f"/api/v1/journeys/{journey.pk}/document")
    assert answer["Content-Disposition"] == f'attachment; filename="journey-{journey.pk}.json"'


def test_what_came_in_is_a_draft_that_nobody_enters(api, document):
    made = api.post("/api/v1/journeys/import", document, format="json").json()
    assert (made["status"], made["live_version"], made["versions"]) == ("draft", None, [])


def test_a_document_with_problems_comes_in_with_them(api, document):
    """Half-drawn journeys are carried too; only what is named must be there."""
    del document["graph"]["nodes"]["done"]
    document["graph"]["edges"] = document["graph"]["edges"][:1]
    made = api.post("/api/v1/journeys/import", document, format="json")
    assert made.status_code == 201
    problems = api.get(f"/api/v1/journeys/{made.json()['id']}/draft").json()["problems"]
    assert "unreachable" in {problem["code"] for problem in problems}


def test_what_is_not_declared_here_cannot_be_imported(api, document):
    document["graph"]["nodes"]["discount"]["config"]["action"] = "elsewhere"
    before = Journey.objects.count()
    answer = api.post("/api/v1/journeys/import", document, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_reference")
    assert answer.json()["errors"][0]["pointer"] == "/uses/actions"
    assert Journey.objects.count() == before


def test_a_document_of_another_format_is_refused(api, document):
    answer = api.post("/api/v1/journeys/import", document | {"gilmok": 2}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "format")
