"""API tokens, and one-time links to sign in."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TOKEN_PREFIX = "gmt_"  # noqa: S105 (a prefix, so that leaked tokens can be recognised)
LINK_LIFE = timedelta(hours=24)


def digest(secret: str) -> str:
    """SHA-256 of a random secret: 32 random bytes need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """A token for a program that acts for a user, with a part of the user's rights."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=12)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("rights"), default=list, help_text=_("What this token may do."))
    created_at = models.DateTimeField(_("created"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def issue(
        cls, user: Any, name: str, scopes: list[str], now: datetime
    ) -> tuple["ApiToken", str]:
        """A new token and its secret, which is shown once and not kept."""
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            user=user,
            name=name,
            prefix=secret[:10],
            sha256=digest(secret),
            scopes=scopes,
            created_at=now,
        )
        return token, secret


class SignInLink(models.Model):
    """A link that signs its user in once; the first start prints one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at:%Y-%m-%d %H:%M}"

    @classmethod
    def issue(cls, user: Any, now: datetime) -> str:
        """The secret part of a new link."""
        secret = secrets.token_urlsafe(24)
        cls.objects.create(user=user, sha256=digest(secret), expires_at=now + LINK_LIFE)
        return secret

    @classmethod
    def use(cls, secret: str, now: datetime) -> Any | None:
        """The user whom this link signs in, or None. The UPDATE decides, so one use is one."""
        links = cls.objects.filter(
            sha256=digest(secret), used_at=None, expires_at__gt=now, user__is_active=True
        )
        if not links.update(used_at=now):
            return None
        return cls.objects.select_related("user").get(sha256=digest(secret)).user
