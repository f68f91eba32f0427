"""Split: people are divided by percentages, and a person keeps the path."""

from collections import Counter

import pytest

from journeys.core.run import Event, Status
from journeys.core.stimuli import Entered
from tests.unit.journeys_core.drawing import compiled, draw, end, entry, split
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def splitting(**percents):
    ends = {f"to_{key}": end() for key in percents}
    lines = [f"which path:{key} -> to_{key}" for key in percents]
    return draw({"in": entry(), "which": split(**percents)} | ends, "in -> which", *lines)


def shares(people, salt="", **percents):
    """How many of so many people took each path."""
    program = compiled(splitting(**percents), salt)
    return Counter(went(program, f"customer/{number}") for number in range(people))


def went(program, person):
    event = Event(1, "Order", person, {}, MONDAY, MONDAY)
    plan = program.plan(program.begin(1, event, MONDAY), Entered(event), MONDAY)
    return plan.run.node


@pytest.mark.parametrize(
    "percents", [{"a": 50, "b": 50}, {"a": 70, "b": 30}, {"a": 1, "b": 33.3, "c": 65.7}]
)
def test_the_shares_are_those_that_were_asked_for(percents):
    found = shares(1_000, **percents)
    assert sum(found.values()) == 1_000
    for key, percent in percents.items():
        expected, deviation = 10 * percent, (10 * percent * (1 - percent / 100)) ** 0.5
        assert abs(found[f"to_{key}"] - expected) < 4 * deviation


@pytest.mark.parametrize("percents", [{"a": 100}, {"a": 0, "b": 100}, {"a": 100, "b": 0}])
def test_a_path_of_a_hundred_takes_everyone(percents):
    (everyone,) = (key for key, percent in percents.items() if percent == 100)
    assert shares(200, **percents) == {f"to_{everyone}": 200}


def test_three_thirds_lose_nobody():
    found = shares(500, a=33.33, b=33.33, c=33.34)
    assert sum(found.values()) == 500
    assert set(found) == {"to_a", "to_b", "to_c"}


def test_a_person_goes_the_same_way_each_time():
    ways = {Traveller(splitting(a=50, b=50), number=n).enters().node for n in range(20)}
    assert len(ways) == 1


def test_another_journey_divides_the_same_people_anew():
    one, other = (compiled(splitting(a=50, b=50), salt) for salt in ("1", "2"))
    people = [f"customer/{number}" for number in range(200)]
    different = sum(went(one, person) != went(other, person) for person in people)
    assert 60 < different < 140


def test_two_splits_in_one_journey_are_independent():
    graph = draw(
        {"in": entry(), "x": split(a=50, b=50), "y": split(a=50, b=50), "aa": end(), "ab": end(),
         "b": end()},
        "in -> x", "x path:a -> y", "x path:b -> b", "y path:a -> aa", "y path:b -> ab",
    )  # fmt: skip
    program = compiled(graph)
    found = Counter(went(program, f"customer/{number}") for number in range(1_000))
    assert 190 < found["aa"] < 310
    assert 190 < found["ab"] < 310


def test_a_draft_whose_percentages_fall_short_ends_the_run_of_the_rest():
    ann = Traveller(splitting(a=0)).enters()
    assert (ann.node, ann.status, ann.ended_as) == (
        "which",
        Status.FINISHED,
        ("finished", "neutral"),
    )


def test_a_person_of_any_script_has_a_place():
    assert Traveller(splitting(a=50, b=50), person="고객/안나").enters().node in ("to_a", "to_b")
