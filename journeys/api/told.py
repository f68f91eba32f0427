"""What explanations look like: the shapes that OpenAPI tells of. Reports fill them."""

from typing import Any

from rest_framework import serializers as s

from journeys.api.answers import RunRow

Shape = s.Serializer[Any]
Text, Number, Truth, Moment = s.CharField, s.IntegerField, s.BooleanField, s.DateTimeField


class Both(Shape):
    """A sentence or a name in each language."""

    en = Text()
    ko = Text()


class UseRow(Shape):
    """A value that an expression read, where it came from, and how old it was then."""

    text = Text()
    words = Both()
    value = s.JSONField(allow_null=True, help_text="A large one by its size: items or fields.")
    type = Text()
    cut = Truth(help_text="Whether only the beginning of the value is given.")
    defaulted = Truth()
    origin = s.ChoiceField(
        ("event", "step", "profile", "source", "action", "journey", "item"),
        help_text="Where it came from.",
    )
    origin_name = Both(allow_null=True, help_text="Of the event, the source or the step.")
    at = Moment(allow_null=True, help_text="When it was read or received.")
    age_seconds = s.FloatField(allow_null=True)
    key = Text()
    start = Number()
    end = Number()


class PartRow(Shape):
    text = Text()
    value = s.JSONField(allow_null=True)
    type = Text()
    cut = Truth()
    start = Number()
    end = Number()
    note = Text(allow_null=True)


class SkippedRow(Shape):
    text = Text()
    because = Text()
    start = Number()
    end = Number()


class ExpressionTold(Shape):
    """An expression with its value and how it came about."""

    at = Text(help_text="Where in the step it stands: paths/vip, parameters/text.")
    name = Text(allow_null=True, required=False, help_text="Of a parameter.")
    text = Text()
    words = Both()
    value = s.JSONField(allow_null=True)
    type = Text()
    uses = UseRow(many=True)
    parts = PartRow(many=True)
    skipped = SkippedRow(many=True)
    decided = Both(allow_null=True, help_text="The part that alone made it true or false.")
    error = s.DictField(allow_null=True)


class RuleRow(Shape):
    key = Text()
    port = Text()
    name = Both()
    kind = s.ChoiceField(("expression", "time", "date"))
    words = Both()
    result = s.ChoiceField(("holds", "fails", "error", "skipped"))


class SplitTold(Shape):
    percent = s.FloatField(help_text="Where the person falls, of 100.")


class NodeTold(Shape):
    """A step that was passed, or (without a port) where the person stands."""

    node = Text()
    name = Text()
    type = Text()
    words = Both()
    port = Text(allow_null=True)
    port_name = Both(allow_null=True)
    to = Text(allow_null=True)
    expressions = ExpressionTold(many=True)
    paths = RuleRow(many=True, required=False, help_text="Of a condition.")
    split = SplitTold(required=False, help_text="Of a split.")


class ReadRow(Shape):
    reference = Text()
    words = Both()
    value = s.JSONField(allow_null=True)
    source = s.ChoiceField(("profile", "source"))
    origin_name = Both(allow_null=True, help_text="Of the source.")
    at = Moment(allow_null=True)
    age_seconds = s.FloatField(allow_null=True)


class EntryTold(Shape):
    """The entry's condition."""

    node = Text()
    fate = Text()
    words = Both()
    expressions = ExpressionTold(many=True)
    reads = ReadRow(many=True)
    error = s.DictField(allow_null=True)


class EventTold(Shape):
    id = Text()
    event_id = Text(required=False)
    type = Text(required=False)
    type_name = Text(required=False)
    occurred_at = Moment(required=False)
    received_at = Moment(required=False)
    data = s.JSONField(required=False)


class AttemptRow(Shape):
    at = Moment()
    status = Number(allow_null=True)
    ms = Number(allow_null=True)
    error = Text(allow_null=True)
    message = Text(allow_null=True)


class CallTold(Shape):
    """A call or a look-up. Credentials are never in it."""

    id = Text(allow_null=True)
    of = s.ChoiceField(("action", "look_up"), required=False)
    key = Text(required=False)
    name = Text(required=False)
    at = Moment(required=False)
    request = s.DictField(required=False)
    attempts = AttemptRow(many=True)
    ok = Truth(allow_null=True, help_text="Null while it is under way.")
    status = Number(allow_null=True, required=False)
    error = Text(allow_null=True)
    reason = Both(allow_null=True)
    detail = Both(
        allow_null=True, required=False, help_text="Why nothing could be sent, more precisely."
    )
    answer = s.JSONField(allow_null=True, required=False)


class AwaitedRow(Shape):
    key = Text()
    port = Text()
    name = Both()
    words = Both()
    kind = s.ChoiceField(("event", "duration", "moment", "expression"))
    event = Text(allow_null=True)
    event_name = Text(allow_null=True)
    due_at = Moment(allow_null=True)
    civil = s.DictField(allow_null=True, help_text="The clock that names the moment.")


class WaitsTold(Shape):
    """What a waiting person waits for."""

    alternatives = AwaitedRow(many=True)
    until = Moment(allow_null=True)
    expires_at = Moment()


class WhyStep(Shape):
    """One thing that happened to the run, and what followed."""

    id = Text()
    seq = Number(allow_null=True)
    at = Moment()
    by = Text(
        help_text="entered, arrived, woke, answered, retried, ended; or a note:"
        " later (of a kept event), internal, set_aside, stale."
    )
    code = Text()
    sentence = Both()
    event = EventTold(allow_null=True)
    entry = EntryTold(allow_null=True)
    answer = CallTold(allow_null=True, help_text="The outcome that came.")
    nodes = NodeTold(many=True)
    status = Text(allow_null=True)
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    reads = ReadRow(many=True)
    call = CallTold(allow_null=True, help_text="What was sent out here.")
    waits = WaitsTold(allow_null=True)
    zone = Text(allow_null=True)
    error = s.DictField(allow_null=True)
    replayed = Truth()


class Stands(Shape):
    """Where the person is now."""

    status = Text()
    node = Text(allow_null=True)
    node_name = Text()
    sentence = Both()
    waits = WaitsTold(allow_null=True)
    until = Moment(allow_null=True)


class Why(Shape):
    """A run explained from what was recorded of it."""

    run = RunRow()
    now = Moment(help_text="The clock by which this was told.")
    replayed = Truth(help_text="Whether the core, run again, took the path of the record.")
    differs = s.DictField(allow_null=True)
    lacks = s.ListField(child=s.DictField())
    steps = WhyStep(many=True)
    stands = Stands()


class LineRow(Shape):
    kind = s.ChoiceField(("setting", "step", "branch", "again", "end", "unreached"))
    depth = Number()
    text = Text()
    node = Text(allow_null=True)
    port = Text(allow_null=True)


class WordsTold(Shape):
    """A journey in words."""

    language = Text()
    steps = s.DictField(child=Text(), help_text="The sentence of each step, by its key.")
    lines = LineRow(many=True)
    text = Text(help_text="The lines as one text, indented by two spaces a level.")


class NodeNumbers(Shape):
    inside = Number(help_text="Are there now.")
    passed = Number(help_text="Went on from there.")
    left = Number(help_text="Ended the journey there: finished, or stopped.")
    failed = Number(help_text="Were stopped there by an error, and not sent on again.")
    ports = s.DictField(child=Number(), help_text="Of those who passed: by which way.")


class Totals(Shape):
    entered = Number()
    inside = Number()
    finished = Number()
    stopped = Number()
    failed = Number()


class Numbers(Shape):
    at = Moment()
    version = Number()
    status = Text()
    totals = Totals()
    nodes = s.DictField(child=NodeNumbers())


class PersonBehind(Shape):
    run = Text()
    person = Text()
    status = Text()
    entered_at = Moment()
    ended_at = Moment(allow_null=True)
    until = Moment(allow_null=True, help_text="When the wait ends at the latest.")
    since = Moment(allow_null=True, help_text="Since when there; or when passed, or left.")
    port = Text(allow_null=True, help_text="By which way, of those who passed.")
    error = s.DictField(allow_null=True)


class PeopleBehind(Shape):
    people = PersonBehind(many=True)
    next = Text(allow_null=True)


class FateTold(Shape):
    """What an event meant to one journey."""

    code = Text()
    journey = Text(allow_null=True)
    journey_name = Text(allow_null=True)
    version = Number(allow_null=True)
    run = Text(allow_null=True)
    at = Moment()
    past = s.ListField(child=Text(), help_text="The steps that were left because of it.")
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    later = Truth(help_text="Whether it had been kept and was judged later.")
    sentence = Both()


class InboxRow(Shape):
    """An accepted event, or a document that was refused."""

    kind = s.ChoiceField(("event", "rejection"))
    id = Text()
    at = Moment()
    type = Text(allow_null=True)
    type_name = Text(allow_null=True)
    source = Text(allow_null=True)
    summary = Text()
    sentence = Both()
    can_replay = Truth()
    person = Text(required=False)
    event_id = Text(required=False)
    occurred_at = Moment(required=False)
    data = s.JSONField(required=False)  # type: ignore[assignment]
    fates = FateTold(many=True, required=False)
    code = Text(required=False, help_text="Of a rejection, like pointer, detail and excerpt.")
    pointer = Text(required=False)
    detail = Text(required=False)
    excerpt = Text(required=False)


class Inbox(Shape):
    rows = InboxRow(many=True)
    next = Text(allow_null=True)
    newest = Text(help_text="Ask with `since` for what came after.")


class JourneyConcern(Shape):
    journey = Text()
    journey_name = Text()
    version = Number()
    concerned = Truth()
    fates = FateTold(many=True)
    sentence = Both()
    entry = EntryTold(allow_null=True, help_text="Where the entry's condition decided.")


class Concern(Shape):
    event = InboxRow()
    journeys = JourneyConcern(many=True)


class PersonRow(Shape):
    person = Text()
    namespace = Text()
    key = Text()
    name = Text(allow_null=True, help_text="As the profile has it.")
    alias_of = Text(allow_null=True, help_text="Who it turned out to be.")
    has_profile = Truth()
    inside = Number(help_text="Journeys in which the person is now.")
    last_event_at = Moment(allow_null=True)


class PeopleFound(Shape):
    people = PersonRow(many=True)


class AttributeRow(Shape):
    path = Text()
    name = Text(allow_null=True, help_text="What the schema calls it.")
    value = s.JSONField(allow_null=True, help_text="A large one by its size: items or fields.")


class ProfileTold(Shape):
    attributes = s.JSONField()
    name = Text(allow_null=True, help_text="What the person is called.")
    rows = AttributeRow(many=True)
    changed_at = Moment()


class EventPage(Shape):
    rows = InboxRow(many=True)
    next = Text(allow_null=True)


class RunPage(Shape):
    rows = RunRow(many=True)
    next = Text(allow_null=True)


class PersonTold(Shape):
    person = Text()
    namespace = Text()
    key = Text()
    name = Text(allow_null=True, help_text="As the profile has it.")
    alias_of = Text(allow_null=True, help_text="Who it turned out to be.")
    profile = ProfileTold(allow_null=True)
    events = EventPage()
    runs = RunPage()


class Accepted(Shape):
    id = Text(help_text="Of the new event.")


class Asked(Shape):
    run = Text()


class LackRow(Shape):
    """A value that is missing: give it under `key`, or under `group_key` for every question."""

    key = Text()
    group_key = Text()
    source = s.CharField()  # type: ignore[assignment]
    group = Text()
    params = s.DictField()


class SimulatedEntry(Shape):
    fate = Text()
    sentence = Both()
    condition = EntryTold(allow_null=True)
    lacks = LackRow(many=True)


class WouldSend(Shape):
    """What would be sent. Nothing is."""

    of = s.ChoiceField(("action", "look_up"))
    key = Text()
    name = Text()
    node = Text(allow_null=True)
    kind = Text(allow_null=True)
    request = s.DictField(allow_null=True)
    to = Text(allow_null=True)
    error = s.DictField(allow_null=True, help_text="Why it cannot be made ready: code, message.")


class SimulatedEvent(Shape):
    type = Text()
    type_name = Text()
    occurred_at = Moment()
    received_at = Moment()
    data = s.JSONField()  # type: ignore[assignment]


class SimulatedAnswer(Shape):
    ok = Truth()
    status = Number(allow_null=True)
    error = Text(allow_null=True)
    reason = Both(allow_null=True)
    answer = s.JSONField(allow_null=True)


class SimulatedStep(Shape):
    choice = Number(allow_null=True, help_text="The number of the choice that led here.")
    at = Moment()
    by = Text()
    code = Text()
    sentence = Both()
    event = SimulatedEvent(allow_null=True)
    answer = SimulatedAnswer(allow_null=True)
    nodes = NodeTold(many=True)
    status = Text()
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    reads = ReadRow(many=True)
    call = WouldSend(allow_null=True)
    waits = WaitsTold(allow_null=True)
    zone = Text()
    error = s.DictField(allow_null=True)


class AwaitedEvent(Shape):
    type = Text()
    name = Text()


class LookUpAsked(LackRow):
    fields = s.ListField(child=s.DictField())  # type: ignore[assignment]


class Following(Shape):
    """What may come next."""

    can = s.ListField(child=Text(), help_text="jump, event, wait, answer, retry, end.")
    moment = Moment(allow_null=True, help_text="The next moment, for `jump`.")
    events = AwaitedEvent(many=True)
    look_up = LookUpAsked(allow_null=True, help_text="The value that is asked for.")
    call = WouldSend(allow_null=True)


class Left(Shape):
    choice = Number()
    reason = Text()
    sentence = Both()


class Simulated(Shape):
    entered = Truth()
    entry = SimulatedEntry()
    steps = SimulatedStep(many=True)
    path = s.ListField(child=s.ListField(child=Text()), help_text="[step, port] in order.")
    now = Moment(help_text="The simulated present.")
    stands = Stands(allow_null=True)
    next = Following()
    left = Left(allow_null=True)


class LiveRow(Shape):
    journey = Text()
    name = Text()
    status = Text()
    version = Number()
    entry_event = Text(help_text="The name of the event by which people enter.")
    inside = Number()
    entered_day = Number(help_text="Entered within 24 hours.")


class AttentionRow(Shape):
    """Something that somebody should look at; of which kind tells what else is given."""

    kind = s.ChoiceField(("failed", "rejected", "silent", "draft", "set_aside"))
    count = Number(help_text="Runs, events or problems; 0 for a silent event.")
    journey = Text(allow_null=True)
    name = Text(allow_null=True)
    version = Number(allow_null=True)
    node = Text(allow_null=True)
    node_name = Text(allow_null=True)
    run = Text(allow_null=True, help_text="The newest of the failed.")
    person = Text(allow_null=True)
    event = Text(allow_null=True, help_text="The newest of those set aside.")
    type = Text(allow_null=True)
    type_name = Text(allow_null=True)
    at = Moment(allow_null=True, help_text="Of the newest.")
    sentence = Both(allow_null=True)


class StartRow(Shape):
    step = s.ChoiceField(("event", "action", "journey", "published", "inside"))
    done = Truth()
    event = Text(allow_null=True, help_text="The first event that came.")


class Overview(Shape):
    at = Moment()
    live = LiveRow(many=True)
    attention = AttentionRow(many=True)
    start = StartRow(many=True)
