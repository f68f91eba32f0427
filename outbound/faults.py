"""What went wrong below us, told in our codes. The transports' own words stay out of it:
they name addresses, and they differ for filtered and closed ports."""

from .errors import OutboundError


def timed_out() -> OutboundError:
    """The total deadline passed: names, connecting, TLS, sending and reading together."""
    return OutboundError("timeout", "No whole answer came within the time limit.")


def unreachable() -> OutboundError:
    """No connection, or it broke before an answer came."""
    return OutboundError("connect", "The connection failed.")


def bad_tls() -> OutboundError:
    """The certificate, its name, its authority or the protocol is not acceptable."""
    return OutboundError("tls", "The secure connection was refused: check the certificate.")


def bad_response() -> OutboundError:
    """What came back is not a whole HTTP/1.1 answer."""
    return OutboundError("bad_response", "The answer is not valid HTTP, or it broke off.")


def bad_request(reason: str = "The request cannot be sent as it is.") -> OutboundError:
    """The request itself is at fault."""
    return OutboundError("bad_request", reason)
