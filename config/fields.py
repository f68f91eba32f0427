"""Model fields that the apps share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config import secrets

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MomentField(models.DateTimeField):
    """A moment in a table of the hot path: timestamptz, or integer microseconds on SQLite.

    ``config.database`` writes these columns; models read them through this field.
    """

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else "timestamp with time zone"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> datetime | None:
        if isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        return value

    def get_db_converters(self, connection: Any) -> list[Any]:
        return [self.from_db_value]

    def get_internal_type(self) -> str:
        return "MomentField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if connection.vendor == "sqlite" and isinstance(value, datetime):
            return (value - _EPOCH) // timedelta(microseconds=1)
        return value


class Secret:
    """A secret that is not seen by accident: printed, logged or dumped it is dots.

    Holds the encrypted token only; :meth:`reveal` opens it, so whoever wants it says so.
    True where there is one.
    """

    __slots__ = ("token",)

    def __init__(self, token: str = "") -> None:
        self.token = token

    @classmethod
    def of(cls, text: str) -> "Secret":
        """The secret whose words are ``text``."""
        return cls(secrets.encrypt(text) if text else "")

    def reveal(self) -> str:
        """The words. Raises ``config.secrets.UnreadableSecret``."""
        return secrets.decrypt(self.token) if self.token else ""

    def __bool__(self) -> bool:
        return bool(self.token)

    def __str__(self) -> str:
        return secrets.mask(self.token)

    def __repr__(self) -> str:
        return f"Secret({self})"


class _SecretAttribute(DeferredAttribute):
    """``row.secret = "words"`` encrypts at once, so the words stay on no instance."""

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SecretField(models.TextField):
    """A text column of ciphertext; the attribute is a :class:`Secret`. Forms only write it.

    It cannot be searched: the same words encrypt differently each time. ``filter(x="")`` works.
    """

    descriptor_class = _SecretAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Secret:
        return Secret(value or "")

    def to_python(self, value: Any) -> Secret:
        return value if isinstance(value, Secret) else Secret.of(value or "")

    def get_prep_value(self, value: Any) -> str:
        return self.to_python(value).token

    def value_to_string(self, obj: Any) -> str:
        """Exports leave secrets out."""
        return ""

    def clean(self, value: Any, model_instance: Any) -> Secret:
        secret = self.to_python(value)
        if not (secret or self.blank):
            raise ValidationError(self.error_messages["blank"], code="blank")
        return secret

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": SecretFormField, "widget": SecretInput})

    def save_form_data(self, instance: Any, data: Any) -> None:
        """An empty entry keeps what is stored; the box beside it removes it."""
        if data is SecretInput.REMOVE:
            setattr(instance, self.name, "")
        elif data:
            setattr(instance, self.name, data)


class SecretInput(forms.PasswordInput):
    """Says whether there is a secret, takes a new one, and never shows one."""

    REMOVE = object()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        stored = isinstance(value, Secret) and bool(value)
        attrs = {
            **(attrs or {}),
            "autocomplete": "new-password",
            "placeholder": _("set; leave empty to keep") if stored else _("not set"),
        }
        entry = super().render(name, None, attrs, renderer)
        if not stored:
            return entry
        box = '{} <label><input type="checkbox" name="{}-remove"> {}</label>'
        return format_html(box, entry, name, _("Remove"))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        entered = super().value_from_datadict(data, files, name)
        return self.REMOVE if not entered and data.get(f"{name}-remove") else entered


class SecretFormField(forms.CharField):
    """The form's side of a SecretField: what is stored counts as entered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._is_needed = self.required

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.required = self._is_needed and not form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    def to_python(self, value: Any) -> Any:
        if value is not SecretInput.REMOVE:
            return super().to_python(value)
        if self._is_needed:
            raise ValidationError(self.error_messages["required"], code="required")
        return value

    def run_validators(self, value: Any) -> None:
        if value is not SecretInput.REMOVE:
            super().run_validators(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)
