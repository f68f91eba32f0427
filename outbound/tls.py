"""One TLS context for both faces: certificates and names are checked, TLS 1.2 at least."""

import ssl
from functools import lru_cache

import certifi

from . import faults
from .errors import OutboundError


@lru_cache(maxsize=8)
def tls_context(ca: str | None = None) -> ssl.SSLContext:
    """The context that trusts ``ca`` (a PEM file) alone, or else the system and certifi.

    Both, because slim images have no system store, and organisations put their own
    authority into the system's.
    """
    context = ssl.create_default_context(cafile=ca)
    if ca is None:
        context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def told(error: BaseException) -> OutboundError:
    """A handshake that was broken off may succeed next time; one that was refused will not."""
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return faults.unreachable()
    return faults.bad_tls()
