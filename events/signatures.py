"""Signatures of senders after the Standard Webhooks specification, over the raw bytes."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from config.problems import Problem
from events.words import fault

TOLERANCE = 300
MAX_SIGNATURES = 10
NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The id that was signed.

    Raises:
        Problem: 400 for an id with a dot, 401 ``signature_missing``, ``timestamp``, ``signature``.
    """
    given = [headers.get(name, "") for name in NAMES]
    if not all(given):
        raise _refused(401, "signature_missing")
    message_id, timestamp, signatures = given
    if "." in message_id:  # it separates the parts of what is signed
        raise _refused(400, "bad_header", name="webhook-id")
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise _refused(401, "timestamp")
    if abs(int(timestamp) - now.timestamp()) > TOLERANCE:
        raise _refused(401, "timestamp")
    signed = b"%b.%b.%b" % (message_id.encode(), timestamp.encode(), body)
    expected = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    if not _any_is(expected, signatures):
        raise _refused(401, "signature")
    return message_id


def _any_is(expected: bytes, signatures: str) -> bool:
    listed = signatures.split(" ", MAX_SIGNATURES + 1)
    if len(listed) > MAX_SIGNATURES:
        return False
    wanted = base64.b64encode(expected)
    given = [text[3:].encode() for text in listed if text.startswith("v1,")]
    return any([hmac.compare_digest(wanted, one) for one in given])  # noqa: C419 (no early end)


def _key(secret: str) -> bytes:
    text = secret.removeprefix("whsec_")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def _refused(status: int, code: str, **params: str) -> Problem:
    found = fault(code, "", **params)
    return Problem(status, code, found.detail, params=found.params)
