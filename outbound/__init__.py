"""The one guarded HTTP client: for look-ups, actions and token requests. Pure Python.

Two faces: :func:`call` for one call now, :class:`Caller` for the sender's many. Both refuse
every address that is not public or on the operator's list, follow no redirect, send no cookie,
read no environment, and end within their deadline whatever the other side does.
"""

from .caller import Caller
from .errors import AnswerError, OutboundError
from .headers import check_headers
from .messages import Request, Response
from .policy import Policy
from .signing import sign
from .synchronous import call
from .urls import check_url

__all__ = [
    "AnswerError",
    "Caller",
    "OutboundError",
    "Policy",
    "Request",
    "Response",
    "call",
    "check_headers",
    "check_url",
    "sign",
]
