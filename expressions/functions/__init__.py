"""The functions of the language: one module per category, one table of all."""

from typing import Any

from expressions.functions import conversion, lists, moments, numbers, text
from expressions.functions.signatures import Function, Parameter, Signature, function


def _in_segment(state: Any, name: str) -> bool:
    return bool(state.env.in_segment(name))


_PLATFORM = (
    function(
        "inSegment",
        "platform",
        "(segment: string!) -> boolean",
        _in_segment,
        pure=False,
        aliases=("inAudience",),
    ),
)
ALL: tuple[Function, ...] = (
    *_PLATFORM,
    *lists.FUNCTIONS,
    *conversion.FUNCTIONS,
    *moments.FUNCTIONS,
    *numbers.FUNCTIONS,
    *text.FUNCTIONS,
)
FUNCTIONS: dict[str, Function] = {name: one for one in ALL for name in (one.name, *one.aliases)}

__all__ = ["ALL", "FUNCTIONS", "Function", "Parameter", "Signature"]
