"""A kind of event: what its data holds, whom it is about, what it changes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events import catalog, checks, hooks

KEY = RegexValidator(r"^[A-Za-z][A-Za-z0-9_]{0,63}\Z", _("Letters, digits and _, a letter first."))


class EventType(models.Model):
    """One kind of event. While a journey uses it, fields may be added; see ``check_add_only``.

    ``fields`` is a list of ``{"path", "type", "name", "required", "pii"}``; a path is ``a.b`` or
    ``items[].price``, a type one that the expression language knows.
    """

    key = models.CharField(_("key"), max_length=64, unique=True, validators=[KEY])
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True, default="", max_length=4000)
    namespace = models.CharField(
        _("namespace"),
        max_length=64,
        default="customer",
        validators=[KEY],
        help_text=_("What kind of key names the person. A journey has one namespace."),
    )
    fields = models.JSONField(_("fields"), default=list, blank=True)
    key_expression = models.TextField(
        _("person's key"),
        blank=True,
        default="",
        max_length=10_000,
        help_text=_("Finds the person in the data where the sender names none."),
    )
    condition = models.TextField(
        _("condition"),
        blank=True,
        default="",
        max_length=10_000,
        help_text=_("Where it is false the event is logged and otherwise ignored."),
    )
    updates_profile = models.JSONField(
        _("updates the profile"),
        default=dict,
        blank=True,
        help_text=_("Path of an attribute: the expression over this event that gives its value."),
    )
    strict = models.BooleanField(
        _("strict"), default=False, help_text=_("Refuse events with fields that are not declared.")
    )
    max_age_days = models.PositiveIntegerField(
        _("oldest, in days"),
        null=True,
        blank=True,
        help_text=_("Events that happened longer ago are logged as late and enter no journey."),
    )
    xdm_event_id = models.CharField(
        _("eventID"),
        max_length=255,
        blank=True,
        default="",
        db_index=True,
        help_text=_("The _experience.campaign.orchestration.eventID by which an inlet knows it."),
    )
    xdm_schema = models.CharField(
        _("schema"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("The schemaRef id by which an inlet knows it; the condition decides further."),
    )

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
        ordering = ["key"]
        constraints = [
            # An inlet finds the type by it, so there must be one.
            models.UniqueConstraint(
                fields=["xdm_event_id"],
                condition=~models.Q(xdm_event_id=""),
                name="event_type_xdm_event_id",
                violation_error_code="unique",
                violation_error_message=_("Another event type has this eventID."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        catalog.changed()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused while a journey uses it, or a source that would then post every type.

        Raises:
            ValidationError: code ``in_use``; params name the journeys or the sources.
        """
        self.check_unused()
        gone = super().delete(*args, **kwargs)
        catalog.changed()
        return gone

    def check_unused(self) -> None:
        """Raises ValidationError, code ``in_use``: it may not be deleted."""
        journeys = self.used_by
        if journeys:
            words, names = _("Used by: %(names)s"), journeys
        else:
            words, names = _("These sources post nothing else: %(names)s"), self.only_type_of
        if names:
            raise ValidationError(words, "in_use", {"names": ", ".join(names)})

    @property
    def only_type_of(self) -> list[str]:
        """Names of the sources that are limited to this type: none chosen would mean every one."""
        allowed = self.source_set.through.objects
        mine = allowed.filter(eventtype=self).values("source")
        wider = allowed.filter(source__in=mine).exclude(eventtype=self).values("source")
        only = self.source_set.exclude(pk__in=wider)
        return list(only.order_by("key").values_list("name", flat=True))

    @property
    def field_types(self) -> dict[str, str]:
        """path -> type, as the expression language's scope takes it."""
        return {field["path"]: field["type"] for field in self.fields}

    @property
    def used_by(self) -> list[str]:
        """Names of journeys that use it."""
        return hooks.used_by(self.key)

    def clean(self) -> None:
        checks.check_type(self)
        if self.pk and self.used_by:
            before = EventType.objects.filter(pk=self.pk).first()
            if before is not None:
                checks.check_add_only(before, self)
