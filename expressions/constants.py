"""Parts of a text whose value is known beforehand."""

from datetime import UTC, tzinfo
from typing import Any

from expressions.compiler import Compiler
from expressions.limits import MAX_STEPS
from expressions.problems import EvaluationError, LimitExceeded
from expressions.state import Run, State
from expressions.tree import Node

UNKNOWN = object()
STEPS = 10_000


class _Nowhere:
    """Surroundings for constants, which read nothing but, at most, the zone."""

    zone: tzinfo = UTC


class Constants:
    """The values of the constant parts of one tree. Each part is run once, with what is below it
    known by then; all share one budget, and what goes beyond it is not known."""

    def __init__(self) -> None:
        self._known: dict[int, Run] = {}
        self._values: dict[int, Any] = {}
        self._faults: dict[int, EvaluationError] = {}
        self._state = State(_Nowhere())  # type: ignore[arg-type]
        self._state.steps = MAX_STEPS - STEPS

    def value(self, node: Node) -> Any:
        """The value of a constant part; UNKNOWN where its run fails or takes too long."""
        self._look(node)
        return self._values.get(id(node), UNKNOWN)

    def fault(self, node: Node) -> EvaluationError | None:
        """Why the run of a constant part fails."""
        self._look(node)
        return self._faults.get(id(node))

    def _look(self, node: Node) -> None:
        if id(node) in self._known:
            return
        try:
            value = Compiler(known=self._known).run(node)(self._state)
        except EvaluationError as fault:
            if not isinstance(fault, LimitExceeded) or fault.code != "too_many_steps":
                self._faults[id(node)] = fault
            self._known[id(node)] = _failing(fault)
        else:
            self._values[id(node)] = value
            self._known[id(node)] = lambda _: value


def _failing(fault: EvaluationError) -> Run:
    def run(_: State) -> Any:
        raise fault

    return run
