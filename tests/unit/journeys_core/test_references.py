"""What expressions at a step may name: events, steps, answers, properties of the journey."""

import pytest

from journeys.core.properties import NAMES
from journeys.core.scope import JOURNEY, scope_before
from tests.unit.journeys_core.drawing import (
    CATALOG,
    action,
    after,
    condition,
    draw,
    end,
    entry,
    on,
    rule,
    wait,
)
from tests.unit.journeys_core.traveller import Traveller


def said(expression, *, enter=None, name="Tell", **settings):
    """What an expression gives at an action behind the entry."""
    graph = draw({"in": entry(), "tell": action(name, text=expression)}, "in -> tell", **settings)
    ann = Traveller(graph, values={"Profile.person": {"name": "Ann"}}).enters(**(enter or {}))
    return ann.calls[0].parameters["text"] if ann.calls else ann.error


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("@{Order.city}", "Lyon"),
        ("@event{Order.city}", "Lyon"),
        ("@node{in.city}", "Lyon"),
        ("@{Paid.amount}", None),
        ("@{Order._meta.id}", "evt-101"),
        ("@{Order._meta.occurred_at}", "2026-03-02T09:00:00Z"),
        ("@{Order._meta.received_at}", "2026-03-02T09:00:00Z"),
        ("@{Order._meta.person}", "customer/ann"),
        ("@{Order._meta.type}", "Order"),
        ("#{Profile.person.name}", "Ann"),
        ("${profileId}", "ann"),
        ("${namespace}", "customer"),
        ("${instanceUID}", "7"),
        ("${supplementalId}", None),
        ("${enteredAt}", "2026-03-02T09:00:00Z"),
        ("${currentNodeId}", "tell"),
        ("${currentNodeName}", "Tell"),
        ("${previousNodeId}", "in"),
        ("${lastErrorCode}", None),
        ("${lastErrorMessage}", None),
        ("${unheardOf}", None),
        ("toString(now())", "2026-03-02T09:00:00Z"),
    ],
)
def test_a_reference_gives_its_value(expression, value):
    assert said(expression, enter={"city": "Lyon"}) == value


def test_a_step_without_a_name_is_called_by_its_key():
    assert said("${currentNodeName}", name="") == "tell"


def test_a_person_without_a_namespace_is_the_whole_text():
    graph = draw({"in": entry(), "tell": action(text="${profileId}")}, "in -> tell")
    assert Traveller(graph, person="ann").enters().calls[0].parameters == {"text": "ann"}


def test_the_meta_of_an_event_does_not_hide_the_event():
    assert said("@{Order.city} + @{Order._meta.type}", enter={"city": "Lyon"}) == "LyonOrder"


def test_the_step_before_is_known_after_a_wait_too():
    graph = draw(
        {"in": entry(), "send": action(text="'x'"), "wait": wait(after("PT1H")), "tell": action(text="${previousNodeId}")},
        "in -> send", "send -> wait", "wait alt:late -> tell",
    )  # fmt: skip
    ann = Traveller(graph).enters().answers().after(hours=1)
    assert ann.calls[-1].parameters == {"text": "wait"}


def test_the_step_before_is_known_where_a_person_parks():
    graph = draw(
        {"in": entry(), "send": action(text="'x'"), "wait": wait(on("Paid", "${previousNodeId} == 'send'"))},
        "in -> send", "send -> wait",
    )  # fmt: skip
    ann = Traveller(graph).enters().answers().event("Paid")
    assert ann.left[-1] == ("wait", "alt:Paid")


def test_a_draw_of_chance_is_the_same_whenever_the_step_is_planned():
    """What was sent must be what is told when somebody asks why."""
    assert said("toString(random())") == said("toString(random())")
    assert said("uuid()") == said("uuid()")


def test_two_parameters_of_one_step_draw_apart():
    graph = draw({"in": entry(), "tell": action(text="uuid()", other="uuid()")}, "in -> tell")
    call = Traveller(graph).enters().calls[0]
    assert call.parameters["text"] != call.parameters["other"]


def test_two_people_draw_apart():
    graph = draw({"in": entry(), "tell": action(text="uuid()")}, "in -> tell")
    texts = {Traveller(graph, number=n).enters().calls[0].parameters["text"] for n in range(5)}
    assert len(texts) == 5


def test_every_property_that_the_checker_knows_has_a_value_at_run_time():
    assert set(JOURNEY) == set(NAMES)


# The scope of the checker

DRAWN = draw(
    {"in": entry(), "send": action(text="'x'"), "wait": wait(on("Paid"), after("PT1H")),
     "late": end(), "paid": condition(rule("on", "true")), "loose": condition()},
    "in -> send", "send -> wait", "wait alt:Paid -> paid", "wait alt:late -> late",
)  # fmt: skip


def known(node):
    scope = scope_before(DRAWN, node, CATALOG)
    return sorted(scope.events), sorted(scope.nodes), sorted(scope.actions)


@pytest.mark.parametrize(
    ("node", "events", "nodes", "actions"),
    [
        ("in", ["Order"], ["in"], []),  # its condition reads the event that arrives
        ("send", ["Order"], ["in"], []),
        ("wait", ["Order", "Paid"], ["in", "wait"], ["send"]),
        ("paid", ["Order", "Paid"], ["in", "wait"], ["send"]),
        ("late", ["Order"], ["in"], ["send"]),
        ("loose", [], [], []),
        (None, ["Order", "Paid"], ["in", "wait"], ["send"]),
        ("nowhere", ["Order", "Paid"], ["in", "wait"], ["send"]),
    ],
)
def test_a_step_knows_what_some_way_to_it_has_given(node, events, nodes, actions):
    assert known(node) == (events, nodes, actions)


def test_sources_are_known_everywhere():
    scope = scope_before(DRAWN, "loose", CATALOG)
    assert sorted(scope.sources) == ["Coupons", "Profile", "Weather"]


def test_steps_on_a_circle_of_a_draft_know_everything():
    graph = draw(
        {"in": entry(), "a": wait(on("Paid")), "b": action(text="'x'")},
        "in -> a", "a alt:Paid -> b", "b -> a",
    )  # fmt: skip
    scope = scope_before(graph, "a", CATALOG)
    assert (sorted(scope.events), sorted(scope.actions)) == (["Order", "Paid"], ["b"])


def test_a_step_that_takes_two_kinds_of_events_has_undeclared_fields():
    graph = draw({"in": entry(), "wait": wait(on("Paid"), on("Cancelled")), "done": condition()},
                 "in -> wait", "wait alt:Paid -> done", "wait alt:Cancelled -> done")  # fmt: skip
    assert scope_before(graph, "done", CATALOG).nodes["wait"] is None


def test_what_is_not_declared_has_undeclared_fields():
    graph = draw({"in": entry("Unheard"), "call": action(action="nothing"), "done": condition()},
                 "in -> call", "call -> done")  # fmt: skip
    scope = scope_before(graph, "done", CATALOG)
    assert (scope.events, scope.actions) == ({"Unheard": None}, {"call": None})
