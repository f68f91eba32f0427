"""The values of the language, and what payloads hold made into them.

=============  =======================================  =====================
type           Python                                   in JSON
=============  =======================================  =====================
string         str                                      string
integer        int, within 64 bits                      number
decimal        Decimal (34 digits, exponent to 308)     number
boolean        bool                                     true, false
dateTime       aware datetime                           ISO 8601 with offset
dateTimeOnly   naive datetime                           ISO 8601 without
dateOnly       date                                     YYYY-MM-DD
duration       timedelta                                ISO 8601, PnHnMnS
timezone       tzinfo                                   its name
list           list                                     array
object, map    dict                                     object
null           None                                     null
=============  =======================================  =====================

A float of a payload becomes ``Decimal(repr(x))`` when it is read; NaN and the infinities are null.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from math import isfinite
from typing import Any

from expressions import dates
from expressions.limits import (
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_INTEGER,
    MAX_ITEMS,
    MAX_NUMBER_TEXT,
    MAX_RESULT_BYTES,
    MAX_STEPS,
    MAX_VALUE_DEPTH,
    MIN_INTEGER,
)
from expressions.problems import EvaluationError, LimitExceeded
from expressions.types import (
    ANY,
    BOOLEAN,
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DECIMAL,
    DURATION,
    INTEGER,
    NULL,
    OBJECT,
    STRING,
    TIMEZONE,
    Type,
    common,
)

Value = Any

DECIMALS = Context(
    prec=MAX_DIGITS,
    Emax=MAX_EXPONENT,
    Emin=-MAX_EXPONENT,
    traps=[Overflow, InvalidOperation, DivisionByZero],
)


def read(raw: object) -> Value:
    """A value of a payload as a value of the language. Lists and objects are read lazily."""
    kind = type(raw)
    if kind is float:
        return read_float(raw)  # type: ignore[arg-type]
    return in_64_bits(raw) if kind is int else raw  # type: ignore[arg-type]


@lru_cache(maxsize=1024)
def read_float(raw: float) -> Decimal | None:
    return Decimal(repr(raw)) if isfinite(raw) else None


def in_64_bits(value: int) -> int:
    if MIN_INTEGER <= value <= MAX_INTEGER:
        return value
    raise EvaluationError("integer_out_of_range")


def truncated(value: Decimal) -> int:
    """The integer part. The exponent is looked at first: ``int(Decimal("1e1000000"))`` takes
    more than a minute."""
    if value and value.adjusted() > 19:
        raise EvaluationError("integer_out_of_range")
    return in_64_bits(int(value))


def integral(value: Decimal) -> int | None:
    """The integer that a decimal equals, or None."""
    if value.adjusted() < 20 and value == value.to_integral_value():
        whole = int(value)
        return whole if MIN_INTEGER <= whole <= MAX_INTEGER else None
    return None


def text_to_decimal(text: str) -> Decimal | None:
    """The number that a text writes, or None; EvaluationError where it is beyond the bounds."""
    if len(text) > MAX_NUMBER_TEXT:
        raise EvaluationError("number_out_of_range")
    try:
        value = Decimal(text.strip()) if text.isascii() and "_" not in text else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite():
        return None
    if value and abs(value.adjusted()) > MAX_EXPONENT:
        raise EvaluationError("number_out_of_range")
    return DECIMALS.plus(value)


def type_of(value: Value) -> Type:
    """The type of a value, lists with the type that holds all their items."""
    found = _TYPES.get(type(value))
    if found is not None:
        return found
    if isinstance(value, datetime):
        return DATETIME if value.tzinfo is not None else DATETIME_ONLY
    if isinstance(value, list | tuple):
        return _list_type(value)
    if isinstance(value, tzinfo):
        return TIMEZONE
    return OBJECT if isinstance(value, Mapping) else ANY


def _list_type(values: list[Value] | tuple[Value, ...]) -> Type:
    item: Type = NULL
    for value in values[:MAX_ITEMS]:
        item = common(item, type_of(read(value))) or ANY
        if item == ANY:
            break
    return Type.list_of(ANY if item == NULL else item)


_TYPES: dict[type, Type] = {
    str: STRING,
    int: INTEGER,
    float: DECIMAL,
    Decimal: DECIMAL,
    bool: BOOLEAN,
    type(None): NULL,
    date: DATE_ONLY,
    timedelta: DURATION,
    dict: OBJECT,
}


def decimal_text(value: Decimal) -> str:
    """``1.5``, ``12.0``: plain digits, no needless zeros, at least one after the point."""
    text = format(value, "f")
    if "." not in text:
        return text + ".0"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def text_of(value: Value) -> str | None:
    """What ``toString`` gives: dates in ISO 8601 in UTC, durations in ISO 8601; null of null."""
    if type(value) is str:
        return value
    if value is None:
        return None
    if type(value) is datetime and value.tzinfo is not None:
        return dates.write_instant(value.astimezone(dates.UTC))
    plain = to_json(value)
    if type(value) is Decimal:
        return decimal_text(value)
    if type(plain) is bool:
        return "true" if plain else "false"
    if isinstance(plain, list | dict):
        raise EvaluationError("wrong_type", expected="string", given=str(type_of(value)))
    return str(plain)


def to_json(value: Value) -> Any:
    """The value as plain JSON data. A dateTime keeps the offset that it has (``Z`` for UTC)."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, tzinfo):
        return dates.zone_text(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    return str(value)


def _itself(value: Value) -> Value:
    return value


def _whole(value: int) -> int | None:
    return value if MIN_INTEGER <= value <= MAX_INTEGER else None


def _fraction(value: float) -> float | None:
    return value if isfinite(value) else None


def _listed(value: list[Value]) -> list[Any]:
    return [to_json(item) for item in value]


def _written(value: datetime) -> str:
    return dates.write_local(value) if value.tzinfo is None else dates.write_instant(value)


_WRITERS: dict[type, Callable[[Any], Any]] = {
    str: _itself,
    int: _whole,
    bool: _itself,
    float: _fraction,
    type(None): _itself,
    Decimal: float,
    datetime: _written,
    date: date.isoformat,
    timedelta: dates.write_duration,
    list: _listed,
    tuple: _listed,
}


def weight(value: Value) -> int:
    """How many values a list or object holds, at all levels; counting stops where looking at
    them all would be beyond the budget.

    Raises LimitExceeded where it is nested so deep that walking it could exhaust the stack.
    """
    count, depth, level = 0, 0, [value]
    while level and count <= MAX_STEPS // 8:
        count, depth = count + len(level), depth + 1
        if depth > MAX_VALUE_DEPTH:
            raise LimitExceeded("value_too_deep", limit=MAX_VALUE_DEPTH)
        below: list[Value] = []
        for item in level:
            if isinstance(item, list):
                below += item
            elif isinstance(item, Mapping):
                below += item.values()
        level = below
    return count


def bounded(value: Value) -> Value:
    """The value, when it is within the budget of a result; else LimitExceeded."""
    kind = type(value)
    if kind is str and len(value) * 4 > MAX_RESULT_BYTES:
        if len(value.encode("utf-8", "surrogatepass")) > MAX_RESULT_BYTES:
            raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
    elif kind is list or kind is dict:
        _weigh(value)
    return value


def _weigh(value: Value) -> None:
    weight(value)
    room = MAX_RESULT_BYTES
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            room -= len(item.encode("utf-8", "surrogatepass")) + 2
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, Mapping):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        room -= 2
        if room < 0:
            raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
