"""Why a call was not made, or brought no answer that can be used."""

_RETRYABLE = frozenset({"dns", "connect", "timeout", "bad_response"})


class OutboundError(Exception):
    """A call that failed, or that was refused before a packet left.

    ``code`` is one of blocked_url, blocked_address, dns, connect, tls, timeout, too_large,
    bad_encoding, bad_response, bad_request, bad_answer. ``reason`` is one English sentence
    without parameters (a msgid; ``locale/parts/outbound.po`` has the Korean). ``problem`` is
    what the API answers where the fault is found at save: url_form, url_not_allowed or header.
    """

    def __init__(self, code: str, reason: str, *, problem: str = "") -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.problem = problem

    @property
    def retryable(self) -> bool:
        """Another attempt may fare better. Never so for a refusal, nor for bad TLS."""
        return self.code in _RETRYABLE

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.reason, self.problem))


class AnswerError(OutboundError):
    """An answer came, and what it says cannot be taken as JSON under our limits."""

    def __init__(self, reason: str) -> None:
        super().__init__("bad_answer", reason)


def _rebuild(kind: type[OutboundError], code: str, reason: str, problem: str) -> OutboundError:
    error = kind.__new__(kind)
    OutboundError.__init__(error, code, reason, problem=problem)
    return error
