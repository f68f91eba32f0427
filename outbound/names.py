"""Resolve a name within a deadline, and let only allowed addresses through.

``getaddrinfo`` knows no time-out, so it runs in a thread that may be left behind; a bounded
number of them, so that a dead name server cannot pile them up.
"""

import os
import socket
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread

from .errors import OutboundError
from .policy import Policy

MAX_LOOKUPS = 64
MAX_ADDRESSES = 4
getaddrinfo = socket.getaddrinfo  # tests put their own name server here

_slots = BoundedSemaphore(MAX_LOOKUPS)


def _fresh_slots() -> None:
    """A forked child has none of the parent's look-ups."""
    global _slots  # noqa: PLW0603
    _slots = BoundedSemaphore(MAX_LOOKUPS)


os.register_at_fork(after_in_child=_fresh_slots)


def start_lookup(host: str, port: int, policy: Policy) -> "Future[list[str]]":
    """Begin to resolve ``host``; the future has at most four addresses, all allowed.

    One refused address among the answers refuses the name: a name that points inside and
    outside at once is an attack or a mistake. The future raises OutboundError (dns,
    blocked_address); so does this function where too many look-ups hang.
    """
    slots = _slots
    if not slots.acquire(blocking=False):
        raise OutboundError("dns", "The name server does not answer.")
    future: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            found = _addresses(host, port, policy)
        except OutboundError as error:
            _settle(future, error)
        else:
            _settle(future, found)
        finally:
            slots.release()

    Thread(target=look_up, name="outbound-dns", daemon=True).start()
    return future


def _addresses(host: str, port: int, policy: Policy) -> list[str]:
    try:
        answers = getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundError("dns", "The host name cannot be resolved.") from None
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    for address in addresses:
        policy.check_address(host, address, port)
    if not addresses:
        raise OutboundError("dns", "The host name cannot be resolved.")
    return addresses[:MAX_ADDRESSES]


def _settle(future: "Future[list[str]]", result: list[str] | OutboundError) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(result, OutboundError):
        future.set_exception(result)
    else:
        future.set_result(result)
