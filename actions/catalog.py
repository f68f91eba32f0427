"""What journeys can do, for the palette and the checker."""

from typing import Any

from actions import definitions


def action_catalog() -> dict[str, dict[str, Any]]:
    """action -> {"name", "kind", "parameters", "answer", "timeout", "retries"}.

    ``parameters``: key -> {"name", "type", "required", "help"} in their order, without constants.
    """
    return {key: _entry(action) for key, action in definitions.current().items()}


def _entry(action: Any) -> dict[str, Any]:
    return {
        "name": action.name,
        "kind": action.kind,
        "parameters": {
            given["key"]: {
                "name": given.get("name") or given["key"],
                "type": given["type"],
                "required": bool(given.get("required")),
                "help": given.get("help", ""),
            }
            for given in action.parameters
            if "constant" not in given
        },
        "answer": action.answer_types,
        "timeout": action.timeout,
        "retries": action.retries,
    }
