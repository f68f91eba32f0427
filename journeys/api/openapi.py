"""Pieces of the OpenAPI description that many views share."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from journeys.api.answers import ProblemDocument

_REASONS = {
    400: "The body is not JSON.",
    404: "There is no such thing.",
    409: "The state of the journey forbids it.",
    412: "`conflict`: someone else has saved a newer revision.",
    413: "`too_large`: more than 512 KiB.",
    422: "The body is JSON, and does not mean anything that can be done; `errors` says where.",
    428: "`precondition_required`: a save must name the revision that it began from.",
}


def refusals(*codes: int) -> dict[Any, Any]:
    """The problem documents with which a call may be refused."""
    return {
        (code, "application/problem+json"): OpenApiResponse(ProblemDocument, _REASONS[code])
        for code in codes
    }


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True,
    description="The ETag of the draft that the save began from, for instance `\"7\"`.",
)  # fmt: skip
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description="The draft's revision."
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How programs sign in. drf-spectacular finds such classes by their being imported."""

    target_class = "access.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token: `gmt_...`."}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the browser signs in; verbs that write also need the CSRF token."""

    target_class = "access.sessions.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
