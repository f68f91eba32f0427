"""Journeys: the list, one of them, its name; made and deleted."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from journeys.api import answers, bodies, found
from journeys.api.openapi import refusals
from journeys.operations.create import create
from journeys.operations.delete import delete
from journeys.operations.rename import rename
from journeys.reports.journeys import detail, rows


class JourneysView(APIView):
    """All journeys."""

    rights = {"GET": "journeys.read", "POST": "journeys.edit"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(operation_id="journeys_list", responses={200: answers.JourneyList})
    def get(self, request: Request) -> Response:
        """Every journey, the last changed first."""
        return Response({"journeys": rows()})

    @extend_schema(
        operation_id="journeys_create",
        request=bodies.NewJourney,
        responses={201: answers.JourneyDetail, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """A new journey; without a graph its canvas is empty."""
        body = bodies.read(bodies.NewJourney, request)
        journey = create(by=request.user, now=clock.now(), **body)
        return Response(
            detail(journey),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/journeys/{journey.pk}"},
        )


class JourneyView(APIView):
    """One journey."""

    rights = {"GET": "journeys.read", "PATCH": "journeys.edit", "DELETE": "journeys.edit"}

    @extend_schema(
        operation_id="journeys_read", responses={200: answers.JourneyDetail, **refusals(404)}
    )
    def get(self, request: Request, journey_id: int) -> Response:
        return Response(detail(found.journey(journey_id)))

    @extend_schema(
        operation_id="journeys_change",
        request=bodies.JourneyChange,
        responses={200: answers.JourneyDetail, **refusals(404, 422)},
    )
    def patch(self, request: Request, journey_id: int) -> Response:
        """Change the name or the description."""
        journey = found.journey(journey_id)
        changes = bodies.read(bodies.JourneyChange, request)
        rename(journey, request.user, clock.now(), **changes)
        return Response(detail(journey))

    @extend_schema(
        operation_id="journeys_delete",
        responses={204: None, **refusals(404, 409)},
    )
    def delete(self, request: Request, journey_id: int) -> Response:
        """Delete a journey that was never published; any other answers 409 ``in_use``."""
        delete(found.journey(journey_id), request.user, clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
