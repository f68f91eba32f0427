"""Condition: the first of its paths that holds is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.core.calendar import WEEKDAYS, DateRange, TimeRange, read_time
from journeys.core.faults import StepFault
from journeys.core.graph import Node
from journeys.core.limits import MAX_NAME, MAX_PATHS, MAX_TEXT, MAX_TIMEOUT, MIN_TIMEOUT, TIMEOUT
from journeys.core.steps.making import Making
from journeys.core.steps.results import ELSE, Leave, Result

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "condition"
CATEGORY = "flow"
ICON = "git-branch"
NAMES = {"en": "Condition", "ko": "조건"}
DESCRIPTION = {
    "en": "Takes the first path whose rule holds, else the Else path.",
    "ko": "규칙이 맞는 첫 번째 경로로, 없으면 그 외 경로로 갑니다.",
}
PORTS = [
    {"each": "paths", "port": "path:{key}"},
    {"port": "else"},
    {"port": "error", "when": {"on_error": "path"}},
]
KINDS = ("expression", "time", "date")
_MOMENT = {"type": "string", "maxLength": 40, "default": "", "x-widget": "time"}
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "paths": {
            "type": "array",
            "maxItems": MAX_PATHS,
            "x-widget": "paths",
            "default": [{"key": "yes", "name": "", "kind": "expression", "expression": ""}],
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
                        "default": "expression",
                        "x-widget": "select",
                        "x-names": {
                            "expression": {"en": "Rule", "ko": "규칙"},
                            "time": {"en": "Time and weekday", "ko": "시간과 요일"},
                            "date": {"en": "Date range", "ko": "날짜 범위"},
                        },
                    },
                    "expression": {
                        "type": "string",
                        "maxLength": MAX_TEXT,
                        "default": "",
                        "x-widget": "expression",
                        "x-expects": "boolean",
                        "x-when": {"kind": "expression"},
                    },
                    "from": {**_MOMENT, "x-when": {"kind": ["time", "date"]}},
                    "to": {**_MOMENT, "x-when": {"kind": ["time", "date"]}},
                    "weekdays": {
                        "type": "array",
                        "maxItems": 7,
                        "default": [],
                        "items": {"type": "string", "enum": list(WEEKDAYS)},
                        "x-widget": "weekdays",
                        "x-when": {"kind": "time"},
                    },
                },
            },
        },
        "on_error": {
            "type": "string",
            "enum": ["stop", "path", "else"],
            "default": "stop",
            "x-widget": "select",
            "x-names": {
                "stop": {"en": "Stop this person's journey", "ko": "이 사람의 여정을 중단"},
                "path": {"en": "Take the error path", "ko": "오류 경로로 이동"},
                "else": {"en": "Take the Else path", "ko": "그 외 경로로 이동"},
            },
        },
        "timeout": {
            "type": "number",
            "minimum": MIN_TIMEOUT,
            "maximum": MAX_TIMEOUT,
            "default": TIMEOUT,
        },
    },
}


def ports(config: dict[str, Any]) -> tuple[str, ...]:
    paths = tuple(f"path:{path['key']}" for path in config.get("paths", ()))
    return (*paths, "else", "error") if config.get("on_error") == "path" else (*paths, "else")


def check(node: Node, checking: "Checking") -> None:
    """Each path has a rule that can hold, and none stands behind one that always does."""
    paths = node.config.get("paths", ())
    checking.keys(paths, "/paths")
    checking.calls(node.config)
    if not paths:
        checking.error("missing", "/paths", field="paths")
    earlier: dict[tuple[Any, ...], int] = {}
    for at, path in enumerate(paths):
        _CHECKS[path.get("kind", "expression")](path, f"/paths/{at}", checking)
        rule = _rule(path)
        if rule in earlier:
            checking.warning("shadowed", f"/paths/{at}", path=at + 1, by=earlier[rule] + 1)
        earlier.setdefault(rule, at)
        if _always(rule) and at + 1 < len(paths):
            checking.warning("shadowed", f"/paths/{at + 1}", path=at + 2, by=at + 1)
            return


def _rule(path: dict[str, Any]) -> tuple[Any, ...]:
    kind = path.get("kind", "expression")
    if kind == "expression":
        return (kind, " ".join(path.get("expression", "").split()))
    days = tuple(sorted(path.get("weekdays", ()))) if kind == "time" else ()
    return (kind, path.get("from", ""), path.get("to", ""), days)


def _always(rule: tuple[Any, ...]) -> bool:
    return rule == ("expression", "true")


def _check_expression(path: dict[str, Any], place: str, checking: "Checking") -> None:
    checking.required_expression(path.get("expression", ""), f"{place}/expression", ("boolean",))


def _check_time(path: dict[str, Any], place: str, checking: "Checking") -> None:
    ends = {}
    for side in ("from", "to"):
        try:
            ends[side] = read_time(path.get(side))
        except ValueError:
            checking.error("time_invalid", f"{place}/{side}", text=path[side])
            return
    if ends["from"] is None and ends["to"] is None and not path.get("weekdays"):
        checking.error("missing", f"{place}/from", field="from")
    if ends["from"] is not None and ends["from"] == ends["to"]:
        checking.error("range_empty", f"{place}/to")


def _check_date(path: dict[str, Any], place: str, checking: "Checking") -> None:
    start = checking.moment(path.get("from", ""), f"{place}/from")
    end = checking.moment(path.get("to", ""), f"{place}/to")
    if not path.get("from") and not path.get("to"):
        checking.error("missing", f"{place}/from", field="from")
    if start is not None and end is not None and end <= start:
        checking.error("range_empty", f"{place}/to")
    elif end is not None and checking.now is not None and end <= checking.now:
        checking.warning("range_over", f"{place}/to")


_CHECKS = {"expression": _check_expression, "time": _check_time, "date": _check_date}


Test = Callable[["Walk"], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    key: str
    paths: tuple[tuple[Test, Leave], ...]
    timeout: float
    on_error: str

    def enter(self, walk: "Walk") -> Result:
        """The first path that holds. An error of one tries no other: it is the step's error."""
        for holds, leave in self.paths:
            if holds(walk):
                return leave
        return ELSE


def compile(node: Node, making: Making) -> Condition:  # noqa: A001
    paths = tuple(
        (_TESTS[path.get("kind", "expression")](path, making), Leave(f"path:{path['key']}"))
        for path in node.config.get("paths", ())
    )
    timeout, on_error = node.config.get("timeout", TIMEOUT), node.config.get("on_error", "stop")
    return Condition(node.key, paths, timeout, on_error)


def _expression_test(path: dict[str, Any], making: Making) -> Test:
    return making.text(path.get("expression", ""), f"paths/{path['key']}").holds


def _time_test(path: dict[str, Any], _: Making) -> Test:
    try:
        within = TimeRange.read(path.get("from", ""), path.get("to", ""), path.get("weekdays", []))
    except ValueError:
        return _broken("time_invalid")
    return lambda walk: within.holds(walk.now.astimezone(walk.environment.zone))


def _date_test(path: dict[str, Any], _: Making) -> Test:
    within = DateRange(path.get("from", ""), path.get("to", ""))
    return lambda walk: within.holds(walk.now, walk.environment.zone)


def _broken(code: str) -> Test:
    def test(_: "Walk") -> bool:
        raise StepFault(code)

    return test


_TESTS: dict[str, Callable[[dict[str, Any], Making], Test]] = {
    "expression": _expression_test,
    "time": _time_test,
    "date": _date_test,
}
