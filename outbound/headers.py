"""Which headers a request may carry."""

import re
from collections.abc import Iterable

from .errors import OutboundError

MAX_HEADERS = 64
MAX_TOTAL = 16_384
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
_VALUE = re.compile(r"[\t\x20-\x7e]*")

# They frame the message or belong to the connection: ours alone, at every moment.
FRAMING = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade"}
    | {"te", "trailer", "expect", "accept-encoding"}
    | {"proxy-authorization", "proxy-authenticate", "proxy-connection"}
)
# Added at sending, so nobody may set them in a form.
ADDED = frozenset(
    {"idempotency-key", "webhook-id", "webhook-timestamp", "webhook-signature", "cookie"}
)


def check_headers(headers: Iterable[tuple[str, str]]) -> None:
    """Say at save whether these headers of a form may be sent.

    Raises:
        OutboundError: ``bad_request`` with ``reason``; ``problem`` is header.
    """
    pairs = tuple(headers)
    check_wire_headers(pairs)
    for name, _ in pairs:
        if name.lower() in ADDED:
            raise _bad("This header is set by the system.")


def check_wire_headers(headers: Iterable[tuple[str, str]]) -> None:
    """The same at sending, when our own headers have been added."""
    total = 0
    for count, (name, value) in enumerate(headers, 1):
        total += len(name) + len(value)
        if count > MAX_HEADERS or total > MAX_TOTAL:
            raise _bad("There are too many or too long headers.")
        if not _TOKEN.fullmatch(name):
            raise _bad("This is not the name of a header.")
        if name.lower() in FRAMING:
            raise _bad("This header is set by the system.")
        if not _VALUE.fullmatch(value):
            raise _bad("The value of a header takes printable ASCII characters only.")


def _bad(reason: str) -> OutboundError:
    return OutboundError("bad_request", reason, problem="header")
