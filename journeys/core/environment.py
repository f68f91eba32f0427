"""The facts that expressions read: the run's memory, and the values handed in with the batch."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from expressions import to_json
from journeys.core.commands import LookUp, Read
from journeys.core.faults import Missing
from journeys.core.packing import looked_up
from journeys.core.texts import Text

if TYPE_CHECKING:
    from journeys.core.walk import Walk

Packed = Mapping[str, Any]
SEGMENTS = "Profile.segments"


class Facts:
    """``expressions.Environment`` over one walk. Notes each field group that was read.

    ``arriving`` is the event that is being judged: its type and its packed form.
    """

    __slots__ = ("arriving", "now", "text", "used", "walk", "zone")

    def __init__(self, walk: "Walk", now: datetime, zone: tzinfo) -> None:
        self.walk = walk
        self.now = now
        self.zone = zone
        self.text: Text
        self.arriving: tuple[str, Packed] | None = None
        self.used: dict[tuple[str, tuple[str, ...]], Read] = {}

    @property
    def seed(self) -> str:
        """The same for one expression of one step of one run, however often it is planned."""
        return f"{self.walk.run.id}/{self.walk.node}/{self.text.label}/"

    def event(self, key: str) -> Mapping[str, Any] | None:
        arriving = self.arriving
        if arriving is not None and arriving[0] == key:
            return self._payload(arriving[1])
        packed = self.walk.memory.get("events", _NONE).get(key)
        return None if packed is None else self._payload(packed)

    def node(self, key: str) -> Mapping[str, Any] | None:
        if self.arriving is not None and key == self.walk.node:
            return self._payload(self.arriving[1])
        packed = self.walk.memory.get("nodes", _NONE).get(key)
        return None if packed is None else self._payload(packed)

    def _payload(self, packed: Packed) -> Mapping[str, Any]:
        data: Mapping[str, Any] = packed["data"]
        return {**data, "_meta": packed["_meta"]} if self.text.meta else data

    def action(self, key: str) -> Any:
        return self.walk.memory.get("answers", _NONE).get(key)

    def source(self, source: str, group: str, params: Mapping[str, Any] | None) -> Any:
        """The value of a field group. Raises Missing when neither the run nor the batch has it."""
        plain = {name: to_json(value) for name, value in params.items()} if params else {}
        lookup = LookUp(source, group, plain, self.walk.step.timeout)
        key = lookup.key
        value, at = self._found(source, group, key, lookup)
        for path in self.text.paths.get(f"{source}.{group}", ()):
            self._note(source, key, path, value, at)
        return value

    def _found(self, source: str, group: str, key: str, lookup: LookUp) -> tuple[Any, str]:
        walk = self.walk
        kept = walk.memory.get("lookups", _NONE).get(key)
        if kept is not None and self._is_fresh(source, group, kept):
            return kept["value"], kept["at"]
        given = walk.reads.values.get(key)
        if given is None:
            raise Missing(lookup)
        if source != "Profile":
            walk.section("lookups")[key] = looked_up(given[0], given[1], walk.node)
        return given

    def _is_fresh(self, source: str, group: str, kept: Mapping[str, Any]) -> bool:
        """Whether a kept answer may be used again: while at the step that asked, always."""
        if kept.get("node") == self.walk.node:
            return True
        seconds = self.walk.program.cache_seconds(source, group)
        try:
            return self.now - datetime.fromisoformat(kept["at"]) < timedelta(seconds=seconds)
        except (ValueError, TypeError):
            return False

    def _note(self, source: str, key: str, path: tuple[str, ...], value: Any, at: str) -> None:
        if (key, path) not in self.used:
            origin = "profile" if source == "Profile" else "source"
            name = f"#{{{'.'.join((key.partition('?')[0], *path))}}}"
            found, reached = _dug(value, path)
            whole = found if isinstance(found, list | Mapping) else None
            self.used[key, path] = Read(name, _sized(found), origin, at, key, reached, whole)

    def journey(self, name: str) -> Any:
        return self.walk.property(name)

    def in_segment(self, name: str) -> bool:
        """Whether the profile's attribute ``segments`` (a list, or name -> status) holds the name.

        Raises Missing where the profile has a group ``segments`` that is not at hand.
        """
        given = self.walk.reads.values.get(SEGMENTS)
        if given is None:
            if self.walk.program.has_segments:
                raise Missing(LookUp(*SEGMENTS.split("."), timeout=self.walk.step.timeout))
            return False
        held, at = given
        is_member = _is_member(held.get("segments") if isinstance(held, Mapping) else held, name)
        told = Read(f'inSegment("{name}")', is_member, "profile", at, SEGMENTS, (name,))
        self.used.setdefault((SEGMENTS, (name,)), told)
        return is_member


_NONE: Mapping[str, Any] = {}


def _is_member(held: Any, name: str) -> bool:
    if isinstance(held, list):
        return name in held
    status = held.get(name) if isinstance(held, Mapping) else None
    if isinstance(status, Mapping):
        status = status.get("status")
    return status not in (None, False, "exit", "exited")


def _dug(value: Any, path: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """The field at a path of objects, and how far the path led: a list on the way ends it, and so
    does what is no object. Put back at that place, the value reads as it did."""
    for at, name in enumerate(path):
        if not isinstance(value, Mapping):
            return value, path[:at]
        value = value.get(name)
    return value, path


def _sized(value: Any) -> Any:
    """A list or an object as its number of parts."""
    if isinstance(value, list):
        return {"items": len(value)}
    return value if not isinstance(value, Mapping) else {"fields": len(value)}
