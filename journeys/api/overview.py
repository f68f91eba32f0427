"""The front page's facts."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from journeys.api import told
from journeys.reports.overview import overview


class OverviewView(APIView):
    """What lives, what needs attention, and where to start."""

    rights = {"GET": "journeys.read"}

    @extend_schema(operation_id="overview", responses={200: told.Overview})
    def get(self, request: Request) -> Response:
        """The live journeys with their people, what needs attention, and the first steps."""
        return Response(overview(clock.now()))
