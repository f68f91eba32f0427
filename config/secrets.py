"""Secrets at rest: Fernet under ``FIELD_KEYS``, the first of which encrypts.

Keys are changed by putting a new one in front, rotating every row, and dropping the old one.
"""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MASK = "●●●"


class UnreadableSecret(Exception):
    """A stored secret was encrypted under a key that ``FIELD_KEYS`` does not hold."""


def encrypt(text: str) -> str:
    """``text`` as a token that only ``FIELD_KEYS`` open; different at each call."""
    return _box().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What :func:`encrypt` was given. Raises UnreadableSecret."""
    try:
        return _box().decrypt(token.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("No key of FIELD_KEYS opens this secret.") from None


def rotate(token: str) -> str:
    """``token`` encrypted anew under the first key. Raises UnreadableSecret."""
    try:
        return _box().rotate(token.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("No key of FIELD_KEYS opens this secret.") from None


def mask(text: str) -> str:
    """What may be shown of ``text``: that there is something. Nothing of it, not its length."""
    return MASK if text else ""


def _box() -> MultiFernet:
    return _box_of(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _box_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
