"""The same plan again, with the value of every expression on the way: why a run went there."""

from datetime import datetime
from typing import Any

from expressions import Environment, to_json
from journeys.core import planning
from journeys.core.compiled import CompiledProgram
from journeys.core.run import Run
from journeys.core.stimuli import NOTHING_READ, Reads, Stimulus
from journeys.core.texts import Text
from journeys.core.walk import Walk

VERSION = 1
Json = dict[str, Any]


class Trace:
    """Evaluates texts and keeps how each value came about."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.expressions: list[Json] = []

    def evaluate(self, text: Text, environment: Environment) -> Any:
        """The value, as Compiled.evaluate gives it; its explanation is kept."""
        assert text.compiled is not None
        told = text.compiled.explain(environment)
        place = {"node": self.walk.node, "at": text.label, "text": text.compiled.text}
        self.expressions.append(place | told.to_json())
        if told.error is not None:
            raise told.error
        return told.value


def explain(
    program: CompiledProgram,
    run_before: Run,
    stimulus: Stimulus,
    now: datetime,
    reads: Reads = NOTHING_READ,
) -> Json:
    """What ``plan`` did with these inputs and why, as JSON.

    ``steps``: the nodes in the order in which they were left, each with its port and its
    expressions; then the node where the run stands. The path is that of ``plan``, always.
    """
    walk = Walk(program, run_before, now, reads)
    trace = walk.trace = Trace(walk)
    plan = walk.plan(planning.apply(walk, stimulus))
    return {
        "core": VERSION,
        "stimulus": type(stimulus).__name__.lower(),
        "now": now.isoformat(),
        "zone": str(walk.environment.zone),
        "fate": plan.fate.name.lower(),
        "status": plan.run.status.name.lower(),
        "node": plan.run.node,
        "wake_at": plan.run.wake_at.isoformat() if plan.run.wake_at else None,
        "steps": _steps(plan.path, plan.run.node, trace.expressions),
        "reads": [
            {
                "reference": read.reference,
                "value": to_json(read.value),
                "source": read.source,
                "at": read.at,
            }
            for read in plan.reads
        ],
        "error": plan.error,
    }


def _steps(
    path: tuple[tuple[str, str], ...], node: str | None, expressions: list[Json]
) -> list[Json]:
    """The path with the expressions of each node beside it."""
    left: list[tuple[str, str | None]] = list(path)
    if not path or path[-1][0] != node:
        left.append((str(node), None))
    return [
        {"node": key, "port": port, "expressions": [e for e in expressions if e["node"] == key]}
        for key, port in left
    ]
