"""``Authorization: Bearer <API token>`` for programs."""

from typing import Any

from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication

from access.models import TOKEN_PREFIX, ApiToken, digest


class TokenAuthentication(BaseAuthentication):
    """Finds the user of an API token. Other Bearer values (source keys) are not ours."""

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return None
        found = (
            ApiToken.objects.select_related("user")
            .filter(sha256=digest(secret), revoked_at=None, user__is_active=True)
            .first()
        )
        if found is None or not secret.startswith(TOKEN_PREFIX):
            raise exceptions.AuthenticationFailed("The token is not valid.")
        return found.user, found

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
