"""A plan that was told, as JSON for people: steps, values with their origin, what is waited for.

Shared by the explanation of a real run and by the simulation of one, so that both read alike.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

from expressions import to_json
from journeys.core.commands import Read
from journeys.core.compiled import CompiledProgram
from journeys.core.phrases import LANGUAGES
from journeys.core.program import Catalog
from journeys.core.run import Run
from journeys.core.simulation import Judged, Told, waits
from journeys.core.steps.split import Split, place_of
from journeys.core.words import Words
from journeys.reports.sentences import Both
from journeys.reports.shown import shown

Json = dict[str, Any]
Origin = Callable[[Json], tuple[str, str | None]]
MOST_PARTS = 200  # of an expression that are told one by one
_ORIGINS = {"node": "step", "current": "item"}
_WHOLE = 2**64
_JOINT = re.compile(r"[\s()]*(and|or)[\s()]*(not[\s()]*)?", re.IGNORECASE)


class Telling:
    """Tells plans of one program in both languages."""

    def __init__(self, program: CompiledProgram, catalog: Catalog) -> None:
        self.program = program
        self.graph = program.graph
        self.words = {language: Words(program.graph, catalog, language) for language in LANGUAGES}

    def both(self, method: str, *args: Any) -> Both:
        """What ``Words.method`` says, by language."""
        return {language: getattr(words, method)(*args) for language, words in self.words.items()}

    def name(self, key: str | None) -> str | None:
        return None if key is None else self.graph.named(key)

    def port_name(self, key: str, port: str) -> Both:
        return self.both("port_name", key, port)

    # --- the way of one plan ------------------------------------------------------------------

    def nodes(self, told: Told) -> list[Json]:
        """The steps left, each with why it was left there; then the one where the person stands."""
        plan = told.plan
        left: list[tuple[str, str | None]] = list(plan.path)
        if plan.run.node is not None and (not left or left[-1][0] != plan.run.node):
            left.append((plan.run.node, None))
        return [self.node(key, port, told) for key, port in left]

    def drawn(self, path: Iterable[tuple[str, str]]) -> list[Json]:
        """A recorded path, of which nothing more is known."""
        return [self._step(key, port) for key, port in path]

    def node(self, key: str, port: str | None, told: Told) -> Json:
        found = [row for row in told.expressions if row["node"] == key]
        row = self._step(key, port)
        row["expressions"] = [
            self.expression(one, told.now, partial(_origin, told=told))
            | {"name": self._setting(key, one["at"])}
            for one in found
        ]
        kind = self.graph.nodes[key].type
        if kind == "condition":
            row["paths"] = self._paths(key, port, found)
        elif kind == "split":
            row["split"] = self._split(key, told.before.person)
        return row

    def _step(self, key: str, port: str | None) -> Json:
        node = self.graph.nodes[key]
        return {
            "node": key,
            "name": self.name(key),
            "type": node.type,
            "words": self.both("step", key),
            "port": port,
            "port_name": self.port_name(key, port) if port else None,
            "to": self.graph.targets[key].get(port) if port else None,
            "expressions": [],
        }

    def _setting(self, key: str, at: str) -> str | None:
        """What people call a parameter of an action."""
        of, _, name = at.partition("/")
        if of != "parameters":
            return None
        action = self.graph.nodes[key].config.get("action")
        told = self.words["en"].catalog.actions.get(action) or {}
        given = (told.get("parameters") or {}).get(name) or {}
        return str(given.get("name") or name)

    def _paths(self, key: str, port: str | None, found: Sequence[Json]) -> list[Json]:
        """The paths of a condition in their order, each with what came of its rule.

        Of a rule without an expression (time, date) the path that was taken tells: those above
        it did not hold, it did, those below were not looked at.
        """
        rows = self.graph.nodes[key].config.get("paths", ())
        values = {row["at"]: row for row in found}
        ports = [f"path:{row['key']}" for row in rows]
        taken = ports.index(port) if port in ports else len(ports) if port == "else" else None
        return [
            {
                "key": row["key"],
                "port": ports[at],
                "name": self.port_name(key, ports[at]),
                "kind": row.get("kind", "expression"),
                "words": self.both("rule", key, row["key"]),
                "result": _result(at, taken, values.get(f"paths/{row['key']}")),
            }
            for at, row in enumerate(rows)
        ]

    def _split(self, key: str, person: str) -> Json:
        """Where the person falls among the percentages: the same at each visit."""
        step = self.program.steps[key]
        assert isinstance(step, Split)
        place = place_of(step.salt, person, key) * 100 / _WHOLE
        return {"percent": round(place, 4)}

    # --- values -------------------------------------------------------------------------------

    def expression(self, row: Json, now: datetime, origin: Origin) -> Json:
        """An expression with its sentence, its values, and where each came from."""
        return {
            "at": row["at"],
            "text": row["text"],
            "words": self.both("expression", row["text"]),
            "value": shown(row["value"]),
            "type": row["type"],
            "uses": [self._use(use, now, origin) for use in row["uses"][:MOST_PARTS]],
            "parts": [_part(part) for part in row["steps"][:MOST_PARTS]],
            "skipped": row["skipped"][:MOST_PARTS],
            "decided": self._decided(row),
            "error": row["error"],
        }

    def _decided(self, row: Json) -> Both | None:
        """The part of a condition that alone made it true or false; None where all of it did."""
        part = decided(row)
        return self.both("expression", part["text"]) if part else None

    def _use(self, use: Json, now: datetime, origin: Origin) -> Json:
        source, at = origin(use)
        return {
            "text": use["text"],
            "words": self.both("expression", use["text"]),
            "value": shown(use["value"]),
            "type": use["type"],
            "cut": use["cut"],
            "defaulted": use["defaulted"],
            "origin": source,
            "origin_name": self._origin_name(source, use["key"]),
            "key": use["key"],
            "at": at,
            "age_seconds": _age(at, now),
            "start": use["start"],
            "end": use["end"],
        }

    def _origin_name(self, source: str, key: str) -> Both | None:
        """What people call the event, the source or the step that a value came from."""
        if source in ("action", "step") and key in self.graph.nodes:
            return dict.fromkeys(LANGUAGES, self.graph.named(key))
        if source not in ("event", "source"):
            return None
        known = key if source == "event" else key.partition(".")[0]
        return {language: words.names.get(known) or known for language, words in self.words.items()}

    def reads(self, reads: Iterable[Read], now: datetime) -> list[Json]:
        """Values that came from outside the run."""
        return [
            self.read(read.reference, read.value, read.source, read.at, now)
            for read in reads
            if read.source != "timer"
        ]

    def read(self, reference: str, value: Any, source: str, at: str, now: datetime) -> Json:
        return {
            "reference": reference,
            "words": self.both("expression", reference),
            "value": shown(to_json(value)),
            "source": source,
            "origin_name": self._origin_name(source, reference.lstrip("#{").rstrip("}")),
            "at": at or None,
            "age_seconds": _age(at, now),
        }

    def entry(self, judged: Judged, received_at: datetime, now: datetime) -> Json | None:
        """The entry's condition and what came of it; None where there is none."""
        if self.program.entry.condition is None:
            return None

        def origin(use: Json) -> tuple[str, str | None]:
            if use["kind"] == "event":
                return "event", received_at.isoformat()
            return _origin_of(use, judged.reads)

        key = self.program.entry.key
        return {
            "node": key,
            "fate": judged.fate.name.lower(),
            "words": self.both("expression", self.graph.nodes[key].config["condition"]),
            "expressions": [self.expression(row, now, origin) for row in judged.expressions],
            "reads": self.reads(judged.reads, now),
            "error": judged.error,
        }

    # --- where a person stands ----------------------------------------------------------------

    def waits(self, run: Run) -> Json | None:
        """What a waiting run waits for, with words and names; None for one that does not wait."""
        found = waits(self.program, run)
        if found is None or run.node is None:
            return None
        catalog = self.words["en"].catalog
        for row in found["alternatives"]:
            row["name"] = self.port_name(run.node, row["port"])
            row["words"] = self.both("alternative", run.node, row["key"])
            named = catalog.events.get(row["event"] or "") or {}
            row["event_name"] = named.get("name") or row["event"]
        return found


def _result(at: int, taken: int | None, value: Json | None) -> str:
    """holds, fails, error, or skipped: not looked at."""
    if value is not None:
        if value["error"]:
            return "error"
        return "holds" if value["value"] is True else "fails"
    if taken is None or at > taken:
        return "skipped"
    return "holds" if at == taken else "fails"


def decided(row: Json) -> Json | None:
    """Of the parts of a condition, the smallest that alone decided it.

    It is looked for from the whole downwards, as long as a part is joined by ``and`` or ``or``:
    where one member alone came out as the whole did, it is that one. No value counts as false.
    """
    found: Json | None = None
    whole = max(row["steps"], key=_length, default=None)
    while whole is not None and isinstance(whole["value"], bool):
        members = _direct(whole, [*row["steps"], *row["skipped"]])
        same = [one for one in members if "value" in one and _like(one, whole)]
        is_alone = len(same) == 1 and len(members) > 1
        whole = same[0] if is_alone and _is_joined(row["text"], members) else None
        found = whole or found
    return found


def _length(part: Json) -> int:
    return int(part["end"] - part["start"])


def _like(part: Json, whole: Json) -> bool:
    return (part["value"] is True) is whole["value"]


def _direct(whole: Json, parts: Sequence[Json]) -> list[Json]:
    """The parts inside a part, in their order, without those inside one of them."""
    inner = [part for part in parts if _holds(whole, part)]
    direct = [part for part in inner if not any(_holds(other, part) for other in inner)]
    return sorted(direct, key=lambda part: int(part["start"]))


def _holds(outer: Json, part: Json) -> bool:
    is_within = outer["start"] <= part["start"] and part["end"] <= outer["end"]
    return is_within and _length(part) < _length(outer)


def _is_joined(text: str, members: Sequence[Json]) -> bool:
    between = (text[a["end"] : b["start"]] for a, b in pairwise(members))
    return any(_JOINT.fullmatch(gap) for gap in between)


def _part(part: Json) -> Json:
    return {**part, "value": shown(part["value"])}


def _origin(use: Json, told: Told) -> tuple[str, str | None]:
    """Where a value came from and when it was read or received."""
    if use["kind"] == "event":
        return "event", _received(told, "events", use["key"])
    if use["kind"] == "node":
        return "step", _received(told, "nodes", use["key"])
    if use["kind"] == "journey":
        return "journey", told.now.isoformat()
    return _origin_of(use, told.plan.reads)


def _origin_of(use: Json, reads: Iterable[Read]) -> tuple[str, str | None]:
    if use["kind"] in ("source", "profile"):
        for read in reads:
            if read.key.partition("?")[0] == use["key"]:
                return read.source, read.at or None
        return ("profile" if use["key"].startswith("Profile.") else "source"), None
    return _ORIGINS.get(use["kind"], use["kind"]), None


def _received(told: Told, part: str, key: str) -> str | None:
    """When the event was received that this value is of."""
    event = getattr(told.stimulus, "event", None)
    is_own = event is not None and (
        event.type == key if part == "events" else told.before.node == key
    )
    if is_own and event is not None:
        found: str = event.received_at.isoformat()
        return found
    held: Mapping[str, Any] = told.before.memory.get(part, {}).get(key) or {}
    at: str | None = (held.get("_meta") or {}).get("received_at")
    return at


def _age(at: str | None, now: datetime) -> float | None:
    """Seconds from when a value was read to when it was used."""
    if not at:
        return None
    try:
        read_at = datetime.fromisoformat(at)
    except ValueError:
        return None
    if read_at.tzinfo is None:
        return None
    return round(max(0.0, (now - read_at).total_seconds()), 3)
