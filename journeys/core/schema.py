"""The one schema of step types and settings: what the server publishes and the designer shows."""

from typing import Any

from journeys.core import limits
from journeys.core.nodes import NODE_TYPES

Json = dict[str, Any]
_DURATION = {"type": ["string", "null"], "maxLength": 40, "x-widget": "duration"}
_MOMENT = {"type": ["string", "null"], "maxLength": 40, "x-widget": "moment", "default": None}

SETTINGS: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "timezone": {"type": "string", "maxLength": 64, "default": "UTC", "x-widget": "timezone"},
        "person_timezone": {"type": "boolean", "default": False},
        "reentrance": {"type": "boolean", "default": True},
        "reentrance_pause": {**_DURATION, "default": None},
        "longest_stay": {**_DURATION, "default": "P91D"},
        "starts_at": _MOMENT,
        "ends_at": _MOMENT,
    },
}
LIMITS: Json = {
    "nodes": limits.MAX_NODES,
    "edges": limits.MAX_EDGES,
    "bytes": limits.MAX_BYTES,
    "name": limits.MAX_NAME,
    "expression": limits.MAX_TEXT,
    "paths": limits.MAX_PATHS,
}


def node_types() -> Json:
    """``{"schema", "types", "settings", "limits"}``.

    Of each type: type, category (event, flow, action, end), icon, names and descriptions in
    English and Korean, the rule of its ports, and its settings as JSON Schema 2020-12 with
    ``x-widget`` (how to edit), ``x-expects`` (type of an expression), ``x-when`` (shown only when
    another setting of the same object has this value) and ``x-names`` (of choices).

    A rule of ports is a list in the ports' order: ``{"port"}``, ``{"port", "when": {setting:
    value}}`` or ``{"each": list setting, "port": "path:{key}"}``.
    """
    return {
        "schema": 1,
        "types": [
            {
                "type": kind.TYPE,
                "category": kind.CATEGORY,
                "icon": kind.ICON,
                "names": kind.NAMES,
                "description": kind.DESCRIPTION,
                "ports": kind.PORTS,
                "config": kind.CONFIG,
            }
            for kind in NODE_TYPES.values()
        ],
        "settings": SETTINGS,
        "limits": LIMITS,
    }
