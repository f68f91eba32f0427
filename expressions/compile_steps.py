"""The functions of a path as closures over the state and the value so far."""

from collections.abc import Callable
from types import NoneType
from typing import Any

from expressions.paths import dig, elements, entries, read_items, taken
from expressions.problems import EvaluationError
from expressions.state import Run, State
from expressions.values import type_of

Stage = Callable[[State, Any], Any]


def reader(root: Run, names: tuple[str, ...]) -> Run:
    """A plain path. One or two names below objects, as most are, take the short way."""
    if not names or len(names) > 2:
        return lambda state: dig(state, root(state), names)
    first, second = names[0], names[-1]
    is_single = len(names) == 1

    def read(state: State) -> Any:
        value = root(state)
        if type(value) is not dict:
            return dig(state, value, names)
        value = value.get(first)
        if not is_single:
            if type(value) is not dict:
                return dig(state, value, names[1:])
            value = value.get(second)
        return value if type(value) in _AS_IT_IS else taken(state, value)

    return read


_AS_IT_IS = frozenset((str, bool, NoneType, dict))


def digger(names: tuple[str, ...]) -> Stage:
    return lambda state, value: dig(state, value, names)


def plain_choice(name: str) -> Stage:
    def choose(state: State, value: Any) -> Any:
        items = elements(state, value, name)
        if items is None or name == "all":
            return items
        return items[0 if name == "first" else -1] if items else None

    return choose


def element_at(argument: Run) -> Stage:
    def step(state: State, value: Any) -> Any:
        items, index = elements(state, value, "at"), argument(state)
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
        return dig(state, found, (key,))

    return step


def first_key(_: State, value: Any) -> Any:
    found = entries(value, "firstEntryKey")
    return next(iter(found), None) if found is not None else None


def entry_keys(state: State, value: Any) -> Any:
    found = entries(value, "keys")
    if found is None:
        return None
    return read_items(state, list(found))
