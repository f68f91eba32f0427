"""Why: the same plan again, with the value of every expression on the way."""

from datetime import timedelta

import pytest

from journeys.core.explain import explain
from journeys.core.run import Event
from journeys.core.stimuli import Arrived, Entered, Reads, Woke
from tests.unit.journeys_core.drawing import (
    action,
    after,
    compiled,
    condition,
    draw,
    end,
    entry,
    on,
    rule,
    wait,
)
from tests.unit.journeys_core.traveller import MONDAY

GRAPH = draw(
    {"in": entry(), "big": condition(rule("huge", "@{Order.total} > 1000"), rule("big", "@{Order.total} > 100")),
     "wait": wait(on("Paid", "@{Paid.amount} >= @{Order.total}"), after("PT1H")), "done": end("goal")},
    "in -> big", "big path:big -> wait", "wait alt:Paid -> done",
)  # fmt: skip


def event(kind, **data):
    return Event(1, kind, "customer/ann", data, MONDAY, MONDAY, "evt-1")


def entered(graph=GRAPH, values=None, **data):
    program = compiled(graph)
    order = event("Order", **data)
    run = program.begin(7, order, MONDAY)
    reads = Reads({key: (value, "2026-03-01T00:00:00Z") for key, value in (values or {}).items()})
    told = explain(program, run, Entered(order), MONDAY, reads)
    return program, program.plan(run, Entered(order), MONDAY, reads).run, told


def test_each_step_tells_its_port_and_its_expressions():
    _, _, told = entered(total=500)
    assert [(step["node"], step["port"]) for step in told["steps"]] == [
        ("in", "next"),
        ("big", "path:big"),
        ("wait", None),
    ]
    (huge, big) = told["steps"][1]["expressions"]
    assert (huge["at"], huge["text"], huge["value"]) == (
        "paths/huge",
        "@{Order.total} > 1000",
        False,
    )
    assert (big["at"], big["value"]) == ("paths/big", True)


def test_it_tells_what_happened_and_where_the_person_stands():
    _, _, told = entered(total=500)
    assert (told["stimulus"], told["fate"], told["status"], told["node"]) == (
        "entered",
        "entered",
        "waiting",
        "wait",
    )
    assert told["now"] == MONDAY.isoformat()
    assert told["wake_at"] == (MONDAY + timedelta(hours=1)).isoformat()
    assert (told["zone"], told["error"], told["core"]) == ("UTC", None, 1)


def test_it_tells_why_an_event_moved_nobody():
    program, run, _ = entered(total=500)
    told = explain(program, run, Arrived(event("Paid", amount=5)), MONDAY)
    assert (told["fate"], told["node"]) == ("condition_false", "wait")
    (judged,) = told["steps"][0]["expressions"]
    assert (judged["at"], judged["value"]) == ("alternatives/Paid/condition", False)


def test_it_tells_an_error_at_its_expression():
    graph = draw(
        {"in": entry(), "bad": condition(rule("a", "toInteger(@{Order.word}) > 1"))}, "in -> bad"
    )
    _, _, told = entered(graph, word="many")
    assert (told["status"], told["error"]["node"]) == ("failed", "bad")
    assert told["steps"][-1]["expressions"][0]["error"]


def test_it_tells_what_was_read_from_outside():
    graph = draw({"in": entry(), "vip": condition(rule("a", "#{Profile.person.vip}"))}, "in -> vip")
    _, _, told = entered(graph, {"Profile.person": {"vip": True}})
    assert told["reads"] == [
        {"reference": "#{Profile.person.vip}", "value": True, "source": "profile", "at": "2026-03-01T00:00:00Z"}
    ]  # fmt: skip


def test_it_tells_that_a_value_was_missing():
    graph = draw(
        {"in": entry(), "ask": condition(rule("a", "#{Weather.alert.level} > 1"))}, "in -> ask"
    )
    _, _, told = entered(graph)
    assert (told["status"], told["node"], told["wake_at"]) == ("looking_up", "ask", None)


def test_an_end_is_where_the_person_stands_and_left_by_no_port():
    program, run, _ = entered(total=500)
    told = explain(program, run, Arrived(event("Paid", amount=500)), MONDAY)
    assert told["steps"][-1] == {"node": "done", "port": None, "expressions": []}


def test_a_run_that_ended_behind_its_last_port_stands_at_that_step():
    program, run, _ = entered(total=500)
    told = explain(program, run, Woke(), MONDAY + timedelta(hours=1))
    assert [(step["node"], step["port"]) for step in told["steps"]] == [("wait", "alt:late")]


@pytest.mark.parametrize("total", [5, 500, 5000, None])
def test_asking_why_changes_nothing(total):
    program, run, _ = entered(total=total)
    before = repr(run)
    explain(program, run, Woke(), MONDAY + timedelta(days=1))
    assert repr(run) == before


def test_parameters_of_a_call_are_told():
    graph = draw({"in": entry(), "send": action(text="'Hi ' + @{Order.city}")}, "in -> send")
    _, _, told = entered(graph, city="Lyon")
    (text,) = told["steps"][-1]["expressions"]
    assert (text["at"], text["value"]) == ("parameters/text", "Hi Lyon")
