"""Calls of functions as closures: arguments checked, costs counted, errors given their place."""

from collections.abc import Callable
from typing import Any

from expressions.functions import Function
from expressions.problems import EvaluationError, Problem, Span, problem
from expressions.state import Run, State
from expressions.tree import Call, Literal

SHORT = 256


def arity(node: Call, function: Function) -> Problem:
    counts = sorted({(one.least, one.most) for one in function.signatures}, key=str)
    expected = " / ".join(
        str(least) if least == most else f"{least}+" if most is None else f"{least}-{most}"
        for least, most in counts
    )
    given = len(node.arguments)
    span = (node.start, node.end)
    return problem("arity", span, name=node.name, expected=expected, given=given)


def bound_run(node: Call, function: Function) -> Callable[..., Any]:
    """What runs the function, made ready for a second argument that is constant."""
    if function.bind is None or len(node.arguments) < 2:
        return function.run
    constant = node.arguments[1]
    if not isinstance(constant, Literal) or type(constant.value) is not str:
        return function.run
    try:
        return function.bind(constant.value)
    except EvaluationError:
        return function.run


def placed_call(run: Run, span: Span) -> Run:
    def call(state: State) -> Any:
        try:
            return run(state)
        except EvaluationError as fault:
            fault.place(span)
            raise

    return call


class Application:
    """A function applied to arguments that are worked out: checks and coerces them, counts what
    they cost, runs it, and tells errors their place."""

    __slots__ = ("coercers", "each", "run", "span", "takes_null")

    def __init__(
        self, function: Function, run: Callable[..., Any], needs: list[Any], span: Span
    ) -> None:
        self.run = run
        self.span = span
        self.takes_null = function.takes_null
        self.each = function.each
        self.coercers = [(index, coerce) for index, coerce in enumerate(needs) if coerce]

    def __call__(self, state: State, values: list[Any]) -> Any:
        try:
            for index, coerce in self.coercers:
                values[index] = coerce(values[index])
            for value in values:
                kind = type(value)
                if kind is str:
                    if len(value) >= SHORT:
                        state.charge(len(value) >> 5)
                elif kind is list:
                    state.charge(len(value) * self.each)
                elif value is None and not self.takes_null:
                    return None
            result = self.run(state, *values)
            if type(result) is str and len(result) >= SHORT:
                state.charge(len(result) >> 5)
        except EvaluationError as fault:
            fault.place(self.span)
            raise
        return result


def text_call(apply: Application, arguments: list[Run]) -> Run:
    """The short way for one or two short texts, which most calls are."""
    run, span = apply.run, apply.span
    first, *others = arguments
    if not others:

        def call_one(state: State) -> Any:
            text = first(state)
            if type(text) is str and len(text) < SHORT:
                return run(state, text)
            return apply(state, [text])

        return call_one
    second = others[0]

    def call_two(state: State) -> Any:
        text, part = first(state), second(state)
        if type(text) is str and type(part) is str and len(text) < SHORT:
            try:
                return run(state, text, part)
            except EvaluationError as fault:
                fault.place(span)
                raise
        return apply(state, [text, part])

    return call_two


def constant_text_call(apply: Application, first: Run, part: str) -> Run:
    """The same where the second text is constant."""
    run, span = apply.run, apply.span

    def call(state: State) -> Any:
        text = first(state)
        if type(text) is str and len(text) < SHORT:
            try:
                return run(state, text, part)
            except EvaluationError as fault:
                fault.place(span)
                raise
        return apply(state, [text, part])

    return call


def general_call(apply: Application, arguments: list[Run]) -> Run:
    if len(arguments) == 1:
        (only,) = arguments
        return lambda state: apply(state, [only(state)])
    if len(arguments) == 2:
        first, second = arguments
        return lambda state: apply(state, [first(state), second(state)])
    return lambda state: apply(state, [argument(state) for argument in arguments])


def folded(run: Run) -> Run:
    """A call of constants alone, as the constant that it is."""
    try:
        value = run(State(None))  # type: ignore[arg-type] - it reads nothing
    except EvaluationError:
        return run
    return lambda _: value


def kept_call(run: Run, key: int) -> Run:
    """A call in a loop that gives the same for every element: run once in an evaluation."""

    def call(state: State) -> Any:
        kept = state.kept
        if key not in kept:
            kept[key] = run(state)
        return kept[key]

    return call
