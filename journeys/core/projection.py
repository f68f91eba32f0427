"""What a run keeps: only what the steps from here on read. State is what makes waiting dear."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from journeys.core.commands import Fate
from journeys.core.run import Status

if TYPE_CHECKING:
    from journeys.core.walk import Walk

_PARTS = (("nodes", "node:"), ("answers", "action:"))


def pruned(walk: "Walk") -> None:
    """Drop from the memory of a walk what no later step reads. The entry's event stays always."""
    memory = walk.memory
    if walk.status.is_over and walk.status is not Status.FAILED:
        _forget(walk)
        return
    needed = walk.program.needed_from(str(walk.node))
    for part, start in _PARTS:
        held = memory.get(part)
        if held:
            memory[part] = {key: value for key, value in held.items() if start + key in needed}
    _prune_events(walk, needed)
    _prune_lookups(walk, needed)
    _drop_seen(walk)
    if walk.path and walk.program.reads_previous:
        memory["previous"] = walk.path[-1][0]
    for part in ("nodes", "answers", "lookups", "pending", "seen"):
        if part in memory and not memory[part]:
            del memory[part]
    if walk.status is not Status.LOOKING_UP:
        memory.pop("asked", None)
    if walk.status not in (Status.WAITING, Status.LOOKING_UP):
        memory.pop("wait", None)
        memory.pop("civil", None)


def _prune_events(walk: "Walk", needed: frozenset[str]) -> None:
    held, entry = walk.memory.get("events"), walk.program.entry_event
    if held and len(held) > 1:
        walk.memory["events"] = {
            key: value for key, value in held.items() if key == entry or f"event:{key}" in needed
        }


def _prune_lookups(walk: "Walk", needed: frozenset[str]) -> None:
    held = walk.memory.get("lookups")
    if not held:
        return
    staying = walk.status is Status.LOOKING_UP
    kept = {}
    for key, value in held.items():
        if staying and value.get("node") == walk.node:
            kept[key] = value
        elif _is_reusable(walk, key, value, needed):
            kept[key] = {"value": value["value"], "at": value["at"]}
    walk.memory["lookups"] = kept


def _is_reusable(walk: "Walk", key: str, held: Mapping[str, Any], needed: frozenset[str]) -> bool:
    """Whether a later step may use the answer; a large one is asked for again instead."""
    if f"lookup:{_group(key)}" not in needed or held.get("large"):
        return False
    return walk.program.cache_seconds(*_parts(key)) > 0


def _group(key: str) -> str:
    return key.partition("?")[0]


def _parts(key: str) -> tuple[str, str]:
    source, _, group = _group(key).partition(".")
    return source, group


def _drop_seen(walk: "Walk") -> None:
    """Let go of kept events that no later step counts any more."""
    seen = walk.memory.get("seen")
    if not seen:
        return
    kept = walk.program.kept_behind(str(walk.node))
    gone = [held for held in seen if held["_meta"]["type"] not in kept]
    if gone:
        walk.taken += [(held["_meta"]["number"], Fate.CAME_TOO_EARLY) for held in gone]
        walk.memory["seen"] = [held for held in seen if held["_meta"]["type"] in kept]


def _forget(walk: "Walk") -> None:
    """Of a run that is over only the entry's event and the last error are kept."""
    for part in ("pending", "seen"):
        left = walk.memory.get(part, ())
        walk.taken += [(held["_meta"]["number"], Fate.CAME_TOO_EARLY) for held in left]
    kept = {key: walk.memory[key] for key in ("events", "errors") if key in walk.memory}
    entry = walk.program.entry_event
    if "events" in kept:
        kept["events"] = {key: value for key, value in kept["events"].items() if key == entry}
    walk.memory = kept
