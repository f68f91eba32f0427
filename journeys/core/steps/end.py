"""End: the run is over, with an outcome that reports count."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.core.graph import Node
from journeys.core.limits import TIMEOUT
from journeys.core.steps.making import Making
from journeys.core.steps.results import Over, Result

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "end"
CATEGORY = "end"
ICON = "flag"
NAMES = {"en": "End", "ko": "종료"}
DESCRIPTION = {"en": "The journey ends here.", "ko": "여정이 여기서 끝납니다."}
PORTS: list[dict[str, Any]] = []
OUTCOMES = ("goal", "neutral", "lost")
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "outcome": {
            "type": "string",
            "enum": list(OUTCOMES),
            "default": "neutral",
            "x-widget": "select",
            "x-names": {
                "goal": {"en": "Goal reached", "ko": "목표 달성"},
                "neutral": {"en": "Neutral", "ko": "중립"},
                "lost": {"en": "Lost", "ko": "이탈"},
            },
        },
    },
}


def ports(_: dict[str, Any]) -> tuple[str, ...]:
    return ()


def check(_: Node, __: "Checking") -> None:
    """There is nothing to get wrong."""


@dataclass(frozen=True, slots=True)
class End:
    key: str
    outcome: str
    timeout: float = TIMEOUT
    on_error: str = "stop"

    def enter(self, walk: "Walk") -> Result:
        return Over(self.outcome)


def compile(node: Node, _: Making) -> End:  # noqa: A001
    return End(node.key, node.config.get("outcome", "neutral"))
