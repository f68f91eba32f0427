"""Entry: the event by which people come in. One in each journey."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.core.graph import Node
from journeys.core.limits import MAX_TEXT, TIMEOUT
from journeys.core.steps.making import Making
from journeys.core.steps.results import NEXT, Result
from journeys.core.texts import Text

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "entry"
CATEGORY = "event"
ICON = "log-in"
NAMES = {"en": "Entry", "ko": "진입"}
DESCRIPTION = {
    "en": "People enter the journey by this event.",
    "ko": "이 이벤트로 사람들이 여정에 들어옵니다.",
}
PORTS = [{"port": "next"}]
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "event": {"type": "string", "maxLength": 64, "default": "", "x-widget": "event"},
        "condition": {
            "type": "string",
            "maxLength": MAX_TEXT,
            "default": "",
            "x-widget": "expression",
            "x-expects": "boolean",
        },
    },
}


def ports(_: dict[str, Any]) -> tuple[str, ...]:
    return ("next",)


def check(node: Node, checking: "Checking") -> None:
    """The event must be known; its condition may read the event and the profile."""
    event = checking.event(node.config.get("event", ""), "/event")
    condition = node.config.get("condition", "")
    if condition.strip():
        checking.expression(condition, "/condition", ("boolean",), event=event)
        checking.only_profile(condition, "/condition")


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    event: str
    condition: Text | None
    timeout: float = TIMEOUT
    on_error: str = "stop"

    def enter(self, walk: "Walk") -> Result:
        return NEXT


def compile(node: Node, making: Making) -> Entry:  # noqa: A001 (what every step type calls it)
    event = node.config.get("event", "")
    condition = node.config.get("condition", "")
    text = making.text(condition, "condition", event) if condition.strip() else None
    return Entry(node.key, event, text)
