"""What a plan tells of the values that it read is enough to read them again."""

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Event
from journeys.core.stimuli import Reads
from tests.unit.journeys_core.drawing import compiled, condition, draw, end, entry, rule
from tests.unit.journeys_core.traveller import MONDAY, Traveller


def read_by(expression, value):
    """The one read of a run whose condition reads ``#{Weather.alert...}`` of this value."""
    graph = draw(
        {"in": entry(), "ask": condition(rule("yes", expression)), "done": end()},
        "in -> ask", "ask path:yes -> done",
    )  # fmt: skip
    (read,) = Traveller(graph, values={"Weather.alert": value}).enters().plan.reads
    return read


def test_a_list_is_told_by_its_size_and_is_at_hand():
    read = read_by("count(#{Weather.alert.levels}) > 1", {"levels": [1, 2]})
    assert (read.value, read.whole, read.path) == ({"items": 2}, [1, 2], ("levels",))


def test_a_path_that_a_list_ends_is_told_as_far_as_it_led():
    read = read_by("count(#{Weather.alert.all.level}) > 0", {"all": [{"level": 1}]})
    assert (read.whole, read.path) == ([{"level": 1}], ("all",))


@pytest.mark.parametrize("held", [None, 5, "x"])
def test_a_path_that_no_object_continues_is_told_as_far_as_it_led(held):
    read = read_by("#{Weather.alert.a.b} is null", {"a": held})
    assert (read.value, read.path) == (held, ("a",))


def test_what_the_entry_condition_read_is_told_with_its_verdict():
    program = compiled(draw({"in": entry("Order", "#{Profile.person.vip}")}))
    order = Event(1, "Order", "customer/ann", {}, MONDAY, MONDAY)
    reads = Reads({"Profile.person": ({"vip": False}, "2026-03-01T00:00:00Z")})
    fate, (read,) = program.judged(order, MONDAY, reads)
    assert (fate, read.value, read.key) == (Fate.CONDITION_FALSE, False, "Profile.person")
