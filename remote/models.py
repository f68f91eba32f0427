"""What a data source and an action have in common: where, signed in how, how fast."""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.fields import SecretField
from outbound import OutboundError, Policy, check_headers, check_url
from outbound.headers import ADDED, FRAMING

from .auth import Credentials, credentials
from .places import slots
from .words import refusal

MAX_NAME = 200
MAX_TEMPLATE = 64 * 1024
KEY_VALIDATOR = RegexValidator(
    r"\A[A-Za-z][A-Za-z0-9_]{0,63}\Z", _("A letter, then letters, digits and underscores.")
)


class Auth(models.TextChoices):
    NONE = "none", _("None")
    BASIC = "basic", _("User and password (Basic)")
    API_KEY = "api_key", _("API key")
    BEARER = "bearer", _("Token (Bearer)")


class Place(models.TextChoices):
    HEADER = "header", _("In a header")
    QUERY = "query", _("In the query")


def policy() -> Policy:
    """Where calls may go, by the operator's settings."""
    return Policy.from_text(
        settings.EGRESS_ALLOW, settings.EGRESS_HTTPS_ONLY, settings.EGRESS_PORTS
    )


def bounded(low: int, high: int) -> list[Any]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class Remote(models.Model):
    """An address, constant headers, credentials and limits. Live: a change holds for every call
    from then on, also for those that were rendered before."""

    url = models.CharField(_("URL"), max_length=2000, blank=True, default="")
    headers = models.JSONField(
        _("headers"), default=list, blank=True, help_text=_("Constant, and no secrets: those go into the sign-in.")
    )  # fmt: skip
    auth = models.CharField(_("sign-in"), max_length=10, choices=Auth.choices, default=Auth.NONE)
    auth_user = models.CharField(_("user"), max_length=MAX_NAME, blank=True, default="")
    auth_name = models.CharField(
        _("name of the API key"), max_length=100, blank=True, default="",
        help_text=_("The header or the parameter that carries it."),
    )  # fmt: skip
    auth_place = models.CharField(
        _("place of the API key"), max_length=10, choices=Place.choices, default=Place.HEADER
    )
    auth_secret = SecretField(_("password, key or token"), blank=True)
    max_per_second = models.PositiveIntegerField(
        _("calls a second"), null=True, blank=True, validators=bounded(1, 100_000),
        help_text=_("At most so many; empty for no limit."),
    )  # fmt: skip
    max_at_once = models.PositiveIntegerField(
        _("calls at once"), null=True, blank=True, validators=bounded(1, 10_000),
        help_text=_("At most so many under way; empty for no limit."),
    )  # fmt: skip

    class Meta:
        abstract = True

    @cached_property
    def credentials(self) -> Credentials:
        """Opened once an instance: Fernet costs more than the rest of a request."""
        secret = self.auth_secret.reveal()
        return credentials(self.auth, self.auth_user, self.auth_name, self.auth_place, secret)

    @property
    def limits(self) -> dict[str, int | None]:
        """Calls a second and calls at once; None is no limit."""
        return {"per_second": self.max_per_second, "at_once": self.max_at_once}

    def check_remote(self) -> dict[str, list[ValidationError]]:
        """What is wrong with the address, headers and credentials, by field."""
        faults: dict[str, list[ValidationError]] = {}
        for field, check in (
            ("url", self._check_url),
            ("headers", self._check_headers),
            ("auth_name", self._check_key_name),
            ("auth_secret", self._check_secret),
        ):
            try:
                check()
            except ValidationError as error:
                faults.setdefault(field, []).append(error)
        return faults

    def _check_url(self) -> None:
        parts = urlsplit(self.url)
        if "{" in parts.netloc + parts.query + parts.fragment:
            raise ValidationError(
                _("Parameters may stand in the path only, as {name}."), code="url_form"
            )
        plain = self.url
        for name in slots(parts.path):
            plain = plain.replace("{" + name + "}", "x")
        try:
            check_url(plain, policy())
        except OutboundError as error:
            words = refusal(error.reason, plain)
            raise ValidationError(words, code=error.problem) from error

    def _check_headers(self) -> None:
        rows = self.headers
        if not isinstance(rows, list) or not all(map(_is_header, rows)):
            raise ValidationError(_("This is not a list of headers."), code="rows")
        for row in rows:
            refuse_header(row["name"], row.get("value", ""))
        if len({row["name"].lower() for row in rows}) < len(rows):
            raise ValidationError(_("A header stands twice."), code="duplicate")

    def _check_key_name(self) -> None:
        if self.auth != Auth.API_KEY:
            return
        if not self.auth_name:
            raise ValidationError(_("An API key has a name."), code="required")
        if self.auth_place == Place.HEADER:
            refuse_header(self.auth_name, "")

    def _check_secret(self) -> None:
        if self.auth != Auth.NONE and not self.auth_secret:
            raise ValidationError(_("Sign-in needs a secret."), code="required")
        if self._goes_elsewhere():
            raise ValidationError(
                _("The host has changed: enter the secret again."), code="secret_again"
            )
        for _name, value in self._credentials_now().headers:
            refuse_header("Authorization", value)  # the name is judged in its own field

    def _credentials_now(self) -> Credentials:
        self.__dict__.pop("credentials", None)  # the instance may have been changed since
        return self.credentials

    def _goes_elsewhere(self) -> bool:
        """Whether a secret that was entered for one host would now be sent to another."""
        kept = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if kept is None or not kept.auth_secret:
            return False
        same = kept.auth_secret.token == self.auth_secret.token
        return same and urlsplit(kept.url).netloc.lower() != urlsplit(self.url).netloc.lower()


def _is_header(row: Any) -> bool:
    """{"name", "value"} for a constant, {"name", "param"} for a parameter's value."""
    if not isinstance(row, dict) or not all(isinstance(text, str) for text in row.values()):
        return False
    return row.keys() in ({"name", "value"}, {"name", "param"})


def refuse_header(name: str, value: str) -> None:
    """Raises ValidationError; its code says whether name or value are at fault, or ours alone."""
    if name.lower() in FRAMING | ADDED:
        raise ValidationError(gettext("This header is set by the system."), code="reserved_header")
    for code, pair in (("header_name", (name, "")), ("header_value", ("X-A", value))):
        try:
            check_headers([pair])
        except OutboundError as error:
            raise ValidationError(gettext(error.reason), code=code) from error
