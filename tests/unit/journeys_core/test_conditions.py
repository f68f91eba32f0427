"""Condition: the first path that holds is taken; what happens when one cannot be judged."""

import pytest

from journeys.core.run import Status
from tests.unit.journeys_core.drawing import condition, draw, end, entry, rule
from tests.unit.journeys_core.traveller import Traveller

BIG = rule("big", "@{Order.total} > 100")
HUGE = rule("huge", "@{Order.total} > 1000")
BROKEN = rule("broken", "toInteger(@{Order.word}) > 1")


def branching(*paths, on_error="stop"):
    """Entry, condition, and an end behind each of its ports."""
    ports = [f"path:{path['key']}" for path in paths] + ["else"]
    if on_error == "path":
        ports.append("error")
    ends = {f"to_{port.rpartition(':')[2]}": end() for port in ports}
    lines = [f"which {port} -> to_{port.rpartition(':')[2]}" for port in ports]
    which = condition(*paths, on_error=on_error)
    return draw({"in": entry(), "which": which} | ends, "in -> which", *lines)


def taken(*paths, on_error="stop", **data):
    ann = Traveller(branching(*paths, on_error=on_error)).enters(**data)
    return ann.node


@pytest.mark.parametrize(
    ("paths", "total", "node"),
    [
        ((BIG, HUGE), 5000, "to_big"),
        ((HUGE, BIG), 5000, "to_huge"),
        ((HUGE, BIG), 500, "to_big"),
        ((HUGE, BIG), 50, "to_else"),
    ],
)
def test_the_first_path_that_holds_is_taken(paths, total, node):
    assert taken(*paths, total=total) == node


@pytest.mark.parametrize("text", ["null", "@{Order.absent}", "@{Order.total} > null"])
def test_null_is_no(text):
    assert taken(rule("yes", text), total=1) == "to_else"


def test_without_a_step_behind_else_the_run_ends_there():
    graph = draw({"in": entry(), "which": condition(BIG)}, "in -> which")
    ann = Traveller(graph).enters(total=1)
    assert (ann.path, ann.left[-1], ann.status) == (
        ["in", "which"],
        ("which", "else"),
        Status.FINISHED,
    )


def test_a_condition_without_paths_goes_to_else():
    assert taken() == "to_else"


def test_an_error_ends_the_run_where_nothing_else_is_said():
    ann = Traveller(branching(BROKEN, BIG)).enters(word="many", total=500)
    assert (ann.node, ann.status, ann.ended_as) == ("which", Status.FAILED, ("failed", "neutral"))
    assert ann.plan.error["node"] == "which"
    assert ann.plan.error["params"]["label"] == "paths/broken"


@pytest.mark.parametrize(("policy", "node"), [("path", "to_error"), ("else", "to_else")])
def test_an_error_goes_where_the_step_says(policy, node):
    assert taken(BROKEN, BIG, on_error=policy, word="many", total=500) == node


def test_an_error_in_one_path_tries_no_other():
    """The path below would hold; taking it could send the wrong message."""
    assert taken(BROKEN, BIG, on_error="else", word="many", total=500) == "to_else"


def test_a_path_above_an_error_is_taken_without_meeting_it():
    assert taken(BIG, BROKEN, word="many", total=500) == "to_big"


def test_what_cannot_be_read_is_an_error_of_its_step_and_no_crash():
    ann = Traveller(branching(rule("half", "@{Order."), on_error="path")).enters()
    assert (ann.node, ann.error) == ("to_error", "expression_invalid")


def test_a_number_is_neither_yes_nor_no():
    ann = Traveller(branching(rule("sum", "@{Order.total} + 1"))).enters(total=1)
    assert (ann.status, ann.error) == (Status.FAILED, "not_boolean")


def test_conditions_behind_one_another_are_walked_at_once():
    graph = draw(
        {"in": entry(), "a": condition(BIG), "b": condition(HUGE), "done": end("goal")},
        "in -> a",
        "a path:big -> b",
        "b else -> done",
    )
    ann = Traveller(graph).enters(total=500)
    assert ann.left == [("in", "next"), ("a", "path:big"), ("b", "else")]
    assert ann.ended_as == ("finished", "goal")


def test_five_hundred_conditions_are_walked_without_recursion():
    steps = {f"c{at}": condition(rule("on", "1 < 2")) for at in range(498)}
    lines = [f"c{at} path:on -> c{at + 1}" for at in range(497)]
    graph = draw({"in": entry(), "done": end()} | steps, "in -> c0", *lines, "c497 path:on -> done")
    ann = Traveller(graph).enters()
    assert (len(ann.left), ann.node) == (499, "done")


def test_a_walk_without_end_is_stopped_where_it_is_seen():
    """A draft may hold a circle; nothing published does. The walk has a limit all the same."""
    graph = draw(
        {"in": entry(), "a": condition(rule("on", "1 < 2")), "b": condition()},
        "in -> a",
        "a path:on -> b",
        "b else -> a",
    )
    ann = Traveller(graph).enters()
    assert (ann.status, ann.error) == (Status.FAILED, "too_many_steps")
    assert len(ann.left) == 1_000
