"""Which event types, sources, groups and actions a graph names, and the table of them."""

import re
from collections.abc import Iterator
from typing import Any

from journeys.models import Draft, Use, Version

Kind = Use.Kind
# A lexical scan, so that a draft whose expression is half typed still counts as a user of what
# it names. A look-alike inside a text constant costs nothing but caution.
_SOURCE = re.compile(r"#\{\s*([A-Za-z]\w{0,63})\s*\.\s*([A-Za-z]\w{0,63})")
_EVENT = re.compile(r"@(?:event)?\{\s*([A-Za-z]\w{0,63})\s*\.")
_NAMING = {"event": Kind.EVENT, "action": Kind.ACTION}  # settings whose text is a key


def used(graph: dict[str, Any]) -> set[tuple[str, str]]:
    """(kind, key) of everything that this graph names, whether or not it exists."""
    found: set[tuple[str, str]] = set()
    for node in graph["nodes"].values():
        config = node.get("config", {})
        for name, text in _texts(config):
            found.update(_named(name, text))
    return found


def _texts(config: Any) -> Iterator[tuple[str, str]]:
    """Every text in a step's settings with the name of its setting."""
    stack: list[tuple[str, Any]] = [("", config)]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(value.items())
        elif isinstance(value, list):
            stack.extend((name, inner) for inner in value)
        elif isinstance(value, str) and value:
            yield name, value


def _named(name: str, text: str) -> Iterator[tuple[str, str]]:
    if name in _NAMING and text.strip():
        yield _NAMING[name], text
    for source, group in _SOURCE.findall(text):
        yield Kind.SOURCE, source
        yield Kind.GROUP, f"{source}.{group}"
    for event in _EVENT.findall(text):
        yield Kind.EVENT, event


def remember_draft(draft: Draft) -> None:
    """Make the table say what the saved draft names; touches only what has changed."""
    mine = Use.objects.filter(journey_id=draft.journey_id, version=None)
    before = {(use.kind, use.key): use.pk for use in mine}
    after = used(draft.graph)
    gone = [pk for named, pk in before.items() if named not in after]
    if gone:
        Use.objects.filter(pk__in=gone).delete()
    Use.objects.bulk_create(
        Use(journey_id=draft.journey_id, kind=kind, key=key)
        for kind, key in sorted(after - before.keys())
    )


def remember_version(version: Version) -> None:
    """Write down what a new version names, once."""
    Use.objects.bulk_create(
        Use(journey_id=version.journey_id, version=version, kind=kind, key=key)
        for kind, key in sorted(used(version.graph))
    )
