"""The demonstration's calls: what can be played, an event of a guest, fast-forward, reset."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.roles import rights_of
from config import clock, database
from config.database import Connection
from config.problems import Problem
from demo import answers, clearing, configuration, day, guests, moving, sending
from events.models import EventType, Source
from journeys.api import asked, bodies
from journeys.api.openapi import refusals

_JOURNEY = OpenApiParameter("journey", int, required=True)
_PLAY, _SEE_KEYS, _MOVE_OTHERS = "journeys.edit", "keys.write", "admin"
_OTHERS = s.BooleanField(default=False, help_text="Though people are inside who are no guests.")


class SentEvent(bodies.Body):
    guest = s.CharField(max_length=20)
    event = s.CharField(max_length=64)
    person = s.CharField(
        max_length=80, required=False, help_text="A key of this kind of guest; or `fresh`."
    )
    fresh = s.BooleanField(default=False, help_text="Somebody who was never here.")
    data = s.DictField(default=dict)  # type: ignore[assignment]


class Forward(bodies.Body):
    to = s.CharField(
        max_length=40, required=False, help_text="`next`, `morning`, or a moment (RFC 3339)."
    )
    by = s.CharField(max_length=20, required=False, help_text="A duration, for instance PT6H.")
    others = _OTHERS


class DemoView(APIView):
    """The hotel beside the canvas."""

    rights = {"GET": "journeys.read"}

    @extend_schema(
        operation_id="demo_read",
        parameters=[_JOURNEY],
        responses={200: answers.Demo, **refusals(422)},
    )
    def get(self, request: Request) -> Response:
        """Whether a journey is the demonstration's; and if so all that can be played on it."""
        number = asked.number(request.query_params, "journey")
        found = Source.objects.filter(key=configuration.SOURCE, active=True).first()
        if number is None or found is None or number not in configuration.journeys():
            return Response({"here": False})
        return Response(
            {
                "here": True,
                "may_play": _has(request, _PLAY),
                "why_no_clock": moving.why_not(),
                "clock": _clock(database.connection()),
                "guests": [_guest(guest) for guest in guests.GUESTS],
                "events": _events(),
                "post": {
                    "url": f"{settings.PUBLIC_URL}/api/v1/events",
                    "key": _key(found) if _has(request, _SEE_KEYS) else None,
                },
                "day": day.beats(),
            }
        )


class ClockView(APIView):
    """The clock of the installation."""

    rights = {"GET": "journeys.read"}

    @extend_schema(operation_id="demo_clock", responses={200: answers.Clock, **refusals(404)})
    def get(self, request: Request) -> Response:
        """What time it is here, how far ahead that is, and when something is due next."""
        _must_be_loaded()
        return Response(_clock(database.connection()))


class EventsView(APIView):
    """Events of guests."""

    rights = {"POST": _PLAY}

    @extend_schema(
        operation_id="demo_events_post",
        request=SentEvent,
        responses={202: answers.Sent, **refusals(404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Post one event as the hotel does; the answer of the intake, and what was sent."""
        _must_be_loaded()
        body = bodies.read(SentEvent, request)
        guest = sending.guest_of(body["guest"])
        person = guest.fresh() if body["fresh"] else body.get("person", guest.person)
        sent = sending.send(guest, body["event"], person, body["data"])
        told = {"person": sent.person, "document": sent.document, **sent.answer}
        return Response(told, status=sent.answer["status"])


class ForwardView(APIView):
    """Fast-forward."""

    rights = {"POST": _PLAY}

    @extend_schema(
        operation_id="demo_forward",
        request=Forward,
        responses={200: answers.Moved, **refusals(404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Move the clock on, through every moment at which something is due.

        `reached` is false where that takes longer than one call may: ask again.
        """
        _must_be_loaded()
        body = bodies.read(Forward, request)
        move = _order(body)
        connection = database.connection()
        with moving.alone():
            _ask_about_others(connection, request, force=body["others"])
            reached = move(connection)
        return Response({"reached": reached, **_clock(connection)})


class ResetView(APIView):
    """Reset."""

    rights = {"POST": _PLAY}

    @extend_schema(
        operation_id="demo_reset",
        request=bodies.Nothing,
        responses={200: answers.Cleared, **refusals(404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        """Take away what the hotel's guests left, and set the clock back. Nothing else changes.

        The clock stays where `clock.others` are inside: they entered by it.
        """
        _must_be_loaded()
        bodies.read(bodies.Nothing, request)
        connection = database.connection()
        with moving.alone():
            moving.settle(connection)
            removed = clearing.reset(connection)
        told = {"runs": removed.runs, "events": removed.events, "messages": removed.messages}
        return Response({"removed": told, **_clock(connection)})


def _order(body: dict[str, Any]) -> Callable[[Connection], bool]:
    """
    Raises:
        Problem: 422; what is asked for is no moment, or none to go on to.
    """
    if ("to" in body) == ("by" in body):
        raise asked.refused("to", "choice", _("Give either “to” or “by”."))
    if body.get("to") == "next":
        return _next
    goal = _goal(body)
    if not clock.now() < goal <= clock.now() + moving.LONGEST:
        words = _("The clock only goes on, by %(days)s days at most.")
        name = "to" if "to" in body else "by"
        raise asked.refused(name, "range", words % {"days": moving.LONGEST.days})
    return lambda connection: moving.to(connection, goal)


def _next(connection: Connection) -> bool:
    if moving.to_next(connection) is None:
        raise Problem(409, "nothing_due", _("Nobody waits for a moment. Send an event first."))
    return True


def _goal(body: dict[str, Any]) -> datetime:
    if "by" in body:
        try:
            return clock.now() + s.DurationField().to_internal_value(body["by"])
        except (s.ValidationError, OverflowError) as error:
            raise asked.refused("by", "type", _("A duration, for instance PT6H.")) from error
    if body["to"] == "morning":
        return moving.next_morning(clock.now())
    try:
        moment = datetime.fromisoformat(body["to"])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise asked.refused("to", "type", _("A moment with its offset, “next” or “morning”."))
    return moment


def _ask_about_others(connection: Connection, request: Request, *, force: bool) -> None:
    """The clock is everybody's: who is no guest would be sent on too, so it is asked first.

    Raises:
        Problem: 409; 403 where an answer is given by somebody who may not give it.
    """
    others = moving.others_inside(connection)
    if others and force and not _has(request, _MOVE_OTHERS):
        words = _("Only an administrator may move the clock on for people who are not guests.")
        raise Problem(403, "not_your_clock", words)
    if others and not force:
        words = _(
            "People who are not the hotel's guests are on their way (%(count)s)."
            " The clock would go on for them too."
        )
        raise Problem(409, "others_inside", words % {"count": others}, params={"count": others})


def _clock(connection: Connection) -> dict[str, Any]:
    return {
        "now": clock.now(),
        "offset_seconds": round(clock.offset().total_seconds()),
        "zone": moving.ZONE,
        "next": moving.next_moment(connection),
        "others": moving.others_inside(connection),
    }


def _guest(guest: guests.Guest) -> dict[str, Any]:
    return {
        "key": guest.key, "first_name": guest.first_name, "last_name": guest.last_name,
        "person": guest.person, "about": guest.about,
    }  # fmt: skip


def _events() -> list[dict[str, Any]]:
    names = dict(EventType.objects.filter(key__in=sending.KINDS).values_list("key", "name"))
    return [
        {
            "key": kind,
            "name": names[kind],
            "fields": sending.fields(kind),
            "values": {guest.key: sending.values(kind, guest) for guest in guests.GUESTS},
            "person_path": sending.person_path(kind),
        }
        for kind in sending.KINDS
        if kind in names
    ]


def _key(source: Source) -> str:
    return guests.source_key(source, clock.now())


def _has(request: Request, right: str) -> bool:
    scopes = getattr(request.auth, "scopes", None)
    return right in rights_of(request.user) and (scopes is None or right in scopes)


def _must_be_loaded() -> None:
    if not configuration.journeys():
        raise NotFound
