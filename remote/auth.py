"""Signing in to somebody else's API: credentials are added when a request leaves, never before."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Literal

Kind = Literal["none", "basic", "api_key", "bearer"]
Pairs = tuple[tuple[str, str], ...]
_SHORTEST_MASKED = 4  # shorter words would mask half of any answer


@dataclass(frozen=True, slots=True)
class Credentials:
    """What to add to a request, and the bytes that no log or page may show."""

    headers: Pairs = ()
    query: Pairs = ()
    hidden: tuple[bytes, ...] = ()


def credentials(kind: str, user: str, name: str, place: str, secret: str) -> Credentials:
    """The credentials of one configuration.

    ``user`` is for basic (RFC 7617); ``name`` and ``place`` (header or query) for an API key.
    """
    if kind == "basic":
        pair = b64encode(f"{user}:{secret}".encode()).decode()
        return Credentials(
            headers=(("Authorization", f"Basic {pair}"),), hidden=_hide(secret, pair)
        )
    if kind == "bearer":
        return Credentials(headers=(("Authorization", f"Bearer {secret}"),), hidden=_hide(secret))
    if kind == "api_key" and place == "query":
        return Credentials(query=((name, secret),), hidden=_hide(secret))
    if kind == "api_key":
        return Credentials(headers=((name, secret),), hidden=_hide(secret))
    return Credentials()


def _hide(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words if len(word) >= _SHORTEST_MASKED)


def masked(body: bytes, hidden: tuple[bytes, ...]) -> bytes:
    """``body`` without our own secrets, should the other side have echoed them."""
    for word in hidden:
        if word in body:
            body = body.replace(word, b"***")
    return body
