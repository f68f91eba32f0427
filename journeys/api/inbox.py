"""The inbox of events, and why an event started nothing."""

from datetime import tzinfo

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journeys.api import asked, told
from journeys.api.openapi import refusals
from journeys.core.moments import read_zone
from journeys.reports.concern import concern
from journeys.reports.inbox import FATES, MOST, Filters, Mark, inbox

_LONGEST = 512
_BIGGEST = 2**63
_ZONE = OpenApiParameter(
    "zone", str, description="Whose clock tells the moments in sentences; without, the journey's."
)


class InboxView(APIView):
    """Events as they arrive."""

    rights = {"GET": "events.read"}

    @extend_schema(
        operation_id="inbox",
        parameters=[
            OpenApiParameter("person", str, description="`namespace/key`, or a key alone."),
            OpenApiParameter("type", str, description="The key of an event type."),
            OpenApiParameter("source", str, description="The key of a source."),
            OpenApiParameter("fate", str, enum=FATES),
            OpenApiParameter("before", str, description="`next` of the page before."),
            OpenApiParameter("since", str, description="`newest` of before: what is new alone."),
            _ZONE,
            OpenApiParameter("limit", int, description=f"At most {MOST}; 50 without."),
        ],
        responses={200: told.Inbox, **refusals(422)},
    )
    def get(self, request: Request) -> Response:
        """Accepted and refused, the newest first, each with what became of it in a sentence."""
        query = request.query_params
        filters = Filters(
            person=asked.text(query, "person", _LONGEST),
            type=asked.text(query, "type", _LONGEST),
            source=asked.text(query, "source", _LONGEST),
            fate=_fate(query.get("fate", "")),
        )
        before = _mark(query, "before") or Mark()
        since = _mark(query, "since")
        return Response(inbox(filters, before, since, asked.limit(query), _zone(query)))


def _fate(text: str) -> str:
    if text and text not in FATES:
        words = _("One of: %(choices)s.") % {"choices": ", ".join(FATES)}
        raise asked.refused("fate", "choice", words, choices=list(FATES))
    return text


def _zone(query: dict[str, str]) -> tzinfo | None:
    name = query.get("zone")
    if not name:
        return None
    found = read_zone(name)
    if found is None:
        raise asked.refused("zone", "zone", _("There is no such time zone."))
    return found


def _mark(query: dict[str, str], name: str) -> Mark | None:
    text = query.get(name)
    if not text:
        return None
    try:
        return Mark.read(text)
    except ValueError:
        raise asked.refused(name, "mark", _("This is not a place in the list.")) from None


class ConcernView(APIView):
    """What an event meant to every live journey."""

    rights = {"GET": "events.read"}

    @extend_schema(
        operation_id="events_why",
        parameters=[_ZONE],
        responses={200: told.Concern, **refusals(404, 422)},
    )
    def get(self, request: Request, event_id: int) -> Response:
        """For each live journey, whether the event concerned it, and why not."""
        zone = _zone(request.query_params)
        found = concern(event_id, zone) if event_id < _BIGGEST else None
        if found is None:
            raise Http404
        return Response(found)
