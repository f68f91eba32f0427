"""Journeys as JSON documents."""

import pytest

from demo import graphs
from journeys.models import Journey

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
