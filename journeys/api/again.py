"""Doing something again by hand, and ending it: events are replayed, runs retried or ended."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from events.models import Event, Rejection
from journeys.api import bodies, told
from journeys.api.openapi import refusals
from journeys.operations.end_run import end_run
from journeys.operations.replay_event import replay_event, replay_rejection
from journeys.operations.retry_run import retry_run

_BIGGEST = 2**63


class Mended(bodies.Body):
    document = s.DictField(
        required=False, help_text="What is to be accepted instead: an event as it is posted."
    )


class EventReplayView(APIView):
    """An event again."""

    rights = {"POST": "people.write"}

    @extend_schema(
        operation_id="events_replay",
        request=bodies.Nothing,
        responses={202: told.Accepted, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, event_id: int) -> Response:
        """Accept a new event with the same data and a new id, as if it were posted now."""
        bodies.read(bodies.Nothing, request)
        event = (
            Event.objects.select_related("type", "source").filter(pk=event_id).first()
            if event_id < _BIGGEST
            else None
        )
        if event is None:
            raise Http404
        return _accepted(replay_event(event, request.user, clock.now()))


class RejectionReplayView(APIView):
    """A refused document again."""

    rights = {"POST": "people.write"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="rejections_replay",
        request=Mended,
        responses={202: told.Accepted, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, rejection_id: int) -> Response:
        """Accept what was refused, as it was sent or as `document` mends it, with a new id."""
        body = bodies.read(Mended, request)
        rejection = (
            Rejection.objects.select_related("source").filter(pk=rejection_id).first()
            if rejection_id < _BIGGEST
            else None
        )
        if rejection is None:
            raise Http404
        number = replay_rejection(rejection, body.get("document"), request.user, clock.now())
        return _accepted(number)


def _accepted(number: int) -> Response:
    return Response(
        {"id": str(number)},
        status=status.HTTP_202_ACCEPTED,
        headers={"Location": f"/api/v1/events/{number}"},
    )


class RetryView(APIView):
    """A failed run again."""

    rights = {"POST": "journeys.publish"}

    @extend_schema(
        operation_id="runs_retry",
        request=bodies.Nothing,
        responses={202: told.Asked, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, run_id: int) -> Response:
        """Try the step at which the run failed once more; done a moment later."""
        bodies.read(bodies.Nothing, request)
        retry_run(run_id, request.user, clock.now())
        return _asked(run_id)


class EndView(APIView):
    """The end of a run."""

    rights = {"POST": "journeys.publish"}

    @extend_schema(
        operation_id="runs_end",
        request=bodies.Nothing,
        responses={202: told.Asked, **refusals(404, 409, 422)},
    )
    def post(self, request: Request, run_id: int) -> Response:
        """End this person's run where it stands; done a moment later. It cannot be undone."""
        bodies.read(bodies.Nothing, request)
        end_run(run_id, request.user, clock.now())
        return _asked(run_id)


def _asked(run_id: int) -> Response:
    return Response({"run": str(run_id)}, status=status.HTTP_202_ACCEPTED)
