"""Our own secrets, echoed by somebody, are neither shown nor kept."""

import json

import pytest

from remote.auth import credentials, cut_out, masked

SECRET = 'CANARY "7f3a"/ü'
BASIC = credentials("basic", "ann", "", "", SECRET)


@pytest.mark.parametrize(
    "echo",
    [
        SECRET,
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        "CANARY%20%227f3a%22%2F%C3%BC",
        "CANARY+%227f3a%22%2F%C3%BC",
        'CANARY \\"7f3a\\"\\/\\u00fc',
        dict(BASIC.headers)["Authorization"],
    ],
)
def test_a_secret_is_masked_in_every_spelling_that_may_come_back(echo):
    shown = masked(f"before {echo} after".encode(), BASIC.hidden).decode()
    assert "7f3a" not in shown
    assert "***" in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


def test_an_answer_without_a_secret_is_the_same_object():
    body = b'{"a": 1}'
    assert masked(body, BASIC.hidden) is body


def test_a_kept_answer_loses_secrets_from_its_texts_and_keys():
    hidden = credentials("bearer", "", "", "", "CANARY-7f3a").hidden
    answer = {"you sent CANARY-7f3a": [{"token": "Bearer CANARY-7f3a"}, 7, None, True]}
    assert cut_out(answer, hidden) == {"you sent ***": [{"token": "Bearer ***"}, 7, None, True]}


def test_a_short_key_changes_nothing_that_a_journey_decides_by():
    hidden = credentials("api_key", "", "appid", "query", "gold").hidden
    assert cut_out({"status": "gold", "n": 1234}, hidden) == {"status": "gold", "n": 1234}
    assert masked(b"gold", hidden) == b"***"


def test_a_word_of_three_letters_is_not_masked_since_it_would_mask_half_of_a_page():
    assert credentials("bearer", "", "", "", "abc").hidden == ()
