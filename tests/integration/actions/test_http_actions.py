"""HTTP actions against a real server."""

import json
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook
from werkzeug import Response

from actions import calls
from outbound import call as call_out
from outbound.outcome import RenderError
from remote.models import policy
from tests.integration.actions.conftest import CONTEXT, MONDAY, action, parameter

KEY = "realm-41-3"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def sent(outside, *, now=MONDAY, **given):
    """What the server saw, and the outcome."""
    frozen = calls.render("order", given, CONTEXT).frozen
    result = call_out(calls.to_request(frozen, KEY, now), policy=policy(), deadline=5)
    return outside.log[-1][0], calls.outcome(frozen, result)


def answering(outside, path="/orders", **answer):
    outside.expect_request(path).respond_with_json(answer or {"id": 1})
    return outside.url_for(path)


def test_parameters_become_members_of_the_body(outside):
    action(url=answering(outside), parameters=[parameter("first_name"), parameter("n", "integer")])

    request, outcome = sent(outside, first_name="Jane", n=3)

    assert request.method == "POST"
    assert request.json == {"first_name": "Jane", "n": 3}
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == KEY
    assert (outcome.ok, outcome.status, outcome.answer) == (True, 200, {"id": 1, "_status": 200})


def test_a_template_puts_values_into_their_places_as_data(outside):
    body = {
        "to": {"param": "mail"},
        "note": {"text": {"param": "note"}},
        "tags": ["a", {"param": "tag"}],
    }
    action(url=answering(outside), body=body, parameters=[parameter("mail"), parameter("note"), parameter("tag")])  # fmt: skip

    request, _ = sent(outside, mail="a@b.c", note='"x", "admin": true', tag="b")

    assert request.json == {
        "to": "a@b.c",
        "note": {"text": '"x", "admin": true'},
        "tags": ["a", "b"],
    }


def test_a_parameter_has_its_own_place_and_a_constant_needs_no_journey(outside):
    action(
        url=answering(outside),
        parameters=[
            parameter("name", path="customer.name"),
            parameter("channel", constant="push", path="meta.channel"),
        ],
    )
    request, _ = sent(outside, name="Jane", channel="sms")
    assert request.json == {"customer": {"name": "Jane"}, "meta": {"channel": "push"}}


def test_optional_parameters_without_a_value_are_left_out(outside):
    action(url=answering(outside), body={"a": {"param": "a"}, "b": 1}, parameters=[parameter("a")])
    request, _ = sent(outside, a=None)
    assert request.json == {"b": 1}


def test_a_get_carries_parameters_in_the_query_percent_encoded(outside):
    action(url=answering(outside) + "?v=1", method="GET", parameters=[parameter("name")])

    request, _ = sent(outside, name="a&admin=1")

    assert request.query_string == b"v=1&name=a%26admin%3D1"
    assert request.data == b""


def test_the_path_takes_one_encoded_segment(outside):
    url = answering(outside, "/orders/a/b/lines").replace("a/b", "{order}")
    action(url=url, parameters=[parameter("order")])

    request, _ = sent(outside, order="a/b")

    assert request.environ["REQUEST_URI"].endswith("/orders/a%2Fb/lines")


@pytest.mark.parametrize("value", ["..", ".", ""])
def test_a_value_that_would_change_the_path_is_not_sent(outside, value):
    action(url=outside.url_for("/orders/{order}"), parameters=[parameter("order")])
    with pytest.raises(RenderError) as refused:
        calls.render("order", {"order": value}, CONTEXT)
    assert refused.value.code == "parameter_value"


def test_headers_are_constant_or_a_parameters_value(outside):
    headers = [{"name": "X-Shop", "value": "7"}, {"name": "X-Name", "param": "name"}]
    action(url=answering(outside), headers=headers, parameters=[parameter("name")])

    request, _ = sent(outside, name="Jane")

    assert (request.headers["X-Shop"], request.headers["X-Name"]) == ("7", "Jane")
    assert request.json == {}


@pytest.mark.parametrize("value", ["日本", "a\r\nX-Evil: 1", "a\0b"])
def test_a_value_that_no_header_can_carry_is_an_error_of_the_step(outside, value):
    headers = [{"name": "X-Name", "param": "name"}]
    action(url=answering(outside), headers=headers, parameters=[parameter("name")])
    with pytest.raises(RenderError) as refused:
        calls.render("order", {"name": value}, CONTEXT)
    assert refused.value.code == "header_value"


@pytest.mark.parametrize(
    ("auth", "seen"),
    [
        (
            {"auth": "basic", "auth_user": "marlton"},
            ("Authorization", "Basic bWFybHRvbjpDQU5BUlk="),
        ),
        ({"auth": "bearer"}, ("Authorization", "Bearer CANARY")),
        ({"auth": "api_key", "auth_name": "X-Key"}, ("X-Key", "CANARY")),
    ],
)
def test_credentials_are_added_when_it_leaves_and_are_not_in_what_is_frozen(outside, auth, seen):
    action(url=answering(outside), auth_secret="CANARY", **auth)

    request, _ = sent(outside)

    assert request.headers[seen[0]] == seen[1]
    frozen = calls.render("order", {}, CONTEXT).frozen
    assert b"CANARY" not in frozen
    assert b"Q0FOQVJZ" not in frozen


def test_an_api_key_may_go_into_the_query(outside):
    action(url=answering(outside), auth="api_key", auth_name="appid", auth_place="query", auth_secret="1234")  # fmt: skip
    request, _ = sent(outside)
    assert request.query_string == b"appid=1234"


def test_a_signed_call_verifies_with_the_receivers_library(outside):
    action(url=answering(outside), signing_secret=SECRET, parameters=[parameter("a")])

    import time
    from datetime import UTC, datetime

    request, _ = sent(outside, now=datetime.fromtimestamp(time.time(), UTC), a="길목")

    assert Webhook(SECRET).verify(request.data, dict(request.headers)) == {"a": "길목"}
    assert request.headers["webhook-id"] == KEY


def test_each_attempt_has_the_same_body_and_the_present_secret(outside):
    mine = action(url=answering(outside), signing_secret=SECRET, auth="bearer", auth_secret="old")
    frozen = calls.render("order", {}, CONTEXT).frozen
    first = calls.to_request(frozen, KEY, MONDAY)
    mine.auth_secret = "new"
    mine.save()

    second = calls.to_request(frozen, KEY, MONDAY + timedelta(minutes=1))

    assert (first.method, first.url, first.body) == (second.method, second.url, second.body)
    headers = [dict(request.headers) for request in (first, second)]
    assert [each["Authorization"] for each in headers] == ["Bearer old", "Bearer new"]
    assert headers[0]["Idempotency-Key"] == headers[1]["Idempotency-Key"] == KEY
    assert headers[0]["webhook-signature"] != headers[1]["webhook-signature"]


def test_a_secret_that_is_echoed_is_not_kept(outside):
    outside.expect_request("/orders").respond_with_handler(
        lambda request: Response(json.dumps(dict(request.headers)))
    )
    action(url=outside.url_for("/orders"), auth="basic", auth_user="u", auth_secret="CANARY")

    _, outcome = sent(outside)

    assert "CANARY" not in str(outcome)
    assert outcome.answer["Authorization"] == "Basic ***"


def test_an_answer_without_json_is_fine_unless_fields_are_declared(outside):
    outside.expect_request("/orders").respond_with_data("<html>ok</html>")
    mine = action(url=outside.url_for("/orders"))

    assert sent(outside)[1].answer == {"_status": 200}
    mine.answer = [{"path": "id", "type": "string", "name": ""}]
    mine.save()
    outcome = sent(outside)[1]

    assert (outcome.ok, outcome.error, outcome.retryable) == (False, "bad_answer", False)


def test_a_bare_list_can_be_read_as_items(outside):
    outside.expect_request("/orders").respond_with_json([{"id": 1}])
    action(url=outside.url_for("/orders"))
    assert sent(outside)[1].answer == {"items": [{"id": 1}], "_status": 200}


def test_an_action_that_is_gone_is_told(outside):
    mine = action(url=answering(outside))
    frozen = calls.render("order", {}, CONTEXT).frozen
    mine.delete()
    with pytest.raises(RenderError) as refused:
        calls.to_request(frozen, KEY, MONDAY)
    assert refused.value.code == "unknown_action"


def test_deliver_takes_http_too_for_tries(outside):
    action(url=answering(outside))
    item = (9, KEY, calls.render("order", {}, CONTEXT).frozen)
    assert calls.deliver([item], MONDAY)[9].answer == {"id": 1, "_status": 200}
