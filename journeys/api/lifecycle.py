"""The end of journeys: closed to new people, or stopped at once; and the versions."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from journeys.api import answers, bodies, found
from journeys.api.openapi import refusals
from journeys.operations.close import close
from journeys.operations.stop import stop
from journeys.reports.journeys import status_of, version_detail


class CloseView(APIView):
    """Closing."""

    rights = {"POST": "journeys.publish"}

    @extend_schema(
        operation_id="journeys_close",
        request=bodies.Nothing,
        responses={200: answers.StatusAnswer, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, journey_id: int) -> Response:
        """Let nobody enter any more; people inside finish."""
        journey = found.journey(journey_id)
        bodies.read(bodies.Nothing, request)
        close(journey, request.user, clock.now())
        return Response({"status": status_of(journey)})


class StopView(APIView):
    """Stopping."""

    rights = {"POST": "journeys.publish"}

    @extend_schema(
        operation_id="journeys_stop",
        request=bodies.StopOrder,
        responses={200: answers.StatusAnswer, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, journey_id: int) -> Response:
        """End the journey of everyone inside, where they stand. It cannot be undone."""
        journey = found.journey(journey_id)
        body = bodies.read(bodies.StopOrder, request)
        stop(journey, request.user, clock.now(), body.get("version"))
        return Response({"status": status_of(journey)})


class VersionView(APIView):
    """A published version, which never changes."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="versions_read", responses={200: answers.VersionDetail, **refusals(404)}
    )
    def get(self, request: Request, journey_id: int, number: int) -> Response:
        version = found.version(journey_id, number)
        return Response(version_detail(version))
