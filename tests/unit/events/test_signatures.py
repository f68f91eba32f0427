"""Signatures of senders after Standard Webhooks."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import pytest

from config.problems import Problem
from events.signatures import verify

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"a": 1}'


def sign(
    secret: str = SECRET, name: str = "msg_1", at: int | None = None, body: bytes = BODY
) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{name}.{at if at is not None else int(NOW.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def headers(**changes: Any) -> dict[str, str]:
    usual = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": sign(),
    }
    return usual | {name.replace("_", "-"): str(text) for name, text in changes.items()}


def refused(**changes: Any) -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        verify(SECRET, headers(**changes), BODY, NOW)
    return caught.value.status_code, caught.value.code


def test_a_signed_request_names_its_id() -> None:
    assert verify(SECRET, headers(), BODY, NOW) == "msg_1"


def test_one_good_signature_of_a_list_is_enough() -> None:
    listed = f"v1,AAAA v2,{sign()[3:]} {sign()}"
    assert verify(SECRET, headers(webhook_signature=listed), BODY, NOW) == "msg_1"


def test_a_secret_that_is_no_base64_is_its_own_key() -> None:
    key = "a plain secret of ours"
    text = f"msg_1.{int(NOW.timestamp())}.".encode() + BODY
    made = base64.b64encode(hmac.new(key.encode(), text, hashlib.sha256).digest()).decode()
    assert verify(key, headers(webhook_signature=f"v1,{made}"), BODY, NOW) == "msg_1"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"webhook_id": ""}, "signature_missing"),
        ({"webhook_timestamp": ""}, "signature_missing"),
        ({"webhook_signature": ""}, "signature_missing"),
        ({"webhook_signature": "v1,"}, "signature"),
        ({"webhook_signature": "v1,비밀"}, "signature"),
        ({"webhook_signature": sign().replace("v1,", "v2,")}, "signature"),
        ({"webhook_signature": " ".join(["v1,AAAA"] * 10 + [sign()])}, "signature"),
        ({"webhook_id": "msg_2"}, "signature"),
        ({"webhook_timestamp": int(NOW.timestamp()) + 1}, "signature"),
        ({"webhook_timestamp": int(NOW.timestamp()) + 301}, "timestamp"),
        ({"webhook_timestamp": int(NOW.timestamp()) - 301}, "timestamp"),
        ({"webhook_timestamp": "soon"}, "timestamp"),
        ({"webhook_timestamp": "-1"}, "timestamp"),
        ({"webhook_timestamp": "9" * 40}, "timestamp"),
    ],
)
def test_a_request_that_is_not_signed_so_is_refused(changes: Any, code: str) -> None:
    assert refused(**changes) == (401, code)


def test_a_dot_in_the_id_would_move_the_parts_of_what_is_signed() -> None:
    assert refused(webhook_id="msg.1") == (400, "bad_header")


def test_another_body_is_not_signed() -> None:
    with pytest.raises(Problem):
        verify(SECRET, headers(), b'{"a": 2}', NOW)
