"""What is known about people: attributes, and the groups through which journeys read them."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.fields import MomentField
from datasources import hooks
from datasources.models.guard import Definition
from events import catalog
from remote.fields import KEY, as_names, as_types, check_fields
from remote.models import KEY_VALIDATOR, MAX_NAME, bounded
from remote.values import TYPES

_PATH = RegexValidator(r"\A[A-Za-z_$@][\w$@-]{0,99}(\.[A-Za-z_$@][\w$@-]{0,99}){0,31}\Z")


class Profile(models.Model):
    """A person's attributes. The hot path reads and writes this table by SQL."""

    person = models.TextField(_("person"), primary_key=True)
    attributes = models.JSONField(_("attributes"))
    changed_at = MomentField(_("changed"))

    class Meta:
        db_table = "profile"
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.person


class LookupCache(models.Model):
    """Answers of external sources, kept for a while. Written and read by SQL."""

    key = models.TextField(primary_key=True)
    value = models.JSONField()
    at = MomentField()
    expires_at = MomentField()

    class Meta:
        db_table = "lookup_cache"

    def __str__(self) -> str:
        return self.key


class ProfileSchema(models.Model):
    """The one row that says how attributes are taken in."""

    strict = models.BooleanField(
        _("refuse what is not declared"), default=False,
        help_text=_("Off: attributes that are not declared are kept as they come."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("profile schema")
        verbose_name_plural = _("profile schema")

    def __str__(self) -> str:
        return str(_("Profile schema"))

    def save(self, *args: object, **kwargs: object) -> None:
        from datasources import definitions

        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        definitions.forget()


class ProfileField(models.Model):
    """A declared attribute: its type is checked whenever it is written."""

    path = models.CharField(_("path"), max_length=1000, unique=True, validators=[_PATH])
    type = models.CharField(_("type"), max_length=30, choices=[(name, name) for name in TYPES])
    name = models.CharField(_("name"), max_length=MAX_NAME, blank=True, default="")
    pii = models.BooleanField(_("personal data"), default=False)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: object, **kwargs: object) -> None:
        from datasources import definitions

        super().save(*args, **kwargs)  # type: ignore[arg-type]
        definitions.forget()


class ProfileGroup(Definition, models.Model):
    """A group of the built-in source: ``#{Profile.<key>.<root>.<path>}``."""

    class Kind(models.TextChoices):
        ATTRIBUTES = "attributes", _("Attributes")
        EVENTS = "events", _("Past events")

    key = models.CharField(_("key"), max_length=64, unique=True, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=MAX_NAME)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ATTRIBUTES)
    root = models.CharField(
        _("root"), max_length=64, blank=True, default="",
        help_text=_("The first part of every path, for example profile or experienceevent."),
    )  # fmt: skip
    fields = models.JSONField(_("fields"), default=list, blank=True)
    event_types = models.JSONField(
        _("event types"), default=list, blank=True, help_text=_("Keys; empty for all.")
    )
    window_days = models.PositiveIntegerField(
        _("not older than (days)"), default=365, validators=bounded(1, 3650)
    )

    class Meta:
        verbose_name = _("group of the profile")
        verbose_name_plural = _("groups of the profile")

    def __str__(self) -> str:
        return self.name

    @property
    def full_key(self) -> str:
        return f"Profile.{self.key}"

    @property
    def types(self) -> dict[str, str]:
        """path -> type, with the root in front; items of past events are a list."""
        if self._is_of_attributes:
            return as_types(self.fields, self.root)
        return {f"{self._items}.timestamp": "dateTime"} | as_types(self.fields, self._items)

    @property
    def names(self) -> dict[str, str]:
        """path -> what people call it, of the same paths."""
        return as_names(self.fields, self.root if self._is_of_attributes else self._items)

    @property
    def _is_of_attributes(self) -> bool:
        return self.kind == self.Kind.ATTRIBUTES

    @property
    def _items(self) -> str:
        return f"{self.root}[]"

    def clean(self) -> None:
        if self.root and not KEY.fullmatch(self.root):
            raise ValidationError({"root": _("A letter, then letters, digits and underscores.")})
        if self.kind == self.Kind.EVENTS and not self.root:
            raise ValidationError({"root": _("Past events need a root, the list's name.")})
        self._check_event_types()
        try:
            check_fields(self.fields)
        except ValidationError as error:
            raise ValidationError({"fields": error}) from error
        super().clean()

    def _check_event_types(self) -> None:
        keys = self.event_types
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise ValidationError({"event_types": _("This is not a list of keys.")})
        if unknown := set(keys) - set(catalog.type_keys().values()):
            words, params = _("There is no event type %(key)s."), {"key": min(unknown)}
            raise ValidationError({"event_types": ValidationError(words, "unknown_event", params)})

    def used_by(self) -> list[str]:
        return hooks.used_by(self.full_key)

    def declared(self) -> dict[str, str]:
        return {"key": self.key, "kind": self.kind, "root": self.root, **self.types}
