"""People on their way through journeys."""

import re
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.problems import Fault, Problem
from journeys.api import answers
from journeys.api.openapi import refusals
from journeys.reports.runs import MOST, run, runs

_NUMBER = re.compile(r"[0-9]{1,18}")
_PERSON_LENGTH = 512


class RunsView(APIView):
    """Runs."""

    rights = {"GET": "people.read"}

    @extend_schema(
        operation_id="runs_list",
        parameters=[
            OpenApiParameter("journey", str, description="Of this journey alone."),
            OpenApiParameter("person", str, description="Of this person alone: `namespace/key`."),
            OpenApiParameter("before", str, description="Older than this run's id."),
            OpenApiParameter("limit", int, description=f"At most {MOST}; 50 without."),
        ],
        responses={200: answers.RunList, **refusals(422)},
    )
    def get(self, request: Request) -> Response:
        """Runs, the newest first."""
        asked = request.query_params
        found = runs(
            journey=_number(asked, "journey"),
            person=_person(asked.get("person")),
            before=_number(asked, "before"),
            limit=_number(asked, "limit") or 50,
        )
        return Response({"runs": found})


class RunView(APIView):
    """One run."""

    rights = {"GET": "people.read"}

    @extend_schema(operation_id="runs_read", responses={200: answers.RunDetail, **refusals(404)})
    def get(self, request: Request, run_id: int) -> Response:
        """The run with each step that it took, and why."""
        found = run(run_id) if run_id < 2**63 else None
        if found is None:
            raise Http404
        return Response(found)


def _number(asked: Any, name: str) -> int | None:
    text = asked.get(name)
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise _refused(name, "type", _("A whole number."))
    return int(text)


def _person(text: str | None) -> str | None:
    if not text:
        return None
    if len(text) > _PERSON_LENGTH or "\0" in text:
        raise _refused("person", "max_length", _("The text is too long."))
    return text


def _refused(name: str, code: str, words: str) -> Problem:
    detail = _("The request has errors.")
    return Problem(422, "invalid", detail, errors=[Fault(f"/{name}", code, words)])
