"""Journeys in words."""

from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from journeys.api import bodies, found, told
from journeys.api.openapi import refusals
from journeys.core.phrases import LANGUAGES
from journeys.operations import graphs
from journeys.reports.words import words

_LANGUAGE = OpenApiParameter(
    "language", str, enum=LANGUAGES, description="Without it, that of Accept-Language."
)


class WordsView(APIView):
    """A journey in words."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="journeys_words",
        parameters=[
            _LANGUAGE,
            OpenApiParameter("version", int, description="This version, not the draft."),
        ],
        responses={200: told.WordsTold, **refusals(404)},
    )
    def get(self, request: Request, journey_id: int) -> Response:
        """Each step as a sentence, and the whole journey line by line."""
        graph = _graph(journey_id, request.query_params.get("version", ""))
        return Response(words(graph, language_of(request.query_params.get("language"))))


def _graph(journey_id: int, version: str) -> dict[str, Any]:
    journey = found.journey(journey_id)
    if not version:
        return journey.draft.graph  # type: ignore[no-any-return]
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Http404
    return found.version(journey_id, int(version)).graph  # type: ignore[no-any-return]


def language_of(asked: str | None) -> str:
    """The language that was asked for, else that of the request; English where it is another."""
    language = (asked or get_language() or "en")[:2]
    return language if language in LANGUAGES else "en"


class GraphWords(bodies.Body):
    graph = s.JSONField()
    language = s.ChoiceField(LANGUAGES, required=False, allow_null=True)


class GraphWordsView(APIView):
    """What is on a canvas, in words."""

    rights = {"POST": "journeys.read"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="words",
        request=GraphWords,
        responses={200: told.WordsTold, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """A graph as it is drawn now; nothing is saved."""
        body = bodies.read(GraphWords, request)
        graphs.refuse_broken(body["graph"], {})
        return Response(words(body["graph"], language_of(body.get("language"))))
