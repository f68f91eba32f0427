"""The functions of a path as closures over the state and the value so far."""

from collections.abc import Callable
from typing import Any

from expressions.paths import dig, elements, entries
from expressions.problems import EvaluationError
from expressions.state import Run, State
from expressions.values import type_of

Stage = Callable[[State, Any], Any]


def digger(names: tuple[str, ...]) -> Stage:
    return lambda _, value: dig(value, names)


def plain_choice(name: str) -> Stage:
    def choose(state: State, value: Any) -> Any:
        items = elements(value, name)
        if items is None or name == "all":
            return items
        state.charge(1)
        return items[0 if name == "first" else -1] if items else None

    return choose


def element_at(argument: Run) -> Stage:
    def step(state: State, value: Any) -> Any:
        items, index = elements(value, "at"), argument(state)
        if items is None or index is None:
            return None
        if type(index) is not int:
            raise EvaluationError("wrong_type", expected="integer", given=str(type_of(index)))
        return items[index] if 0 <= index < len(items) else None

    return step


def entry_of(argument: Run) -> Stage:
    def step(state: State, value: Any) -> Any:
        key = argument(state)
        found = entries(value, "entry")
        if found is None or key is None:
            return None
        if type(key) is not str:
            raise EvaluationError("wrong_type", expected="string", given=str(type_of(key)))
        return dig(found, (key,))

    return step


def first_key(_: State, value: Any) -> Any:
    found = entries(value, "firstEntryKey")
    return next(iter(found), None) if found is not None else None


def entry_keys(_: State, value: Any) -> Any:
    found = entries(value, "keys")
    return list(found) if found is not None else None
