"""Wait: the first of its alternatives to happen decides where the run goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from journeys.core.commands import Fate
from journeys.core.faults import StepFault
from journeys.core.graph import Node
from journeys.core.limits import MAX_NAME, MAX_PATHS, MAX_TEXT, MAX_WAIT, TIMEOUT
from journeys.core.moments import (
    BadDuration,
    instant_of,
    read_duration,
    read_local,
    read_moment,
)
from journeys.core.packing import packed, unpacked
from journeys.core.run import Event
from journeys.core.steps.making import Making
from journeys.core.steps.results import OVER, Leave, Park, Result
from journeys.core.texts import Text

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "wait"
CATEGORY = "flow"
ICON = "hourglass"
NAMES = {"en": "Wait", "ko": "대기"}
DESCRIPTION = {
    "en": "Waits for events, a time, or both: whichever comes first.",
    "ko": "이벤트나 시간을 기다립니다. 먼저 일어난 쪽으로 갑니다.",
}
PORTS = [{"each": "alternatives", "port": "alt:{key}"}]
KINDS = ("event", "duration", "moment", "expression")
_EXPRESSION = {
    "type": "string",
    "maxLength": MAX_TEXT,
    "default": "",
    "x-widget": "expression",
}
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "alternatives": {
            "type": "array",
            "maxItems": MAX_PATHS,
            "x-widget": "alternatives",
            "default": [{"key": "after", "name": "", "kind": "duration", "duration": "P1D"}],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["key", "kind"],
                "properties": {
                    "key": {"type": "string", "x-key": True},
                    "name": {"type": "string", "maxLength": MAX_NAME, "default": ""},
                    "kind": {
                        "type": "string",
                        "enum": list(KINDS),
                        "default": "duration",
                        "x-widget": "select",
                        "x-names": {
                            "event": {"en": "An event", "ko": "이벤트"},
                            "duration": {"en": "A duration", "ko": "기간"},
                            "moment": {"en": "A date and time", "ko": "날짜와 시간"},
                            "expression": {"en": "A computed time", "ko": "계산된 시각"},
                        },
                    },
                    "event": {
                        "type": "string",
                        "maxLength": 64,
                        "default": "",
                        "x-widget": "event",
                        "x-when": {"kind": "event"},
                    },
                    "since_entry": {
                        "type": "boolean",
                        "default": False,
                        "x-when": {"kind": "event"},
                    },
                    "duration": {
                        "type": "string",
                        "maxLength": 40,
                        "default": "P1D",
                        "x-widget": "duration",
                        "x-when": {"kind": "duration"},
                    },
                    "at": {
                        "type": "string",
                        "maxLength": 40,
                        "default": "",
                        "x-widget": "moment",
                        "x-when": {"kind": "moment"},
                    },
                    "expression": {
                        **_EXPRESSION,
                        "x-expects": "dateTimeOnly",
                        "x-when": {"kind": "expression"},
                    },
                    "condition": {**_EXPRESSION, "x-expects": "boolean"},
                },
            },
        },
    },
}
MOMENTS = ("dateTimeOnly", "dateTime", "dateOnly", "duration")


def ports(config: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"alt:{one['key']}" for one in config.get("alternatives", ()))


def check(node: Node, checking: "Checking") -> None:
    """Each alternative can happen, and something ends the wait."""
    alternatives = node.config.get("alternatives", ())
    checking.keys(alternatives, "/alternatives")
    if not alternatives:
        checking.error("missing", "/alternatives", field="alternatives")
    for at, one in enumerate(alternatives):
        place = f"/alternatives/{at}"
        _CHECKS[one.get("kind", "duration")](one, place, checking)
        event = one.get("event", "") if one.get("kind") == "event" else ""
        if one.get("condition", "").strip():
            checking.expression(one["condition"], f"{place}/condition", ("boolean",), event=event)
    if alternatives and all(one.get("kind") == "event" for one in alternatives):
        checking.warning("wait_without_limit", "/alternatives")


def _check_event(one: dict[str, Any], place: str, checking: "Checking") -> None:
    checking.event(one.get("event", ""), f"{place}/event")


def _check_duration(one: dict[str, Any], place: str, checking: "Checking") -> None:
    length = checking.duration(one.get("duration", ""), f"{place}/duration", MAX_WAIT)
    if length is not None and length == timedelta():
        checking.warning("duration_zero", f"{place}/duration")
    elif length is not None and length > checking.longest_stay:
        checking.warning("longer_than_stay", f"{place}/duration")


def _check_moment(one: dict[str, Any], place: str, checking: "Checking") -> None:
    text = one.get("at", "")
    if not text.strip():
        checking.error("missing", f"{place}/at", field="at")
        return
    moment = checking.moment(text, f"{place}/at")
    if moment is not None and checking.now is not None and moment <= checking.now:
        checking.error("moment_past", f"{place}/at", text=text)


def _check_expression(one: dict[str, Any], place: str, checking: "Checking") -> None:
    checking.required_expression(one.get("expression", ""), f"{place}/expression", MOMENTS)


_CHECKS = {
    "event": _check_event,
    "duration": _check_duration,
    "moment": _check_moment,
    "expression": _check_expression,
}

Due = tuple[datetime, Mapping[str, str] | None]


@dataclass(frozen=True, slots=True)
class Listening:
    """An alternative that an event fulfils."""

    key: str
    leave: Leave
    event: str
    condition: Text | None
    since_entry: bool


@dataclass(frozen=True, slots=True)
class Timed:
    """An alternative that falls due: after ``length``, at the civil time ``at``, or as ``text``
    computes it on arrival. A false condition takes it out."""

    key: str
    leave: Leave
    condition: Text | None
    length: timedelta | None = None
    at: str = ""
    text: Text | None = None
    broken: str = ""

    def due(self, walk: "Walk") -> Due:
        """When, and by which clock. Raises StepFault, Missing."""
        if self.broken:
            raise StepFault(self.broken)
        if self.length is not None:
            return later(walk.now, self.length), None
        if self.text is not None:
            return _computed(self.text.value(walk), walk)
        local = read_local(self.at)
        if local is not None:
            return _civil(local, walk)
        moment = read_moment(self.at, walk.environment.zone)
        if moment is None:
            raise StepFault("moment_invalid", text=self.at)
        return moment, None


def _computed(value: Any, walk: "Walk") -> Due:
    """The moment that an expression gave: a civil time, an instant, or a time from now."""
    if isinstance(value, datetime):
        return _civil(value, walk) if value.tzinfo is None else (value.astimezone(UTC), None)
    if isinstance(value, date):
        return _civil(datetime.combine(value, time()), walk)
    if isinstance(value, timedelta):
        return later(walk.now, value), None
    raise StepFault("moment_null" if value is None else "not_a_moment")


def _civil(local: datetime, walk: "Walk") -> Due:
    zone = walk.environment.zone
    told = {"local": local.isoformat(), "zone": str(zone)}
    return instant_of(local, zone), told


def later(moment: datetime, length: timedelta) -> datetime:
    """So much later; at the end of the calendar its last second."""
    try:
        return moment + length
    except OverflowError:
        return datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wait:
    key: str
    alternatives: tuple[Listening | Timed, ...]
    listens: frozenset[str]
    timeout: float = TIMEOUT
    on_error: str = "stop"

    def enter(self, walk: "Walk") -> Result:
        """Compute what falls due; an event that came since entry may end the wait at once.

        With no alternative left the run ends normally.
        """
        found = self._seen(walk)
        if found is not None:
            return found
        dues, civil = {}, {}
        for one in self.alternatives:
            if isinstance(one, Timed) and (one.condition is None or one.condition.holds(walk)):
                due, told = one.due(walk)
                dues[one.key] = max(due, walk.now)
                if told is not None:
                    civil[one.key] = told
        return Park(dues, self.listens, civil) if dues or self.listens else OVER

    def _seen(self, walk: "Walk") -> Leave | None:
        """The first kept event that fulfils an alternative which counts events since entry."""
        kept = walk.memory.get("seen")
        if not kept or not any(
            isinstance(o, Listening) and o.since_entry for o in self.alternatives
        ):
            return None
        for held in kept:
            event = unpacked(held)
            leave = self._counted(walk, event)
            if leave is not None:
                walk.queue("seen").remove(held)
                walk.take(event)
                walk.taken.append((event.id, Fate.MOVED))
                return leave
        return None

    def _counted(self, walk: "Walk", event: Event) -> Leave | None:
        """The way that a kept event opens. One whose condition fails opens none and stops nobody,
        as if it came now; the plan tells the error. Raises Missing."""
        try:
            found = self._match(walk, event, since_entry=True)
        except StepFault as fault:
            walk.error = walk.told(fault)
            return None
        finally:
            walk.environment.arriving = None
        return found if isinstance(found, Leave) else None

    def arrived(self, walk: "Walk", event: Event) -> Leave | Fate:
        """The way that an event opens, or why it opens none. Raises StepFault, Missing."""
        return self._match(walk, event, since_entry=False)

    def _match(self, walk: "Walk", event: Event, *, since_entry: bool) -> Leave | Fate:
        fate = Fate.NOT_LISTENING
        for one in self.alternatives:
            if isinstance(one, Timed) or one.event != event.type:
                continue
            if since_entry and not one.since_entry:
                continue
            if one.condition is None:
                return one.leave
            walk.environment.arriving = (event.type, packed(event))
            if one.condition.holds(walk):
                return one.leave
            fate = Fate.CONDITION_FALSE
        return fate

    def woke(self, walk: "Walk") -> Leave | None:
        """The alternative that fell due first, the upper one on a tie; None when the longest
        stay ended before."""
        dues = walk.memory.get("wait", {})
        first, leave = walk.expires_at, None
        for one in reversed(self.alternatives):
            if one.key in dues:
                due = datetime.fromisoformat(dues[one.key])
                if due <= first:
                    first, leave = due, one.leave
        return leave


def compile(node: Node, making: Making) -> Wait:  # noqa: A001
    alternatives = tuple(_compiled(one, making) for one in node.config.get("alternatives", ()))
    listens = frozenset(one.event for one in alternatives if isinstance(one, Listening))
    return Wait(node.key, alternatives, listens - {""})


def _compiled(one: dict[str, Any], making: Making) -> Listening | Timed:
    key, kind = one["key"], one.get("kind", "duration")
    leave, label = Leave(f"alt:{key}"), f"alternatives/{key}"
    event = one.get("event", "") if kind == "event" else ""
    written = one.get("condition", "")
    condition = making.text(written, f"{label}/condition", event) if written.strip() else None
    if kind == "event":
        return Listening(key, leave, event, condition, one.get("since_entry", False))
    if kind == "moment":
        return Timed(key, leave, condition, at=one.get("at", ""))
    if kind == "expression":
        text = making.text(one.get("expression", ""), f"{label}/expression")
        return Timed(key, leave, condition, text=text)
    try:
        return Timed(key, leave, condition, length=read_duration(one.get("duration", "")))
    except BadDuration as fault:
        return Timed(key, leave, condition, broken=fault.code)
