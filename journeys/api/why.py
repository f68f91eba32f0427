"""Why a run went as it did."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from journeys.api import told
from journeys.api.openapi import refusals
from journeys.reports.why import why

_BIGGEST = 2**63


class WhyView(APIView):
    """The explanation of a run."""

    rights = {"GET": "people.read"}

    @extend_schema(operation_id="runs_why", responses={200: told.Why, **refusals(404)})
    def get(self, request: Request, run_id: int) -> Response:
        """Each step with its time, values, calls and what it waited for, from recorded inputs."""
        found = why(run_id, clock.now()) if run_id < _BIGGEST else None
        if found is None:
            raise Http404
        return Response(found)
