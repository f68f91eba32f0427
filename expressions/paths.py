"""Reading along a path through payloads. Payloads are never changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from expressions import dates
from expressions.limits import MAX_INTEGER, MAX_ITEMS, MIN_INTEGER
from expressions.problems import EvaluationError, LimitExceeded
from expressions.state import State
from expressions.types import Type
from expressions.values import in_64_bits, integral, read, read_float, type_of


def dig(state: State, value: Any, names: tuple[str, ...]) -> Any:
    """The value below ``names``; null where there is none. A path through a list maps over it,
    and lists of lists become one list."""
    for index, name in enumerate(names):
        if type(value) is dict:
            value = value.get(name)
        elif value is None:
            return None
        elif type(value) is list:
            return _mapped(state, value, names[index:])
        elif isinstance(value, Mapping):
            value = value.get(name)
        else:
            return None
    return taken(state, value)


def taken(state: State, value: Any) -> Any:
    """What a payload holds at the end of a path, as a value of the language."""
    kind = type(value)
    if kind is str:
        return value
    if kind is float:
        return read_float(value)
    if kind is int:
        return value if MIN_INTEGER <= value <= MAX_INTEGER else in_64_bits(value)
    return read_items(state, value) if kind is list else value


def read_items(state: State, raw: list[Any]) -> list[Any]:
    """A list of a payload as a list of the language. Numbers are dear: each becomes a decimal."""
    count = len(raw)
    if count > MAX_ITEMS:
        raise LimitExceeded("too_many_items", limit=MAX_ITEMS, count=count)
    if _RAW_NUMBERS.isdisjoint(map(type, raw)):
        state.charge(count >> 2)
        return raw.copy()
    state.charge(count * 4)
    return [read_float(item) if type(item) is float else read(item) for item in raw]


_RAW_NUMBERS = frozenset((float, int))


def _mapped(state: State, items: list[Any], names: tuple[str, ...]) -> list[Any]:
    state.charge(2 * len(items))
    found: list[Any] = []
    for item in items:
        value = dig(state, item, names)
        if type(value) is list:
            found.extend(value)
        else:
            found.append(value)
        if len(found) > MAX_ITEMS:
            raise LimitExceeded("too_many_items", limit=MAX_ITEMS, count=len(found))
    return found


def elements(state: State, value: Any, step: str) -> list[Any] | None:
    """The elements that a path function looks at; None of null."""
    if type(value) is list:
        return read_items(state, value)
    if value is None:
        return None
    raise EvaluationError("not_a_list", name=step, given=str(type_of(value)))


def entries(value: Any, step: str) -> Mapping[str, Any] | None:
    if value is None or isinstance(value, Mapping):
        return value
    raise EvaluationError("not_a_map", name=step, given=str(type_of(value)))


def _instant(value: Any) -> Any:
    return dates.read_instant(value) if type(value) is str else value


def _local(value: Any) -> Any:
    return dates.read_local(value) if type(value) is str else value


def _day(value: Any) -> Any:
    if type(value) is datetime:
        return value.date()
    return dates.read_date(value) if type(value) is str else value


def _duration(value: Any) -> Any:
    return dates.read_duration(value) if type(value) is str else value


def _zone(value: Any) -> Any:
    return dates.read_zone(value) if type(value) is str else value


def _decimal(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


def _integer(value: Any) -> Any:
    whole = integral(value) if type(value) is Decimal else None
    return value if whole is None else whole


_CASTS: dict[str, Callable[[Any], Any]] = {
    "dateTime": _instant,
    "dateTimeOnly": _local,
    "dateOnly": _day,
    "duration": _duration,
    "timezone": _zone,
    "decimal": _decimal,
    "integer": _integer,
}


def cast_for(type_: Type) -> Callable[[Any], Any] | None:
    """What makes a payload's value one of its declared type; None where nothing is to do.

    A text that cannot be read as the declared date is null; a value of quite another kind is left
    as it is, and the operation that meets it says so.
    """
    if type_.item is None:
        return _CASTS.get(type_.name)
    inner = cast_for(type_.item)
    if inner is None:
        return None

    def cast(value: Any) -> Any:
        return [inner(item) for item in value] if type(value) is list else inner(value)

    return cast
