"""What journeys can do to the outside, as technical users define it."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from actions import definitions, hooks
from config.fields import SecretField
from events import catalog
from outbound.signing import read_secret
from remote.fields import KEY, as_types, check_fields, check_rows
from remote.guard import AddOnly
from remote.models import KEY_VALIDATOR, MAX_NAME, Remote, bounded
from remote.values import fits

PARAMETER = {"key", "name", "type", "required", "constant", "help", "path"}
_PLACE = re.compile(r"[^.\s\[\]\x00-\x1f]{1,100}(\.[^.\s\[\]\x00-\x1f]{1,100}){0,31}")


class ActionDefinition(AddOnly, Remote):
    """One thing that journeys can do: an HTTP call, an e-mail, a message of the console.

    Each kind reads its own columns (``actions/kinds``); those of other kinds stay empty.
    """

    class Kind(models.TextChoices):
        HTTP = "http", _("HTTP call")
        EMAIL = "email", _("E-mail")
        MESSAGE = "message", _("Message (console)")

    class Method(models.TextChoices):
        GET = "GET", "GET"
        POST = "POST", "POST"
        PUT = "PUT", "PUT"
        PATCH = "PATCH", "PATCH"
        DELETE = "DELETE", "DELETE"

    class Channel(models.TextChoices):
        PUSH = "push", _("Push")
        SMS = "sms", _("SMS")
        MAIL = "mail", _("Mail")

    key = models.CharField(
        _("key"), max_length=64, unique=True, validators=[KEY_VALIDATOR],
        help_text=_("Journeys name it. It never changes."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=MAX_NAME)
    description = models.TextField(_("description"), blank=True, default="", max_length=4000)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.HTTP)
    parameters = models.JSONField(
        _("parameters"), default=list, blank=True,
        help_text=_("What the journey gives. A constant is set here and not seen there."),
    )  # fmt: skip
    answer = models.JSONField(
        _("fields of the answer"), default=list, blank=True,
        help_text=_("What later steps may read of it."),
    )  # fmt: skip
    records = models.CharField(
        _("records an event"), max_length=64, blank=True, default="", validators=[KEY_VALIDATOR],
        help_text=_("Key of the event type that a success records about the person."),
    )  # fmt: skip
    timeout = models.PositiveIntegerField(
        _("time limit (seconds)"), default=5, validators=bounded(1, 30)
    )
    retries = models.PositiveIntegerField(_("retries"), default=3, validators=bounded(0, 10))

    method = models.CharField(
        _("method"), max_length=6, choices=Method.choices, default=Method.POST
    )
    body = models.JSONField(
        _("body"), null=True, blank=True, default=None,
        help_text=_('JSON; {"param": "key"} is replaced by a parameter. Empty: an object of all parameters.'),
    )  # fmt: skip
    signing_secret = SecretField(
        _("signing secret"), blank=True,
        help_text=_("whsec_…: calls are signed by Standard Webhooks."),
    )  # fmt: skip

    channel = models.CharField(
        _("looks like"), max_length=4, choices=Channel.choices, default=Channel.PUSH
    )
    sender = models.CharField(
        _("from"), max_length=320, blank=True, default="",
        help_text=_("Empty: the installation's address."),
    )  # fmt: skip
    to = models.TextField(_("to"), blank=True, default="", help_text=_("One address; Liquid."))
    subject = models.TextField(_("subject"), blank=True, default="", help_text=_("Liquid."))
    text = models.TextField(
        _("text"), blank=True, default="", help_text=_("Liquid: {{ first_name }}.")
    )
    html = models.TextField(
        _("HTML"), blank=True, default="", help_text=_("Liquid; values are escaped.")
    )

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")

    def __str__(self) -> str:
        return self.name

    @property
    def answer_types(self) -> dict[str, str]:
        """path -> type of what an answer holds; the status of an HTTP call is always there."""
        status = {"_status": "integer"} if self.kind == self.Kind.HTTP else {}
        return status | as_types(self.answer)

    @property
    def parameter_keys(self) -> list[str]:
        return [parameter["key"] for parameter in self.parameters]

    @cached_property
    def signing_key(self) -> str:
        """The signing secret's words, opened once an instance."""
        return self.signing_secret.reveal()

    @property
    def hidden_key(self) -> tuple[bytes, ...]:
        """What no log may show of it."""
        return (self.signing_key.encode(),) if self.signing_secret else ()

    def clean(self) -> None:
        from actions.kinds import KINDS

        self._check_lists()
        if self.kind in KINDS and (faults := KINDS[self.kind].check(self)):
            raise ValidationError(faults)
        if self.signing_secret:
            try:
                read_secret(self.signing_secret.reveal())
            except ValueError as error:
                words = _("A signing secret is whsec_ and the base64 of 24 to 64 bytes.")
                raise ValidationError({"signing_secret": words}) from error
        if self.records and self.records not in catalog.type_keys().values():
            words, params = _("There is no event type %(key)s."), {"key": self.records}
            raise ValidationError({"records": ValidationError(words, "unknown_event", params)})
        super().clean()

    def _check_lists(self) -> None:
        for field, check in (("parameters", check_parameters), ("answer", check_fields)):
            try:
                check(getattr(self, field))
            except ValidationError as error:
                raise ValidationError({field: error}) from error

    def changed(self) -> None:
        definitions.forget()

    def used_by(self) -> list[str]:
        return hooks.used_by(self.key)

    def declared(self) -> dict[str, str]:
        """What journeys have filled in or read. A parameter that is needed may not be added."""
        given = {f"({p['key']})": p["type"] for p in self.parameters if "constant" not in p}
        needed = ",".join(sorted(p["key"] for p in self.parameters if is_needed(p)))
        return {"key": self.key, "kind": self.kind, "needed": needed, **given, **self.answer_types}


def is_needed(parameter: dict[str, Any]) -> bool:
    """Whether a journey must give this parameter."""
    return bool(parameter.get("required")) and "constant" not in parameter


def check_parameters(rows: Any) -> None:
    """A list of {"key", "name", "type", "required", "constant", "help", "path"}.

    Raises:
        ValidationError: names the first row that is not one.
    """
    check_rows(rows, PARAMETER, "key", KEY)
    for number, row in enumerate(rows, 1):
        if "constant" in row and not fits(row["constant"], row["type"]):
            words = _("The constant in row %(row)s is not of its type.")
            raise ValidationError(words, "constant", {"row": number})
        path = row.get("path", "")
        if not isinstance(path, str) or (path and not _PLACE.fullmatch(path)):
            words = _("The place in row %(row)s cannot be used.")
            raise ValidationError(words, "path", {"row": number})
