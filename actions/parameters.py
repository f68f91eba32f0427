"""What a journey gives an action, checked against what the action declares."""

from collections.abc import Mapping
from typing import Any

from actions.models import ActionDefinition
from outbound.outcome import RenderError
from remote.values import fits, text_of


def values_of(action: ActionDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """key -> value of every parameter that has one: constants, and what the journey gives.

    Raises:
        RenderError: missing_parameter, or parameter_value for one of another type.
    """
    values: dict[str, Any] = {}
    for declared in action.parameters:
        key = declared["key"]
        value = declared["constant"] if "constant" in declared else given.get(key)
        if value is not None:
            values[key] = _fitting(declared, value)
        elif declared.get("required"):
            raise RenderError("missing_parameter", f"“{_name(declared)}” has no value.")
    return values


def _fitting(declared: Mapping[str, Any], value: Any) -> Any:
    kind = declared["type"]
    if fits(value, kind):
        return value
    if kind == "string" and isinstance(value, int | float):
        return text_of(value)
    raise RenderError("parameter_value", f"“{_name(declared)}” is not of type {kind}.")


def _name(declared: Mapping[str, Any]) -> str:
    return str(declared.get("name") or declared["key"])
