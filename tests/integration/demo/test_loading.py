"""The demonstration is loaded whole, again without harm, and never over what a user made of it."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from actions.models import ActionDefinition
from config import clock, database
from datasources import profiles
from datasources.models import DataSource
from demo import configuration, declared, graphs, guests
from demo.management.commands import show_demo
from events.models import EventType, Source, SourceKey
from journeys.models import Journey, Version
from journeys.operations.delete import delete
from journeys.operations.graphs import problems_of
from journeys.operations.publish import publish
from journeys.operations.rename import rename
from journeys.operations.save_draft import save_draft
from tests.scenarios.story import Story

CONFIGURED = (
    "events.EventType", "events.Source", "datasources.ProfileField", "datasources.ProfileGroup",
    "datasources.DataSource", "datasources.FieldGroup", "actions.ActionDefinition",
)  # fmt: skip


def load() -> str:
    told = StringIO()
    call_command("load_demo", stdout=told)
    return told.getvalue()


def rows() -> dict[str, int]:
    return {
        name: apps.get_model(name).objects.count() for name in (*CONFIGURED, "journeys.Version")
    }


def attributes(key: str) -> dict:
    person = f"{declared.NAMESPACE}/{key}"
    return profiles.load(database.connection(), [person])[person][0]


def test_three_journeys_are_live_and_have_no_end(installation):
    assert "three journeys, four guests" in load()

    versions = Version.objects.order_by("pk")
    assert [(v.journey.name, v.number, v.status) for v in versions] == [
        ("Lobby and restaurant", 1, "live"),
        ("Spa discount", 1, "live"),
        ("First breakfast", 1, "live"),
    ]
    assert all(v.graph["settings"]["ends_at"] is None for v in versions)


def test_nothing_is_wrong_with_them_but_the_paths_that_are_left_open_on_purpose(installation):
    load()

    from journeys.declared import catalog

    found = [
        (problem["code"], problem["node"])
        for _name, _text, graph in configuration.JOURNEYS
        for problem in problems_of(graph, catalog(), clock.now())
    ]
    assert found == [("ends_here", "member"), ("ends_here", "female")]


@pytest.mark.parametrize("name", CONFIGURED)
def test_what_is_declared_would_pass_the_forms(installation, settings, name):
    settings.EGRESS_PORTS = "8765"
    load()

    found = apps.get_model(name).objects.all()

    assert found.exists()
    for row in found:
        row.full_clean()


def test_everything_has_a_name_for_people(installation):
    load()

    for model in (EventType, ActionDefinition, DataSource, Source):
        assert all(" " in row.name or row.name != row.key for row in model.objects.all())
    fields = [field for kind in EventType.objects.all() for field in kind.fields]
    assert all(field["name"] for field in fields)


def test_four_people_are_known(installation):
    load()

    told = {key: attributes(key) for key in guests.PEOPLE}
    members = {k: told[k]["_customer"]["marlton"]["loyaltyMember"] for k in told}
    assert members == {"ecid-jane": True, "ecid-sam": True, "ecid-minji": True, "ecid-alex": False}


def test_loading_twice_makes_nothing_twice(installation):
    load()
    before = rows()

    load()

    assert rows() == before


def test_what_a_user_renamed_and_changed_stays(installation):
    load()
    now = clock.now()
    EventType.objects.filter(key="LobbyBeacon").update(name="Front door")
    ActionDefinition.objects.filter(key="welcome_push").update(text="Hello")
    journey = Journey.objects.get(name="Lobby and restaurant")
    rename(journey, None, now, name="My lobby")
    graph = dict(graphs.LOBBY, settings=graphs.settings(timezone="Asia/Seoul"))
    save_draft(journey, graph, {}, 1, None, now)
    person = f"{declared.NAMESPACE}/ecid-jane"
    with database.connection().transaction():
        profiles.update(database.connection(), [(person, {"person": {"gender": "male"}})], now)

    load()

    assert EventType.objects.get(key="LobbyBeacon").name == "Front door"
    assert ActionDefinition.objects.get(key="welcome_push").text == "Hello"
    assert Journey.objects.count() == 3
    assert Journey.objects.get(pk=journey.pk).draft.graph == graph
    assert attributes("ecid-jane")["person"]["gender"] == "male"


def test_a_journey_of_the_user_s_own_from_the_lobby_is_not_joined_by_a_second(installation):
    load()
    own = Journey.objects.get(name="Lobby and restaurant")
    rename(own, None, clock.now(), name="Mine")
    publish(own, 1, "again", None, clock.now())

    load()

    assert Version.objects.filter(entry_event="LobbyBeacon", status="live").count() == 1


def test_prepare_loads_it_once_and_not_again_after_it_was_thrown_away(installation):
    call_command("prepare", stdout=StringIO())
    stopped = Journey.objects.get(name="First breakfast")
    stopped.versions.all().delete()
    delete(stopped, None, clock.now())

    call_command("prepare", stdout=StringIO())

    assert not Journey.objects.filter(name="First breakfast").exists()


def test_prepare_points_the_reservations_to_the_port_of_this_start(installation, settings):
    call_command("prepare", stdout=StringIO())
    settings.HOTEL_PORT = 8770

    call_command("prepare", stdout=StringIO())

    assert DataSource.objects.get(key="MarltonReservation").url == "http://127.0.0.1:8770"


def test_reservations_that_a_user_pointed_elsewhere_stay_there(installation):
    call_command("prepare", stdout=StringIO())
    DataSource.objects.filter(key="MarltonReservation").update(url="https://marlton.example/api")

    call_command("prepare", stdout=StringIO())

    assert DataSource.objects.get(key="MarltonReservation").url == "https://marlton.example/api"


def test_without_the_demonstration_there_are_tables_alone(installation):
    call_command("prepare", "--no-demo", stdout=StringIO())

    assert not EventType.objects.exists()


def test_the_hotel_s_key_is_kept_and_made_anew_once_it_is_revoked(installation):
    load()
    source, now = Source.objects.get(key="hotel"), clock.now()

    first = guests.source_key(source, now)
    same = guests.source_key(source, now)
    SourceKey.objects.update(revoked_at=now)
    other = guests.source_key(source, now)

    assert first == same != other
    assert (installation / "hotel.key").stat().st_mode & 0o777 == 0o600


def test_where_no_message_comes_the_reason_is_told(installation, httpserver, settings):
    settings.EGRESS_ALLOW = ""
    story = Story(httpserver).hotel().publish("Lobby and restaurant", "LOBBY")
    story.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    told = show_demo._trouble("ECID/ecid-jane")
    story.close()

    assert told.startswith("The event was taken, and then “Has a room?” failed: ")
    assert "not allowed" in told
