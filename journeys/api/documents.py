"""Journeys as JSON documents, out and in."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from journeys.api import answers, bodies, found
from journeys.api.document_schema import document_schema
from journeys.api.openapi import refusals
from journeys.models import Version
from journeys.operations.export_document import export_document
from journeys.operations.import_document import import_document
from journeys.reports.journeys import detail


class DocumentView(APIView):
    """A journey as a document."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="journeys_export",
        parameters=[OpenApiParameter("version", int, description="This version, not the draft.")],
        responses={200: answers.DocumentAnswer, **refusals(404)},
    )
    def get(self, request: Request, journey_id: int) -> Response:
        wanted = request.query_params.get("version", "")
        if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
            raise Http404
        try:
            document = export_document(found.journey(journey_id), int(wanted) if wanted else None)
        except Version.DoesNotExist as error:
            raise Http404 from error
        name = f'attachment; filename="journey-{journey_id}.json"'
        return Response(document, headers={"Content-Disposition": name})


class ImportView(APIView):
    """A document as a new journey."""

    rights = {"POST": "journeys.edit"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="journeys_import",
        request=bodies.Document,
        responses={201: answers.JourneyDetail, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """What the document names must be declared here, else 422 ``unknown_reference``."""
        document = bodies.read(bodies.Document, request)
        journey = import_document(document, request.user, clock.now())
        return Response(
            detail(journey),
            status=status.HTTP_201_CREATED,
            headers={"Location": f"/api/v1/journeys/{journey.pk}"},
        )


class DocumentSchemaView(APIView):
    """The JSON Schema (2020-12) of a journey's document."""

    rights = {"GET": "journeys.read"}

    @extend_schema(operation_id="journey_schema", responses={200: dict})
    def get(self, request: Request) -> Response:
        return Response(document_schema())
