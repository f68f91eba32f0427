"""What clients send: read strictly, refused in full, with a pointer to each fault."""

from collections.abc import Iterator, Mapping
from json import loads as strict_loads
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from config import json
from config.problems import Fault, Problem
from expressions import Type
from journeys.models.journey import NAME_LENGTH

_CODES = {"required": "missing", "not_a_dict": "type", "invalid": "type", "blank": "missing"}


class GraphParser(json.JSONParser):
    """JSON in which a key that stands twice in one object is refused.

    A graph's nodes are an object, so two steps of one key would lose one without a word.
    """

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read()
        parsed = super().parse(_Read(body), media_type, parser_context)
        try:
            strict_loads(body, object_pairs_hook=_no_key_twice)
        except RecursionError as error:
            raise Problem(422, "depth", _("Nested too deeply.")) from error
        return parsed


class _Read:
    """A body that was read, as the stream that a parser wants."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        return self._body if size < 0 else self._body[:size]


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Problem(
            422, "duplicate_key", _("The same key stands twice."), params={"key": twice[:200]}
        )
    return made


class Body(serializers.Serializer[Any]):
    """A body whose fields are all listed: what is not is refused, not dropped."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = {key: _unknown() for key in data if key not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


def _unknown() -> list[serializers.ErrorDetail]:
    return [serializers.ErrorDetail(_("There is no such field."), code="unknown_field")]


def read(body: type[Body], request: Request, **options: Any) -> dict[str, Any]:
    """The request's body as ``body`` describes it.

    Raises:
        Problem: 422 ``invalid`` with a pointer to each fault.
    """
    form = body(data=request.data, **options)
    if not form.is_valid():
        raise Problem(
            422, "invalid", _("The request has errors."), errors=list(_faults(form.errors))
        )
    found: dict[str, Any] = form.validated_data
    return found


def _faults(errors: Any, pointer: str = "") -> Iterator[Fault]:
    """DRF's tree of errors as a flat list with JSON pointers."""
    if isinstance(errors, Mapping):
        for key, inner in errors.items():
            own = key == "non_field_errors"
            yield from _faults(inner, pointer if own else f"{pointer}/{key}")
        return
    for at, error in enumerate(errors):
        if isinstance(error, Mapping):
            yield from _faults(error, f"{pointer}/{at}")
        else:
            yield Fault(pointer, _CODES.get(error.code, error.code), str(error))


class NewJourney(Body):
    name = serializers.CharField(max_length=NAME_LENGTH)
    description = serializers.CharField(max_length=4000, allow_blank=True, default="")
    graph = serializers.JSONField(required=False)
    layout = serializers.JSONField(required=False)


class JourneyChange(Body):
    name = serializers.CharField(max_length=NAME_LENGTH, required=False)
    description = serializers.CharField(max_length=4000, allow_blank=True, required=False)


class DraftSave(Body):
    graph = serializers.JSONField()
    layout = serializers.JSONField(default=dict)


class Publication(Body):
    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class StopOrder(Body):
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="One version alone."
    )


class Nothing(Body):
    """An empty object."""


class Uses(serializers.Serializer[Any]):
    events = serializers.ListField(child=serializers.CharField(), required=False)
    sources = serializers.ListField(child=serializers.CharField(), required=False)
    actions = serializers.ListField(child=serializers.CharField(), required=False)


class Document(Body):
    """A journey as one document; its JSON Schema is at /api/v1/journey-schema."""

    gilmok = serializers.IntegerField(help_text="The format's number: 1.")
    name = serializers.CharField(max_length=NAME_LENGTH)
    description = serializers.CharField(max_length=4000, allow_blank=True, default="")
    graph = serializers.JSONField()
    layout = serializers.JSONField(default=dict)
    uses = Uses(required=False)


class TypeField(serializers.CharField):
    """The name of a type of the language."""

    def to_internal_value(self, data: Any) -> Type:
        try:
            return Type.parse(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(_("No such type."), code="unknown_type") from error


class ExpressionText(Body):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=20_000)
    expected = TypeField(
        required=False, allow_null=True, help_text="The type it must have: boolean."
    )
    journey = serializers.RegexField(r"^[0-9]{1,18}$", required=False, allow_null=True)
    node = serializers.CharField(
        required=False, allow_null=True, max_length=64, help_text="The step that it stands in."
    )
    graph = serializers.JSONField(required=False)
