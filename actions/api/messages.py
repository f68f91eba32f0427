"""The console's messages, newest first."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from actions.models import Message
from config.problems import Fault, Problem

MOST = 200
_SINCE = OpenApiParameter("since", OpenApiTypes.INT64, description="Only later than this id.")
_PERSON = OpenApiParameter("person", str, description="Only to this person, as namespace/key.")
_JOURNEY = OpenApiParameter("journey", OpenApiTypes.INT64, description="Only of this journey.")


class MessagesView(APIView):
    """What journeys have sent into the console."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="messages_list",
        parameters=[_SINCE, _PERSON, _JOURNEY],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """At most 200 messages, newest first."""
        found = Message.objects.filter(id__gt=_number(request, "since"))
        if person := request.query_params.get("person"):
            found = found.filter(person=person)
        if journey := _number(request, "journey"):
            found = found.filter(journey=journey)
        return Response({"messages": [_entry(message) for message in found[:MOST]]})


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        fault = Fault(f"/{name}", "type", _("This is not a number."))
        raise Problem(422, "invalid", _("The request has errors."), errors=[fault])
    return int(text)


def _entry(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "key": message.key,
        "action": message.action,
        "channel": message.channel,
        "to": message.to,
        "subject": message.subject,
        "text": message.text,
        "person": message.person,
        "journey": str(message.journey),
        "journey_name": message.journey_name,
        "version": message.version,
        "node": message.node,
        "node_name": message.node_name,
        "at": message.at,
    }
