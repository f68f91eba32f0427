"""Who may post events: a source, and the keys that it shows."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.fields import SecretField
from events import catalog, checks
from events.models.event_type import KEY, EventType

KEY_PREFIX = "gms_"


def digest(secret: str) -> str:
    """SHA-256 of a random secret: 32 random bytes need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Source(models.Model):
    """A system that posts events. Its id is part of what makes an event's id unique."""

    class Kind(models.TextChoices):
        SECRET = "secret", _("secret: a server holds the key")
        PUBLIC = "public", _("public: the key is in web pages and may only post")

    key = models.CharField(
        _("key"), max_length=64, unique=True, validators=[KEY],
        help_text=_("Also the name of its inlet: POST /collection/… with the key at the end."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SECRET)
    allowed_origins = models.JSONField(
        _("allowed origins"), default=list, blank=True,
        help_text=_('Where a public key may be used, such as ["https://shop.example"].'),
    )  # fmt: skip
    event_types = models.ManyToManyField(
        EventType, blank=True, verbose_name=_("event types"),
        help_text=_("What it may post. None chosen: every type."),
    )  # fmt: skip
    signing_secret = SecretField(
        _("signing secret"), blank=True,
        help_text=_("If set, each request must be signed (Standard Webhooks, whsec_...)."),
    )  # fmt: skip
    is_open_inlet = models.BooleanField(
        _("inlet without a key"), default=False,
        help_text=_("Take messages at its inlet from senders that show no key."),
    )  # fmt: skip
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        catalog.changed()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        gone = super().delete(*args, **kwargs)
        catalog.changed()
        return gone

    def clean(self) -> None:
        checks.check_source(self)


class SourceKey(models.Model):
    """A key of a source. The secret is shown once, when it is made; its hash is kept."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="keys")
    prefix = models.CharField(_("begins with"), max_length=12)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("source key")
        verbose_name_plural = _("source keys")

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        catalog.changed()

    @classmethod
    def issue(
        cls, source: Source, now: datetime, expires_at: datetime | None = None
    ) -> tuple["SourceKey", str]:
        """A new key and its secret, which is shown once and not kept."""
        secret = KEY_PREFIX + secrets.token_urlsafe(32)
        key = cls.objects.create(
            source=source,
            prefix=secret[:10],
            sha256=digest(secret),
            created_at=now,
            expires_at=expires_at,
        )
        return key, secret

    def is_open(self, now: datetime) -> bool:
        """Whether it is taken at this moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def revoke(self, now: datetime) -> None:
        """It opens nothing any more; in other processes within ``catalog.SECONDS``."""
        if self.revoked_at is None:
            self.revoked_at = now
            self.save(update_fields=["revoked_at"])
