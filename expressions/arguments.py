"""The arguments of calls: whether a value may stand there, and text read as a date where one must."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from expressions import dates
from expressions.problems import EvaluationError
from expressions.types import DATE_ONLY, DATETIME, DATETIME_ONLY, DURATION, INTEGER, TIMEZONE, Type
from expressions.values import integral, type_of

_READERS: tuple[tuple[Type, Callable[[str], Any]], ...] = (
    (DATETIME, dates.read_instant),
    (DATETIME_ONLY, dates.read_local),
    (DATE_ONLY, dates.read_date),
    (DURATION, dates.read_duration),
    (TIMEZONE, dates.read_zone),
)
_PYTHON: dict[str, frozenset[type]] = {
    "string": frozenset((str,)),
    "integer": frozenset((int,)),
    "decimal": frozenset((int, Decimal)),
    "boolean": frozenset((bool,)),
    "dateOnly": frozenset((date,)),
    "duration": frozenset((timedelta,)),
    "object": frozenset((dict,)),
    "map": frozenset((dict,)),
    "list": frozenset((list,)),
}


def coercer(accepted: frozenset[Type]) -> Callable[[Any], Any] | None:
    """What checks an argument against the types that may stand there, and reads text as a date
    where dates are needed and text is not taken. None where anything goes."""
    if not accepted:
        return None
    quick: frozenset[type] = frozenset().union(*(_PYTHON.get(one.name, ()) for one in accepted))
    if DATETIME in accepted and DATETIME_ONLY in accepted:
        quick |= {datetime}
    readers = [read for type_, read in _READERS if type_ in accepted]

    def coerce(value: Any) -> Any:
        if type(value) in quick or value is None:
            return value
        return _coerced(value, accepted, readers)

    return coerce


def _coerced(value: Any, accepted: frozenset[Type], readers: list[Callable[[str], Any]]) -> Any:
    if type(value) is str and readers:
        return next((found for read in readers if (found := read(value)) is not None), None)
    if isinstance(value, tzinfo) and TIMEZONE in accepted:
        return value
    given = type_of(value)
    if given in accepted:
        return value
    if INTEGER in accepted and type(value) is Decimal:
        whole = integral(value)
        if whole is not None:
            return whole
    expected = ", ".join(sorted(map(str, accepted)))
    raise EvaluationError("wrong_type", expected=expected, given=str(given))
