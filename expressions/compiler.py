"""A tree to closures: each node becomes a function of the state of one evaluation.

A plain condition pays for nothing that it does not use: steps are counted only where there are
loops, tracing is a second set of closures that is made when an explanation is first asked for.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from expressions.arguments import coercer
from expressions.compile_calls import (
    SHORT,
    Application,
    arity,
    bound_run,
    constant_text_call,
    folded,
    general_call,
    kept_call,
    placed_call,
    text_call,
)
from expressions.compile_comparisons import compared, compared_with
from expressions.compile_steps import (
    Stage,
    digger,
    element_at,
    entry_keys,
    entry_of,
    first_key,
    plain_choice,
    reader,
)
from expressions.functions import FUNCTIONS, Function
from expressions.operators import ARITHMETIC, NUMBERS, negate
from expressions.paths import cast_for, elements
from expressions.problems import EvaluationError, ExpressionError, Span, problem
from expressions.state import Run, State
from expressions.tree import (
    And,
    Call,
    Chain,
    Compare,
    Current,
    HasNull,
    If,
    Is,
    ListLiteral,
    Literal,
    Name,
    Negative,
    Node,
    Not,
    Or,
    Part,
    Ref,
    Step,
    children,
)
from expressions.types import STRING, Type
from expressions.values import type_of

Wrap = Callable[[Node, Run], Run]
CURRENT_OF = {
    "event": "currentEventField",
    "node": "currentEventField",
    "journey": "currentEventField",
    "source": "currentDataPackField",
    "action": "currentActionField",
}


class Compiler:
    """Makes closures. ``declared`` holds the types of references that a scope declares (by the
    start of the node); ``wrap`` puts something round each closure (the trace); ``known`` are
    closures that stand for nodes, by their id, whose values are known (the checker's constants).
    """

    def __init__(
        self,
        declared: dict[int, Type] | None = None,
        wrap: Wrap | None = None,
        known: dict[int, Run] | None = None,
    ) -> None:
        self.declared = declared or {}
        self.wrap = wrap
        self.known = known or {}
        self.costs: dict[int, int] = {}
        self.steady: dict[int, bool] = {}
        self.loops = 0

    def run(self, node: Node) -> Run:
        if self.known and id(node) in self.known:
            return self.known[id(node)]
        made = _BUILDERS[type(node)](self, node)
        return made if self.wrap is None else self.wrap(node, made)

    def literal(self, node: Literal) -> Run:
        value = node.value
        return lambda _: value

    def list_literal(self, node: ListLiteral) -> Run:
        items = [self.run(item) for item in node.items]
        return lambda state: [item(state) for item in items]

    def conjunction(self, node: And) -> Run:
        if len(node.items) == 2:
            first, second = map(self.boolean, node.items)
            return lambda state: first(state) and second(state)
        return self._each(node.items, stop=False)

    def disjunction(self, node: Or) -> Run:
        if len(node.items) == 2:
            first, second = map(self.boolean, node.items)
            return lambda state: first(state) or second(state)
        return self._each(node.items, stop=True)

    def _each(self, nodes: list[Node], *, stop: bool) -> Run:
        items = list(map(self.boolean, nodes))

        def run(state: State) -> bool:
            for item in items:
                if item(state) is stop:
                    return stop
            return not stop

        return run

    def boolean(self, node: Node) -> Run:
        """The value of a node as true or false; null is false."""
        made = self.run(node)
        if isinstance(node, Compare | And | Or | Not | Is | HasNull):
            return made
        span = (node.start, node.end)

        def run(state: State) -> bool:
            value = made(state)
            if value is True or value is False:
                return value
            if value is None:
                return False
            raise EvaluationError("wrong_type", span, expected="boolean", given=str(type_of(value)))

        return run

    def negation(self, node: Not) -> Run:
        operand = self.boolean(node.operand)
        return lambda state: not operand(state)

    def conditional(self, node: If) -> Run:
        condition = self.boolean(node.condition)
        then, otherwise = self.run(node.then), self.run(node.otherwise)
        return lambda state: then(state) if condition(state) else otherwise(state)

    def comparison(self, node: Compare) -> Run:
        left, span = self.run(node.left), (node.start, node.end)
        if isinstance(node.right, Literal):
            constant = compared_with(node.operator, left, node.right.value, span)
            if constant is not None:
                return constant
        return compared(node.operator, left, self.run(node.right), span)

    def chain(self, node: Chain) -> Run:
        first, span = self.run(node.first), (node.start, node.end)
        rest = [(ARITHMETIC[operator], self.run(operand)) for operator, operand in node.rest]

        def run(state: State) -> Any:
            value = first(state)
            try:
                for operation, operand in rest:
                    value = operation(value, operand(state))
                    if type(value) is str and len(value) >= SHORT:
                        state.charge(len(value) >> 5)
            except EvaluationError as fault:
                fault.place(span)
                raise
            return value

        return run

    def negative(self, node: Negative) -> Run:
        operand, span = self.run(node.operand), (node.start, node.end)

        def run(state: State) -> Any:
            try:
                return negate(operand(state))
            except EvaluationError as fault:
                fault.place(span)
                raise

        return run

    def type_test(self, node: Is) -> Run:
        operand, negated = self.run(node.operand), node.negated
        if node.what == "null":
            if negated:
                return lambda state: operand(state) is not None
            return lambda state: operand(state) is None
        kinds = _TESTS[node.what]
        return lambda state: (type(operand(state)) in kinds) is not negated

    def null_test(self, node: HasNull) -> Run:
        operand, span = self.run(node.operand), (node.start, node.end)

        def run(state: State) -> bool:
            value = operand(state)
            if value is not None and type(value) is not list:
                raise EvaluationError(
                    "not_a_list", span, name="has null", given=str(type_of(value))
                )
            return value is not None and None in value

        return run

    # References

    def reference(self, node: Ref) -> Run:
        root, names = self._root(node)
        read = self.path(root, names, CURRENT_OF[node.kind], (node.start, node.end))
        cast = cast_for(self.declared[node.start]) if node.start in self.declared else None
        if cast is not None:
            read = _cast(read, cast)
        if node.default is None:
            return read
        default = self.run(node.default)

        def run(state: State) -> Any:
            value = read(state)
            return default(state) if value is None else value

        return run

    def _root(self, node: Ref) -> tuple[Run, list[Part]]:
        key = node.key.text
        if node.kind == "event":
            return lambda state: state.env.event(key), node.path
        if node.kind == "node":
            return lambda state: state.env.node(key), node.path
        if node.kind == "action":
            return lambda state: state.env.action(key), node.path
        if node.kind == "journey":
            return lambda state: state.env.journey(key), node.path
        return self._source(node, key), node.path[1:]

    def _source(self, node: Ref, source: str) -> Run:
        if not node.path or not isinstance(node.path[0], Name):
            span = (node.start, node.end)
            raise ExpressionError([problem("missing_group", span, name=source)])
        group = node.path[0].text
        if node.params is None:
            return lambda state: state.env.source(source, group, None)
        params = [(name, self.run(value)) for name, value in node.params.items()]

        def run(state: State) -> Any:
            given = {name: value(state) for name, value in params}
            return state.env.source(source, group, given)

        return run

    def current(self, node: Current) -> Run:
        slot = node.name
        read = self.path(_ELEMENTS[slot], node.path, slot, (node.start, node.end))
        cast = cast_for(self.declared[node.start]) if node.start in self.declared else None
        return read if cast is None else _cast(read, cast)

    def path(self, root: Run, parts: list[Part], slot: str, span: Span) -> Run:
        if not any(isinstance(part, Step) for part in parts):
            return reader(root, tuple(part.text for part in parts if isinstance(part, Name)))
        stages = self._stages(parts, slot)

        def run(state: State) -> Any:
            value = root(state)
            try:
                for stage in stages:
                    value = stage(state, value)
            except EvaluationError as fault:
                fault.place(span)
                raise
            return value

        return run

    def _stages(self, parts: list[Part], slot: str) -> list[Stage]:
        stages: list[Stage] = []
        names: list[str] = []
        for part in parts:
            if isinstance(part, Name):
                names.append(part.text)
                continue
            if names:
                stages.append(digger(tuple(names)))
                names = []
            stages.append(self._step(part, slot))
        if names:
            stages.append(digger(tuple(names)))
        return stages

    def _step(self, part: Step, slot: str) -> Stage:
        if part.name in ("all", "first", "last"):
            return self._choice(part, slot)
        if part.argument is None:
            return entry_keys if part.name == "keys" else first_key
        argument = self.run(part.argument)
        return element_at(argument) if part.name == "at" else entry_of(argument)

    def _choice(self, part: Step, slot: str) -> Stage:
        name = part.name
        if part.argument is None:
            return plain_choice(name)
        condition, cost = self._condition(part.argument), self._cost(part.argument)
        one_by_one = cost + 2  # an element that is charged alone costs that too

        def choose(state: State, value: Any) -> Any:
            items = elements(state, value, name)
            if items is None:
                return None
            hands = state.__dict__
            outer = hands.get(slot)
            try:
                for item in items if name == "first" else reversed(items):
                    state.charge(one_by_one)
                    hands[slot] = item
                    if condition(state):
                        return item
            finally:
                hands[slot] = outer
            return None

        def choose_all(state: State, value: Any) -> Any:
            items = elements(state, value, name)
            if items is None:
                return None
            state.charge(cost * len(items))
            hands = state.__dict__
            outer = hands.get(slot)
            found = []
            try:
                for hands[slot] in items:
                    if condition(state):
                        found.append(hands[slot])
            finally:
                hands[slot] = outer
            return found

        return choose_all if name == "all" else choose

    def _condition(self, node: Node) -> Run:
        """A condition that runs for each element; calls in it that do not look at the element
        run once."""
        self.loops += 1
        try:
            return self.boolean(node)
        finally:
            self.loops -= 1

    def _cost(self, node: Node) -> int:
        """The steps of one run of a node."""
        found = self.costs.get(id(node))
        if found is None:
            found = self.costs[id(node)] = _own_cost(node) + sum(map(self._cost, children(node)))
        return found

    # Calls

    def call(self, node: Call) -> Run:
        function = FUNCTIONS.get(node.name)
        span = (node.start, node.end)
        if function is None:
            found = problem("unknown_function", (node.start, node.name_end), name=node.name)
            raise ExpressionError([found])
        count = len(node.arguments)
        if not function.fitting(count):
            raise ExpressionError([arity(node, function)])
        made = self._call(node, function, span)
        if self.wrap is None and _is_constant(node, function):
            return folded(made)
        if self.wrap is None and self.loops and self._is_steady(node):
            return kept_call(made, id(node))
        return made

    def _call(self, node: Call, function: Function, span: Span) -> Run:
        arguments, count = [self._argument(one) for one in node.arguments], len(node.arguments)
        if not arguments:
            return placed_call(function.run, span)
        accepted = [function.accepted(index, count) for index in range(count)]
        run = bound_run(node, function)
        apply = Application(function, run, list(map(coercer, accepted)), span)
        if count > 2 or function.takes_null or any(one != {STRING} for one in accepted):
            return general_call(apply, arguments)
        last = node.arguments[-1]
        if count == 2 and isinstance(last, Literal) and type(last.value) is str:
            return constant_text_call(apply, arguments[0], last.value)
        return text_call(apply, arguments)

    def _argument(self, node: Node) -> Run:
        """An argument; a list of constants is made once."""
        if isinstance(node, ListLiteral) and self.wrap is None:
            items = [item.value for item in node.items if isinstance(item, Literal)]
            if len(items) == len(node.items):
                return lambda _: items
        return self.run(node)

    def _is_steady(self, node: Node) -> bool:
        """Whether a node gives the same throughout an evaluation, whatever element is in hand."""
        if isinstance(node, Current) or (
            isinstance(node, Call) and node.name in ("random", "uuid")
        ):
            return False
        known = self.steady.get(id(node))
        if known is None:
            known = self.steady[id(node)] = all(map(self._is_steady, children(node)))
        return known


def _cast(read: Run, cast: Callable[[Any], Any]) -> Run:
    def run(state: State) -> Any:
        value = read(state)
        return None if value is None else cast(value)

    return run


def _is_constant(node: Call, function: Function) -> bool:
    """Whether it is a date, duration or number written out: ``toDuration("PT1H")``."""
    if function.category != "conversion" or not node.arguments:
        return False
    return all(isinstance(argument, Literal) for argument in node.arguments)


def _own_cost(node: Node) -> int:
    """A part is a step; a call is what its function takes; a comparison may have to read a text
    as a date, unless it is with a constant."""
    if isinstance(node, Literal):
        return 0
    if isinstance(node, Call):
        return FUNCTIONS[node.name].cost if node.name in FUNCTIONS else 1
    if isinstance(node, Compare):
        return 2 if isinstance(node.right, Literal) or isinstance(node.left, Literal) else 12
    return 4 if isinstance(node, Chain) else 1


_ELEMENTS: dict[str, Run] = {
    "currentEventField": lambda state: state.currentEventField,
    "currentDataPackField": lambda state: state.currentDataPackField,
    "currentActionField": lambda state: state.currentActionField,
}
_TESTS = {"numeric": NUMBERS, "integer": frozenset((int,)), "decimal": frozenset((Decimal,))}


_BUILDERS: dict[type, Callable[[Compiler, Any], Run]] = {
    Literal: Compiler.literal,
    ListLiteral: Compiler.list_literal,
    Ref: Compiler.reference,
    Current: Compiler.current,
    Call: Compiler.call,
    If: Compiler.conditional,
    And: Compiler.conjunction,
    Or: Compiler.disjunction,
    Not: Compiler.negation,
    Compare: Compiler.comparison,
    Chain: Compiler.chain,
    Negative: Compiler.negative,
    Is: Compiler.type_test,
    HasNull: Compiler.null_test,
}
