"""A check of an expression while it is being typed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journeys.api import answers, bodies, found
from journeys.api.openapi import refusals
from journeys.declared import catalog
from journeys.operations import graphs
from journeys.reports.expressions import display_names, judged, scope_at


class ExpressionCheckView(APIView):
    """Checking an expression."""

    rights = {"POST": "journeys.read"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="expressions_check",
        request=bodies.ExpressionText,
        responses={200: answers.ExpressionAnswer, **refusals(404, 413, 422)},
    )
    def post(self, request: Request) -> Response:
        """Judge a text at a step: what stands before it there may be referred to.

        Without `graph` that of the journey's draft is taken; without either, all that is declared.
        """
        body = bodies.read(bodies.ExpressionText, request)
        graph = body.get("graph")
        if graph is not None:
            graphs.refuse_broken(graph, {})
        elif body.get("journey"):
            graph = found.journey(int(body["journey"])).draft.graph
        known = catalog()
        scope = scope_at(graph, body.get("node"), known)
        return Response(judged(body["text"], scope, body.get("expected"), display_names(known)))
