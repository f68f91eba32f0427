"""People: found, and everything about one."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journeys.api import asked, told
from journeys.api.openapi import refusals
from journeys.reports.people import MOST, people, person

_LONGEST = 512


class PeopleView(APIView):
    """Finding people."""

    rights = {"GET": "people.read"}

    @extend_schema(
        operation_id="people_find",
        parameters=[
            OpenApiParameter(
                "q", str, description="The beginning of `namespace/key`, or of the key alone."
            ),
            OpenApiParameter("limit", int, description=f"At most {MOST}."),
        ],
        responses={200: told.PeopleFound, **refusals(422)},
    )
    def get(self, request: Request) -> Response:
        """Who is named so; without `q`, those of whom something was heard last."""
        query = request.query_params
        text = asked.text(query, "q", _LONGEST)
        return Response({"people": people(text.strip(), asked.limit(query))})


class PersonView(APIView):
    """One person."""

    rights = {"GET": "people.read"}

    @extend_schema(
        operation_id="people_read",
        parameters=[
            OpenApiParameter("events_before", str, description="`next` of the events."),
            OpenApiParameter("runs_before", str, description="`next` of the runs."),
            OpenApiParameter("limit", int, description=f"Of each list, at most {MOST}."),
        ],
        responses={200: told.PersonTold, **refusals(404, 422)},
    )
    def get(self, request: Request, namespace: str, key: str) -> Response:
        """The profile, events with what became of them, and runs, the newest first."""
        query = request.query_params
        name = f"{namespace}/{key}"
        if len(name) > _LONGEST or "\0" in name:
            raise Http404
        found = person(
            name,
            events_before=asked.number(query, "events_before"),
            runs_before=asked.number(query, "runs_before"),
            limit=asked.limit(query),
        )
        if found is None:
            raise Http404
        return Response(found)
