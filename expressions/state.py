"""One evaluation while it runs."""

from collections.abc import Callable
from typing import Any

from expressions.environment import Environment
from expressions.limits import MAX_STEPS
from expressions.problems import LimitExceeded


class State:
    """One evaluation: its environment, the elements in hand, and what it has used up.

    ``kept`` holds what parts of a loop that do not depend on the element have given.
    """

    currentEventField: Any = None  # noqa: N815 - the word of the language
    currentDataPackField: Any = None  # noqa: N815
    currentActionField: Any = None  # noqa: N815
    steps = 0
    draws = 0

    def __init__(self, env: Environment) -> None:
        self.env = env

    @property
    def kept(self) -> dict[int, Any]:
        return self.__dict__.setdefault("_kept", {})  # type: ignore[no-any-return]

    def charge(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise LimitExceeded("too_many_steps", limit=MAX_STEPS)

    def draw(self) -> bytes:
        """Bytes of the next random value: the same for the same seed and order."""
        self.draws += 1
        return f"{self.env.seed}:{self.draws}".encode("utf-8", "surrogatepass")


Run = Callable[[State], Any]
