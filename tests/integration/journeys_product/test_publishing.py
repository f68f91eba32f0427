"""From a draft to a version that people go through, and its end."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from demo import graphs
from journeys.models import Journey, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(api, journey):
    def post(revision=1, note=""):
        url = f"/api/v1/journeys/{journey.pk}/publish"
        return api.post(url, {"revision": revision, "note": note}, format="json")

    return post


def epoch():
    with connection.cursor() as cursor:
        cursor.execute("select epoch from installation")
        return cursor.fetchone()[0]


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


def test_a_closed_journey_is_open_again_with_its_next_version(api, journey, publish):
    publish()
    api.post(f"/api/v1/journeys/{journey.pk}/close", {}, format="json")
    publish()
    assert (read(api, journey)["status"], read(api, journey)["live_version"]) == ("live", 2)


def test_stopping_ends_every_version_that_may_hold_people(api, journey, publish):
    publish()
    publish()
    answer = api.post(f"/api/v1/journeys/{journey.pk}/stop", {}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"status": "stopping"})
    assert [found["status"] for found in read(api, journey)["versions"]] == ["stopping", "stopping"]
    assert read(api, journey)["live_version"] is None


def test_one_version_can_be_stopped_alone(api, journey, publish):
    publish()
    publish()
    url = f"/api/v1/journeys/{journey.pk}/stop"
    assert api.post(url, {"version": 1}, format="json").json() == {"status": "live"}
    assert [found["status"] for found in read(api, journey)["versions"]] == ["live", "stopping"]
    assert api.post(url, {"version": 9}, format="json").status_code == 409


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_changes_a_version(api, journey, publish, method):
    publish()
    url = f"/api/v1/journeys/{journey.pk}/versions/1"
    answer = getattr(api, method)(url, {"graph": graphs.LOBBY}, format="json")
    assert answer.status_code == 405
    assert Version.objects.get().graph == graphs.SPA


def test_each_publication_raises_the_engine_s_epoch(publish):
    """What an event meets after the answer is the new version."""
    before = epoch()
    publish()
    assert epoch() == before + 1


@pytest.mark.parametrize("order", ["close", "stop"])
def test_the_end_of_a_version_raises_it_too(api, journey, publish, order):
    publish()
    before = epoch()
    api.post(f"/api/v1/journeys/{journey.pk}/{order}", {}, format="json")
    assert epoch() == before + 1


def test_a_refused_publication_leaves_everything_as_it_was(api, journey, publish, save):
    publish()
    before = epoch()
    save({"schema": 1, "nodes": {}, "edges": []})
    assert publish(2).status_code == 422
    assert (epoch(), Version.objects.get().status) == (before, "live")


def test_a_note_is_at_most_a_thousand_characters(publish):
    assert publish(note="x" * 1_001).status_code == 422
    assert publish(note="x" * 1_000).status_code == 201


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
