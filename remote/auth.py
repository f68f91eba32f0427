"""Signing in to somebody else's API: credentials are added when a request leaves, never before."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, quote_plus

Kind = Literal["none", "basic", "api_key", "bearer"]
Pairs = tuple[tuple[str, str], ...]
MASK = "***"
_SHORTEST_MASKED = 4  # shorter words would mask half of any answer that is shown
_SHORTEST_CUT_OUT = 8  # shorter words may be ordinary values, which journeys decide by


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
        return Credentials(headers=(("Authorization", f"Basic {pair}"),), hidden=hide(secret, pair))
    if kind == "bearer":
        return Credentials(headers=(("Authorization", f"Bearer {secret}"),), hidden=hide(secret))
    if kind == "api_key" and place == "query":
        return Credentials(query=((name, secret),), hidden=hide(secret))
    if kind == "api_key":
        return Credentials(headers=((name, secret),), hidden=hide(secret))
    return Credentials()


def hide(*words: str) -> tuple[bytes, ...]:
    """The words as bytes, in every spelling in which another side may echo them; longest first."""
    spelt = {
        spelling for word in words if len(word) >= _SHORTEST_MASKED for spelling in _spelt(word)
    }
    return tuple(sorted((text.encode() for text in spelt), key=len, reverse=True))


def _spelt(word: str) -> Iterator[str]:
    yield word
    yield quote(word, safe="")
    yield quote_plus(word)
    for ascii_only in (True, False):
        text = json.dumps(word, ensure_ascii=ascii_only)[1:-1]
        yield from (text, text.replace("/", "\\/"))


def masked(body: bytes, hidden: tuple[bytes, ...]) -> bytes:
    """``body`` as it may be shown: without our own secrets, should the other side echo them."""
    for word in hidden:
        if word in body:
            body = body.replace(word, MASK.encode())
    return body


def cut_out(answer: Any, hidden: tuple[bytes, ...]) -> Any:
    """JSON that is kept, without our own secrets in its texts.

    Numbers stay, and so do short words: what a journey decides by is not to be changed because
    a key is ``1234`` or ``gold``. The depth is that of an answer, at most 32.
    """
    if isinstance(answer, dict):
        return {_cut(key, hidden): cut_out(value, hidden) for key, value in answer.items()}
    if isinstance(answer, list):
        return [cut_out(value, hidden) for value in answer]
    return _cut(answer, hidden) if isinstance(answer, str) else answer


def _cut(text: str, hidden: tuple[bytes, ...]) -> str:
    for word in hidden:
        if len(word) >= _SHORTEST_CUT_OUT and (spelt := word.decode()) in text:
            text = text.replace(spelt, MASK)
    return text
