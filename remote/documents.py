"""Configuration as JSON documents: the listed columns of a row, out and in.

Nothing is guessed: a member that is not listed is refused, and so is a value of another type.
What a row's own ``clean`` refuses comes back with a pointer to the member, or to its row.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from rest_framework import serializers

from config.fields import Secret, SecretField
from config.problems import Fault, Problem

from . import bodies
from .guard import AddOnly

Document = dict[str, Any]
M = TypeVar("M", bound=AddOnly)
_MASKS = frozenset("*●")
_CODES = {
    "blank": "missing", "null": "missing", "required": "missing", "unique": "taken",
    "max_length": "too_long", "min_value": "range", "max_value": "range",
    "invalid_choice": "choice", "invalid": "form",
}  # fmt: skip


class Documents(Generic[M]):
    """How the rows of one model are read and written; a subclass says which."""

    model: type[M]
    plural: str  # the member of the list's answer that holds the documents
    columns: tuple[str, ...]

    def rows(self) -> models.QuerySet[M]:
        return self.model._default_manager.order_by("key")

    def find(self, key: str) -> M | None:
        if "\0" in key:  # PostgreSQL takes it in no text, and no key holds it
            return None
        return self.rows().filter(key=key).first()

    def columns_of(self, row: M) -> tuple[str, ...]:
        """The members of this row's document."""
        return self.columns

    def show(self, row: M) -> Document:
        return shown(row, self.columns_of(row))

    def create(self, document: Document) -> M:
        """A new row. Raises Problem: 422, also where the key is taken."""
        return self._written(self.model(), document, whole=True)

    def replace(self, key: str, document: Document) -> tuple[M, bool]:
        """Exactly this document under ``key``, and whether it is new. Raises Problem: 422."""
        row = self.find(key)
        if document.setdefault("key", key) != key:
            raise bodies.invalid([Fault("/key", "immutable", _("A key never changes."))])
        return self._written(row or self.model(), document, whole=True), row is None

    def change(self, row: M, document: Document) -> M:
        """Some members of a row. Raises Problem: 422."""
        if document.get("key", row.key) != row.key:
            raise bodies.invalid([Fault("/key", "immutable", _("A key never changes."))])
        return self._written(row, document, whole=False)

    def delete(self, row: M) -> None:
        """Raises Problem: 409 ``in_use``."""
        with transaction.atomic():
            if users := row.used_by():
                words = _("Used by: %(journeys)s") % {"journeys": ", ".join(users)}
                raise Problem(409, "in_use", words, params={"journeys": users})
            row.delete()

    def _written(self, row: M, document: Document, *, whole: bool) -> M:
        try:
            with transaction.atomic():
                if faults := self.fill(row, document, whole=whole) or self.check(row):
                    raise bodies.invalid(faults)
                self.save(row)
        except IntegrityError as error:  # somebody else was faster
            raise bodies.invalid([Fault("/key", "taken", _("This key is taken."))]) from error
        return row

    def fill(self, row: M, document: Document, *, whole: bool) -> list[Fault]:
        """Set what the document says; answers what cannot be set."""
        return list(fill(row, document, self.columns_of(row), whole=whole))

    def check(self, row: M) -> list[Fault]:
        """What is wrong with the row as it now is."""
        return check(row)

    def save(self, row: M) -> None:
        row.save()

    def serializer(self) -> type[serializers.ModelSerializer[Any]]:
        """The document as the API's description shows it; nothing is validated by it."""
        meta = type("Meta", (), {"model": self.model, "fields": self.columns})
        name = f"{self.model.__name__}Document"
        return type(name, (serializers.ModelSerializer,), {"Meta": meta})


def shown(row: models.Model, columns: Sequence[str]) -> Document:
    """The document of a row; of a secret it says whether there is one."""
    values = {column: getattr(row, column) for column in columns}
    return {
        column: str(value) if isinstance(value, Secret) else value
        for column, value in values.items()
    }


def fill(
    row: models.Model, document: Document, columns: Sequence[str], *, whole: bool, at: str = ""
) -> Iterator[Fault]:
    """Set the columns of a row; what is absent gets its default where the document is whole.

    A secret stays unless a new one is given: absent or masked keeps it, empty removes it.
    """
    for member in document.keys() - set(columns):
        yield Fault(f"{at}/{member}", "unknown_field", _("There is no such field."))
    for column in columns:
        kind = row._meta.get_field(column)
        if column not in document:
            if whole and not isinstance(kind, SecretField):
                setattr(row, column, kind.get_default())
            continue
        value = document[column]
        if not _is_of(kind, value):
            yield Fault(f"{at}/{column}", "type", _("The value has the wrong type."))
        elif not (isinstance(kind, SecretField) and _is_mask(value)):
            setattr(row, column, value)


def _is_of(kind: Any, value: Any) -> bool:
    if isinstance(kind, models.JSONField):
        return True
    if value is None:
        return bool(kind.null)
    if isinstance(kind, models.BooleanField):
        return isinstance(value, bool)
    if isinstance(kind, models.IntegerField):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _is_mask(value: str) -> bool:
    return bool(value) and set(value) <= _MASKS


def check(row: models.Model, at: str = "", exclude: Sequence[str] = ()) -> list[Fault]:
    """Everything that the row's fields and its ``clean`` refuse."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        return list(faults_of(error, at))
    return []


def faults_of(error: ValidationError, at: str = "") -> Iterator[Fault]:
    """A validation error of Django's as faults; ``row`` in its params leads into a list."""
    if not hasattr(error, "error_dict"):
        error = ValidationError({NON_FIELD_ERRORS: error})
    for column, errors in error.error_dict.items():
        own = at if column == NON_FIELD_ERRORS else f"{at}/{column}"
        for leaf in errors:
            params = leaf.params or {}
            row = params.get("row")
            pointer = f"{own}/{row - 1}" if isinstance(row, int) else own
            code = _CODES.get(leaf.code or "invalid", leaf.code or "invalid")
            yield Fault(pointer, code, " ".join(leaf.messages), _plain(params))


def _plain(params: Any) -> dict[str, Any]:
    """What of the params can stand in JSON; Django adds models and fields."""
    simple = str | int | float | bool
    return {key: value for key, value in params.items() if isinstance(value, simple)}
