"""An expression while it is being typed: checked, completed, explained, tried.

All are asked with POST, since a text may be long, and change nothing. A place in a text counts
characters (code points).
"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import expressions
from config import clock
from config.problems import Fault, Problem
from events import finding
from expressions import Scope
from journeys.api import answers, bodies, found
from journeys.api.openapi import refusals
from journeys.declared import catalog
from journeys.operations import graphs
from journeys.reports.expressions import display_names, judged, last_seen, said, scope_at
from journeys.reports.tries import Sample, Stored, tried

Json = dict[str, Any]
MAX_TEXT = 20_000
LARGEST = 2**63
PARTS = ("event", "node", "action", "datasource", "journey")


class Text(bodies.Body):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=MAX_TEXT)


class PlacedText(bodies.Body):
    """A text, and where it stands: what comes before that step may be referred to."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=MAX_TEXT)
    journey = serializers.RegexField(r"^[0-9]{1,18}$", required=False, allow_null=True)
    node = serializers.CharField(required=False, allow_null=True, max_length=64)
    graph = serializers.JSONField(required=False)


class PointedText(PlacedText):
    at = serializers.IntegerField(min_value=0, max_value=MAX_TEXT, help_text="The cursor.")


class TriedText(PlacedText):
    expected = bodies.TypeField(required=False, allow_null=True)
    event = serializers.RegexField(
        r"^[0-9]{1,19}$", required=False, allow_null=True, help_text="The id of a stored event."
    )
    data = serializers.JSONField(
        required=False,
        help_text="Sample data: event, node, action, datasource, journey (objects); segments.",
    )
    now = serializers.DateTimeField(required=False, default_timezone=UTC)


class CompletionRow(answers.Shape):
    text = answers.Text()
    kind = serializers.ChoiceField(("field", "key", "function", "keyword", "step"))
    type = answers.Text()
    detail = answers.Text(help_text="How a function is called.")
    start = answers.Number()
    end = answers.Number()
    doc = serializers.DictField(child=answers.Text(), help_text="What it does, by language.")
    last = serializers.JSONField(help_text="What the field held when it was last seen.")


class Completions(answers.Shape):
    completions = CompletionRow(many=True)


class HoverRow(answers.Shape):
    text = answers.Text()
    type = answers.Text()
    signatures = serializers.ListField(child=answers.Text())
    words = answers.Text()
    start = answers.Number()
    end = answers.Number()
    doc = answers.Text()
    example = answers.Text()


class HoverAnswer(answers.Shape):
    hover = HoverRow(allow_null=True)


class SignatureRow(answers.Shape):
    name = answers.Text()
    signatures = serializers.ListField(child=answers.Text())
    argument = answers.Number(help_text="The one being typed, from 0.")
    doc = answers.Text()
    example = answers.Text()


class SignatureAnswer(answers.Shape):
    signature = SignatureRow(allow_null=True)


class FormattedText(answers.Shape):
    text = answers.Text(allow_null=True, help_text="Null while it cannot be read.")
    problems = answers.ExpressionProblem(many=True)


class SpokenText(answers.Shape):
    words = serializers.DictField(child=answers.Text(), help_text="By language.")


class TriedAnswer(answers.Shape):
    value = serializers.JSONField()
    type = answers.Text()
    uses = serializers.ListField(help_text="What was read: from where, and how old it was.")
    steps = serializers.ListField(help_text="Each part and its value, in the order of the work.")
    skipped = serializers.ListField(help_text="What was not looked at, and why.")
    error = serializers.DictField(allow_null=True)
    problems = answers.ExpressionProblem(many=True)


def _scope(body: Mapping[str, Any]) -> Scope:
    """What may be referred to where the text stands: in the graph given, else in the journey's
    draft, else all that is declared."""
    graph = body.get("graph")
    if graph is not None:
        graphs.refuse_broken(graph, {})
    elif body.get("journey"):
        graph = found.journey(int(body["journey"])).draft.graph
    return scope_at(graph, body.get("node"), catalog())


def _language() -> str:
    return get_language() or "en"


class ExpressionView(APIView):
    """What is asked about a text."""

    parser_classes = [bodies.GraphParser]


class ExpressionCheckView(ExpressionView):
    """Checking an expression."""

    rights = {"POST": "journeys.read"}

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
        names = display_names(catalog())
        return Response(judged(body["text"], _scope(body), body.get("expected"), names))


class ExpressionCompleteView(ExpressionView):
    """Completing an expression."""

    rights = {"POST": "events.read"}

    @extend_schema(
        operation_id="expressions_complete",
        request=PointedText,
        responses={200: Completions, **refusals(404, 413, 422)},
    )
    def post(self, request: Request) -> Response:
        """What may be written at a place: fields with their type and last value, functions."""
        body = bodies.read(PointedText, request)
        offers = expressions.complete(body["text"], body["at"], _scope(body), last_seen)
        return Response({"completions": [offer.to_json() for offer in offers]})


class ExpressionHoverView(ExpressionView):
    """Looking at a part of an expression."""

    rights = {"POST": "journeys.read"}

    @extend_schema(
        operation_id="expressions_hover",
        request=PointedText,
        responses={200: HoverAnswer, **refusals(404, 413, 422)},
    )
    def post(self, request: Request) -> Response:
        """What stands at a place: its type, its words, how its function is called."""
        body = bodies.read(PointedText, request)
        told = expressions.hover(body["text"], body["at"], _scope(body), _language())
        return Response({"hover": told.to_json() if told else None})


class ExpressionSignatureView(ExpressionView):
    """The call in which the cursor stands."""

    rights = {"POST": "journeys.read"}

    @extend_schema(
        operation_id="expressions_signature",
        request=PointedText,
        responses={200: SignatureAnswer, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """How the function is called whose argument is being typed, and which argument that is."""
        body = bodies.read(PointedText, request)
        told = expressions.signature_help(body["text"], body["at"], _language())
        return Response({"signature": told.to_json() if told else None})


class ExpressionFormatView(ExpressionView):
    """Formatting an expression."""

    rights = {"POST": "journeys.read"}

    @extend_schema(
        operation_id="expressions_format",
        request=Text,
        responses={200: FormattedText, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """The text in its one form; it means the same."""
        text = bodies.read(Text, request)["text"]
        try:
            formatted = expressions.format(expressions.parse(text))
        except expressions.ExpressionError:
            return Response({"text": None, "problems": judged(text, Scope(), None, {})["problems"]})
        return Response({"text": formatted, "problems": []})


class ExpressionWordsView(ExpressionView):
    """An expression as a sentence."""

    rights = {"POST": "journeys.read"}

    @extend_schema(
        operation_id="expressions_words",
        request=Text,
        responses={200: SpokenText, **refusals(413, 422)},
    )
    def post(self, request: Request) -> Response:
        """What the text says, in English and Korean; empty while it cannot be read."""
        text = bodies.read(Text, request)["text"]
        return Response({"words": said(text, display_names(catalog()))})


class ExpressionTryView(ExpressionView):
    """Trying an expression."""

    rights = {"POST": "people.read"}

    @extend_schema(
        operation_id="expressions_evaluate",
        request=TriedText,
        responses={200: TriedAnswer, **refusals(404, 413, 422)},
    )
    def post(self, request: Request) -> Response:
        """The value on sample data, or on a stored event with its person's profile, and why.

        `data` adds to a stored event what it lacks: the answers of sources and actions.
        """
        body = bodies.read(TriedText, request)
        data, now = _sample_data(body.get("data")), body.get("now") or clock.now()
        stored = _stored(body["event"]) if body.get("event") else None
        if stored is None:
            sample = Sample(data, now)
        else:
            sample = Stored(stored, body.get("node"), data, now)
        return Response(tried(body["text"], _scope(body), body.get("expected"), sample))


def _stored(event_id: str) -> Any:
    number = int(event_id)
    stored = finding.log().filter(pk=number).first() if number < LARGEST else None
    if stored is None:
        raise Http404
    return stored


def _sample_data(data: Any) -> Json:
    """Sample data in its shape.

    Raises:
        Problem: 422 with a pointer to what has another.
    """
    if data is None:
        return {}
    faults = [] if isinstance(data, dict) else [_fault("type", "/data")]
    for name, part in data.items() if isinstance(data, dict) else ():
        if name == "segments":
            fits = isinstance(part, list) and all(isinstance(one, str) for one in part)
        else:
            fits = isinstance(part, dict)
        if name not in (*PARTS, "segments"):
            faults.append(_fault("unknown_field", f"/data/{name[:200]}"))
        elif part is not None and not fits:
            faults.append(_fault("type", f"/data/{name}"))
    if faults:
        raise Problem(422, "invalid", _("The request has errors."), errors=faults)
    return dict(data)


def _fault(code: str, pointer: str) -> Fault:
    texts = {
        "type": _("This has another shape than sample data."),
        "unknown_field": _("There is no such field."),
    }
    return Fault(pointer, code, texts[code])
