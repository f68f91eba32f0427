"""What clients are answered: the shapes that OpenAPI tells of. Views fill them from reports."""

from typing import Any

from rest_framework import serializers as s

Shape = s.Serializer[Any]
Text, Number, Truth, Moment = s.CharField, s.IntegerField, s.BooleanField, s.DateTimeField
STATUSES = ("draft", "live", "paused", "closed", "stopping", "stopped", "finished")


class ProblemRow(Shape):
    """Something in a graph that keeps it from being published, or is worth knowing."""

    code = Text()
    severity = s.ChoiceField(("error", "warning", "hint"))
    node = Text(allow_null=True)
    pointer = Text()
    params = s.DictField()
    message = Text()


class FaultRow(Shape):
    pointer = Text()
    code = Text()
    params = s.DictField()
    detail = Text()


class ProblemDocument(Shape):
    """An error as ``application/problem+json`` (RFC 9457)."""

    type = Text()
    title = Text()
    status = Number()
    code = Text()
    params = s.DictField()
    detail = Text()
    errors = FaultRow(many=True)


class JourneyRow(Shape):
    id = Text()
    name = Text()
    status = s.ChoiceField(STATUSES)
    live_version = Number(allow_null=True)
    entry_event = Text(allow_null=True)
    inside = Number()
    entered = Number()
    problems = Number()
    updated_at = Moment()
    updated_by = Text(allow_null=True)


class JourneyList(Shape):
    journeys = JourneyRow(many=True)


class VersionRow(Shape):
    number = Number()
    status = s.ChoiceField(STATUSES)
    published_at = Moment()
    published_by = Text(allow_null=True)
    note = Text()
    inside = Number()


class DraftMark(Shape):
    revision = Number()
    differs = Truth(help_text="Whether it has changed since the newest version.")


class JourneyDetail(Shape):
    id = Text()
    name = Text()
    description = Text()
    status = s.ChoiceField(STATUSES)
    live_version = Number(allow_null=True)
    inside = Number()
    versions = VersionRow(many=True)
    draft = DraftMark()


class DraftDetail(Shape):
    revision = Number()
    graph = s.DictField()
    layout = s.DictField()
    problems = ProblemRow(many=True)


class DraftSaved(Shape):
    revision = Number()
    problems = ProblemRow(many=True)


class Published(Shape):
    version = Number()


class StatusAnswer(Shape):
    status = s.ChoiceField(STATUSES)


class VersionDetail(Shape):
    number = Number()
    status = s.ChoiceField(STATUSES)
    graph = s.DictField()
    layout = s.DictField()
    entry_event = Text()
    note = Text()
    published_at = Moment()
    published_by = Text(allow_null=True)
    inside = Number()


class DocumentAnswer(Shape):
    gilmok = Number()
    name = Text()
    description = Text()
    graph = s.DictField()
    layout = s.DictField()
    uses = s.DictField(child=s.ListField(child=Text()))


class RunRow(Shape):
    id = Text()
    journey = Text()
    journey_name = Text(allow_null=True)
    version = Number()
    person = Text()
    supplemental = Text()
    status = Text(help_text="waiting, looking_up, calling, held, failed, finished or stopped.")
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    entered_at = Moment()
    ended_at = Moment(allow_null=True)
    wake_at = Moment(allow_null=True)
    zone = Text(help_text="The time zone of the journey.")


class RunList(Shape):
    runs = RunRow(many=True)


class PathRow(Shape):
    node = Text()
    name = Text()
    type = Text()
    port = Text(allow_null=True)
    port_name = Text()
    to = Text(allow_null=True)


class StepRow(Shape):
    seq = Number(allow_null=True)
    at = Moment()
    code = Text(help_text="What this step's cause meant: entered, moved, woke, answered, ...")
    event = Text(allow_null=True)
    path = PathRow(many=True)
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    reads = s.ListField(child=s.DictField())
    error = s.DictField(allow_null=True)
    detail = s.DictField()


class RunDetail(RunRow):
    steps = StepRow(many=True)


class FixRow(Shape):
    text = Text()
    start = Number()
    end = Number()


class ExpressionProblem(Shape):
    code = Text()
    message = Text()
    messages = s.DictField(child=Text(), help_text="The sentence by language.")
    start = Number()
    end = Number()
    params = s.DictField()
    fix = FixRow(allow_null=True)
    severity = s.ChoiceField(("error", "warning"))


class ExpressionAnswer(Shape):
    type = Text()
    problems = ExpressionProblem(many=True)
    words = s.DictField(child=Text(), help_text="What it says, by language.")


class FieldRow(Shape):
    path = Text()
    type = Text()
    name = Text()


class EventEntry(Shape):
    key = Text()
    name = Text()
    namespace = Text(allow_null=True)
    fields = FieldRow(many=True)  # type: ignore[assignment]


class ParamRow(Shape):
    name = Text()
    type = Text()


class GroupEntry(Shape):
    key = Text()
    name = Text()
    fields = FieldRow(many=True)  # type: ignore[assignment]
    params = ParamRow(many=True)


class SourceEntry(Shape):
    key = Text()
    name = Text()
    groups = GroupEntry(many=True)


class ParameterRow(Shape):
    key = Text()
    name = Text()
    type = Text()
    required = Truth()
    help = Text()


class AnswerField(Shape):
    path = Text()
    type = Text()


class ActionEntry(Shape):
    key = Text()
    name = Text()
    kind = s.ChoiceField(("http", "email", "message"))
    parameters = ParameterRow(many=True)
    answer = AnswerField(many=True)


class FunctionEntry(Shape):
    name = Text()
    category = Text()
    signatures = s.ListField(child=Text())


class CatalogAnswer(Shape):
    events = EventEntry(many=True)
    sources = SourceEntry(many=True)
    actions = ActionEntry(many=True)
    functions = FunctionEntry(many=True)


class NodeType(Shape):
    type = Text()
    category = s.ChoiceField(("event", "flow", "action", "end"))
    icon = Text()
    names = s.DictField(child=Text())
    description = s.DictField(child=Text())
    ports = s.JSONField()
    config = s.DictField(help_text="JSON Schema 2020-12 with x-widget hints.")


class NodeTypesAnswer(Shape):
    schema = Number()
    types = NodeType(many=True)
    settings = s.DictField()
    limits = s.DictField(child=Number())
