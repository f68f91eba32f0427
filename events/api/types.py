"""Event types by the API, and the fields that a pasted document tells of."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from config.problems import Problem
from events import declaring, examples, pasted
from events.api import bodies
from events.api.bodies import Member
from events.models import EventType
from events.words import fault

CHANGEABLE: Mapping[str, Member] = {
    "name": Member("string"),
    "description": Member("string"),
    "namespace": Member("string", "What kind of key names the person."),
    "fields": Member("array", 'Of {"path", "type", "name", "required", "pii"}.'),
    "key_expression": Member("string", "Finds the person in the data."),
    "condition": Member("string", "Where it is false the event is logged and otherwise ignored."),
    "updates_profile": Member("object", "Path of an attribute: an expression over the event."),
    "strict": Member("boolean", "Refuse events with fields that are not declared."),
    "max_age_days": Member("integer", "Older events are logged as late.", nullable=True),
    "xdm_event_id": Member("string", "The eventID by which an inlet knows it."),
    "xdm_schema": Member("string", "The schemaRef id by which an inlet knows it."),
}
MEMBERS = {"key": Member("string", "Never changes."), **CHANGEABLE}
PASTED = {
    "text": Member("string", "What was pasted; the server finds out what it is."),
    "sample": Member("any", "An event, or a list of events of one type."),
    "schema": Member("any", "A JSON Schema or an XDM schema."),
}


class EventTypesView(APIView):
    """The event types of this installation."""

    rights: ClassVar = {"GET": "config.read", "POST": "config.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(operation_id="event_types_list", responses=dict)
    def get(self, request: Any) -> Response:
        """Every event type, by key."""
        return Response({"event_types": [as_json(kind) for kind in EventType.objects.all()]})

    @extend_schema(
        operation_id="event_type_create",
        request=bodies.openapi(MEMBERS, "key", "name"),
        responses={201: dict},
    )
    def post(self, request: Any) -> Response:
        """A new event type. 409 ``exists`` where the key or the eventID is taken."""
        values = bodies.read(request.data, MEMBERS, "key", "name")
        try:
            kind = declaring.create(EventType(), values)
        except ValidationError as error:
            raise bodies.refusal(error) from error
        return Response(detail(kind), status=201)


class EventTypeView(APIView):
    """One event type."""

    rights: ClassVar = {"GET": "config.read", "PATCH": "config.write", "DELETE": "config.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(operation_id="event_type_read", responses=dict)
    def get(self, request: Any, key: str) -> Response:
        """With the journeys that use it, and how to post it."""
        kind = EventType.objects.filter(key=key).first()
        if kind is None:
            raise not_found()
        return Response(detail(kind))

    @extend_schema(
        operation_id="event_type_change", request=bodies.openapi(CHANGEABLE), responses=dict
    )
    def patch(self, request: Any, key: str) -> Response:
        """Change what is given. 409 ``in_use`` for what journeys rely on."""
        values = bodies.read(request.data, CHANGEABLE)
        try:
            return Response(detail(declaring.change(EventType, key, values)))
        except EventType.DoesNotExist as error:
            raise not_found() from error
        except ValidationError as error:
            raise bodies.refusal(error) from error

    @extend_schema(operation_id="event_type_delete", responses={204: None})
    def delete(self, request: Any, key: str) -> Response:
        """Delete it. 409 ``in_use`` while a journey uses it."""
        try:
            declaring.delete(EventType, key)
        except EventType.DoesNotExist as error:
            raise not_found() from error
        except ValidationError as error:
            raise bodies.refusal(error) from error
        return Response(status=204)


class EventFieldsView(APIView):
    """Typed fields from what somebody pastes. Nothing is stored."""

    rights: ClassVar = {"POST": "config.write"}
    parser_classes: ClassVar = [bodies.StrictParser]

    @extend_schema(operation_id="event_fields_read", request=bodies.openapi(PASTED), responses=dict)
    def post(self, request: Any) -> Response:
        """Exactly one of ``text``, ``sample`` and ``schema``."""
        given = bodies.read(request.data, PASTED)
        if len(given) != 1:
            raise bodies.invalid([fault("one_of", "", names="text, sample, schema")])
        ((kind, value),) = given.items()
        found = pasted.of_text(value) if kind == "text" else pasted.of(value, kind)
        return Response(found.to_json())


def not_found() -> Problem:
    found = fault("not_found", "")
    return Problem(404, found.code, found.detail)


def as_json(kind: EventType) -> dict[str, Any]:
    """An event type as it was declared."""
    return {name: getattr(kind, name) for name in MEMBERS}


def detail(kind: EventType) -> dict[str, Any]:
    """An event type, who uses it, and an event of it."""
    return as_json(kind) | {"used_by": kind.used_by, "example": examples.event(kind)}
