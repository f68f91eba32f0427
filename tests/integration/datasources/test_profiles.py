"""Profiles on the hot path: many at once, merged, and what journeys see of them."""

import threading
from types import SimpleNamespace

import pytest

from config import database
from datasources import profiles
from datasources.models import ProfileField, ProfileGroup, ProfileSchema
from tests.integration.datasources.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("transactional_db")


def update(connection, *changes):
    with connection.transaction():
        return profiles.update(connection, changes, MONDAY)


def load(connection, *persons):
    with connection.transaction():
        return profiles.load(connection, list(persons))


def test_many_are_loaded_at_once_and_who_is_unknown_is_left_out(connection):
    update(connection, ("e/b", {"n": 2}), ("e/a", {"n": 1}))

    found = load(connection, "e/a", "e/b", "e/c")

    assert {person: loaded[0] for person, loaded in found.items()} == {
        "e/a": {"n": 1},
        "e/b": {"n": 2},
    }
    assert found["e/a"][1] == MONDAY


def test_patches_of_one_person_are_merged_in_their_order(connection):
    update(connection, ("e/a", {"x": 1, "y": 1}), ("e/a", {"x": 2, "y": None}))
    assert load(connection, "e/a")["e/a"][0] == {"x": 2}


def test_names_and_values_of_any_script_and_quote_survive(connection):
    person, value = "e/길목 '\"\\{,}\t", {"a": "\\x '\"\n{한}", "b": [None, 1.5, True]}
    update(connection, (person, value))
    assert load(connection, person)[person][0] == value


def test_the_number_of_statements_does_not_grow_with_the_people(connection, monkeypatch):
    seen = []
    monkeypatch.setattr(database, "cross", seen.append)
    for count in (1, 300):
        seen.clear()
        update(connection, *((f"e/{number}", {"n": 1}) for number in range(count)))
        load(connection, *(f"e/{number}" for number in range(count)))
        assert len(seen) / 2 <= 6


def test_two_who_write_the_same_new_people_at_once_lose_nothing(connection):
    def write(name):
        own = database.connection()
        for _round in range(10):
            order = ["e/a", "e/b"] if name == "x" else ["e/b", "e/a"]
            update(own, *((person, {name: _round}) for person in order))
        database.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in ("x", "y")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [loaded[0] for loaded in load(connection, "e/a", "e/b").values()] == [
        {"x": 9, "y": 9}
    ] * 2


def test_groups_show_the_attributes_under_their_root():
    ProfileGroup.objects.create(key="ProfileFieldGroup", name="P", root="profile")
    ProfileGroup.objects.create(key="Bare", name="B")
    ProfileGroup.objects.create(key="Past", name="E", kind="events", root="experienceevent")

    values = profiles.group_values({"person": {"gender": "female"}}, MONDAY)

    assert values == {
        "Profile.ProfileFieldGroup": (
            {"profile": {"person": {"gender": "female"}}},
            MONDAY.isoformat(),
        ),
        "Profile.Bare": ({"person": {"gender": "female"}}, MONDAY.isoformat()),
    }


def test_who_has_no_profile_has_empty_groups():
    ProfileGroup.objects.create(key="G", name="G", root="profile")
    assert profiles.group_values(None, None) == {"Profile.G": ({"profile": {}}, "")}


def accepted(person, **changes):
    return SimpleNamespace(person=person, received_at=MONDAY, changes=changes)


def test_events_write_what_their_type_says_by_path(connection):
    update(connection, ("e/a", {"loyalty": {"points": 1, "since": "2020"}}))

    with connection.transaction():
        profiles.from_events(
            connection, [accepted("e/a", **{"loyalty.points": 7}), accepted("e/b")]
        )

    assert load(connection, "e/a", "e/b") == {
        "e/a": ({"loyalty": {"points": 7, "since": "2020"}}, MONDAY)
    }


def test_an_events_value_that_does_not_fit_the_declaration_is_left_out(connection, caplog):
    ProfileField.objects.create(path="age", type="integer")
    ProfileSchema(strict=True).save()

    with connection.transaction():
        profiles.from_events(connection, [accepted("e/a", age="old", shoe=42)])

    assert load(connection, "e/a")["e/a"][0] == {}
    assert len(caplog.records) == 2
