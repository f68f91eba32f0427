"""API tokens and sign-in links in the admin; a token's secret is shown once, when it is made."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from access.models import TOKEN_PREFIX, ApiToken, digest
from access.roles import rights_of
from config import clock


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["name", "prefix", "user", "created_at", "revoked_at"]
    fields = ["name", "scopes"]

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["name", "scopes"])
            return
        import secrets

        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        obj.user, obj.prefix, obj.sha256 = request.user, secret[:10], digest(secret)
        obj.scopes = sorted(set(obj.scopes) & rights_of(request.user))
        obj.created_at = clock.now()
        obj.save()
        messages.warning(request, _("The token, shown only now: %s") % secret)
