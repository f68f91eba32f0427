"""The lists of what arrived and of what was refused."""

from collections.abc import Iterable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from config.problems import Fault, Problem
from events import finding, hooks
from events.api.posting import unavailable
from events.models import Event, Rejection
from events.words import fault

MAX_LIMIT = 200
LARGEST = 2**63


def events(request: Any) -> Response:
    """Events, newest first, and where to go on: ``before=<next>``.

    ``person``, ``event_id`` (the sender's), ``type``, ``source``, ``disposition`` filter; ``since``
    and ``before`` are our ids. A page of a filter without an index may be short and have a next.
    """
    asked = request.query_params
    found = finding.log()
    for name, column in (("type", "type__key"), ("source", "source__key")):
        if asked.get(name):
            found = found.filter(**{column: _text(asked[name], name)})
    if asked.get("disposition"):
        found = found.filter(disposition=_disposition(asked["disposition"]))
    if asked.get("since"):
        found = found.filter(id__gt=_number(asked["since"], "since"))
    if asked.get("person"):
        found = found.filter(person=_text(asked["person"], "person"))
    if asked.get("event_id"):
        event_id = _text(asked["event_id"], "event_id")
        found = found.filter(id__in=_of_sender(event_id), event_id=event_id)
    is_indexed = any(asked.get(name) for name in ("person", "event_id")) or not any(
        asked.get(name) for name in ("type", "source", "disposition")
    )
    before = _number(asked["before"], "before") if asked.get("before") else None
    rows, following = finding.page(found, _limit(asked), before, is_indexed=is_indexed)
    return Response(
        {"events": as_json(rows), "next": str(following) if following is not None else None}
    )


def _of_sender(event_id: str) -> list[int]:
    with unavailable():
        return finding.by_senders_id(event_id)


def _disposition(word: str) -> Event.Disposition:
    if word not in finding.DISPOSITIONS:
        raise _wrong(fault("one_of", "/disposition", names=", ".join(finding.DISPOSITIONS)))
    return finding.DISPOSITIONS[word]


class EventView(APIView):
    """One event."""

    rights: ClassVar = {"GET": "events.read"}

    @extend_schema(operation_id="event_read", responses=dict)
    def get(self, request: Any, event_id: int) -> Response:
        """The event with this number, with what became of it in every journey."""
        found = finding.log().filter(pk=event_id).first() if event_id < LARGEST else None
        if found is None:
            missing = fault("not_found", "")
            raise Problem(404, missing.code, missing.detail)
        return Response(as_json([found])[0])


def as_json(found: Iterable[Event]) -> list[dict[str, Any]]:
    """Events with their fates, in two queries however many they are."""
    listed = list(found)
    fates = hooks.fates([event.pk for event in listed])
    return [_event(event, fates.get(event.pk, [])) for event in listed]


def _event(event: Event, fates: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(event.pk),
        "event_id": event.event_id or str(event.pk),
        "type": event.type.key if event.type else None,
        "person": event.person,
        "source": event.source.key if event.source else None,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
        "data": event.data,
        "summary": summary(event, fates),
        "fates": fates,
    }


WORDS = {
    Event.Disposition.NOBODY: "nobody_listens",
    Event.Disposition.CONDITION_FALSE: "condition_false",
    Event.Disposition.LATE: "late",
}
# What a journey did with it, the strongest first: one word for the list.
STRENGTH = ("entered", "advanced", "moved", "queued")


def summary(event: Event, fates: list[dict[str, Any]]) -> str:
    """One word for what became of it: waiting, entered, ..., ignored, or why no journey saw it."""
    if event.disposition in WORDS:
        return WORDS[Event.Disposition(event.disposition)]
    codes = {str(fate.get("code", "")) for fate in fates}
    for word in STRENGTH:
        if word in codes:
            return word
    if codes == {"nobody_inside"}:
        return "nobody_inside"
    return "ignored" if fates else "waiting"


def _text(value: str, name: str) -> str:
    if "\0" in value:
        raise _wrong(fault("nul", f"/{name}"))
    return value


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise _wrong(fault("type", f"/{name}", expected="number"))
    return int(value)


def _limit(asked: Any) -> int:
    return min(max(1, _number(asked.get("limit") or "50", "limit")), MAX_LIMIT)


def _wrong(found: Fault) -> Problem:
    return Problem(422, found.code, found.detail, params=found.params, errors=[found])


class RejectionsView(APIView):
    """What was refused and why, newest first; ``before=<next>`` goes on."""

    rights: ClassVar = {"GET": "events.read"}

    @extend_schema(operation_id="rejections_list", responses=dict)
    def get(self, request: Any) -> Response:
        asked = request.query_params
        found = Rejection.objects.select_related("source").order_by("-id")
        for name, column in (("code", "code"), ("source", "source__key"), ("type", "event_type")):
            if asked.get(name):
                found = found.filter(**{column: _text(asked[name], name)})
        if asked.get("before"):
            found = found.filter(id__lt=_number(asked["before"], "before"))
        limit = _limit(asked)
        rows = list(found[: limit + 1])
        following = str(rows[limit - 1].pk) if len(rows) > limit else None
        return Response({"rejections": _rejections(rows[:limit]), "next": following})


def _rejections(found: Iterable[Rejection]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "at": row.at,
            "source": row.source.key if row.source else None,
            "type": row.event_type,
            "code": row.code,
            "pointer": row.pointer,
            "detail": row.detail,
            "excerpt": row.excerpt,
        }
        for row in found
    ]
