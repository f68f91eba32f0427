"""Comparisons as closures; one with a constant has a short way for values of the constant's type."""

import operator
from typing import Any

from expressions.operators import COMPARISONS, NUMBERS
from expressions.problems import EvaluationError, Span
from expressions.state import Run, State
from expressions.values import weight

_TESTS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CONTAINERS = frozenset((list, dict))


def compared(sign: str, left: Run, right: Run, span: Span) -> Run:
    compare = COMPARISONS[sign]

    def run(state: State) -> bool:
        one, two = left(state), right(state)
        try:
            if type(one) in _CONTAINERS and type(two) in _CONTAINERS:
                state.charge(8 * (weight(one) + weight(two)))
            return compare(one, two)
        except EvaluationError as fault:
            fault.place(span)
            raise

    return run


def compared_with(sign: str, left: Run, constant: Any, span: Span) -> Run | None:
    """A comparison with a number or, for equality, a text; None for any other constant."""
    compare, test = COMPARISONS[sign], _TESTS[sign]
    if type(constant) in NUMBERS:
        quick = NUMBERS
    elif type(constant) is str and sign in ("==", "!="):
        quick = frozenset((str,))
    else:
        return None

    def run(state: State) -> bool:
        value = left(state)
        if type(value) in quick:
            return test(value, constant)  # type: ignore[no-any-return]
        try:
            return compare(value, constant)
        except EvaluationError as fault:
            fault.place(span)
            raise

    return run
