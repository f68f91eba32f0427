"""What the demonstration's calls answer: the shapes that OpenAPI tells of."""

from typing import Any

from rest_framework import serializers as s

from journeys.api.told import Both

Shape = s.Serializer[Any]
Text, Number, Truth, Moment = s.CharField, s.IntegerField, s.BooleanField, s.DateTimeField


class Clock(Shape):
    now = Moment()
    offset_seconds = Number(help_text="How far ahead of the machine's own clock.")
    zone = Text(help_text="The hotel's time zone.")
    next = Moment(allow_null=True, help_text="When something falls due next.")
    others = Number(help_text="How many are inside who are no guests; at most 1,000 are counted.")


class GuestRow(Shape):
    key = Text()
    first_name = Text()
    last_name = Text()
    person = Text()
    about = Both()


class PlayedField(Shape):
    path = Text()
    type = Text()
    name = Text()


class PlayedEvent(Shape):
    key = Text()
    name = Text()
    fields = PlayedField(many=True)  # type: ignore[assignment]
    values = s.DictField(child=s.DictField(), help_text="By guest, by path.")
    person_path = Text(allow_null=True, help_text="Where in the data the person stands.")


class Post(Shape):
    url = Text()
    key = Text(allow_null=True, help_text="Of the hotel's source, for those who may see keys.")


class Beat(Shape):
    """An event of the day, or (without one) a moment to move on to."""

    minute = Number(help_text="From midnight of the first day, by the hotel's clock.")
    says = Both()
    who = Text(required=False)
    guest = Text(required=False)
    event = Text(required=False)
    values = s.DictField(required=False)


class Demo(Shape):
    here = Truth()
    may_play = Truth(required=False)
    why_no_clock = Text(required=False, help_text="Empty where the clock can be moved.")
    clock = Clock(required=False)
    guests = GuestRow(many=True, required=False)
    events = PlayedEvent(many=True, required=False)
    post = Post(required=False)
    day = Beat(many=True, required=False)


class Sent(Shape):
    status = Number()
    id = Text()
    event_id = Text()
    duplicate = Truth(required=False)
    person = Text()
    document = s.DictField()


class Moved(Clock):
    reached = Truth()


class RemovedRow(Shape):
    runs = Number()
    events = Number()
    messages = Number()


class Cleared(Clock):
    removed = RemovedRow()
