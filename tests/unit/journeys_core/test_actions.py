"""Action: its parameters, what the outside answered, and what happens when it fails."""

from dataclasses import replace

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Status
from tests.unit.journeys_core.drawing import (
    action,
    after,
    draw,
    end,
    entry,
    wait,
)
from tests.unit.journeys_core.traveller import Traveller


def sending(step, behind=None, **nodes):
    """Entry, an action, and steps behind it: ``done`` after it, ``failed`` after its error."""
    steps = {"in": entry(), "send": step, "done": behind or end(), "failed": end()} | nodes
    return draw(steps, "in -> send", "send -> done", "send error -> failed")


def calling(step, values=None, **data):
    return Traveller(sending(step), values=values).enters(**data)


# The call


def test_a_call_goes_out_and_the_person_stays_until_it_is_answered():
    ann = calling(action(text='"Hello"'))
    assert (ann.node, ann.status, ann.run.wake_at) == ("send", Status.CALLING, None)
    assert [(call.node, call.action, call.parameters) for call in ann.calls] == [
        ("send", "send", {"text": "Hello"})
    ]
    ann.answers(ref="m-1")
    assert (ann.path, ann.fate) == (["in", "send", "done"], Fate.ANSWERED)


def test_parameters_are_plain_values_of_their_expressions():
    ann = calling(
        action(
            text='concat("Hi ", @{Order.city})',
            number="@{Order.total} * 2",
            when="@{Order.due}",
            list="[1, 2]",
            nothing="@{Order.absent}",
        ),
        total=21,
        city="Séoul",
        due="2026-03-04T10:00:00+09:00",
    )
    assert ann.calls[0].parameters == {
        "text": "Hi Séoul",
        "number": 42,
        "when": "2026-03-04T10:00:00+09:00",
        "list": [1, 2],
        "nothing": None,
    }


def test_a_parameter_without_a_value_is_not_sent():
    assert calling(action(text="'x'", number=" ")).calls[0].parameters == {"text": "x"}


def test_time_out_and_retries_go_with_the_call():
    step = action(text="'x'")
    assert (calling(step).calls[0].timeout, calling(step).calls[0].retries) == (5, 3)
    step["config"] |= {"timeout": 12.5, "retries": 0}
    assert (calling(step).calls[0].timeout, calling(step).calls[0].retries) == (12.5, 0)


def test_a_parameter_that_cannot_be_computed_calls_nobody():
    ann = calling(action(text="toInteger(@{Order.word}) > 1"), word="many")
    assert (ann.calls, ann.status, ann.node) == ([], Status.FAILED, "send")
    assert ann.plan.error["params"]["label"] == "parameters/text"


def test_a_parameter_that_cannot_be_computed_takes_the_error_path():
    ann = calling(action(on_error="path", text="toInteger(@{Order.word})"), word="many")
    assert (ann.calls, ann.node) == ([], "failed")


# The answer


def answer_in(expression, status=200, **answer):
    """What an expression behind the action reads of its answer."""
    graph = sending(action(text="'x'"), action(text=expression))
    ann = Traveller(graph).enters().answers(status, **answer)
    return ann.calls[-1].parameters["text"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("@action{send.ref}", "m-1"),
        ("@action{send.jo_status_code}", "http_201"),
        ("@action{send.deep.er}", 7),
        ("@action{send.absent}", None),
        ("@action{send.absent, defaultValue: 'none'}", "none"),
        ("@action{send.errorResponse}", None),
    ],
)
def test_later_steps_read_the_answer(expression, value):
    assert answer_in(expression, 201, ref="m-1", deep={"er": 7}) == value


def test_an_answer_without_a_body_still_has_its_status():
    graph = sending(action(text="'x'"), action(text="@action{send.jo_status_code}"))
    ann = Traveller(graph).enters().took(ok=True, status=204, answer=None)
    assert ann.calls[-1].parameters == {"text": "http_204"}


def test_a_message_that_was_delivered_without_http_counts_as_200():
    graph = sending(action(text="'x'"), action(text="@action{send.jo_status_code}"))
    ann = Traveller(graph).enters().took(ok=True, status=None, answer=None)
    assert ann.calls[-1].parameters == {"text": "http_200"}


def test_an_answer_that_is_no_object_is_kept_as_it_came():
    graph = sending(action(text="'x'"), wait(after("PT1H")), tell=action(text="@action{send.ref}"))
    graph["edges"].append({"from": "done", "port": "alt:late", "to": "tell"})
    ann = Traveller(graph).enters().took(ok=True, status=200, answer=[1, 2])
    assert ann.memory["answers"] == {"send": [1, 2]}


# Failure


def test_a_failure_ends_the_run_where_it_can_be_seen_and_retried():
    ann = calling(action(text="'x'")).fails("http", 500)
    assert (ann.node, ann.status, ann.ended_as) == ("send", Status.FAILED, ("failed", "neutral"))
    assert ann.plan.error["code"] == "action_http"
    assert ann.plan.error["params"] == {"action": "send", "status": 500}
    assert ann.plan.error["message"] == "The action failed: the other side answered 500."


@pytest.mark.parametrize(
    ("error", "status", "short", "code"),
    [
        ("http", 404, "404", "http_404"),
        ("timeout", None, "timedOut", "timedout"),
        ("capped", None, "capped", "capped"),
        ("connect", None, "error", "internalError"),
        ("blocked", None, "error", "internalError"),
        (None, None, "error", "internalError"),
    ],
)
def test_the_error_path_knows_what_went_wrong(error, status, short, code):
    graph = sending(
        action(on_error="path", text="'x'"),
        failed=action(
            text="${lastErrorCode}", number="@action{send.jo_status_code}", node="${lastNodeUIDInError}",
            kind="${lastErrorKind}", own="${lastExecutedActionErrorCode}", fetch="${lastDataFetchErrorCode}",
            type="${lastNodeTypeInError}",
        ),
    )  # fmt: skip
    ann = Traveller(graph).enters().fails(error, status)
    assert ann.node == "failed"
    assert ann.calls[-1].parameters == {
        "text": short, "number": code, "node": "send", "kind": error or "error", "own": short,
        "fetch": None, "type": "action",
    }  # fmt: skip


def test_the_error_path_reads_what_the_outside_said():
    graph = sending(
        action(on_error="path", text="'x'"), failed=action(text="@action{send.errorResponse.why}")
    )
    ann = Traveller(graph).enters().fails("http", 422, {"why": "no such person"})
    assert ann.calls[-1].parameters == {"text": "no such person"}


def test_a_time_out_takes_the_error_path_and_the_person_goes_on():
    ann = calling(action(on_error="path", text="'x'")).fails("timeout")
    assert (ann.node, ann.ended_as) == ("failed", ("finished", "neutral"))


def test_an_error_path_that_leads_nowhere_ends_the_run_normally():
    graph = draw({"in": entry(), "send": action(on_error="path", text="'x'")}, "in -> send")
    ann = Traveller(graph).enters().fails("timeout")
    assert (ann.left[-1], ann.ended_as) == (("send", "error"), ("finished", "neutral"))


# Retrying, and answers at the wrong time


def test_a_failed_run_is_retried_from_where_it_stands():
    ann = calling(action(text='"n" + @{Order.total}'), total=3).fails("http", 503)
    ann.asleep(days=1).is_retried()
    assert (ann.status, ann.fate) == (Status.CALLING, Fate.RETRIED)
    assert ann.calls[0] == ann.calls[1]
    assert ann.answers().node == "done"


def test_a_held_run_goes_on_when_the_journey_does():
    ann = calling(action(text="'x'"))
    ann.run = replace(ann.run, status=Status.HELD)
    assert ann.is_retried().status is Status.CALLING


@pytest.mark.parametrize("step", [action(text="'x'"), wait(after("PT1H")), end()])
def test_what_did_not_fail_is_not_retried(step):
    ann = calling(step)
    before = ann.run
    assert ann.is_retried().fate is Fate.STALE
    assert ann.run == before


def test_an_answer_that_nobody_waits_for_changes_nothing():
    ann = calling(wait(after("PT1H")))
    before = ann.run
    assert ann.answers().fate is Fate.STALE
    assert ann.run == before


def test_an_answer_to_a_run_that_is_over_changes_nothing():
    ann = calling(action(text="'x'")).is_ended()
    assert ann.answers().fate is Fate.STALE
    assert ann.status is Status.STOPPED


def test_two_actions_in_a_row_are_two_calls():
    ann = Traveller(sending(action(text="'one'"), action(text="'two'"))).enters().answers()
    assert [call.parameters["text"] for call in ann.calls] == ["one", "two"]
    assert ann.answers().status is Status.FINISHED
