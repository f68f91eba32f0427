"""The list of journeys."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo import graphs
from journeys.operations.create import create
from journeys.operations.publish import publish
from journeys.reports.journeys import rows
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_a_draft_is_listed_with_its_entry_and_author(api, journey):
    row = api.get("/api/v1/journeys").json()["journeys"][0]
    assert row["id"] == str(journey.pk)
    assert (row["name"], row["status"], row["live_version"]) == ("Spa", "draft", None)
    assert (row["entry_event"], row["updated_by"]) == ("SpaBeacon", "Business")


def test_the_last_changed_comes_first(api, journey, save):
    api.post("/api/v1/journeys", {"name": "Newer"}, format="json")
    assert [row["name"] for row in rows()] == ["Newer", "Spa"]
    save(graphs.LOBBY)
    assert [row["name"] for row in rows()] == ["Spa", "Newer"]


def test_a_long_list_costs_no_more_queries_than_a_short_one(author):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            rows()
        return len(seen)

    publish(create("One", author, MONDAY, graph=graphs.SPA), 1, "", author, MONDAY)
    few = queries()
    for number in range(20):
        publish(create(str(number), author, MONDAY, graph=graphs.SPA), 1, "", author, MONDAY)
    assert queries() == few


@pytest.mark.parametrize("query", ["?ordering=created_by__password", "?search=%25_%27%22%5C"])
def test_what_the_list_does_not_know_is_ignored(api, journey, query):
    assert len(api.get(f"/api/v1/journeys{query}").json()["journeys"]) == 1
