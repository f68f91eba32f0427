"""The step types. A new one is a module in ``steps/`` and a line here (docs/adding-a-node-type.md).

Each module has TYPE, CATEGORY, ICON, NAMES, DESCRIPTION, PORTS and CONFIG (what the designer
shows), ``ports(config)``, ``check(node, checking)`` and ``compile(node, making)``.
"""

from types import MappingProxyType, ModuleType

from journeys.core.steps import action, condition, end, entry, split, wait

NODE_TYPES: MappingProxyType[str, ModuleType] = MappingProxyType(
    {
        "entry": entry,
        "condition": condition,
        "wait": wait,
        "split": split,
        "action": action,
        "end": end,
    }
)
