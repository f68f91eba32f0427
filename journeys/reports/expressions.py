"""An expression judged where it stands: its type, its problems, and what it says in words."""

from collections.abc import Mapping
from typing import Any

import expressions
from events import finding
from events.models import Event
from expressions import GroupScope, Scope, Type
from journeys.core.program import Catalog
from journeys.core.scope import scope_before

Json = dict[str, Any]
LANGUAGES = ("en", "ko")


def judged(text: str, scope: Scope, expected: Type | None, names: Mapping[str, str]) -> Json:
    """Type, problems with their places and fixes, and the sentence in each language.

    A sentence is empty while the text cannot be read.
    """
    found = expressions.check(text, scope, expected)
    problems = [
        problem.to_json()
        | {"messages": {lang: problem.to_json(lang)["message"] for lang in LANGUAGES}}
        for problem in found.problems
    ]
    return {"type": str(found.type), "problems": problems, "words": said(text, names)}


def said(text: str, names: Mapping[str, str]) -> dict[str, str]:
    """The sentence of a text in each language; empty while the text cannot be read."""
    return {language: _words(text, language, names) for language in LANGUAGES}


def last_seen(kind: str, key: str) -> Mapping[str, Any] | None:
    """The data of the newest event of a type, as far back as the log is looked into. Of sources
    and answers nothing is kept that belongs to no person."""
    if kind != "event":
        return None
    rows, _following = finding.page(
        finding.log().filter(type__key=key), limit=1, before=None, is_indexed=False
    )
    return payload(rows[0]) if rows else None


def payload(event: Event) -> Json:
    """An event as expressions see it: its data, and about it ``_meta``."""
    meta = {
        "id": event.event_id or str(event.pk),
        "type": event.type.key if event.type else None,
        "person": event.person,
        "occurred_at": event.occurred_at,
        "received_at": event.received_at,
    }
    return {**event.data, "_meta": meta}


def _words(text: str, language: str, names: Mapping[str, str]) -> str:
    try:
        return expressions.words(text, language, names)
    except expressions.ExpressionError:
        return ""


def scope_at(graph: Json | None, node: str | None, catalog: Catalog) -> Scope:
    """What may be referred to: at a step of a graph what stands before it, else all there is."""
    if graph is not None:
        return scope_before(graph, node, catalog)
    return Scope(
        events={key: entry["fields"] for key, entry in catalog.events.items()},
        sources={
            key: {
                name: GroupScope(group["fields"], group["params"])
                for name, group in entry["groups"].items()
            }
            for key, entry in catalog.sources.items()
        },
    )


def display_names(catalog: Catalog) -> dict[str, str]:
    """Key or path -> the name that people gave it, for the sentences."""
    named = [*catalog.events.items(), *catalog.sources.items()]
    return {key: entry["name"] for key, entry in named if entry.get("name")}
