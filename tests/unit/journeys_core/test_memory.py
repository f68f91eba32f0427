"""What a run keeps: what later steps read, and nothing else."""

import pytest

from journeys.core.run import Status
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
from tests.unit.journeys_core.traveller import Traveller


def at_wait(*behind, first=None):
    """Paid is taken, a message is answered, a value is looked up; then a wait, and ``behind``."""
    steps = {
        "in": entry(),
        "pay": first or wait(on("Paid")),
        "send": action(text="'x'"),
        "ask": condition(rule("on", "#{Coupons.best.code} is not null")),
        "park": wait(after("P1D")),
    }
    lines = ["in -> pay", "pay alt:Paid -> send", "send -> ask", "ask path:on -> park"]
    for number, step in enumerate(behind):
        steps[f"b{number}"] = step
        source = f"b{number - 1} next" if number else "park alt:late"
        lines.append(f"{source} -> b{number}")
    ann = Traveller(draw(steps, *lines)).enters(total=1).event("Paid", amount=2)
    return ann.answers(ref="m-1").looked_up(code="c-1")


def kept(ann):
    memory = ann.memory
    return {
        part: sorted(memory[part])
        for part in ("events", "nodes", "answers", "lookups")
        if part in memory
    }


def test_nothing_but_the_entry_s_event_is_kept_when_nothing_is_read():
    assert kept(at_wait(end())) == {"events": ["Order"]}


@pytest.mark.parametrize(
    ("text", "part", "names"),
    [
        ("@{Paid.amount}", "events", ["Order", "Paid"]),
        ("@{Order.total}", "events", ["Order"]),
        ("@node{pay.amount}", "nodes", ["pay"]),
        ("@node{in.total}", "nodes", ["in"]),
        ("@action{send.ref}", "answers", ["send"]),
        ("#{Coupons.best.code}", "lookups", ["Coupons.best"]),
    ],
)
def test_what_a_later_step_reads_is_kept(text, part, names):
    assert kept(at_wait(action(text=f"toString({text})")))[part] == names


def test_it_is_kept_for_a_step_far_behind():
    ann = at_wait(action(text="'a'"), action(text="'b'"), action(text="@action{send.ref}"))
    assert ann.after(days=1).answers().answers().calls[-1].parameters == {"text": "m-1"}


def test_it_is_let_go_of_when_the_last_step_that_reads_it_is_behind():
    ann = at_wait(action(text="@action{send.ref}"), wait(after("P1D")))
    ann.after(days=1)
    assert "answers" in ann.memory
    ann.answers()
    assert "answers" not in ann.memory


def test_an_answer_that_may_not_be_used_again_is_not_kept():
    graph = draw(
        {"in": entry(), "ask": condition(rule("on", "#{Weather.alert.level} > 1")), "park": wait(after("P1D")),
         "again": condition(rule("on", "#{Weather.alert.level} > 1"))},
        "in -> ask", "ask path:on -> park", "park alt:late -> again",
    )  # fmt: skip
    assert "lookups" not in Traveller(graph).enters().looked_up(level=2).memory


def test_a_step_that_asks_twice_keeps_what_it_has_heard_until_it_is_left():
    both = rule(
        "both", "#{Weather.alert.level} > 1 and #{Weather.city.sky, params: {city: 'x'}} is null"
    )
    graph = draw({"in": entry(), "ask": condition(both), "park": wait(after("P1D"))},
                 "in -> ask", "ask path:both -> park")  # fmt: skip
    ann = Traveller(graph).enters().looked_up(level=2)
    assert (ann.status, sorted(ann.memory["lookups"])) == (Status.LOOKING_UP, ["Weather.alert"])
    assert "lookups" not in ann.looked_up().memory


LARGE = "x" * 70_000


@pytest.mark.parametrize("on_error", ["stop", "path"])
def test_an_answer_too_large_to_carry_along_is_an_error_of_its_step(on_error):
    graph = draw(
        {"in": entry(), "send": action(text="'x'", on_error=on_error), "park": wait(after("P1D")),
         "read": action(text="@action{send.ref}"), "bad": action(text="@action{send.jo_status_code}")},
        "in -> send", "send -> park", "park alt:late -> read", "send error -> bad",
    )  # fmt: skip
    ann = Traveller(graph).enters().answers(ref=LARGE)
    assert ann.plan.error["code"] == "action_too_large"
    if on_error == "stop":
        assert (ann.node, ann.status) == ("send", Status.FAILED)
    else:
        assert ann.calls[-1].parameters == {"text": "http_200"}
    assert len(str(ann.memory)) < 5_000


def test_an_answer_that_nobody_reads_may_be_as_large_as_it_likes():
    assert len(str(at_wait(end()).memory)) < 5_000
    graph = draw({"in": entry(), "send": action(text="'x'"), "park": wait(after("P1D"))},
                 "in -> send", "send -> park")  # fmt: skip
    ann = Traveller(graph).enters().answers(ref=LARGE)
    assert (ann.node, "answers" in ann.memory) == ("park", False)


def test_a_refusal_too_large_to_carry_along_keeps_its_status():
    graph = draw(
        {"in": entry(), "send": action(text="'x'", on_error="path"), "park": wait(after("P1D")),
         "read": action(text="@action{send.jo_status_code}", why="@action{send.errorResponse}")},
        "in -> send", "send error -> park", "park alt:late -> read",
    )  # fmt: skip
    ann = Traveller(graph).enters().fails("http", 500, {"why": LARGE}).after(days=1)
    assert ann.calls[-1].parameters == {"text": "http_500", "why": None}


def test_a_looked_up_value_too_large_to_carry_along_is_asked_for_again():
    text = "#{Coupons.best.code} is not null"
    graph = draw(
        {"in": entry(), "one": condition(rule("on", text)), "two": condition(rule("on", text)),
         "park": wait(after("PT1S")), "three": condition(rule("on", text))},
        "in -> one", "one path:on -> two", "two path:on -> park", "park alt:late -> three",
    )  # fmt: skip
    ann = Traveller(graph).enters().looked_up(code=LARGE)
    assert (ann.node, len(ann.lookups), "lookups" in ann.memory) == ("park", 1, False)
    assert ann.after(seconds=1).status is Status.LOOKING_UP


def test_the_profile_is_never_kept():
    graph = draw(
        {"in": entry(), "vip": condition(rule("vip", "#{Profile.person.vip}")), "park": wait(after("P1D")),
         "send": action(text="#{Profile.person.name}")},
        "in -> vip", "vip path:vip -> park", "park alt:late -> send",
    )  # fmt: skip
    ann = Traveller(graph, values={"Profile.person": {"vip": True, "name": "Ann"}}).enters()
    assert "lookups" not in ann.memory
    ann.values["Profile.person"] = {"name": "Anna"}
    assert ann.after(days=1).calls[-1].parameters == {"text": "Anna"}


def test_the_last_event_of_a_type_is_the_one_that_is_read():
    graph = draw(
        {"in": entry(), "one": wait(on("Paid")), "two": wait(on("Paid")),
         "send": action(text="toString(@{Paid.amount})", node="toString(@node{one.amount})")},
        "in -> one", "one alt:Paid -> two", "two alt:Paid -> send",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid", amount=1).event("Paid", amount=2)
    assert ann.calls[-1].parameters == {"text": "2", "node": "1"}


def test_the_moments_of_a_wait_are_forgotten_when_it_is_left():
    ann = at_wait(action(text="'x'"))
    assert set(ann.memory["wait"]) == {"late"}
    ann.after(days=1)
    assert "wait" not in ann.memory
    assert "civil" not in ann.memory


def test_the_moments_of_a_wait_outlive_a_look_up_for_an_event():
    graph = draw({"in": entry(), "wait": wait(on("Paid", "#{Weather.alert.level} > 2"), after("PT1H"))},
                 "in -> wait")  # fmt: skip
    ann = Traveller(graph).enters().event("Paid")
    assert (ann.status, set(ann.memory["wait"])) == (Status.LOOKING_UP, {"late"})


def test_of_a_run_that_is_over_the_entry_s_event_is_kept_for_the_reader():
    ann = at_wait(end()).after(days=1)
    assert (ann.status, set(ann.memory), list(ann.memory["events"])) == (
        Status.FINISHED,
        {"events"},
        ["Order"],
    )


def test_of_a_run_that_met_an_error_the_last_one_is_kept():
    graph = draw({"in": entry(), "send": action(text="'x'", on_error="path"), "done": end()},
                 "in -> send", "send error -> done")  # fmt: skip
    ann = Traveller(graph).enters().fails("http", 500)
    assert set(ann.memory) == {"events", "errors"}
    assert ann.memory["errors"]["status"] == 500


def test_a_failed_run_keeps_what_its_step_reads_for_the_day_it_is_retried():
    ann = at_wait(action(text="@action{send.ref}")).after(days=1).fails("timeout")
    assert ann.is_retried().calls[-1].parameters == {"text": "m-1"}


def test_what_lies_on_the_other_branch_is_not_kept():
    graph = draw(
        {"in": entry(), "pay": wait(on("Paid"), on("Cancelled")), "a": wait(after("P1D")),
         "b": wait(after("P1D")), "read": action(text="toString(@{Paid.amount})")},
        "in -> pay", "pay alt:Paid -> a", "pay alt:Cancelled -> b", "b alt:late -> read",
    )  # fmt: skip
    ann = Traveller(graph).enters().event("Paid", amount=1)
    assert (ann.node, sorted(ann.memory["events"])) == ("a", ["Order"])


def test_what_lies_on_a_circle_of_a_draft_is_kept():
    graph = draw(
        {"in": entry(), "a": wait(after("PT1H")), "b": wait(after("PT1H")), "read": action(text="toString(@{Paid.amount})")},
        "in -> a", "a alt:late -> b", "b alt:late -> a",
    )  # fmt: skip
    assert "event:Paid" in compiled(graph).needed_from("a")


def test_a_parked_run_with_nothing_to_read_is_its_entry_s_event_and_its_moments():
    """State is what makes waiting dear."""
    assert set(at_wait(end()).memory) == {"events", "wait"}
