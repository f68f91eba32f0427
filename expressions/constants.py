"""Parts of a text whose value is known beforehand."""

from datetime import UTC, tzinfo
from typing import Any

from expressions.compiler import Compiler
from expressions.state import State
from expressions.tree import Node


class _Nowhere:
    """Surroundings for constants, which read nothing but, at most, the zone."""

    zone: tzinfo = UTC


def constant(node: Node) -> Any:
    """The value of a constant part; raises EvaluationError as a run would."""
    return Compiler().run(node)(State(_Nowhere()))  # type: ignore[arg-type]
