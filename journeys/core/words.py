"""A journey in words, English or Korean, from its graph: each step as a sentence, and the whole.

Drafts have words too: what is not chosen yet is told so. Nothing here fails for what is drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import expressions
from journeys.core.calendar import WEEKDAYS as ORDER
from journeys.core.flow import reachable, successors
from journeys.core.graph import Graph, Node
from journeys.core.nodes import NODE_TYPES
from journeys.core.phrases import WEEKDAYS, is_korean, length, listed, moment, phrase, quoted
from journeys.core.program import Catalog

Json = dict[str, Any]
MAX_DEPTH = 40  # of the outline: deeper branches stand at this depth


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the whole. ``kind``: step, branch, again, end, unreached or setting.

    ``node`` is the step that it tells of, ``port`` the path of a branch.
    """

    kind: str
    depth: int
    text: str
    node: str | None = None
    port: str | None = None


def names_of(catalog: Catalog, language: str) -> dict[str, str]:
    """Key or path -> what people call it, for ``expressions.words``.

    A field without a name is told by the end of its path: ``person.name.firstName`` is
    ``name › firstName``. A field of objects in a list is told by the list and its own name, and
    inside a condition on the list by its own name alone.
    """
    found: dict[str, str] = {}
    elements: dict[str, dict[str, str]] = {}
    for key, told in catalog.events.items():
        label = found[key] = told.get("name") or key
        found |= _fields(key, label, told.get("fields"), told.get("names"))
        _add_lists(found, elements, key, told, "currentEventField")
    for key, told in catalog.sources.items():
        label = found[key] = _source_name(key, told, language)
        for group, inner in (told.get("groups") or {}).items():
            start = f"{key}.{group}"
            found[start] = str(inner.get("name") or group)
            found |= _fields(start, label, inner.get("fields"), inner.get("names"))
            _add_lists(found, elements, start, _timed(inner, language), "currentDataPackField")
    return found | _agreed(elements)


def _timed(group: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A group whose past events have a name for their time, which nobody declares."""
    fields, names = group.get("fields") or {}, group.get("names") or {}
    unnamed = [path for path in fields if _is_time(path) and not names.get(path)]
    return {
        "fields": fields,
        "names": {**names, **dict.fromkeys(unnamed, phrase("time", language))},
    }


def _is_time(path: str) -> bool:
    return path.count(".") == 1 and path.endswith("[].timestamp")


Elements = dict[str, dict[str, str]]


def _add_lists(
    found: dict[str, str], elements: Elements, start: str, told: Mapping[str, Any], current: str
) -> None:
    """Names for named fields of objects in lists. What stands on the way to one has an empty name.

    Of an element no list is told, so a name is good only where all lists agree on it.
    """
    names = told.get("names") or {}
    for path in map(str, told.get("fields") or ()):
        name = names.get(path)
        if path.count("[]") != 1 or not name or name == path:
            continue
        items, _, inner = path.partition("[].")
        *way, last = items.split(".")
        _leave_out(found, start, way)
        if not way and f"{items}[].timestamp" in told["fields"]:
            # The root of past events says no more than the name of their group.
            _leave_out(found, start, [*way, last])
        _leave_out(found, f"{start}.{items}", inner.split(".")[:-1])
        found[f"{start}.{items}.{inner}"] = name
        within = elements.setdefault(current, {})
        if within.setdefault(inner, name) != name:
            within[inner] = ""


def _leave_out(found: dict[str, str], start: str, way: list[str]) -> None:
    key = start
    for part in way:
        key = f"{key}.{part}"
        found.setdefault(key, "")


def _agreed(elements: Elements) -> dict[str, str]:
    found: dict[str, str] = {}
    for current, named in elements.items():
        for inner, name in named.items():
            if name:
                _leave_out(found, current, inner.split(".")[:-1])
                found[f"{current}.{inner}"] = name
    return found


def _source_name(key: str, told: Mapping[str, Any], language: str) -> str:
    if key == "Profile":
        return "프로필" if is_korean(language) else "the profile"
    return str(told.get("name") or key)


def _fields(start: str, label: str, fields: Any, names: Any) -> Iterator[tuple[str, str]]:
    for path in fields or ():
        plain = str(path)
        if "[]" in plain:
            continue
        named = (names or {}).get(path)
        if not named or named == path:
            parts = plain.split(".")
            named = " › ".join(parts[-2:] if len(parts) > 2 else parts[-1:])
        yield f"{start}.{plain}", f"{label} › {named}"


class Words:
    """Tells a graph in one language. ``catalog`` gives events, actions and fields their names."""

    def __init__(self, graph: Graph, catalog: Catalog, language: str = "en") -> None:
        self.graph = graph
        self.catalog = catalog
        self.language = language
        self.names = names_of(catalog, language)

    # One step

    def step(self, key: str) -> str:
        """What happens at a step, as a sentence; one more where an error leads elsewhere."""
        node = self.graph.nodes[key]
        return _STEPS[node.type](self, node)

    def port(self, key: str, port: str) -> str:
        """What people call a path out of a step: its name, else its key."""
        return quoted(self.port_name(key, port), self.language)

    def port_name(self, key: str, port: str) -> str:
        kind, _, inner = port.partition(":")
        if kind in ("else", "error", "next"):
            return self._(kind)
        config = self.graph.nodes[key].config
        for row in config.get("alternatives" if kind == "alt" else "paths", ()):
            if row.get("key") == inner:
                unnamed = self._short(row) if kind == "alt" else inner
                return str(row.get("name") or unnamed)
        return inner

    def rule(self, key: str, path: str) -> str:
        """The rule of one path of a condition."""
        for row in self.graph.nodes[key].config.get("paths", ()):
            if row.get("key") == path:
                return self._rule(row)
        return ""

    def alternative(self, key: str, alternative: str) -> str:
        """What one alternative of a wait waits for."""
        for row in self.graph.nodes[key].config.get("alternatives", ()):
            if row.get("key") == alternative:
                return self._alternative(row)
        return ""

    def expression(self, text: str) -> str:
        """An expression as a sentence; one that cannot be read stays as it is written."""
        if not text.strip():
            return self._("no_rule")
        try:
            return expressions.words(text, self.language, self.names)
        except expressions.ExpressionError:
            return text

    def event(self, key: str) -> str:
        """An event type by its name."""
        told = self.catalog.events.get(key) or {}
        return quoted(str(told.get("name") or key), self.language)

    def action(self, key: str) -> str:
        told = self.catalog.actions.get(key) or {}
        return quoted(str(told.get("name") or key), self.language)

    def _(self, key: str, *values: Any, **named: Any) -> str:
        return phrase(key, self.language, *values, **named)

    def _only_if(self, text: str) -> str:
        return self._("only_if", self.expression(text)) if text.strip() else ""

    def _entry(self, node: Node) -> str:
        condition = self._only_if(node.config.get("condition", ""))
        return self._("entry", event=self.event(node.config.get("event", "")), condition=condition)

    def _condition(self, node: Node) -> str:
        rows = node.config.get("paths", ())
        if not rows:
            return self._("no_paths")
        paths = "; ".join(
            self._("path_if", path=self._path(node, row), rule=self._rule(row)) for row in rows
        )
        told = self._("condition", paths=paths, other=quoted(self._("else"), self.language))
        return told + self._on_error("error", node)

    def _path(self, node: Node, row: Mapping[str, Any]) -> str:
        return self.port(node.key, f"path:{row.get('key')}")

    def _rule(self, row: Mapping[str, Any]) -> str:
        kind = row.get("kind", "expression")
        if kind == "time":
            return self._time(row)
        if kind == "date":
            return self._range("date", moment(row.get("from", "")), moment(row.get("to", "")))
        return self.expression(row.get("expression", ""))

    def _time(self, row: Mapping[str, Any]) -> str:
        chosen = [day for day in ORDER if day in row.get("weekdays", ())]
        days = listed([WEEKDAYS[day][is_korean(self.language)] for day in chosen], self.language)
        start, end = row.get("from", ""), row.get("to", "")
        if not start and not end:
            return self._("days", days=days) if days else self._("no_rule")
        told = self._range("time", start, end)
        return self._("on_days", time=told, days=days) if days else told

    def _range(self, of: str, start: str, end: str) -> str:
        if not start and not end:
            return self._("no_rule")
        which = "between" if start and end else "from" if start else "to"
        return self._(f"{of}_{which}", **{"from": start, "to": end})

    def _split(self, node: Node) -> str:
        rows = node.config.get("paths", ())
        shares = [
            self._("share", percent=_plain(row.get("percent", 0)), path=self._path(node, row))
            for row in rows
        ]
        return self._("split", paths=", ".join(shares)) if rows else self._("no_paths")

    def _wait(self, node: Node) -> str:
        rows = node.config.get("alternatives", ())
        if not rows:
            return self._("no_alternatives")
        if len(rows) == 1:
            return self._only(rows[0])
        return self._("wait_first", alternatives="; ".join(map(self._way_on, rows)))

    def _way_on(self, row: Mapping[str, Any]) -> str:
        told = self._alternative(row)
        if not row.get("name"):
            return told
        return self._("leads_to", what=told, path=quoted(row["name"], self.language))

    def _only(self, row: Mapping[str, Any]) -> str:
        """The sentence of a wait with one alternative."""
        kind, condition = row.get("kind", "duration"), self._only_if(row.get("condition", ""))
        if kind == "event":
            condition += self._since(row)
            return self._("wait_event", event=self.event(row.get("event", "")), condition=condition)
        if kind == "duration":
            told = length(row.get("duration", ""), self.language)
            return self._("wait_duration", length=told, condition=condition)
        return self._("wait_moment", moment=self._moment(row), condition=condition)

    def _alternative(self, row: Mapping[str, Any]) -> str:
        return self._short(row) + self._since(row) + self._only_if(row.get("condition", ""))

    def _short(self, row: Mapping[str, Any]) -> str:
        kind = row.get("kind", "duration")
        if kind == "event":
            return self._("event_happens", event=self.event(row.get("event", "")))
        if kind == "duration":
            return self._("length_passes", length=length(row.get("duration", ""), self.language))
        return self._("moment_comes", moment=self._moment(row))

    def _moment(self, row: Mapping[str, Any]) -> str:
        if row.get("kind") == "expression":
            return self.expression(row.get("expression", ""))
        return moment(row.get("at", "")) or self._("nameless")

    def _since(self, row: Mapping[str, Any]) -> str:
        counted = row.get("kind") == "event" and row.get("since_entry")
        return self._("since_entry") if counted else ""

    def _action(self, node: Node) -> str:
        key = node.config.get("action", "")
        declared = self.catalog.actions.get(key) or {}
        labels = declared.get("parameters") or {}
        given = [
            f"{(labels.get(name) or {}).get('name') or name} = {self.expression(text)}"
            for name, text in node.config.get("parameters", {}).items()
            if text.strip()
        ]
        parameters = self._("with", ", ".join(given)) if given else ""
        of = "send" if declared.get("kind") in ("message", "email") else "action"
        told = self._(of, action=self.action(key), parameters=parameters)
        return told + self._on_error("fails", node)

    def _on_error(self, of: str, node: Node) -> str:
        """What follows an error, where that is not the end."""
        policy = node.config.get("on_error", "stop")
        return "" if policy == "stop" else self._(f"{of}_{policy}")

    def _end(self, node: Node) -> str:
        outcome = node.config.get("outcome", "neutral")
        return self._("end" if outcome == "neutral" else f"end_{outcome}")

    # The whole

    def lines(self) -> list[Line]:
        """The whole journey, line by line in the order of the flow; first who may enter, and when."""
        if not self.graph.nodes:
            return [Line("setting", 0, self._("empty"))]
        told = [Line("setting", 0, text) for text in self._settings()]
        seen: set[str] = set()
        starts = [node.key for node in self.graph.entries]
        for key in starts:
            told += self._from(key, seen)
        for key in sorted(set(self.graph.nodes) - reachable(successors(self.graph), starts)):
            told.append(Line("unreached", 0, self._("unreached", step=self._named(key)), key))
        return told

    def _named(self, key: str) -> str:
        return quoted(self.graph.named(key), self.language)

    def _from(self, start: str, seen: set[str]) -> Iterator[Line]:
        """The lines of a step and of all behind it, each step once."""
        stack: list[tuple[str, int] | Line] = [(start, 0)]
        while stack:
            top = stack.pop()
            if isinstance(top, Line):
                yield top
                continue
            key, depth = top
            if key in seen:
                text = self._("again", step=self._named(key))
                yield Line("again", depth, text, key)
                continue
            seen.add(key)
            what = self._("step", name=self._named(key), what=self._above(key))
            yield Line("step", depth, what, key)
            stack += reversed(list(self._behind(key, depth)))

    def _above(self, key: str) -> str:
        """The sentence of a step; where its paths follow as lines, only what introduces them."""
        node = self.graph.nodes[key]
        if len(self.ports(key)) > 1 and node.type in _BRANCHING:
            return self._(f"paths_of_{node.type}")
        return self.step(key)

    def _behind(self, key: str, depth: int) -> Iterator[tuple[str, int] | Line]:
        ports = self.ports(key)
        targets = self.graph.targets[key]
        if len(ports) == 1:
            yield self._target(targets.get(ports[0]), depth)
            return
        for port in ports:
            yield Line("branch", min(depth + 1, MAX_DEPTH), self._branch(key, port), key, port)
            yield self._target(targets.get(port), min(depth + 2, MAX_DEPTH))

    def _target(self, target: str | None, depth: int) -> tuple[str, int] | Line:
        return Line("end", depth, self._("open_end")) if target is None else (target, depth)

    def ports(self, key: str) -> tuple[str, ...]:
        node = self.graph.nodes[key]
        found: tuple[str, ...] = NODE_TYPES[node.type].ports(node.config)
        return found

    def _branch(self, key: str, port: str) -> str:
        """When a path is taken, with its name."""
        node, path = self.graph.nodes[key], self.port(key, port)
        kind, _, inner = port.partition(":")
        if kind == "alt":
            what = self.alternative(key, inner)
            rows = node.config.get("alternatives", ())
            named = any(row.get("name") for row in rows if row.get("key") == inner)
            return self._("branch_wait", path=path, what=what) if named else what
        if kind == "path" and node.type == "split":
            row = next(row for row in node.config["paths"] if row.get("key") == inner)
            return self._("branch_share", path=path, percent=_plain(row.get("percent", 0)))
        if kind == "path":
            return self._("branch_path", path=path, rule=self.rule(key, inner))
        if kind == "next":
            return path
        return self._("branch_error" if kind == "error" else "branch_else", path=path)

    def _settings(self) -> Iterator[str]:
        told = self.graph.settings
        zone = told.get("timezone") or "UTC"
        if told.get("reentrance") is False:
            yield self._("again_never")
        elif told.get("reentrance_pause"):
            pause = length(str(told["reentrance_pause"]), self.language)
            yield self._("again_after", length=pause)
        else:
            yield self._("again_any")
        for name, key in (("starts_at", "starts"), ("ends_at", "ends")):
            if told.get(name):
                yield self._(key, moment=moment(str(told[name])))
        of = "clock_person" if told.get("person_timezone") is True else "clock_fixed"
        yield self._(of, zone=zone)
        if told.get("longest_stay"):
            yield self._("stay", length=length(str(told["longest_stay"]), self.language))

    def to_json(self) -> Json:
        """Each step's sentence, the lines of the whole, and the whole as one indented text."""
        lines = self.lines()
        text = "\n".join("  " * line.depth + line.text for line in lines)
        return {
            "language": "ko" if is_korean(self.language) else "en",
            "steps": {key: self.step(key) for key in self.graph.nodes},
            "lines": [asdict(line) for line in lines],
            "text": text,
        }


def _plain(number: Any) -> str:
    return f"{number:g}" if isinstance(number, int | float) else str(number)


_BRANCHING = ("condition", "split", "wait")
_STEPS = {
    "entry": Words._entry,
    "condition": Words._condition,
    "split": Words._split,
    "wait": Words._wait,
    "action": Words._action,
    "end": Words._end,
}
