"""The profile schema as one thing: whether it is strict, and the attributes that it declares."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from datasources.models import ProfileField, ProfileSchema
from remote.fields import check_fields

COLUMNS = ("path", "type", "name", "pii")
Rows = list[dict[str, Any]]


def schema() -> tuple[bool, Rows]:
    """(strict, rows of path, type, name and pii)."""
    rows = ProfileField.objects.order_by("path").values(*COLUMNS)
    return ProfileSchema.objects.filter(strict=True).exists(), list(rows)


def declare(strict: bool, rows: Rows) -> None:
    """Exactly these attributes. What profiles hold already stays as it is.

    Raises:
        ValidationError: nothing was changed; ``row`` in the params says which one is wrong.
    """
    with transaction.atomic():
        check(rows)
        known = {field.path: field for field in ProfileField.objects.all()}
        ProfileField.objects.exclude(path__in={row["path"] for row in rows}).delete()
        for row in rows:
            field = known.get(row["path"]) or ProfileField(path=row["path"])
            field.type, field.name = row["type"], row.get("name", "")
            field.pii = bool(row.get("pii"))
            field.save()
        ProfileSchema(strict=strict).save()


def check(rows: Any) -> None:
    """Refuse rows that do not declare attributes.

    Raises:
        ValidationError: ``row`` in the params says which one is wrong.
    """
    check_fields(rows)
    for number, row in enumerate(rows, 1):
        try:
            ProfileField(**row).full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            leaf = next(iter(error.error_dict.values()))[0]
            words = _("Row %(row)s: %(what)s")
            params = {"row": number, "what": leaf.messages[0]}
            raise ValidationError(words, leaf.code, params) from error
