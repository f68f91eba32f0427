"""Runs, fates and counts, as they are told of people whom the real engine took on their way."""

import pytest

from config import clock, database, json
from datasources import profiles
from demo import graphs
from events import catalog, log
from events.models import Event
from events.reading import NewEvent
from journeys.engine.drain import drain
from journeys.engine.sweep import sweep
from journeys.models import Version
from journeys.operations.close import close
from journeys.operations.create import create
from journeys.operations.publish import publish
from journeys.reports.fates import fates
from tests.engine.clean import clean_tables

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def engine(declared):
    clean_tables()
    yield
    clean_tables()


@pytest.fixture
def spa(author):
    return live("Spa", graphs.SPA, author)


def live(name, graph, author):
    journey = create(name, author, clock.now(), graph=graph)
    publish(journey, 1, "", author, clock.now())
    return journey


def post(kind, *people):
    """Events about people, and what comes of them; the number of the last one."""
    types = {key: number for number, key in catalog.type_keys().items()}
    connection, now = database.connection(), clock.now()
    with connection.transaction():
        events = [
            NewEvent(None, types[kind], f"ECID/{one}", now, now, json.text({})) for one in people
        ]
        log.append(connection, events, frozenset({types[kind]}))
    drain(connection)
    return Event.objects.latest("pk").pk


def women(*people):
    connection = database.connection()
    told = {"person": {"gender": "female"}, "personalEmail": {"address": "a@example.com"}}
    with connection.transaction():
        profiles.update(connection, [(f"ECID/{one}", told) for one in people], clock.now())


def row(api, name="Spa"):
    found = api.get("/api/v1/journeys").json()["journeys"]
    return next(one for one in found if one["name"] == name)


def test_the_list_counts_who_is_inside_and_who_ever_entered(api, spa):
    women("ann")
    post("SpaBeacon", "ann", "bob", "eve")
    assert (row(api)["inside"], row(api)["entered"]) == (1, 3)


def test_the_counts_outlive_the_fold_of_the_tally(api, spa):
    post("SpaBeacon", "bob")
    sweep(database.connection(), clock.now(), 1)
    post("SpaBeacon", "eve")
    assert row(api)["entered"] == 2


def test_each_version_counts_its_own(api, spa, author):
    post("SpaBeacon", "bob")
    publish(spa, 1, "", author, clock.now())
    post("SpaBeacon", "eve")
    assert row(api)["entered"] == 2
    versions = api.get(f"/api/v1/journeys/{spa.pk}").json()["versions"]
    assert [(one["number"], one["inside"]) for one in versions] == [(2, 0), (1, 0)]


def test_a_closed_journey_that_is_empty_is_finished(api, spa, author):
    post("SpaBeacon", "bob")
    close(spa, author, clock.now())
    sweep(database.connection(), clock.now(), 1)
    assert row(api)["status"] == "finished"


def test_a_run_tells_its_path_and_what_was_read(api, spa):
    women("ann")
    post("SpaBeacon", "ann")
    (found,) = api.get("/api/v1/runs", {"person": "ECID/ann"}).json()["runs"]
    run = api.get(f"/api/v1/runs/{found['id']}").json()
    assert (run["status"], run["node_name"]) == ("calling", "Spa discount")
    left = [(one["node"], one["port_name"]) for one in run["steps"][0]["path"]]
    assert left == [("spa", "next"), ("female", "Female")]
    reads = {one["reference"]: one["value"] for one in run["steps"][0]["reads"]}
    assert reads["#{Profile.ProfileFieldGroup.profile.person.gender}"] == "female"


def test_runs_that_are_over_are_found_by_their_person(api, spa):
    post("SpaBeacon", "bob")
    post("SpaBeacon", "bob")
    found = api.get("/api/v1/runs", {"person": "ECID/bob"}).json()["runs"]
    assert [one["status"] for one in found] == ["finished", "finished"]
    assert found[0]["ended_at"] >= found[1]["ended_at"]


def test_runs_of_a_person_in_one_journey_fill_the_page(api, spa, author):
    """Newer runs in another journey do not take the places on the page."""
    post("SpaBeacon", "bob")
    other = live("Lobby", graphs.SPA, author)
    close(spa, author, clock.now())
    for _ in range(3):
        post("SpaBeacon", "bob")
    query = {"person": "ECID/bob", "journey": spa.pk, "limit": 2}
    assert len(api.get("/api/v1/runs", query).json()["runs"]) == 1
    query["journey"] = other.pk
    assert len(api.get("/api/v1/runs", query).json()["runs"]) == 2


def test_pages_of_runs_follow_one_another(api, spa):
    post("SpaBeacon", *"abcde")
    seen, before = [], None
    while True:
        query = {"journey": spa.pk, "limit": 2} | ({"before": before} if before else {})
        page = api.get("/api/v1/runs", query).json()["runs"]
        if not page:
            break
        seen += [one["person"] for one in page]
        before = page[-1]["id"]
    assert sorted(seen) == [f"ECID/{one}" for one in "abcde"]


def test_an_event_has_a_fate_in_each_journey_that_it_concerned(spa, author):
    live("Other", graphs.SPA, author)
    event = post("SpaBeacon", "bob")
    told = {fate["journey_name"]: fate["code"] for fate in fates([event])[event]}
    assert told == {"Spa": "entered", "Other": "entered"}


def test_an_event_to_a_closed_journey_says_so(spa, author):
    close(spa, author, clock.now())
    event = post("SpaBeacon", "bob")
    assert [fate["code"] for fate in fates([event])[event]] == ["closed"]
    assert Version.objects.get().status == "closed"
