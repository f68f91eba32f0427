"""Action: call the outside with parameters, and go on with its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from journeys.core.commands import Call
from journeys.core.faults import StepFault
from journeys.core.graph import Node
from journeys.core.limits import (
    MAX_PARAMETERS,
    MAX_RETRIES,
    MAX_TEXT,
    MAX_TIMEOUT,
    MIN_TIMEOUT,
    RETRIES,
    TIMEOUT,
)
from journeys.core.packing import is_large
from journeys.core.steps.making import Making
from journeys.core.steps.results import NEXT, Leave, Out, Result
from journeys.core.stimuli import Answered
from journeys.core.texts import Text

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "action"
CATEGORY = "action"
ICON = "send"
NAMES = {"en": "Action", "ko": "액션"}
DESCRIPTION = {
    "en": "Sends a message or calls another system.",
    "ko": "메시지를 보내거나 다른 시스템을 호출합니다.",
}
PORTS = [{"port": "next"}, {"port": "error", "when": {"on_error": "path"}}]
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "action": {"type": "string", "maxLength": 64, "default": "", "x-widget": "action"},
        "parameters": {
            "type": "object",
            "maxProperties": MAX_PARAMETERS,
            "default": {},
            "x-widget": "parameters",
            "additionalProperties": {
                "type": "string",
                "maxLength": MAX_TEXT,
                "x-widget": "expression",
            },
        },
        "timeout": {
            "type": "number",
            "minimum": MIN_TIMEOUT,
            "maximum": MAX_TIMEOUT,
            "default": TIMEOUT,
        },
        "retries": {"type": "integer", "minimum": 0, "maximum": MAX_RETRIES, "default": RETRIES},
        "on_error": {
            "type": "string",
            "enum": ["stop", "path"],
            "default": "stop",
            "x-widget": "select",
            "x-names": {
                "stop": {"en": "Stop this person's journey", "ko": "이 사람의 여정을 중단"},
                "path": {"en": "Take the error path", "ko": "오류 경로로 이동"},
            },
        },
    },
}
_STATUS = {"timeout": "timedout", "capped": "capped"}


def ports(config: dict[str, Any]) -> tuple[str, ...]:
    return ("next", "error") if config.get("on_error") == "path" else ("next",)


def check(node: Node, checking: "Checking") -> None:
    """The action is known, and what it requires has a value of the right type."""
    config = node.config
    action = checking.action(config.get("action", ""), "/action")
    checking.calls(config)
    if action is None:
        return
    declared = action.get("parameters") or {}
    given = config.get("parameters", {})
    for name, told in declared.items():
        text, place = given.get(name, ""), f"/parameters/{name}"
        if text.strip():
            checking.expression(text, place, (told.get("type") or "any",))
        elif told.get("required"):
            checking.error("missing", place, field=told.get("name") or name)
    for name in given:
        if name not in declared:
            checking.warning("unknown_parameter", f"/parameters/{name}", name=name)


@dataclass(frozen=True, slots=True)
class Action:
    key: str
    action: str
    parameters: tuple[tuple[str, Text], ...]
    timeout: float
    retries: int
    on_error: str

    def enter(self, walk: "Walk") -> Result:
        values = {name: text.plain(walk) for name, text in self.parameters}
        return Out(Call(self.key, self.action, values, self.timeout, self.retries))

    def answered(self, walk: "Walk", answered: Answered) -> Leave:
        """Keep the answer for later steps. Raises StepFault when the call failed, and when the
        answer is too large for a later step that reads it."""
        answers = walk.section("answers")
        answers[self.key] = answer_of(answered)
        if f"action:{self.key}" in walk.program.needed_from(self.key) and is_large(
            answers[self.key]
        ):
            answers[self.key] = answer_of(replace(answered, answer=None))
            if answered.ok:
                answered = replace(answered, ok=False, error="too_large")
        if answered.ok:
            return NEXT
        kind = answered.error or "error"
        raise StepFault(
            f"action_{kind}",
            kind=kind,
            status=answered.status,
            of="action",
            action=self.action,
        )


def answer_of(answered: Answered) -> Any:
    """What ``@action{node}`` gives: the answer's fields and how the call ended."""
    if not answered.ok:
        kind = answered.error or "error"
        code = f"http_{answered.status}" if kind == "http" else _STATUS.get(kind, "internalError")
        return {"jo_status_code": code, "errorResponse": answered.answer}
    code = f"http_{answered.status or 200}"
    if isinstance(answered.answer, Mapping):
        return {**answered.answer, "jo_status_code": code}
    return {"jo_status_code": code} if answered.answer is None else answered.answer


def compile(node: Node, making: Making) -> Action:  # noqa: A001
    config = node.config
    texts = tuple(
        (name, making.text(text, f"parameters/{name}"))
        for name, text in config.get("parameters", {}).items()
        if text.strip()
    )
    return Action(
        node.key,
        config.get("action", ""),
        texts,
        config.get("timeout", TIMEOUT),
        config.get("retries", RETRIES),
        config.get("on_error", "stop"),
    )
