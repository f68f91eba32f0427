"""Actions as JSON documents: the members of a kind are those that its form asks for."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from actions.kinds import KINDS
from actions.models import ActionDefinition
from config.problems import Fault
from remote.documents import Document, Documents

COMMON = (
    "key", "name", "description", "kind", "parameters", "records", "timeout", "retries",
    "max_per_second", "max_at_once",
)  # fmt: skip


class ActionDocuments(Documents[ActionDefinition]):
    model = ActionDefinition
    plural = "actions"
    columns = COMMON

    def columns_of(self, row: ActionDefinition) -> tuple[str, ...]:
        kind = KINDS.get(row.kind)
        return COMMON + (kind.FIELDS if kind else ())

    def fill(self, row: ActionDefinition, document: Document, *, whole: bool) -> list[Fault]:
        kind = document.get("kind", "http" if whole else row.kind)
        if not isinstance(kind, str) or kind not in KINDS:
            words = _("There is no such kind of action.")
            return [Fault("/kind", "choice", words, {"choices": sorted(KINDS)})]
        row.kind = kind
        self._empty_others(row)
        return super().fill(row, document, whole=whole)

    def _empty_others(self, row: ActionDefinition) -> None:
        """An action keeps nothing of a kind that it is not, least of all a secret."""
        for column in _all_fields() - set(self.columns_of(row)):
            setattr(row, column, row._meta.get_field(column).get_default())  # type: ignore[union-attr]

    def serializer(self) -> type[serializers.ModelSerializer[Any]]:
        whole = super().serializer()
        fields = (*COMMON, *sorted(_all_fields()))
        own = {"Meta": type("Meta", (whole.Meta,), {"fields": fields})}
        return type(whole.__name__, (serializers.ModelSerializer,), own)


def _all_fields() -> set[str]:
    return {field for kind in KINDS.values() for field in kind.FIELDS}


ACTIONS = ActionDocuments()
