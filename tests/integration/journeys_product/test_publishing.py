"""From a draft to a version that people go through, and its end."""

import pytest
from django.contrib.admin.models import LogEntry

from demo import graphs
from journeys.models import Journey, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(api, journey):
    def post(revision=1, note=""):
        url = f"/api/v1/journeys/{journey.pk}/publish"
        return api.post(url, {"revision": revision, "note": note}, format="json")

    return post


def read(api, journey):
    return api.get(f"/api/v1/journeys/{journey.pk}").json()


def test_publishing_makes_version_one_live(api, journey, publish):
    answer = publish(note="First")
    assert (answer.status_code, answer.json()) == (201, {"version": 1})
    told = read(api, journey)
    assert (told["status"], told["live_version"]) == ("live", 1)
    assert told["versions"][0]["note"] == "First"
    assert told["versions"][0]["published_by"] == "Business"
    assert told["draft"] == {"revision": 1, "differs": False}


def test_publishing_again_closes_the_former_version(api, journey, publish, save):
    publish()
    save(graphs.LOBBY)
    publish(2)
    told = read(api, journey)
    assert [(v["number"], v["status"]) for v in told["versions"]] == [(2, "live"), (1, "closed")]


def test_a_version_keeps_its_graph_when_the_draft_goes_on(api, journey, publish, save):
    publish()
    save(graphs.LOBBY)
    version = api.get(f"/api/v1/journeys/{journey.pk}/versions/1").json()
    assert version["graph"] == graphs.SPA
    assert version["entry_event"] == "SpaBeacon"
    assert read(api, journey)["draft"]["differs"] is True


def test_only_the_newest_revision_is_published(publish, save, journey):
    save(graphs.LOBBY)
    answer = publish(1)
    assert (answer.status_code, answer.json()["code"]) == (412, "conflict")
    assert not Version.objects.exists()


def test_closing_lets_nobody_in_any_more(api, journey, publish):
    publish()
    answer = api.post(f"/api/v1/journeys/{journey.pk}/close", {}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"status": "closed"})
    assert read(api, journey)["live_version"] is None


@pytest.mark.parametrize("order", ["close", "stop"])
def test_what_is_not_live_cannot_be_ended(api, journey, order):
    answer = api.post(f"/api/v1/journeys/{journey.pk}/{order}", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_live")


def test_a_published_journey_cannot_be_deleted(api, journey, publish):
    publish()
    answer = api.delete(f"/api/v1/journeys/{journey.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    assert Journey.objects.filter(pk=journey.pk).exists()


def test_a_journey_that_was_never_published_can_be_deleted(api, journey):
    assert api.delete(f"/api/v1/journeys/{journey.pk}").status_code == 204
    assert api.get(f"/api/v1/journeys/{journey.pk}").status_code == 404


def test_each_act_leaves_one_row_in_the_log(api, journey, publish, author):
    publish()
    api.post(f"/api/v1/journeys/{journey.pk}/close", {}, format="json")
    acts = LogEntry.objects.order_by("pk").values_list("change_message", "user")
    assert list(acts) == [("create", author.pk), ("publish v1", author.pk), ("close v1", author.pk)]
