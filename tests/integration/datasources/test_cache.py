"""The shared cache: an answer is good for everyone, for as long as its group says."""

from datetime import timedelta

import pytest

from config import database
from datasources import cache
from tests.integration.datasources.conftest import MONDAY, group, source


def put(connection, *entries, at=MONDAY):
    with connection.transaction():
        cache.put(connection, entries, at)


def get(connection, *keys, at=MONDAY):
    with connection.transaction():
        return cache.get(connection, list(keys), at)


def test_an_answer_is_found_with_when_it_was_given_until_it_ends(connection):
    put(connection, ("Weather.city?a", {"temp": 31}, 600))

    assert get(connection, "Weather.city?a", "Weather.city?b") == {
        "Weather.city?a": ({"temp": 31}, MONDAY.isoformat())
    }
    assert get(connection, "Weather.city?a", at=MONDAY + timedelta(seconds=599.9))
    assert get(connection, "Weather.city?a", at=MONDAY + timedelta(seconds=600)) == {}


def test_null_is_an_answer_too(connection):
    put(connection, ("Weather.city?a", None, 600))
    assert get(connection, "Weather.city?a")["Weather.city?a"][0] is None


@pytest.mark.parametrize("change", ["group", "source", "delete"])
def test_a_changed_definition_forgets_its_answers_and_no_others(connection, change):
    weather = source()
    city = group(weather)
    others = ["Weather.city2?a", "Weather2.city?a", "Weathe.city"]
    put(connection, *((key, 1, 600) for key in ("Weather.city", "Weather.city?a", *others)))

    {"group": city.save, "source": weather.save, "delete": city.delete}[change]()

    kept = get(connection, "Weather.city", "Weather.city?a", *others)
    assert sorted(kept) == sorted(others if change != "source" else others[1:])


@pytest.mark.parametrize("seconds", [0, -1])
def test_what_has_no_time_is_not_kept(connection, seconds):
    put(connection, ("Weather.city?a", 1, seconds))
    assert get(connection, "Weather.city?a") == {}


def test_a_later_answer_takes_the_place_of_an_earlier_one(connection):
    put(connection, ("k", 1, 600), ("k", 2, 600))
    put(connection, ("k", 3, 600), at=MONDAY + timedelta(minutes=1))
    assert get(connection, "k")["k"] == (3, (MONDAY + timedelta(minutes=1)).isoformat())


def test_keys_of_any_length_and_script_are_apart(connection):
    long = "Weather.city?" + "길" * 5_000
    put(connection, (long + "a", 1, 600), (long + "b", 2, 600), ("k '\"\\{,}", 3, 600))
    found = get(connection, long + "a", long + "b", "k '\"\\{,}")
    assert [found[key][0] for key in (long + "a", long + "b", "k '\"\\{,}")] == [1, 2, 3]


def test_one_group_is_forgotten_and_its_neighbours_stay(connection):
    keys = ["Weather.city", "Weather.city?a", "Weather.city2?a", "Weather.cit"]
    put(connection, *((key, 1, 600) for key in keys))
    with connection.transaction():
        cache.drop(connection, "Weather.city")
    assert sorted(get(connection, *keys)) == ["Weather.cit", "Weather.city2?a"]


def test_the_number_of_statements_does_not_grow_with_the_answers(connection, monkeypatch):
    seen = []
    monkeypatch.setattr(database, "cross", seen.append)
    for count in (1, 300):
        seen.clear()
        put(connection, *((f"k{number}", number, 600) for number in range(count)))
        get(connection, *(f"k{number}" for number in range(count)))
        assert len([name for name in seen if "cache" in name]) == 4


def test_nothing_asked_is_no_statement(connection, monkeypatch):
    monkeypatch.setattr(database, "cross", lambda name: pytest.fail(name))
    assert cache.get(connection, [], MONDAY) == {}
    cache.put(connection, [], MONDAY)
