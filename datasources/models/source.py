"""External sources, and the groups of fields that are fetched together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import json
from datasources import hooks
from datasources.models.guard import Definition
from datasources.models.profile import LookupCache
from remote.fields import as_types, check_fields, check_params
from remote.models import KEY_VALIDATOR, MAX_NAME, MAX_TEMPLATE, Remote, bounded
from remote.places import placeholders, slots, too_deep

PROFILE = "Profile"
CACHE_MAX = 31 * 24 * 3600


class DataSource(Definition, Remote):
    """An HTTP API that journeys look people up in. Its answers are JSON."""

    key = models.CharField(
        _("key"), max_length=64, unique=True, validators=[KEY_VALIDATOR],
        help_text=_("Expressions name it: #{key.group.path}. It never changes."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=MAX_NAME)
    description = models.TextField(_("description"), blank=True, default="", max_length=4000)

    class Meta:
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        faults = self.check_remote()
        if self.key == PROFILE:
            faults["key"] = [ValidationError(_("This key is the built-in source."), code="taken")]
        if slots(self.url):
            faults["url"] = [
                ValidationError(_("Parameters stand in a group's path."), code="url_form")
            ]
        if "headers" not in faults and any("param" in row for row in self.headers):
            faults["headers"] = [
                ValidationError(_("Headers of a source are constant."), code="rows")
            ]
        if faults:
            raise ValidationError(faults)
        super().clean()

    def used_by(self) -> list[str]:
        return hooks.source_used_by(self.key)

    def changed(self) -> None:
        """Answers that another address gave do not hold any more."""
        super().changed()
        forget_answers(self.key)

    def declared(self) -> dict[str, str]:
        return {"key": self.key}


def forget_answers(key: str) -> None:
    """Drop the cached answers of a source, or of one group of it (``source.group``).

    A key is the group, or the group, "?" and the parameters; "@" follows "?", and "/" follows ".".
    """
    of_groups = Q(key__gte=f"{key}.", key__lt=f"{key}/")
    of_parameters = Q(key__gte=f"{key}?", key__lt=f"{key}@")
    LookupCache.objects.filter(Q(key=key) | of_groups | of_parameters).delete()


class FieldGroup(Definition, models.Model):
    """One request of a source and the fields of its answer. Using one field fetches them all."""

    class Method(models.TextChoices):
        GET = "GET", "GET"
        POST = "POST", "POST"

    source = models.ForeignKey(
        DataSource, models.CASCADE, related_name="groups", verbose_name=_("data source")
    )
    key = models.CharField(_("key"), max_length=64, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=MAX_NAME)
    method = models.CharField(_("method"), max_length=4, choices=Method.choices, default=Method.GET)
    path = models.CharField(
        _("path"), max_length=1000, blank=True, default="",
        help_text=_("Behind the source's URL; {name} stands for a parameter."),
    )  # fmt: skip
    params = models.JSONField(
        _("parameters"), default=list, blank=True,
        help_text=_("What the journey gives. With GET they go into the query."),
    )  # fmt: skip
    body = models.JSONField(
        _("sent body"), null=True, blank=True, default=None,
        help_text=_('JSON for POST; {"param": "name"} is replaced by a parameter. Empty: an object of all parameters.'),
    )  # fmt: skip
    fields = models.JSONField(_("fields of the answer"), default=list, blank=True)
    cache_seconds = models.PositiveIntegerField(
        _("keep answers for (seconds)"), default=600,
        validators=bounded(0, CACHE_MAX), help_text=_("0 asks every time; at most 31 days."),
    )  # fmt: skip
    timeout = models.PositiveIntegerField(
        _("time limit (seconds)"), default=5, validators=bounded(1, 30)
    )

    class Meta:
        verbose_name = _("field group")
        verbose_name_plural = _("field groups")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="one_group_of_a_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def full_key(self) -> str:
        return f"{self.source.key}.{self.key}"

    @property
    def types(self) -> dict[str, str]:
        """path -> type of the fields of the answer."""
        return as_types(self.fields)

    @property
    def param_types(self) -> dict[str, str]:
        return {param["name"]: param["type"] for param in self.params}

    def clean(self) -> None:
        self._check_lists()
        self._check_path()
        self._check_body()
        super().clean()

    def _check_lists(self) -> None:
        for field, check in (("params", check_params), ("fields", check_fields)):
            try:
                check(getattr(self, field))
            except ValidationError as error:
                raise ValidationError({field: error}) from error

    def _check_path(self) -> None:
        if any(char in self.path for char in "?#\\ ") or ".." in self.path.split("/"):
            raise ValidationError({"path": _("This is not a path: query and dots are not taken.")})
        self._check_names("path", slots(self.path))

    def _check_body(self) -> None:
        if self.body is None:
            return
        if self.method == self.Method.GET:
            raise ValidationError({"body": _("A GET has no body.")})
        if too_deep(self.body) or len(json.dumps(self.body)) > MAX_TEMPLATE:
            raise ValidationError({"body": _("The body is too large or too deep.")})
        placed = set(placeholders(self.body))
        self._check_names("body", placed)
        if lost := self.param_types.keys() - placed - set(slots(self.path)):
            message = _("This parameter has no place in the path or the body: %(name)s")
            raise ValidationError({"body": ValidationError(message, params={"name": min(lost)})})

    def _check_names(self, field: str, names: Any) -> None:
        for name in names:
            if name not in self.param_types:
                message = _("There is no such parameter: %(name)s")
                raise ValidationError({field: ValidationError(message, params={"name": name})})

    def used_by(self) -> list[str]:
        return hooks.used_by(self.full_key)

    def changed(self) -> None:
        """Answers were cut to the fields that were declared when they came."""
        super().changed()
        forget_answers(self.full_key)

    def declared(self) -> dict[str, str]:
        """Everything that journeys rely on; parameters too, which may not be added either."""
        params = {f"({name})": kind for name, kind in self.param_types.items()}
        return {"key": self.full_key, "params": ",".join(sorted(params)), **params, **self.types}
