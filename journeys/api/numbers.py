"""Live numbers on the cards, and the people behind each."""

import hashlib

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock, json
from journeys.api import asked, found, told
from journeys.api.openapi import refusals
from journeys.models import Version
from journeys.reports.behind import MOST, WHAT, people
from journeys.reports.drawn import drawn
from journeys.reports.numbers import numbers, version_of

_VERSION = OpenApiParameter(
    "version", int, description="Without it the newest that may hold people, else the newest."
)


class NumbersView(APIView):
    """How many people are, passed, left and failed at each step."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="journeys_numbers",
        parameters=[
            _VERSION,
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
        ],
        responses={200: told.Numbers, 304: None, **refusals(404, 422)},
    )
    def get(self, request: Request, journey_id: int) -> Response:
        """Exact numbers of this moment; dear ones are at most two seconds old.

        The `ETag` is that of the numbers: who asks again with it gets 304 while nothing moves.
        """
        version = _version(journey_id, request)
        counted = numbers(version)
        tag = f'"{hashlib.sha256(json.dumps(counted)).hexdigest()[:24]}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": tag})
        return Response({"at": clock.now(), **counted}, headers={"ETag": tag})


class PeopleBehindView(APIView):
    """The people behind a number."""

    rights = {"GET": "people.read"}

    @extend_schema(
        operation_id="journeys_numbers_people",
        parameters=[
            OpenApiParameter("what", str, enum=WHAT, required=True),
            OpenApiParameter("port", str, description="Of those who passed: by this way alone."),
            _VERSION,
            OpenApiParameter("before", str, description="`next` of the page before."),
            OpenApiParameter("limit", int, description=f"At most {MOST}; 50 without."),
        ],
        responses={200: told.PeopleBehind, **refusals(404, 422)},
    )
    def get(self, request: Request, journey_id: int, node: str) -> Response:
        """Runs that make up a number, the newest first. A page may be short; `next` tells."""
        version = _version(journey_id, request)
        if node not in drawn(version.pk).keys:
            raise Http404
        query = request.query_params
        page = people(
            version,
            node,
            _what(query.get("what", "")),
            port=query.get("port") or None,
            before=asked.number(query, "before"),
            limit=asked.limit(query),
        )
        return Response(page)


def _what(text: str) -> str:
    if text not in WHAT:
        words = _("One of: %(choices)s.") % {"choices": ", ".join(WHAT)}
        raise asked.refused("what", "choice", words, choices=list(WHAT))
    return text


def _version(journey_id: int, request: Request) -> Version:
    journey = found.journey(journey_id)
    number = asked.number(request.query_params, "version", most=2**31 - 1)
    version = version_of(journey, number)
    if version is None:
        raise Http404
    return version
