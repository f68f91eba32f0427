"""What the operators do with values. Pure functions; each gives a value or raises EvaluationError.

Text meets a date: where one side is a dateTime, dateTimeOnly, dateOnly, duration or time zone and
the other a text, the text is read as that type ("coerced by use"); a text that cannot be read so
counts as null. Two texts compared by ``<`` and its like are both read as dateTimes. ``+`` with a
text is always concatenation: declare the field's type, or write ``toDateTime(...)``, to add to it.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal, DecimalException
from typing import Any

from expressions import dates
from expressions.limits import MAX_INTEGER, MAX_RESULT_BYTES, MIN_INTEGER
from expressions.problems import EvaluationError, LimitExceeded
from expressions.values import DECIMALS, in_64_bits, read_float, text_of, truncated, type_of

NUMBERS = frozenset((int, Decimal))
_MICROSECOND = timedelta(microseconds=1)


def read_like(text: str, other: Any) -> Any:
    """The text as a value of the type of the other, where that is a date or its like."""
    kind = type(other)
    if kind is datetime:
        return dates.read_local(text) if other.tzinfo is None else dates.read_instant(text)
    if kind is date:
        return dates.read_date(text)
    if kind is timedelta:
        return dates.read_duration(text)
    if isinstance(other, tzinfo):
        return dates.read_zone(text)
    return None


def equals(left: Any, right: Any) -> bool:
    """``==``: null equals null only; values of different types are never equal."""
    one, two = type(left), type(right)
    if one is two:
        if one is datetime:
            return _same_moment(left, right)
        return _SAME[one](left, right) if one in _SAME else bool(left == right)
    if one in NUMBERS and two in NUMBERS:
        return bool(left == right)
    if left is None or right is None:
        return False
    if one is str:
        left = read_like(left, right)
        return left is not None and equals(left, right)
    if two is str:
        right = read_like(right, left)
        return right is not None and equals(left, right)
    if isinstance(left, tzinfo) and isinstance(right, tzinfo):
        return dates.zone_text(left) == dates.zone_text(right)
    return False


def _same_moment(left: datetime, right: datetime) -> bool:
    if (left.tzinfo is None) is not (right.tzinfo is None):
        return False
    if left.tzinfo is None:
        return left == right
    return dates.instant(left) == dates.instant(right)


def _same_items(left: list[Any], right: list[Any]) -> bool:
    return len(left) == len(right) and all(map(_same, left, right))


def _same_entries(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)


def _same(left: Any, right: Any) -> bool:
    """``==`` of what payloads hold: their floats are decimals."""
    left = read_float(left) if type(left) is float else left
    right = read_float(right) if type(right) is float else right
    return equals(left, right)


_SAME: dict[type, Callable[[Any, Any], bool]] = {list: _same_items, dict: _same_entries}


def differs(left: Any, right: Any) -> bool:
    return not equals(left, right)


def ordered(left: Any, right: Any) -> tuple[Any, Any] | None:
    """The two as values that Python can order, or None where one is null.

    Raises EvaluationError ``cannot_compare`` for types that have no common order.
    """
    one, two = type(left), type(right)
    if one in NUMBERS and two in NUMBERS:
        return left, right
    if left is None or right is None:
        return None
    if one is str or two is str:
        return _ordered_text(left, right)
    if one is two and one is datetime and (left.tzinfo is None) is (right.tzinfo is None):
        return (left, right) if left.tzinfo is None else (dates.instant(left), dates.instant(right))
    if one is two and one in (date, timedelta):
        return left, right
    raise cannot_compare(left, right)


def _ordered_text(left: Any, right: Any) -> tuple[Any, Any] | None:
    if type(left) is str and type(right) is str:
        moments = dates.read_instant(left), dates.read_instant(right)
        if None in moments:
            raise cannot_compare(left, right)
        return moments
    if isinstance(left if type(right) is str else right, datetime | date | timedelta):
        left = read_like(left, right) if type(left) is str else left
        right = read_like(right, left) if type(right) is str else right
        return ordered(left, right)
    raise cannot_compare(left, right)


def cannot_compare(left: Any, right: Any) -> EvaluationError:
    return EvaluationError("cannot_compare", left=str(type_of(left)), right=str(type_of(right)))


def less(left: Any, right: Any) -> bool:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return bool(left < right)
    pair = ordered(left, right)
    return pair is not None and bool(pair[0] < pair[1])


def at_most(left: Any, right: Any) -> bool:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return bool(left <= right)
    pair = ordered(left, right)
    return pair is not None and bool(pair[0] <= pair[1])


def more(left: Any, right: Any) -> bool:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return bool(left > right)
    pair = ordered(left, right)
    return pair is not None and bool(pair[0] > pair[1])


def at_least(left: Any, right: Any) -> bool:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return bool(left >= right)
    pair = ordered(left, right)
    return pair is not None and bool(pair[0] >= pair[1])


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": equals,
    "!=": differs,
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
}


def add(left: Any, right: Any) -> Any:
    one, two = type(left), type(right)
    if one is int and two is int:
        total = left + right
        return total if MIN_INTEGER <= total <= MAX_INTEGER else in_64_bits(total)
    if one in NUMBERS and two in NUMBERS:
        return decimal(DECIMALS.add, left, right)
    if one is str or two is str:
        return join(left, right)
    if left is None or right is None:
        return None
    if two is timedelta:
        return _later(left, right, "+")
    if one is timedelta:
        return _later(right, left, "+")
    raise cannot_calculate("+", left, right)


def join(left: Any, right: Any) -> str:
    """Concatenation: the other side as by toString; null is no text."""
    text = (text_of(left) or "") + (text_of(right) or "")
    if len(text) > MAX_RESULT_BYTES:
        raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
    return text


def _later(moment: Any, by: timedelta, operator: str) -> Any:
    kind = type(moment)
    if kind is datetime:
        return dates.shift(moment, by)
    if kind is date:
        return dates.shift_date(moment, by)
    if kind is timedelta:
        return _duration(lambda: moment + by)
    raise cannot_calculate(operator, moment, by)


def _duration(work: Callable[[], timedelta]) -> timedelta:
    try:
        return work()
    except OverflowError:
        raise EvaluationError("duration_out_of_range") from None


def subtract(left: Any, right: Any) -> Any:
    one, two = type(left), type(right)
    if one is datetime and two is timedelta:
        return dates.shift(left, -right)
    if one is int and two is int:
        return in_64_bits(left - right)
    if one in NUMBERS and two in NUMBERS:
        return decimal(DECIMALS.subtract, left, right)
    if left is None or right is None:
        return None
    if one is str and two is not str:
        return (
            subtract(read_like(left, right), right)
            if two is not timedelta
            else _text_less(left, right)
        )
    if two is str and one is not str:
        return subtract(left, read_like(right, left))
    if two is timedelta:
        return _later(left, _duration(lambda: -right), "-")
    return _between(left, right)


def _text_less(text: str, by: timedelta) -> Any:
    """A text minus a duration: whatever date the text writes, else null."""
    moment = dates.read_instant(text) or dates.read_local(text) or dates.read_duration(text)
    return None if moment is None else _later(moment, -by, "-")


def _between(left: Any, right: Any) -> timedelta:
    if type(left) is str and type(right) is str:
        left, right = dates.read_instant(left) or left, dates.read_instant(right) or right
    try:
        pair = ordered(left, right)
    except EvaluationError:
        raise cannot_calculate("-", left, right) from None
    if pair is None or type(left) not in (datetime, date):
        raise cannot_calculate("-", left, right)
    return pair[0] - pair[1]  # type: ignore[no-any-return]


def multiply(left: Any, right: Any) -> Any:
    one, two = type(left), type(right)
    if one is int and two is int:
        return in_64_bits(left * right)
    if one in NUMBERS and two in NUMBERS:
        return decimal(DECIMALS.multiply, left, right)
    if left is None or right is None:
        return None
    if one is timedelta and two in NUMBERS:
        return _scaled(left, DECIMALS.multiply, right)
    if two is timedelta and one in NUMBERS:
        return _scaled(right, DECIMALS.multiply, left)
    raise cannot_calculate("*", left, right)


def _scaled(value: timedelta, by: Callable[..., Decimal], factor: int | Decimal) -> timedelta:
    micro = truncated(decimal(by, value // _MICROSECOND, factor))
    return _duration(lambda: timedelta(microseconds=micro))


def divide(left: Any, right: Any) -> Any:
    """Exact integers stay integers; by zero is null."""
    one, two = type(left), type(right)
    if left is None or right is None:
        return None
    if two in NUMBERS and (one in NUMBERS or one is timedelta):
        if not right:
            return None
        if one is timedelta:
            return _scaled(left, DECIMALS.divide, right)
        if one is int and two is int and left % right == 0:
            return in_64_bits(left // right)
        return decimal(DECIMALS.divide, left, right)
    if one is timedelta and two is timedelta:
        if not right:
            return None
        return decimal(DECIMALS.divide, left // _MICROSECOND, right // _MICROSECOND)
    raise cannot_calculate("/", left, right)


def remainder(left: Any, right: Any) -> Any:
    """The remainder takes the sign of the dividend; by zero is null."""
    one, two = type(left), type(right)
    if left is None or right is None:
        return None
    if one not in NUMBERS or two not in NUMBERS:
        raise cannot_calculate("%", left, right)
    if not right:
        return None
    if one is int and two is int:
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return decimal(DECIMALS.remainder, left, right)


def negate(value: Any) -> Any:
    kind = type(value)
    if kind is int:
        return in_64_bits(-value)
    if kind is Decimal:
        return decimal(DECIMALS.minus, value)
    if value is None:
        return None
    if kind is timedelta:
        return _duration(lambda: -value)
    raise EvaluationError("wrong_operand", operator="-", given=str(type_of(value)))


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
}


def decimal(work: Callable[..., Decimal], *operands: int | Decimal) -> Decimal:
    try:
        return work(*operands)
    except DecimalException:
        raise EvaluationError("number_out_of_range") from None


def cannot_calculate(operator: str, left: Any, right: Any) -> EvaluationError:
    given = {"left": str(type_of(left)), "right": str(type_of(right))}
    return EvaluationError("cannot_calculate", operator=operator, **given)
