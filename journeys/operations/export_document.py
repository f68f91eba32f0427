"""A journey as one JSON document, to keep beside code or to carry to another installation."""

from typing import Any

from journeys.models import Journey, Use
from journeys.operations.uses import used

FORMAT = 1


def export_document(journey: Journey, number: int | None = None) -> dict[str, Any]:
    """The draft, or the version with this number, with what it needs to be declared.

    Raises:
        Version.DoesNotExist: there is no such version.
    """
    drawn = journey.draft if number is None else journey.versions.get(number=number)
    named = used(drawn.graph)
    return {
        "gilmok": FORMAT,
        "name": journey.name,
        "description": journey.description,
        "graph": drawn.graph,
        "layout": drawn.layout,
        "uses": {
            "events": _keys(named, Use.Kind.EVENT),
            "sources": _keys(named, Use.Kind.SOURCE),
            "actions": _keys(named, Use.Kind.ACTION),
        },
    }


def _keys(named: set[tuple[str, str]], kind: str) -> list[str]:
    return sorted(key for of, key in named if of == kind)
