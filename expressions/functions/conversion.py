"""Conversions. A date that cannot be read is null; a number that cannot be read is an error."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from expressions import dates
from expressions.functions.signatures import Function, function
from expressions.problems import EvaluationError
from expressions.values import in_64_bits, text_of, text_to_decimal, truncated

_SCALARS = (
    "string",
    "integer",
    "decimal",
    "boolean",
    "dateTime",
    "dateTimeOnly",
    "dateOnly",
    "duration",
    "timezone",
)


def _to_bool(_: Any, value: Any) -> bool:
    return value == "true" if type(value) is str else bool(value)


def _number(text: str) -> Decimal:
    value = text_to_decimal(text)
    if value is None:
        raise EvaluationError("not_a_number", text=text[:80])
    return value


def _milliseconds(value: Any) -> int | None:
    if type(value) is timedelta:
        return value // timedelta(milliseconds=1)
    return dates.to_epoch(value) if type(value) is datetime else None


def _to_integer(_: Any, value: Any) -> int:
    elapsed = _milliseconds(value)
    if elapsed is not None:
        return in_64_bits(elapsed)
    if type(value) is str:
        value = _number(value)
    return truncated(value) if type(value) is Decimal else int(value)


def _to_decimal(_: Any, value: Any) -> Decimal:
    elapsed = _milliseconds(value)
    if elapsed is not None:
        return Decimal(elapsed)
    if type(value) is str:
        return _number(value)
    return value if type(value) is Decimal else Decimal(int(value))


def _to_duration(_: Any, value: Any) -> timedelta | None:
    if type(value) is str:
        return dates.read_duration(value)
    return value if type(value) is timedelta else dates.milliseconds(value)


def _to_date_time(state: Any, first: Any, second: Any = None) -> datetime | None:
    if isinstance(first, tzinfo):
        first, second = second, first
    if type(first) is str:
        return dates.read_instant(first)
    if type(first) is int:
        return dates.from_epoch(first)
    if type(first) is date:
        first = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - made aware below
    if not isinstance(first, datetime) or first.tzinfo is not None:
        return first if isinstance(first, datetime) else None
    return dates.attach(first, second if second is not None else state.env.zone)


def _to_date_time_only(_: Any, value: Any) -> datetime | None:
    if type(value) is str:
        return dates.read_local(value)
    if type(value) is datetime:
        return value.replace(tzinfo=None, fold=0)
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a wall clock is meant


def _to_date_only(_: Any, value: Any, month: int | None = None, day: int | None = None) -> Any:
    if month is not None and day is not None:
        return _calendar_date(value, month, day)
    if type(value) is str:
        return dates.read_date(value)
    return value.date() if type(value) is datetime else value


def _calendar_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise dates.out_of_range() from None


def _date(_: Any, text: str) -> Any:
    """A dateTime, dateTimeOnly or dateOnly, by how the text is written."""
    moment = dates.read_instant(text)
    if moment is not None:
        return moment
    return dates.read_date(text) if len(text) == 10 else dates.read_local(text)


def _conversion(name: str, forms: list[str], run: Any, **options: Any) -> Function:
    return function(name, "conversion", forms, run, cost=16, **options)


def _from(result: str, *types: str) -> list[str]:
    return [f"(value: {type_}) -> {result}" for type_ in types]


FUNCTIONS = (
    _conversion("toBool", _from("boolean", "decimal", "boolean", "string", "integer"), _to_bool),
    _conversion(
        "toDateTime",
        [
            "(text: string) -> dateTime",
            "(milliseconds: integer) -> dateTime",
            "(moment: dateTime) -> dateTime",
            "(local: dateTimeOnly) -> dateTime",
            "(day: dateOnly) -> dateTime",
            "(local: dateTimeOnly, zone: timezone) -> dateTime",
            "(zone: timezone, local: dateTimeOnly) -> dateTime",
            "(day: dateOnly, zone: timezone) -> dateTime",
            "(zone: timezone, day: dateOnly) -> dateTime",
        ],
        _to_date_time,
    ),
    _conversion(
        "toDateTimeOnly",
        _from("dateTimeOnly", "dateTime", "string", "dateTimeOnly", "dateOnly"),
        _to_date_time_only,
    ),
    _conversion(
        "toDateOnly",
        [
            *_from("dateOnly", "dateTime", "dateTimeOnly", "string", "dateOnly"),
            "(year: integer, month: integer, day: integer) -> dateOnly",
        ],
        _to_date_only,
    ),
    _conversion("date", ["(text: string) -> any"], _date),
    _conversion(
        "toDecimal",
        _from("decimal", "integer", "decimal", "string", "boolean", "dateTime", "duration"),
        _to_decimal,
    ),
    _conversion("toDuration", _from("duration", "string", "integer", "duration"), _to_duration),
    _conversion(
        "toInteger",
        _from("integer", "dateTime", "decimal", "integer", "string", "boolean", "duration"),
        _to_integer,
    ),
    _conversion("toString", _from("string", *_SCALARS), lambda _, value: text_of(value)),
    _conversion("toTimeZone", _from("timezone", "timezone"), lambda _, value: value),
)
