"""Calls of functions as closures: arguments checked, costs counted, errors given their place."""

from collections.abc import Callable
from typing import Any

from expressions.functions import Function
from expressions.problems import EvaluationError, Problem, Span, problem
from expressions.state import Run, State
from expressions.tree import Call


def arity(node: Call, function: Function) -> Problem:
    counts = sorted({(one.least, one.most) for one in function.signatures}, key=str)
    expected = " / ".join(
        str(least) if least == most else f"{least}+" if most is None else f"{least}-{most}"
        for least, most in counts
    )
    given = len(node.arguments)
    span = (node.start, node.end)
    return problem("arity", span, name=node.name, expected=expected, given=given)


def placed_call(run: Run, span: Span) -> Run:
    def call(state: State) -> Any:
        try:
            return run(state)
        except EvaluationError as fault:
            fault.place(span)
            raise

    return call


def text_call(function: Function, arguments: list[Run], needs: list[Any], span: Span) -> Run:
    """The short way for one or two short texts, which most calls are."""
    run, apply = function.run, _application(function, needs, span)
    first, *others = arguments
    if not others:

        def call_one(state: State) -> Any:
            text = first(state)
            if type(text) is str and len(text) < 256:
                return run(state, text)
            return apply(state, [text])

        return call_one
    second = others[0]

    def call_two(state: State) -> Any:
        text, part = first(state), second(state)
        if type(text) is str and type(part) is str and len(text) < 256:
            try:
                return run(state, text, part)
            except EvaluationError as fault:
                fault.place(span)
                raise
        return apply(state, [text, part])

    return call_two


def general_call(function: Function, arguments: list[Run], needs: list[Any], span: Span) -> Run:
    apply = _application(function, needs, span)
    return lambda state: apply(state, [argument(state) for argument in arguments])


def _application(
    function: Function, needs: list[Any], span: Span
) -> Callable[[State, list[Any]], Any]:
    """Checks and coerces the arguments, counts what they cost, and runs the function."""
    run, takes_null = function.run, function.takes_null
    coercers = [(index, coerce) for index, coerce in enumerate(needs) if coerce is not None]

    def apply(state: State, values: list[Any]) -> Any:
        try:
            for index, coerce in coercers:
                values[index] = coerce(values[index])
            for value in values:
                if value is None and not takes_null:
                    return None
                if type(value) is list:
                    state.charge(len(value))
                elif type(value) is str and len(value) >= 256:
                    state.charge(len(value) >> 8)
            return run(state, *values)
        except EvaluationError as fault:
            fault.place(span)
            raise

    return apply
