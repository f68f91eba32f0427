"""Functions over numbers."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from hashlib import sha256
from typing import Any

from expressions.functions.signatures import Function, function
from expressions.operators import negate
from expressions.values import DECIMALS, in_64_bits, truncated

_HALF = Decimal("0.5")
_TWO_TO_53 = Decimal(2**53)


def _random(state: Any) -> Decimal:
    """At least 0 and less than 1."""
    draw = int.from_bytes(sha256(state.draw()).digest()[:8], "big") >> 11
    return DECIMALS.divide(Decimal(draw), _TWO_TO_53)


def _rounded(value: int | Decimal, mode: str) -> int:
    if type(value) is int:
        return value
    truncated(value)  # refuses what is beyond 64 bits before the digits are made
    return in_64_bits(int(value.to_integral_value(rounding=mode)))


def _round(_: Any, value: int | Decimal) -> int:
    """Ties go up."""
    if type(value) is int:
        return value
    truncated(value)
    floor = int(value.to_integral_value(rounding=ROUND_FLOOR))
    return in_64_bits(floor + (DECIMALS.subtract(value, floor) >= _HALF))


def _abs(_: Any, value: Any) -> Any:
    return negate(value) if value < 0 else value


def _number_function(name: str, forms: str | list[str], run: Any, **options: Any) -> Function:
    return function(name, "math", forms, run, **options)


FUNCTIONS = (
    _number_function("random", "() -> decimal", _random, pure=False, cost=12),
    _number_function("round", "(value: decimal) -> integer", _round, cost=6),
    _number_function(
        "floor", "(value: decimal) -> integer", lambda _, value: _rounded(value, ROUND_FLOOR)
    ),
    _number_function(
        "ceil", "(value: decimal) -> integer", lambda _, value: _rounded(value, ROUND_CEILING)
    ),
    _number_function("abs", ["(value: integer) -> integer", "(value: decimal) -> decimal"], _abs),
)
