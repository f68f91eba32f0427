"""Saving and reading what is on the canvas."""

import copy

import pytest

from demo import graphs
from journeys.models import Draft

pytestmark = pytest.mark.django_db


def test_a_draft_is_read_with_its_revision_as_etag(api, journey):
    answer = api.get(f"/api/v1/journeys/{journey.pk}/draft")
    assert answer.status_code == 200
    assert answer["ETag"] == '"1"'
    assert answer.json()["graph"] == graphs.SPA


def test_a_save_raises_the_revision(save, journey):
    answer = save(graphs.LOBBY)
    assert answer.status_code == 200
    assert (answer.json()["revision"], answer["ETag"]) == (2, '"2"')
    assert Draft.objects.get(pk=journey.pk).graph == graphs.LOBBY


def test_a_save_without_if_match_is_refused(save):
    answer = save(graphs.SPA, revision=None)
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


@pytest.mark.parametrize("stale", ['"1"', '"99"', "*", "W/x", '""', '"' + "9" * 400 + '"'])
def test_a_save_over_a_newer_draft_overwrites_nothing(save, api, journey, stale):
    save(graphs.LOBBY)
    answer = api.put(
        f"/api/v1/journeys/{journey.pk}/draft",
        {"graph": graphs.SPA, "layout": {}},
        format="json",
        headers={"If-Match": stale},
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "conflict")
    assert answer.json()["params"]["revision"] == 2
    assert answer.json()["params"]["updated_by"] == "Business"
    assert Draft.objects.get(pk=journey.pk).graph == graphs.LOBBY


def test_an_unfinished_journey_can_be_saved(save):
    unfinished = copy.deepcopy(graphs.SPA)
    unfinished["nodes"]["female"]["config"]["paths"][0]["expression"] = "#{Profile."
    assert save(unfinished).status_code == 200
