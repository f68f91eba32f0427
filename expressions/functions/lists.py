"""Functions over lists: counting, adding up, choosing, ordering."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from types import NoneType
from typing import Any

from expressions import dates
from expressions.functions.signatures import Function, function
from expressions.functions.text import checked_size, sized
from expressions.operators import (
    NUMBERS,
    add,
    cannot_calculate,
    cannot_compare,
    decimal,
    equals,
    ordered,
)
from expressions.paths import dig
from expressions.problems import EvaluationError
from expressions.types import (
    BOOLEAN,
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DECIMAL,
    DURATION,
    INTEGER,
    STRING,
)
from expressions.values import DECIMALS, read_float, text_of, type_of, weight

ORDERED = (INTEGER, DECIMAL, DURATION, DATETIME, DATETIME_ONLY, DATE_ONLY)
SCALARS = (INTEGER, DECIMAL, STRING, BOOLEAN, DATETIME, DATETIME_ONLY, DATE_ONLY, DURATION)


def identity(state: Any, value: Any) -> Any:
    """A key that is equal for values that ``==`` calls equal."""
    kind = type(value)
    if kind in _PLAIN_KEYS:
        return value
    if kind is float:
        return read_float(value)
    if kind is datetime and value.tzinfo is not None:
        return ("dateTime", dates.instant(value).astimezone(dates.UTC))
    if isinstance(value, tzinfo):
        return ("timezone", dates.zone_text(value))
    if kind is list or isinstance(value, Mapping):
        state.charge(8 * weight(value))
        return _deep_identity(state, value)
    return (kind.__name__, value)


_PLAIN_KEYS = frozenset((str, int, Decimal, NoneType))


def _deep_identity(state: Any, value: Any) -> Any:
    if isinstance(value, Mapping):
        return ("object", frozenset((key, _deep_identity(state, value[key])) for key in value))
    if type(value) is list:
        return ("list", tuple(_deep_identity(state, item) for item in value))
    return identity(state, value)


def _present(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _operands(first: Any, rest: tuple[Any, ...]) -> list[Any]:
    """The values of ``f(list)`` or of ``f(a, b)``, nulls left out."""
    return _present(first) if type(first) is list and not rest else _present((first, *rest))


def _numbers(values: list[Any]) -> list[Any]:
    for value in values:
        if type(value) not in NUMBERS:
            raise EvaluationError("wrong_type", expected="list<decimal>", given=str(type_of(value)))
    return values


def _sum(_: Any, first: Any, *rest: Any) -> Any:
    """Of numbers, or of durations; 0 of a list that holds neither."""
    values = _operands(first, rest)
    if not values and type(first) is not list:
        return None
    if values and type(values[0]) is timedelta:
        return _total(_durations(values))
    return _total(_numbers(values)) if values else 0


def _total(values: list[Any]) -> Any:
    total = values[0]
    for value in values[1:]:
        total = add(total, value)
    return total


def _durations(values: list[Any]) -> list[Any]:
    for value in values:
        if type(value) is not timedelta:
            raise cannot_calculate("+", values[0], value)
    return values


def _avg(_: Any, first: Any, *rest: Any) -> Decimal | None:
    values = _numbers(_operands(first, rest))
    if not values:
        return None
    total = Decimal(0)
    for value in values:
        total = decimal(DECIMALS.add, total, value)
    return decimal(DECIMALS.divide, total, len(values))


def _extreme(sign: int) -> Callable[..., Any]:
    def choose(_: Any, first: Any, *rest: Any) -> Any:
        best: Any = None
        for value in _operands(first, rest):
            if best is None:
                best = _rankable(value)
                continue
            pair = ordered(value, best)
            if pair is not None and (pair[0] > pair[1] if sign > 0 else pair[0] < pair[1]):
                best = value
        return best

    return choose


def _rankable(value: Any) -> Any:
    if type(value) in NUMBERS or type(value) in (datetime, date, timedelta):
        return value
    if type(value) is str:
        moment = dates.read_instant(value)
        if moment is not None:
            return moment
    raise cannot_compare(value, value)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    if type(value) is list:
        return value
    raise EvaluationError("wrong_type", expected="list", given=str(type_of(value)))


def _by_key(state: Any, items: list[Any], key: str | None) -> list[Any]:
    if key is None:
        return items
    names = tuple(key.split("."))
    return [dig(state, item, names) for item in items]


def _distinct_count(state: Any, items: Any, key: str | None = None) -> int:
    values = _present(_by_key(state, _listed(items), key))
    return len({identity(state, value) for value in values})


def _distinct_count_with_null(state: Any, items: Any) -> int:
    return len({identity(state, value) for value in _listed(items)})


def _unique(state: Any, items: list[Any], key: str | None, *, nulls: bool) -> list[Any]:
    seen: set[Any] = set()
    found = []
    for item, value in zip(items, _by_key(state, items, key), strict=True):
        mark = identity(state, value)
        if mark not in seen and (nulls or value is not None):
            seen.add(mark)
            found.append(item)
    return found


def _distinct(state: Any, items: list[Any], key: str | None = None) -> list[Any]:
    return _unique(state, items, key, nulls=False)


def _distinct_with_null(state: Any, items: list[Any], key: str | None = None) -> list[Any]:
    return _unique(state, items, key, nulls=True)


def _in(_: Any, value: Any, items: Any) -> bool:
    listed = _listed(items)
    if type(value) is str and value in listed:
        return True
    return any(equals(value, item) for item in listed)


def _serialize(_: Any, items: list[Any], separator: str, quotes: bool) -> str:
    texts = [text_of(item) or "" for item in items]
    checked_size(sum(map(len, texts)) + len(texts) * (len(separator) + 2))
    mark = '"' if quotes else ""
    return sized(separator.join(f"{mark}{text}{mark}" for text in texts))


def _sort(state: Any, items: list[Any], second: Any, third: Any = None) -> list[Any]:
    """``sort(list, ascending)`` and ``sort(list of objects, key, ascending)``; nulls come last."""
    key, ascending = (second, third) if third is not None else (None, second)
    if type(ascending) is not bool or (key is not None and type(key) is not str):
        raise EvaluationError("wrong_type", expected="boolean", given=str(type_of(ascending)))
    pairs = list(zip(_by_key(state, items, key), items, strict=True))
    ranked = [pair for pair in pairs if pair[0] is not None]
    empty = [item for value, item in pairs if value is None]
    ranks = _ranks([value for value, _ in ranked])
    order = sorted(range(len(ranked)), key=ranks.__getitem__, reverse=not ascending)
    return [ranked[index][1] for index in order] + empty


def _ranks(values: list[Any]) -> list[Any]:
    """Keys that order values of one kind; EvaluationError where they are of several."""
    kinds = {_kind(value) for value in values}
    if len(kinds) > 1 or kinds & {"object", "list", "timezone"}:
        first = type_of(values[0])
        other = next((one for value in values if (one := type_of(value)) != first), first)
        raise EvaluationError("cannot_compare", left=str(first), right=str(other))
    return [dates.instant(value) for value in values] if kinds == {"dateTime"} else values


def _kind(value: Any) -> str:
    type_ = type_of(value)
    return "number" if type_.is_number else type_.name


def _filter(state: Any, items: list[Any], key: str, wanted: list[Any]) -> list[Any]:
    marks = {identity(state, value) for value in wanted}
    values = [identity(state, value) for value in _by_key(state, items, key)]
    return [item for item, value in zip(items, values, strict=True) if value in marks]


def _item(_: Any, items: list[Any], index: int) -> Any:
    return items[index] if 0 <= index < len(items) else None


def _intersect(state: Any, one: Any, two: Any) -> list[Any]:
    marks = {identity(state, value) for value in _listed(two)}
    common = [item for item in _listed(one) if identity(state, item) in marks]
    return _unique(state, common, None, nulls=True)


def _limit(_: Any, items: list[Any], count: int, first: bool = True) -> list[Any]:
    if count <= 0:
        return []
    return items[:count] if first else items[-count:]


def _coalesce(_: Any, *values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _list_function(name: str, forms: str | list[str], run: Any, **options: Any) -> Function:
    return function(name, "list", forms, run, **options)


def _aggregation(name: str, forms: str | list[str], run: Any, **options: Any) -> Function:
    return function(name, "aggregation", forms, run, takes_null=True, **options)


_EXTREMES = ["(values: list<T>) -> T", "(one: T, other: T) -> T"]

FUNCTIONS = (
    _aggregation(
        "avg",
        ["(values: list<decimal>) -> decimal", "(one: decimal, other: decimal) -> decimal"],
        _avg,
        each=4,
    ),
    _aggregation(
        "count", "(items: list<any>) -> integer", lambda _, items: len(_present(_listed(items)))
    ),
    _aggregation(
        "countOnlyNull",
        "(items: list<any>) -> integer",
        lambda _, items: sum(item is None for item in _listed(items)),
    ),
    _aggregation(
        "countWithNull", "(items: list<any>) -> integer", lambda _, items: len(_listed(items))
    ),
    _aggregation(
        "distinctCount",
        ["(items: list<any>) -> integer", "(items: list<object>, key: string) -> integer"],
        _distinct_count,
        each=4,
    ),
    _aggregation(
        "distinctCountWithNull",
        "(items: list<any>) -> integer",
        _distinct_count_with_null,
        each=4,
    ),
    _aggregation("max", _EXTREMES, _extreme(1), over=ORDERED, each=4),
    _aggregation("min", _EXTREMES, _extreme(-1), over=ORDERED, each=4),
    _aggregation(
        "sum",
        ["(values: list<T>) -> T", "(one: T, other: T) -> T"],
        _sum,
        over=(INTEGER, DECIMAL, DURATION),
        each=4,
    ),
    _list_function(
        "distinct",
        ["(items: list<T>) -> list<T>", "(items: list<object>, key: string) -> list<object>"],
        _distinct,
        each=4,
    ),
    _list_function(
        "distinctWithNull",
        ["(items: list<T>) -> list<T>", "(items: list<object>, key: string) -> list<object>"],
        _distinct_with_null,
        each=4,
    ),
    _list_function(
        "in", "(value: T, items: list<T>) -> boolean", _in, over=SCALARS, takes_null=True
    ),
    _list_function(
        "listSize",
        "(items: list<any>) -> integer",
        lambda _, items: len(_listed(items)),
        takes_null=True,
    ),
    _list_function(
        "serializeList",
        "(items: list<T>, separator: string, quotes: boolean) -> string",
        _serialize,
        over=SCALARS,
        each=8,
    ),
    _list_function(
        "sort",
        [
            "(items: list<T>, ascending: boolean) -> list<T>",
            "(items: list<object>, key: string, ascending: boolean) -> list<object>",
        ],
        _sort,
        over=SCALARS,
        each=6,
    ),
    _list_function(
        "filter",
        "(items: list<object>, key: string, keys: list<any>) -> list<object>",
        _filter,
        each=8,
    ),
    _list_function("getListItem", "(items: list<T>, index: integer) -> T", _item),
    _list_function(
        "intersect",
        "(one: list<T>, other: list<T>) -> list<T>",
        _intersect,
        takes_null=True,
        each=8,
    ),
    _list_function("limit", "(items: list<T>, count: integer, first: boolean?) -> list<T>", _limit),
    _list_function("coalesce", "(values: T...) -> T", _coalesce, takes_null=True),
)
