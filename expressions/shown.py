"""Values as people look at them: whole where they are small, else their beginning."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from expressions.types import Type
from expressions.values import Value, read, to_json, type_of

MAX_TEXT = 500
MAX_ITEMS = 20
MAX_LEVELS = 4
ROOM = 10_000


class Room:
    """How much may still be shown. Values share it; when it is used up, no more than their type
    is told."""

    def __init__(self, left: int = ROOM) -> None:
        self.left = left

    def shown(self, value: Value) -> dict[str, Any]:
        """``value``, ``type``, and ``cut``: whether something was left out."""
        cut = _Cut(self)
        plain = cut.plain(value, 0)
        return {"value": plain, "type": str(_type(value)), "cut": cut.happened}


def _type(value: Value) -> Type:
    return type_of(value[:MAX_ITEMS]) if isinstance(value, list) else type_of(value)


class _Cut:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.happened = False

    def plain(self, value: Value, level: int) -> Any:
        self.room.left -= 1
        if self.room.left < 0 or (level >= MAX_LEVELS and isinstance(value, list | Mapping)):
            self.happened = True
            return None
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            self.happened |= len(value) > MAX_ITEMS
            return [self.plain(read(item), level + 1) for item in value[:MAX_ITEMS]]
        if isinstance(value, Mapping):
            self.happened |= len(value) > MAX_ITEMS
            entries = islice(value.items(), MAX_ITEMS)
            return {str(key): self.plain(read(item), level + 1) for key, item in entries}
        return to_json(value)

    def text(self, value: str) -> str:
        self.room.left -= len(value[:MAX_TEXT]) >> 4
        if len(value) <= MAX_TEXT:
            return value
        self.happened = True
        return value[:MAX_TEXT] + "…"
