"""Functions over dates and times. ``now`` is the environment's; one evaluation sees one moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from expressions import dates
from expressions.functions.formats import formatted
from expressions.functions.signatures import Function, function
from expressions.problems import EvaluationError
from expressions.types import DATETIME, DATETIME_ONLY

_EXACT = {
    "weeks": timedelta(weeks=1),
    "days": timedelta(days=1),
    "hours": timedelta(hours=1),
    "minutes": timedelta(minutes=1),
    "seconds": timedelta(seconds=1),
}
UNITS = ("years", "months", *_EXACT)
PARTS = ("years", "months", "days", "hours", "minutes", "seconds", "dayOfWeek")


def later(moment: datetime, amount: int, unit: str) -> datetime:
    """Hours and less by the exact clock; days and more by the calendar of the moment's zone."""
    if unit in ("years", "months"):
        months = amount * (12 if unit == "years" else 1)
        return dates.add_months(moment, months)
    if unit not in _EXACT:
        raise EvaluationError("unknown_unit", found=unit[:40], known=", ".join(UNITS))
    try:
        by = _EXACT[unit] * amount
    except OverflowError:
        raise dates.out_of_range() from None
    if unit not in ("days", "weeks") or moment.tzinfo is None or moment.tzinfo is dates.UTC:
        return dates.shift(moment, by)
    return dates.attach(dates.shift(moment.replace(tzinfo=None), by), moment.tzinfo)


def _now(state: Any, zone: tzinfo | None = None) -> datetime:
    return dates.convert(state.env.now, zone or dates.UTC)


def _now_with_delta(state: Any, amount: int, unit: str, zone: tzinfo | None = None) -> datetime:
    return later(_now(state, zone), amount, unit)


def _within(unit: str, sign: int) -> Callable[..., bool]:
    def check(state: Any, moment: datetime, amount: int) -> bool:
        now = _now(state)
        edge = later(now, sign * amount, unit)
        first, last = (edge, now) if sign < 0 else (now, edge)
        return first <= dates.instant(moment) <= last

    return check


def _setter(part: str, least: int, most: int) -> Callable[..., datetime]:
    def change(_: Any, moment: datetime, value: int) -> datetime:
        try:
            if not least <= value <= most:
                raise dates.out_of_range()
            return dates.on_clock(moment, **{part: value})
        except EvaluationError:
            raise EvaluationError("part_out_of_range", part=part, value=value) from None

    return change


def _date_diff(_: Any, start: Any, end: Any, unit: str) -> int:
    """Whole units from the first to the second; negative when the second is earlier."""
    if unit in ("years", "months"):
        months = _months_between(start, end)
        return months if unit == "months" else int(months / 12)
    if unit not in _EXACT:
        raise EvaluationError("unknown_unit", found=unit[:40], known=", ".join(UNITS))
    elapsed: timedelta = _comparable(end) - _comparable(start)
    whole = abs(elapsed) // _EXACT[unit]
    return whole if elapsed >= timedelta() else -whole


def _comparable(value: Any) -> Any:
    return dates.instant(value) if type(value) is datetime and value.tzinfo is not None else value


def _months_between(start: Any, end: Any) -> int:
    one, two = _as_clock(start, start), _as_clock(end, start)
    if two < one:
        return -_months_between(end, start)
    months = (two.year - one.year) * 12 + two.month - one.month
    return months - (dates.add_months(one, months) > two)


def _as_clock(value: Any, like: Any) -> datetime:
    """The wall clock of a date; a dateTime is seen in the zone of the other."""
    if type(value) is date:
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a wall clock
    zone = like.tzinfo if type(like) is datetime else None
    return (dates.convert(value, zone) if zone and value.tzinfo else value).replace(tzinfo=None)


def _date_part(_: Any, value: Any, part: str) -> int:
    if part == "dayOfWeek":
        return int(value.isoweekday())
    if part not in PARTS:
        raise EvaluationError("unknown_unit", found=part[:40], known=", ".join(PARTS))
    return int(getattr(value, part[:-1], 0)) if part in _READABLE else 0


_READABLE = frozenset(PARTS) - {"dayOfWeek"}


def _format_date(
    state: Any, value: Any, pattern: str, zone: tzinfo | None = None, language: str = "en"
) -> str:
    """A dateTime is shown in the zone given, else in the journey's."""
    if type(value) is datetime and value.tzinfo is not None:
        value = dates.convert(value, zone or state.env.zone)
    state.charge(4 * len(pattern))
    return formatted(value, pattern, language)


def _date_function(
    name: str, forms: str | list[str], run: Any, cost: int = 24, **options: Any
) -> Function:
    return function(name, "date", forms, run, cost=cost, **options)


def _windows() -> list[Function]:
    form = "(moment: dateTime, count: integer) -> boolean"
    found = []
    for unit in ("hours", "days", "months", "years"):
        for word, sign in (("inLast", -1), ("inNext", 1)):
            name = word + unit.capitalize()
            found.append(_date_function(name, form, _within(unit, sign), pure=False))
    return found


def _setters() -> list[Function]:
    form = "(moment: T, value: integer) -> T"
    over = (DATETIME, DATETIME_ONLY)
    parts = (
        ("setDays", "day", 1, 31),
        ("setHours", "hour", 0, 23),
        ("setMinutes", "minute", 0, 59),
    )
    return [
        _date_function(name, form, _setter(part, least, most), over=over)
        for name, part, least, most in parts
    ]


_EACH_DATE = ("dateTime", "dateTimeOnly", "dateOnly")

FUNCTIONS = (
    _date_function(
        "currentTimeInMillis",
        "() -> integer",
        lambda state: dates.to_epoch(state.env.now),
        pure=False,
    ),
    _date_function("now", "(zone: timezone?) -> dateTime", _now, pure=False, cost=4),
    _date_function(
        "nowWithDelta",
        "(amount: integer, unit: string!, zone: timezone?) -> dateTime",
        _now_with_delta,
        pure=False,
        cost=40,
    ),
    *_windows(),
    *_setters(),
    _date_function(
        "updateTimeZone",
        "(moment: dateTime, zone: timezone) -> dateTime",
        lambda _, moment, zone: dates.convert(moment, zone),
    ),
    _date_function(
        "dateDiff",
        [f"(start: {one}, end: {one}, unit: string!) -> integer" for one in _EACH_DATE],
        _date_diff,
        cost=48,
    ),
    _date_function(
        "datePart",
        [f"(date: {one}, part: string!) -> integer" for one in _EACH_DATE],
        _date_part,
    ),
    _date_function(
        "formatDate",
        [
            f"(date: {one}, pattern: string, zone: timezone?, language: string?) -> string"
            for one in _EACH_DATE
        ],
        _format_date,
        pure=False,
        cost=64,
    ),
)
