"""Look-ups against a real server: what goes out, and what becomes of every answer."""

import json

import pytest
from werkzeug import Response

from datasources import calls
from outbound import OutboundError
from outbound import call as call_out
from outbound.outcome import RenderError
from remote.models import policy
from tests.integration.datasources.conftest import MONDAY, field, group, parameter, source


def look_up(key="city", **params):
    """The outcome of asking Weather now."""
    frozen = calls.render("Weather", key, params).frozen
    request = calls.to_request(frozen, "unread", MONDAY)
    try:
        result = call_out(request, policy=policy(), deadline=3)
    except OutboundError as error:
        result = error
    return calls.outcome(frozen, result)


@pytest.fixture
def weather(outside):
    """A source whose address is that of the server."""
    return source(url=outside.url_for("/api"))


def answering(outside, body, path="/api/now", **more):
    data = body if isinstance(body, bytes) else body.encode()
    outside.expect_request(path).respond_with_response(Response(data, **more))


# --- what goes out ------------------------------------------------------------------------------


def test_a_get_carries_its_parameters_in_the_query(outside, weather):
    group(weather, params=[parameter("city"), parameter("days", "integer")])
    answering(outside, '{"temp": 31}')

    assert look_up(city="London,uk&x=1", days=3).answer == {"temp": 31}

    request, _ = outside.log[-1]
    assert (request.method, request.data) == ("GET", b"")
    assert request.query_string == b"city=London%2Cuk%26x%3D1&days=3"


def test_a_parameter_in_the_path_is_one_encoded_segment(outside, weather):
    group(weather, path="/in/{city}/now")
    answering(outside, "{}", path="/api/in/../../admin?x=/now")

    look_up(city="../../admin?x=")

    assert outside.log[-1][0].environ["REQUEST_URI"] == "/api/in/..%2F..%2Fadmin%3Fx%3D/now"


def test_a_post_carries_an_object_of_its_parameters(outside, weather):
    group(weather, method="POST")
    answering(outside, "{}")

    look_up(city='"}, "admin": {"')

    request, _ = outside.log[-1]
    assert (request.method, request.query_string) == ("POST", b"")
    assert request.json == {"city": '"}, "admin": {"'}
    assert request.headers["Content-Type"] == "application/json"


def test_a_template_puts_parameters_into_their_places(outside, weather):
    body = {"query": {"where": {"param": "city"}}, "units": "metric"}
    group(weather, method="POST", body=body)
    answering(outside, "{}")

    look_up(city="Paris")

    assert outside.log[-1][0].json == {"query": {"where": "Paris"}, "units": "metric"}


def test_a_source_may_have_several_groups_of_their_own(outside, weather):
    group(weather)
    group(weather, key="longlat", path="/at", method="POST",
          params=[parameter("long", "decimal"), parameter("lat", "decimal")])  # fmt: skip
    answering(outside, '{"n": 1}')
    answering(outside, '{"n": 2}', path="/api/at")

    assert look_up("city", city="Paris").answer == {"n": 1}
    assert look_up("longlat", long=2.35, lat=48.85).answer == {"n": 2}


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        ({"auth": "none"}, "Authorization", None),
        ({"auth": "basic", "auth_user": "u"}, "Authorization", "Basic dTpDQU5BUlktN2YzYQ=="),
        ({"auth": "bearer"}, "Authorization", "Bearer CANARY-7f3a"),
        ({"auth": "api_key", "auth_name": "X-Key"}, "X-Key", "CANARY-7f3a"),
    ],
)
def test_credentials_are_added_when_it_leaves(outside, auth, header, value):
    group(source(url=outside.url_for("/api"), auth_secret="CANARY-7f3a", **auth))
    answering(outside, "{}")

    look_up(city="Paris")

    assert outside.log[-1][0].headers.get(header) == value
    assert b"CANARY" not in calls.render("Weather", "city", {"city": "Paris"}).frozen


def test_an_api_key_may_stand_in_the_query(outside):
    group(source(url=outside.url_for("/api"), auth="api_key", auth_name="appid",
                 auth_place="query", auth_secret="1234"))  # fmt: skip
    answering(outside, '{"id": 12345, "code": "1234"}')

    outcome = look_up(city="Paris")

    assert outside.log[-1][0].query_string == b"city=Paris&appid=1234"
    assert outcome.answer == {"id": 12345, "code": "1234"}


def test_constant_headers_go_out_and_the_url_is_the_present_one(outside, weather):
    group(weather)
    frozen = calls.render("Weather", "city", {"city": "Paris"}).frozen
    weather.url, weather.headers = "https://new.example/v2/", [{"name": "X-Shop", "value": "7"}]
    weather.save()

    request = calls.to_request(frozen, "", MONDAY)

    assert request.url == "https://new.example/v2/now?city=Paris"
    assert ("X-Shop", "7") in request.headers


def test_the_same_look_up_has_the_same_bytes_and_a_destination_of_its_own(weather):
    group(weather)
    first, second = (calls.render("Weather", "city", {"city": "Paris"}) for _ in range(2))
    assert first == second
    assert (first.destination, first.kind) == ("source:Weather", "http")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "missing_parameter"),
        ({"city": None}, "missing_parameter"),
        ({"city": {"a": 1}}, "parameter_value"),
        ({"city": "."}, "parameter_value"),
        ({"city": ""}, "parameter_value"),
    ],
)
def test_a_value_that_cannot_be_sent_is_an_error_of_the_step(weather, params, code):
    group(weather, path="/in/{city}")
    with pytest.raises(RenderError) as refused:
        calls.render("Weather", "city", params)
    assert refused.value.code == code


def test_a_value_of_another_type_is_an_error_of_the_step(weather):
    group(weather, params=[parameter("days", "integer")])
    with pytest.raises(RenderError) as refused:
        calls.render("Weather", "city", {"days": "three"})
    assert refused.value.code == "parameter_value"


def test_a_group_that_is_gone_is_told(weather):
    one = group(weather)
    frozen = calls.render("Weather", "city", {"city": "Paris"}).frozen
    one.delete()
    for asked in (
        lambda: calls.render("Weather", "city", {}),
        lambda: calls.to_request(frozen, "", MONDAY),
    ):
        with pytest.raises(RenderError) as refused:
            asked()
        assert refused.value.code == "unknown_source"
    assert (calls.cache_seconds("Weather", "city"), calls.timeout("Weather", "city")) == (0, 5)


def test_limits_time_outs_and_the_cache_are_those_of_the_definition(weather):
    group(weather, timeout=3, cache_seconds=60)
    weather.max_per_second, weather.max_at_once = 15, 2
    weather.save()
    assert calls.limits("Weather") == {"per_second": 15, "at_once": 2}
    assert calls.limits("Nowhere") == {"per_second": None, "at_once": None}
    assert (calls.timeout("Weather", "city"), calls.cache_seconds("Weather", "city")) == (3, 60)


# --- what comes back ----------------------------------------------------------------------------


def told(outside, weather, body, **more):
    group(weather)
    answering(outside, body, **more)
    return look_up(city="Paris")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ('{"temp": 31, "main": {"wind": [1, 2]}}', {"temp": 31, "main": {"wind": [1, 2]}}),
        ("[1]", {"items": [1]}),
        ("5", {"value": 5}),
        ('"x"', {"value": "x"}),
        ("null", None),
        ("", None),
        ('{"a":1,"a":2}', {"a": 2}),
        ('{"__proto__":{"x":1},"then":1}', {"__proto__": {"x": 1}, "then": 1}),
        ("\ufeff{}", {}),
        ("{}", {}),
    ],
)
def test_json_of_any_shape_is_an_answer(outside, weather, body, answer):
    outcome = told(outside, weather, body)
    assert (outcome.ok, outcome.answer, outcome.status) == (True, answer, 200)


def test_no_content_is_null(outside, weather):
    outcome = told(outside, weather, "", status=204)
    assert (outcome.ok, outcome.answer, outcome.status) == (True, None, 204)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<html>login</html>", "bad_answer"),
        ("{a:1}", "bad_answer"),
        (b'{"a":"\xff"}', "bad_answer"),
        ("{}".encode("utf-16"), "bad_answer"),
        ('{"a":"\\ud800\\u0000"}', "bad_answer"),
        ('{"a":"\\u0000"}', "bad_answer"),
        ('{"a":' + "9" * 30 + "}", "bad_answer"),
        ("[" * 5_000 + "]" * 5_000, "bad_answer"),
        ("x" * 5_000_000, "too_large"),
    ],
)
def test_what_is_no_json_that_can_be_kept_is_an_error_that_asking_again_would_not_change(
    outside, weather, body, error
):
    outcome = told(outside, weather, body)
    assert (outcome.ok, outcome.error, outcome.retryable) == (False, error, False)
    assert outcome.answer is None


@pytest.mark.parametrize(
    ("status", "error", "again"),
    [(301, "http", False), (401, "http", False), (404, "http", False), (429, "capped", True),
     (500, "http", True)],
)  # fmt: skip
def test_a_status_that_is_no_success_has_its_word(outside, weather, status, error, again):
    headers = {"Location": "https://evil.example/"} if status == 301 else {}
    outcome = told(outside, weather, "{}", status=status, headers=headers)
    assert (outcome.ok, outcome.status, outcome.error, outcome.retryable) == (
        False, status, error, again,
    )  # fmt: skip


def test_the_pause_that_is_asked_for_is_kept_within_an_hour(outside, weather):
    outcome = told(outside, weather, "", status=429, headers={"Retry-After": "86400"})
    assert outcome.retry_after == 3600.0


def test_a_door_that_is_not_open_is_blocked_and_nobody_hears_of_it(outside, weather, settings):
    settings.EGRESS_ALLOW = ""
    outcome = told(outside, weather, "{}")
    assert (outcome.error, outcome.retryable) == ("blocked", False)
    assert outside.log == []


def test_of_an_answer_the_declared_members_are_kept(outside, weather):
    group(weather, fields=[field("main.temp"), field("items[].n")])
    answering(outside, '{"main": {"temp": 1, "extra": 2}, "items": [{"n": 1}], "huge": "x"}')
    assert look_up(city="Paris").answer == {"main": {"temp": 1, "extra": 2}, "items": [{"n": 1}]}


def test_a_member_that_does_not_come_is_not_there(outside, weather):
    group(weather, fields=[field("main.temp")])
    answering(outside, "{}")
    assert look_up(city="Paris").answer == {}


def test_no_cookie_is_kept_between_two_people(outside, weather):
    group(weather)
    answering(outside, "{}", headers={"Set-Cookie": "sid=1"})
    look_up(city="Paris")
    look_up(city="Rome")
    assert "Cookie" not in outside.log[-1][0].headers


def test_our_own_secret_that_is_echoed_is_not_kept(outside):
    group(source(url=outside.url_for("/api"), auth="bearer", auth_secret="CANARY-7f3a"))
    outside.expect_request("/api/now").respond_with_handler(
        lambda request: Response(json.dumps(dict(request.headers)))
    )
    outcome = look_up(city="Paris")
    assert outcome.answer["Authorization"] == "Bearer ***"


def test_our_own_secret_in_the_excerpt_of_an_error_is_masked(outside):
    group(source(url=outside.url_for("/api"), auth="bearer", auth_secret="CANARY-7f3a"))
    answering(outside, "bad token CANARY-7f3a\r\n", status=403)
    assert look_up(city="Paris").message == "HTTP 403: bad token ***\\r\\n"
