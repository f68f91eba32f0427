"""People: found by the beginning of their key, with everything that is known about them."""

import pytest

from config import clock
from datasources.models import ProfileField
from events.models import Alias
from journeys.reports.reading import ask
from tests.scenarios.story import Story


@pytest.fixture
def hotel(story: Story) -> Story:
    return story.hotel().publish("Lobby", "LOBBY")


def names(found) -> list[str]:
    return [row["person"] for row in found["people"]]


def test_people_are_found_by_the_beginning_of_their_key_in_any_namespace(hotel: Story, get):
    hotel.profile("anna", member=True).event("SpaBeacon", "anton").event("SpaBeacon", "bo")

    assert names(get("people?q=an")) == ["ECID/anna", "ECID/anton"]
    assert names(get("people?q=ECID/an")) == ["ECID/anna", "ECID/anton"]
    assert names(get("people?q=ECID")) == ["ECID/anna", "ECID/anton", "ECID/bo"]
    assert names(get("people?q=zoe")) == []


def test_who_has_many_events_is_found_once(hotel: Story, get):
    hotel.events("SpaBeacon", ["ann"] * 30 + ["anton"] * 30).run()

    assert names(get("people?q=a")) == ["ECID/ann", "ECID/anton"]
    assert names(get("people?q=a&limit=1")) == ["ECID/ann"]


def test_without_a_text_those_heard_of_last_are_listed(hotel: Story, get):
    hotel.event("SpaBeacon", "ann").event("SpaBeacon", "bo").event("SpaBeacon", "ann")

    assert names(get("people")) == ["ECID/ann", "ECID/bo"]


def test_a_person_in_the_list_tells_what_there_is(hotel: Story, get):
    hotel.profile("ann", member=True).event("LobbyBeacon", "ann").run()

    (row,) = get("people?q=ann")["people"]

    assert (row["namespace"], row["key"], row["has_profile"], row["inside"]) == (
        "ECID",
        "ann",
        True,
        1,
    )
    assert row["last_event_at"].startswith("2026-03-02T09:00")


def test_a_key_in_any_script_is_found(hotel: Story, get):
    hotel.event("SpaBeacon", "김민지").event("SpaBeacon", "김민수")

    assert names(get("people?q=김민지")) == ["ECID/김민지"]
    assert len(names(get("people?q=김"))) == 2


def test_a_person_is_shown_with_profile_events_and_runs(hotel: Story, get):
    hotel.profile("ann", member=True, first="Ann").event("LobbyBeacon", "ann").run()
    hotel.event("SpaBeacon", "ann").run()

    told = get("people/ECID/ann")

    assert told["profile"]["attributes"]["person"]["name"]["firstName"] == "Ann"
    assert [row["type"] for row in told["events"]["rows"] if row["source"]] == [
        "SpaBeacon",
        "LobbyBeacon",
    ]
    assert told["events"]["rows"][-1]["sentence"]["en"] == "Entered “Lobby”."
    assert [(run["journey_name"], run["status"]) for run in told["runs"]["rows"]] == [
        ("Lobby", "waiting")
    ]


def test_a_person_whose_key_has_slashes_is_shown(hotel: Story, get):
    hotel.event("SpaBeacon", "a/b/c")

    assert get("people/ECID/a/b/c")["key"] == "a/b/c"


def test_past_events_come_page_by_page(hotel: Story, get):
    hotel.events("SpaBeacon", ["ann"] * 7).run()

    seen, query = [], "limit=3"
    while query:
        page = get(f"people/ECID/ann?{query}")["events"]
        seen += [row["id"] for row in page["rows"]]
        query = page["next"] and f"limit=3&events_before={page['next']}"

    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, key=int, reverse=True)


def test_runs_come_page_by_page(hotel: Story, get):
    hotel.profile("ann", member=False, mail="ann@example.com")
    for _ in range(5):
        hotel.after(days=2).event("LobbyBeacon", "ann").run()

    seen, query = [], "limit=2"
    while query:
        page = get(f"people/ECID/ann?{query}")["runs"]
        seen += [row["id"] for row in page["rows"]]
        query = page["next"] and f"limit=2&runs_before={page['next']}"

    assert [str(row[0]) for row in ask("select id from instance order by id desc", {})] == seen


def test_who_turned_out_to_be_another_says_who(hotel: Story, get):
    hotel.profile("old", member=True)
    Alias.objects.create(person="ECID/old", target="ECID/new", created_at=clock.now())

    assert get("people?q=old")["people"][0]["alias_of"] == "ECID/new"
    assert get("people/ECID/old")["alias_of"] == "ECID/new"


@pytest.mark.parametrize("name", ["ECID/nobody", "none/ann", "x" * 300 + "/" + "y" * 300])
def test_of_whom_nothing_is_known_is_not_found(hotel: Story, api, name):
    assert api.get(f"/api/v1/people/{name}").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 600, "limit=x", "limit=99999999999999999999"]
)
def test_a_search_that_means_nothing_is_refused(hotel: Story, api, query):
    assert api.get(f"/api/v1/people?{query}").status_code == 422


@pytest.mark.parametrize("text", ["%25", "_", "'", "\\", "a%' or 1=1", "\U0010ffff"])
def test_a_text_that_means_something_to_a_database_finds_nobody(hotel: Story, api, text):
    hotel.event("SpaBeacon", "ann")
    answer = api.get("/api/v1/people", {"q": text})
    assert (answer.status_code, answer.json()["people"]) == (200, [])


def test_people_are_nothing_for_a_viewer(hotel: Story, api_of):
    hotel.event("SpaBeacon", "ann")
    viewer = api_of("viewer")
    assert viewer.get("/api/v1/people").status_code == 403
    assert viewer.get("/api/v1/people/ECID/ann").status_code == 403


def test_a_person_is_told_by_name_and_attributes_by_what_the_schema_calls_them(hotel: Story, get):
    ProfileField.objects.create(path="person.name.firstName", type="string", name="First name")
    hotel.profile("ann", member=True, first="Anna")

    told = get("people/ECID/ann")

    assert (told["name"], told["profile"]["name"]) == ("Anna", "Anna")
    first = told["profile"]["rows"][0]
    assert (first["name"], first["value"]) == ("First name", "Anna")
    assert get("people?q=ann")["people"][0]["name"] == "Anna"
