"""Session authentication whose refusal is a 401, so that clients can tell it from a 403."""

from typing import Any

from rest_framework.authentication import SessionAuthentication as DRFSession


class SessionAuthentication(DRFSession):
    """The browser's: a session cookie, with CSRF on every verb that writes."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"
