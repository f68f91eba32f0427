"""What became of a call, by its status, its headers and its error."""

import pytest

from outbound import OutboundError, Response
from remote.judge import bad_answer, enveloped, failed, pause


def answered(status, headers=None):
    return Response(status, headers or {}, b"", 7)


@pytest.mark.parametrize(
    ("status", "error", "again"),
    [
        (301, "http", False),
        (400, "http", False),
        (401, "http", False),
        (404, "http", False),
        (408, "http", True),
        (409, "http", False),
        (410, "http", False),
        (425, "http", True),
        (429, "capped", True),
        (500, "http", True),
        (503, "http", True),
    ],
)
def test_a_status_says_whether_another_attempt_may_fare_better(status, error, again):
    outcome = failed(answered(status))
    assert (outcome.ok, outcome.error, outcome.retryable, outcome.status) == (
        False, error, again, status,
    )  # fmt: skip


def test_success_is_no_failure():
    assert failed(answered(200)) is failed(answered(204)) is None


@pytest.mark.parametrize(
    ("code", "error", "again"),
    [
        ("blocked_url", "blocked", False),
        ("blocked_address", "blocked", False),
        ("timeout", "timeout", True),
        ("dns", "dns", True),
        ("connect", "connect", True),
        ("tls", "tls", False),
        ("too_large", "too_large", False),
        ("bad_encoding", "bad_answer", False),
        ("bad_response", "bad_answer", True),
        ("bad_request", "unrendered", False),
    ],
)
def test_an_error_of_the_guard_has_one_word_for_journeys(code, error, again):
    outcome = failed(OutboundError(code, "Why."))
    assert (outcome.error, outcome.retryable, outcome.message) == (error, again, "Why.")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("86400", 3600.0),
        ("1" * 400, 3600.0),
        ("-5", None),
        ("1e9", None),
        ("abc", None),
        ("٣", None),
    ],
)
def test_the_pause_that_is_asked_for_is_clamped_to_an_hour(text, seconds):
    assert pause({"Retry-After": text}) == seconds


def test_a_pause_until_a_date_is_counted_from_the_answers_own_date():
    headers = {
        "Retry-After": "Mon, 02 Mar 2026 09:01:00 GMT",
        "Date": "Mon, 02 Mar 2026 09:00:30 GMT",
    }
    assert pause(headers) == 30.0
    assert pause({"Retry-After": headers["Retry-After"]}) is None
    assert pause(headers | {"Retry-After": "Mon, 99 Foo 2026"}) is None


def test_an_excerpt_of_the_answer_is_one_line_that_steers_no_terminal():
    excerpt = b'{"message": "a\r\nERROR fake\x1b[31m\xe2\x80\xae"}' + b"x" * 5000
    message = failed(answered(400), excerpt).message
    assert message.isprintable()
    assert len(message) < 400
    assert "\\r\\nERROR fake\\x1b" in message


@pytest.mark.parametrize(
    ("answer", "walkable"),
    [({"a": 1}, {"a": 1}), ([1], {"items": [1]}), (5, {"value": 5}), ("x", {"value": "x"}),
     (None, None)],
)  # fmt: skip
def test_any_json_can_be_walked_by_a_path(answer, walkable):
    assert enveloped(answer) == walkable


def test_an_answer_that_is_not_what_was_declared_is_not_asked_for_again():
    outcome = bad_answer(answered(200), "The answer is not JSON.")
    assert (outcome.error, outcome.retryable, outcome.status) == ("bad_answer", False, 200)
