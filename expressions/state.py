"""One evaluation while it runs."""

from collections.abc import Callable
from typing import Any

from expressions.environment import Environment
from expressions.limits import MAX_STEPS
from expressions.problems import LimitExceeded


class State:
    """One evaluation: its environment, the elements in hand, and what it has used up."""

    __slots__ = (
        "currentActionField",
        "currentDataPackField",
        "currentEventField",
        "draws",
        "env",
        "steps",
    )

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.steps = 0
        self.draws = 0

    def charge(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise LimitExceeded("too_many_steps", limit=MAX_STEPS)

    def draw(self) -> bytes:
        """Bytes of the next random value: the same for the same seed and order."""
        self.draws += 1
        return f"{self.env.seed}:{self.draws}".encode("utf-8", "surrogatepass")


Run = Callable[[State], Any]
