"""How a comparison of different types could be meant: the change that makes one type of both."""

from expressions.formatter import format_tree, literal_text
from expressions.problems import EvaluationError, Fix
from expressions.tree import Compare, Literal, Node
from expressions.types import (
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DURATION,
    STRING,
    TIMEZONE,
    Type,
)
from expressions.values import integral, text_to_decimal

READERS = {
    DATETIME: "toDateTime",
    DATETIME_ONLY: "toDateTimeOnly",
    DATE_ONLY: "toDateOnly",
    DURATION: "toDuration",
    TIMEZONE: "toTimeZone",
}


def comparison_fix(node: Compare, left: Type, right: Type) -> Fix | None:
    """``@{total} == "100"`` is meant as a number, ``@{at} > "2026-03-01T10:00Z"`` as a moment."""
    for text, other, text_type, other_type in (
        (node.left, node.right, left, right),
        (node.right, node.left, right, left),
    ):
        if text_type != STRING:
            continue
        if isinstance(text, Literal):
            return _literal_fix(text, other_type)
        if other_type.is_number:
            return _number_fix(node, text, other)
    return None


def _literal_fix(text: Literal, other: Type) -> Fix | None:
    if other in READERS:
        return Fix(f"{READERS[other]}({literal_text(text.value)})", text.start, text.end)
    try:
        number = text_to_decimal(str(text.value)) if other.is_number else None
    except EvaluationError:
        return None
    if number is None:
        return None
    whole = integral(number)
    return Fix(literal_text(number if whole is None else whole), text.start, text.end)


def _number_fix(node: Compare, text: Node, number: Node) -> Fix:
    """A field of text beside a number: equality is meant of texts, an order of numbers."""
    if node.operator in ("==", "!=") and isinstance(number, Literal):
        return Fix(f'"{literal_text(number.value)}"', number.start, number.end)
    return Fix(f"toDecimal({format_tree(text)})", text.start, text.end)
