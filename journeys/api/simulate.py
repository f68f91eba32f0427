"""Simulation: what would happen to somebody, step by step; nothing is sent and nothing stored."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock, database
from config.problems import Fault, Problem
from journeys.api import bodies, found, told
from journeys.api.openapi import refusals
from journeys.core.graph import Graph
from journeys.core.moments import BadDuration, read_duration
from journeys.core.run import Event
from journeys.core.simulation import DOINGS, Choice
from journeys.core.stimuli import Answered
from journeys.declared import catalog
from journeys.models import Journey
from journeys.operations import graphs
from journeys.operations.simulate import Step, Wish, simulate
from journeys.reports.recipe import recipe
from journeys.reports.recorded import events_of, record
from journeys.reports.simulated import simulated

Json = dict[str, Any]
MOST_STEPS = 200
MOST_VALUES = 200
_KEY = 4_000  # of a look-up with its parameters
_SOMEONE = "someone"
_BIGGEST = 2**63
_ANY = datetime.min.replace(tzinfo=UTC)  # the moment of an event is that of its choice


class LengthField(s.CharField):
    """An ISO 8601 duration."""

    def to_internal_value(self, data: Any) -> timedelta:  # type: ignore[override]
        try:
            length = read_duration(super().to_internal_value(data))
        except BadDuration as error:
            raise s.ValidationError(_("Not a duration, such as PT2H."), code="duration") from error
        if length < timedelta():
            raise s.ValidationError(_("Not a duration, such as PT2H."), code="duration")
        return length


class ValueBody(bodies.Body):
    """A value at hand, or how asking for it ends."""

    value = s.JSONField(required=False, allow_null=True)
    at = s.DateTimeField(required=False, allow_null=True, help_text="When it was read.")
    error = s.CharField(required=False, max_length=40)
    status = s.IntegerField(required=False, min_value=100, max_value=999)


class OutcomeBody(bodies.Body):
    """How a call ends."""

    ok = s.BooleanField(required=False)
    status = s.IntegerField(required=False, allow_null=True, min_value=100, max_value=999)
    error = s.CharField(required=False, allow_null=True, max_length=40)
    answer = s.JSONField(required=False, allow_null=True)


class HappeningBody(bodies.Body):
    """An event: one of the log by `id`, or typed."""

    id = s.RegexField(r"^[0-9]{1,18}$", required=False)
    type = s.CharField(required=False, max_length=64)
    data = s.DictField(required=False)  # type: ignore[assignment]
    event_id = s.CharField(required=False, allow_blank=True, max_length=255)
    occurred_at = s.DateTimeField(required=False)
    received_at = s.DateTimeField(required=False)


class StepBody(bodies.Body):
    """What happens next: `do`, when (`at`, or so long `after` the last), and with what."""

    do = s.ChoiceField(DOINGS)
    at = s.DateTimeField(required=False)
    after = LengthField(required=False)
    type = s.CharField(required=False, allow_blank=True, max_length=64)
    data = s.DictField(required=False)  # type: ignore[assignment]
    event_id = s.CharField(required=False, allow_blank=True, max_length=255)
    occurred_at = s.DateTimeField(required=False)
    received_at = s.DateTimeField(required=False)
    ok = s.BooleanField(required=False)
    status = s.IntegerField(required=False, allow_null=True, min_value=100, max_value=999)
    error = s.CharField(required=False, allow_null=True, max_length=40)
    answer = s.JSONField(required=False, allow_null=True)
    answered_at = s.DateTimeField(required=False)
    values = s.DictField(child=ValueBody(), required=False)
    zone = s.CharField(required=False, allow_null=True, max_length=64)


class SimulationBody(bodies.Body):
    """What to simulate. Without `graph` and `version` it is the draft."""

    graph = s.JSONField(required=False)
    version = s.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    event = HappeningBody()
    person = s.CharField(required=False, max_length=512)
    now = s.DateTimeField(required=False, help_text="When it begins; now without.")
    profile = s.DictField(
        required=False, allow_null=True, help_text="Attributes; without it the person's own."
    )
    values = s.DictField(
        child=ValueBody(),
        required=False,
        help_text="Values of look-ups, by `Source.group` or with their parameters behind it.",
    )
    answers = s.DictField(
        child=OutcomeBody(), required=False, help_text="How the calls of steps end; else well."
    )
    paths = s.DictField(
        child=s.CharField(max_length=80), required=False, help_text="Of splits: step -> port."
    )
    zone = s.CharField(required=False, allow_null=True, max_length=64)
    run = s.RegexField(r"^[0-9]{1,18}$", required=False, help_text="Seeds random().")
    automatic = s.BooleanField(
        default=True, help_text="Off: calls and look-ups are answered by steps alone."
    )
    exact = s.BooleanField(required=False, help_text="Of a recipe; not read.")
    steps = StepBody(many=True, required=False)


class SimulateView(APIView):
    """Simulating a journey."""

    rights = {"POST": "people.read"}
    parser_classes = [bodies.GraphParser]

    @extend_schema(
        operation_id="journeys_simulate",
        request=SimulationBody,
        responses={200: told.Simulated, **refusals(404, 413, 422)},
    )
    def post(self, request: Request, journey_id: int) -> Response:
        """Play an event and then each step, from the start. Nothing is sent, nothing stored.

        Stateless: to go on, ask again with one more step. A choice that makes no sense is told in
        `left`, and what was played before it stands.
        """
        journey = found.journey(journey_id)
        body = bodies.read(SimulationBody, request)
        try:
            played = simulate(_wish(journey, body))
        except database.Unavailable as error:
            words = _("The database cannot be reached. Try again in a moment.")
            raise Problem(503, "unavailable", words, headers={"Retry-After": "1"}) from error
        return Response(simulated(played.simulation, played.catalog, played.sent))


class RecipeView(APIView):
    """A recorded run as a simulation."""

    rights = {"GET": "people.read"}

    @extend_schema(
        operation_id="runs_simulation",
        responses={200: SimulationBody, **refusals(404, 409)},
    )
    def get(self, request: Request, run_id: int) -> Response:
        """The body of a simulation that plays what happened to this run; change it and post it."""
        kept = record(run_id) if run_id < _BIGGEST else None
        if kept is None:
            raise Http404
        made = recipe(kept)
        if made is None:
            words = _("What began this run is not recorded any more.")
            raise Problem(409, "not_recorded", words)
        return Response(made)


def _wish(journey: Journey, body: Json) -> Wish:
    graph = _graph(journey, body)
    now = body.get("now") or clock.now()
    event = _entry_event(body["event"], body.get("person"), graph, now)
    steps = [_step(told, at, event.person) for at, told in enumerate(body.get("steps") or [])]
    if len(steps) > MOST_STEPS:
        raise _refused("/steps", "too_many", _("At most %(limit)s.") % {"limit": MOST_STEPS})
    return Wish(
        graph=graph,
        event=event,
        now=now,
        journey_id=journey.pk,
        journey_name=journey.name,
        steps=steps,
        profile=body.get("profile"),
        values=_values(body.get("values"), "/values"),
        zone=body.get("zone"),
        has_zone="zone" in body,
        answers=body.get("answers") or {},
        paths=_paths(graph, body.get("paths") or {}),
        run_id=int(body.get("run") or 0),
        is_automatic=body["automatic"],
    )


def _graph(journey: Journey, body: Json) -> Json:
    if body.get("graph") is not None:
        graphs.refuse_broken(body["graph"], {})
        graph: Json = body["graph"]
        return graph
    if body.get("version"):
        return found.version(journey.pk, body["version"]).graph  # type: ignore[no-any-return]
    return journey.draft.graph  # type: ignore[no-any-return]


def _entry_event(told: Json, person: str | None, graph: Json, now: datetime) -> Event:
    """The event that begins it: a recorded one about its person, or another's; or a typed one."""
    if "id" in told:
        kept = events_of([int(told["id"])]).get(int(told["id"]))
        if kept is None:
            raise _refused("/event/id", "not_found", _("There is no such event."))
        name = _person(person or kept.person, kept.type)
        return Event(1, kept.type, name, kept.data, kept.occurred_at, now, kept.event_id)
    kind = told.get("type") or graphs.entry_event(graph)
    received_at = told.get("received_at") or now
    return Event(
        id=1,
        type=kind,
        person=_person(person or _SOMEONE, kind),
        data=told.get("data") or {},
        occurred_at=told.get("occurred_at") or received_at,
        received_at=received_at,
        event_id=told.get("event_id") or "",
    )


def _person(name: str, kind: str) -> str:
    """``namespace/key``; a key alone is of the namespace of the event's type."""
    if "\0" in name:
        raise _refused("/person", "nul", _("The text contains a NUL character."))
    if "/" in name:
        return name
    space = (catalog().events.get(kind) or {}).get("namespace") or "person"
    return f"{space}/{name}"


def _step(told: Json, at: int, person: str) -> Step:
    moment = told.get("at")
    choice = Choice(
        do=told["do"],
        at=moment,
        after=told.get("after") or timedelta(),
        event=_happening(told, at, person) if told["do"] == "event" else None,
        received_at=told.get("received_at"),
        occurred_at=told.get("occurred_at"),
        answered=_outcome(told) if told["do"] == "answer" else None,
    )
    values = _values(told["values"], f"/steps/{at}/values") if "values" in told else None
    return Step(choice, values, told.get("zone"), "zone" in told)


def _happening(told: Json, at: int, person: str) -> Event:
    if not told.get("type"):
        raise _refused(f"/steps/{at}/type", "missing", _("This is needed."))
    return Event(
        id=at + 2,
        type=told["type"],
        person=person,
        data=told.get("data") or {},
        occurred_at=_ANY,
        received_at=_ANY,
        event_id=told.get("event_id") or "",
    )


def _outcome(told: Json) -> Answered:
    answered_at = told.get("answered_at")
    error = told.get("error")
    is_ok = told.get("ok", error is None)
    return Answered(
        ok=is_ok,
        status=told.get("status"),
        error=None if is_ok else error or "error",
        answer=told.get("answer"),
        at=answered_at.astimezone(UTC).isoformat() if answered_at else "",
    )


def _values(given: Json | None, place: str) -> Json:
    """Values by their look-ups; each is a value or an error."""
    values: Json = {}
    for key, row in (given or {}).items():
        if len(key) > _KEY or len(given or {}) > MOST_VALUES:
            raise _refused(place, "too_many", _("At most %(limit)s.") % {"limit": MOST_VALUES})
        if ("value" in row) == ("error" in row):
            raise _refused(f"{place}/{key[:100]}", "choice", _("Either a value or an error."))
        at = row.get("at")
        values[key] = row | {"at": at.astimezone(UTC).isoformat() if at else ""}
    return values


def _paths(graph: Json, paths: Json) -> Json:
    nodes = Graph.from_json(graph).nodes
    for key, port in paths.items():
        node = nodes.get(key)
        ports = [f"path:{row.get('key')}" for row in node.config.get("paths", ())] if node else []
        if node is None or node.type != "split" or port not in ports:
            raise _refused(f"/paths/{key[:64]}", "choice", _("There is no such path of a split."))
    return paths


def _refused(pointer: str, code: str, words: str) -> Problem:
    return Problem(
        422, "invalid", _("The request has errors."), errors=[Fault(pointer, code, words)]
    )
