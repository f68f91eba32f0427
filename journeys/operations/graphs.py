"""Judging a graph that a client sends: what a save refuses, what a publish refuses."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config import json
from config.problems import Fault, Problem
from journeys.core import validate
from journeys.core.limits import MAX_BYTES
from journeys.core.problem_texts import sentence
from journeys.core.program import Catalog

Json = dict[str, Any]


def refuse_broken(graph: Any, layout: Any) -> None:
    """Raise 422 ``structure`` (413 when too large) unless the canvas could open this again.

    An unfinished journey is fine: it has problems, and is saved with them.
    """
    document = {"graph": graph, "layout": layout}
    faults = [
        Fault(pointer, code, sentence(code, params, _language()), params)
        for pointer, code, params, _english in validate.structure_faults(document)
    ] or list(_unstorable(document))
    if faults:
        raise Problem(
            422, "structure", _("The journey cannot be saved in this form."), errors=faults
        )
    size = len(json.dumps(document))
    if size > MAX_BYTES:
        words = _("A journey may have at most %(limit)s bytes.") % {"limit": MAX_BYTES}
        raise Problem(413, "too_large", words, params={"limit": MAX_BYTES, "size": size})


def _unstorable(document: Any) -> Iterator[Fault]:
    """What PostgreSQL's jsonb cannot hold: NUL in a text, a number that is not finite."""
    stack: list[tuple[Any, str]] = [(document, "")]
    while stack:
        value, pointer = stack.pop()
        if isinstance(value, dict):
            stack += [(inner, f"{pointer}/{_escaped(key)}") for key, inner in value.items()]
            if any("\0" in key for key in value):
                yield Fault(pointer, "nul", _("A key contains a NUL character."))
        elif isinstance(value, list):
            stack += [(inner, f"{pointer}/{at}") for at, inner in enumerate(value)]
        elif isinstance(value, str) and "\0" in value:
            yield Fault(pointer, "nul", _("The text contains a NUL character."))
        elif isinstance(value, float) and not abs(value) < 1e300:
            yield Fault(pointer, "number", _("The number is too large."))


def _escaped(key: str) -> str:
    """A key as one part of a JSON pointer (RFC 6901)."""
    return key[:100].replace("~", "~0").replace("/", "~1")


def problems_of(graph: Json, catalog: Catalog, now: datetime) -> list[Json]:
    """Everything that stands in the way of publishing, and warnings, as the canvas shows them.

    The messages are in the language of the request.
    """
    found = [problem.to_json() for problem in validate.problems(graph, catalog, now)]
    language = _language()
    return found if language == "en" else [_in(language, problem) for problem in found]


def _in(language: str, problem: Json) -> Json:
    params = problem["params"]
    told = params.get("messages", {}).get(language) or sentence(problem["code"], params, language)
    return problem | {"message": told}


def _language() -> str:
    return (get_language() or "en")[:2]


def errors_in(problems: list[Json]) -> list[Json]:
    return [problem for problem in problems if problem["severity"] == "error"]


def as_fault(problem: Mapping[str, Any]) -> Fault:
    """A problem of a graph as one error of a problem document."""
    params = {**problem["params"], "node": problem["node"]}
    return Fault(problem["pointer"], problem["code"], problem["message"], params)


def entry_event(graph: Json) -> str:
    """The event type by which people enter, or nothing while there is no such step."""
    for node in graph["nodes"].values():
        if node["type"] == "entry":
            event = node.get("config", {}).get("event")
            return event[:64] if isinstance(event, str) else ""
    return ""


def empty() -> Json:
    """The graph of a new journey: nothing drawn, settings as usual."""
    usual = {
        "timezone": settings.JOURNEY_TIME_ZONE,
        "person_timezone": False,
        "reentrance": True,
        "reentrance_pause": None,
        "longest_stay": f"P{settings.LONGEST_STAY_DAYS}D",
        "starts_at": None,
        "ends_at": None,
    }
    return {"schema": 1, "settings": usual, "nodes": {}, "edges": []}
