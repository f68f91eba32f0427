"""Standard Webhooks signatures (https://www.standardwebhooks.com, version v1)."""

import base64
import binascii
import hashlib
import hmac

PREFIX = "whsec_"


def sign(secret: str, webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers that let a receiver verify ``body``.

    ``secret`` is ``whsec_`` and base64 of 24 to 64 bytes; ``timestamp`` is in Unix seconds.

    Raises:
        ValueError: ``secret`` is not of that form (its value is not told).
    """
    content = b"%b.%d.%b" % (webhook_id.encode(), timestamp, body)
    digest = hmac.new(read_secret(secret), content, hashlib.sha256).digest()
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def read_secret(secret: str) -> bytes:
    """The key inside a signing secret; raises ValueError like :func:`sign`."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError("A signing secret is whsec_ and the base64 of 24 to 64 bytes.")
    return key
