"""A journey's name and description: what no version freezes."""

import pytest

from journeys.models import Journey
from journeys.operations.rename import rename
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(api, journey):
    def patch(**changes):
        return api.patch(f"/api/v1/journeys/{journey.pk}", changes, format="json")

    return patch


def test_a_journey_is_renamed(change, journey):
    answer = change(name="Spa in winter")
    assert (answer.status_code, answer.json()["name"]) == (200, "Spa in winter")
    assert Journey.objects.get().name == "Spa in winter"


def test_what_is_not_given_stays(change):
    change(description="For guests")
    answer = change(name="Spa in winter")
    assert answer.json()["description"] == "For guests"


def test_a_description_can_be_taken_away(change):
    change(description="For guests")
    assert change(description="").json()["description"] == ""


def test_nothing_given_changes_nothing(change, journey, author):
    before = Journey.objects.values().get()
    assert change().status_code == 200
    assert Journey.objects.values().get() == before


@pytest.mark.parametrize("name", ["", " ", None, "x" * 201, [], {}, "a\0b"])
def test_a_name_that_is_none_is_refused(change, name):
    answer = change(name=name)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")
    assert Journey.objects.get().name == "Spa"


def test_a_rename_does_not_make_the_draft_another(change, api, journey):
    before = api.get(f"/api/v1/journeys/{journey.pk}/draft")["ETag"]
    change(name="Other")
    assert api.get(f"/api/v1/journeys/{journey.pk}/draft")["ETag"] == before


def test_two_journeys_may_have_one_name(api, journey):
    assert api.post("/api/v1/journeys", {"name": "Spa"}, format="json").status_code == 201


def test_a_stale_object_does_not_write_what_it_has_not_changed(journey, author):
    other = Journey.objects.get(pk=journey.pk)
    rename(other, author, MONDAY, name="Renamed")
    rename(journey, author, MONDAY, description="Described")
    found = Journey.objects.get()
    assert (found.name, found.description) == ("Renamed", "Described")
