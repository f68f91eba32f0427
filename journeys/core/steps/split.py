"""Split: people are divided by percentages. The same person always goes the same way."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from journeys.core.graph import Node
from journeys.core.limits import MAX_NAME, MAX_PATHS, TIMEOUT
from journeys.core.steps.making import Making
from journeys.core.steps.results import OVER, Leave, Result

if TYPE_CHECKING:
    from journeys.core.checking import Checking
    from journeys.core.walk import Walk

TYPE = "split"
CATEGORY = "flow"
ICON = "split"
NAMES = {"en": "Random split", "ko": "무작위 분기"}
DESCRIPTION = {
    "en": "Divides people by percentages; a person keeps the path.",
    "ko": "비율에 따라 사람을 나눕니다. 같은 사람은 항상 같은 경로로 갑니다.",
}
PORTS = [{"each": "paths", "port": "path:{key}"}]
CONFIG: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "paths": {
            "type": "array",
            "maxItems": MAX_PATHS,
            "x-widget": "paths",
            "default": [
                {"key": "a", "name": "A", "percent": 50},
                {"key": "b", "name": "B", "percent": 50},
            ],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["key"],
                "properties": {
                    "key": {"type": "string", "x-key": True},
                    "name": {"type": "string", "maxLength": MAX_NAME, "default": ""},
                    "percent": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 100,
                        "default": 0,
                        "x-widget": "percent",
                    },
                },
            },
        },
    },
}
_SCALE = 1 << 64


def ports(config: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"path:{path['key']}" for path in config.get("paths", ()))


def check(node: Node, checking: "Checking") -> None:
    """The percentages are each 0 to 100 and add up to 100."""
    paths = node.config.get("paths", ())
    checking.keys(paths, "/paths")
    if not paths:
        checking.error("missing", "/paths", field="paths")
        return
    for at, path in enumerate(paths):
        if not 0 <= path.get("percent", 0) <= 100:
            checking.error("percent_range", f"/paths/{at}/percent", percent=path["percent"])
            return
    total = sum(_exact(path) for path in paths)
    if total != 100:
        checking.error("percent_sum", "/paths", total=float(total))


def _exact(path: dict[str, Any]) -> Fraction:
    """A percentage as it was written: 33.3 is 333/10, whatever a float holds."""
    return Fraction(str(path.get("percent", 0)))


@dataclass(frozen=True, slots=True)
class Split:
    key: str
    salt: str
    bounds: tuple[tuple[int, Leave], ...]
    timeout: float = TIMEOUT
    on_error: str = "stop"

    def enter(self, walk: "Walk") -> Result:
        place = place_of(self.salt, walk.run.person, self.key)
        for bound, leave in self.bounds:
            if place < bound:
                return leave
        return OVER


def place_of(salt: str, person: str, node: str) -> int:
    """Where a person stands at a split, evenly spread over 0 to 2**64 - 1."""
    seed = "\0".join((salt, person, node)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")


def compile(node: Node, making: Making) -> Split:  # noqa: A001
    bounds, total = [], Fraction()
    for path in node.config.get("paths", ()):
        total += _exact(path)
        bounds.append((int(total * _SCALE / 100), Leave(f"path:{path['key']}")))
    return Split(node.key, making.salt, tuple(bounds))
