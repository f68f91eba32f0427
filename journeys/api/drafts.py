"""The draft of a journey: read, saved with the revision it began from, published."""

import re

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from config.problems import Problem
from journeys.api import answers, bodies, found
from journeys.api.openapi import ETAG, IF_MATCH, refusals
from journeys.declared import catalog
from journeys.operations import graphs
from journeys.operations.publish import publish
from journeys.operations.save_draft import conflict, save_draft

_ETAG = re.compile(r'"(\d{1,9})"')


class DraftView(APIView):
    """What is on the canvas."""

    rights = {"GET": "journeys.read", "PUT": "journeys.edit"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="draft_read",
        parameters=[ETAG],
        responses={200: answers.DraftDetail, **refusals(404)},
    )
    def get(self, request: Request, journey_id: int) -> Response:
        draft = found.journey(journey_id).draft
        answer = {
            "revision": draft.revision,
            "graph": draft.graph,
            "layout": draft.layout,
            "problems": graphs.problems_of(draft.graph, catalog(), clock.now()),
        }
        return Response(answer, headers={"ETag": f'"{draft.revision}"'})

    @extend_schema(
        operation_id="draft_save",
        request=bodies.DraftSave,
        parameters=[IF_MATCH, ETAG],
        responses={200: answers.DraftSaved, **refusals(404, 412, 413, 422, 428)},
    )
    def put(self, request: Request, journey_id: int) -> Response:
        """Overwrite the draft. A save from an older revision is refused and changes nothing."""
        journey = found.journey(journey_id)
        revision = _began_from(request)
        if revision != journey.draft.revision:
            raise conflict(journey.draft)
        body = bodies.read(bodies.DraftSave, request)
        saved, problems = save_draft(
            journey, body["graph"], body["layout"], revision, request.user, clock.now()
        )
        return Response({"revision": saved, "problems": problems}, headers={"ETag": f'"{saved}"'})


def _began_from(request: Request) -> int:
    """The revision in If-Match; 0, which no draft has, for what is no ETag of ours."""
    header = request.headers.get("If-Match")
    if header is None:
        raise Problem(
            428, "precondition_required", _("Say which revision the save began from: If-Match.")
        )
    match = _ETAG.fullmatch(header.strip())
    return int(match[1]) if match else 0


class PublishView(APIView):
    """Publishing."""

    rights = {"POST": "journeys.publish"}

    @extend_schema(
        operation_id="journeys_publish",
        request=bodies.Publication,
        responses={201: answers.Published, **refusals(404, 412, 422)},
    )
    def post(self, request: Request, journey_id: int) -> Response:
        """Make the draft, as it was at this revision, the version that people enter."""
        journey = found.journey(journey_id)
        body = bodies.read(bodies.Publication, request)
        version = publish(journey, body["revision"], body["note"], request.user, clock.now())
        return Response({"version": version.number}, status=status.HTTP_201_CREATED)
