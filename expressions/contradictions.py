"""Comparisons of one field that cannot hold together, and those of which one always holds.

``@{a} == "x" and @{a} == "y"`` and ``@{a} != "x" or @{a} != "y"`` are what people write who mean
the other word.
"""

from decimal import Decimal

from expressions.formatter import format_tree
from expressions.operators import COMPARISONS, differs
from expressions.tree import Compare, Current, Literal, Node, Ref, children

Facts = list[tuple[str, object]]
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def cannot_hold(items: list[Node]) -> bool:
    """Whether no value of a field makes all of the items true."""
    return any(map(_is_impossible, _by_field(items).values()))


def always_holds(items: list[Node]) -> bool:
    """Whether every value of a field makes one of the items true."""
    for facts in _by_field(items).values():
        values = [value for operator, value in facts if operator == "!="]
        if any(differs(values[0], value) for value in values[1:]):
            return True
    return False


def _by_field(items: list[Node]) -> dict[str, Facts]:
    """What the items compare each field with; comparisons with anything but constants left out."""
    found: dict[str, Facts] = {}
    for item in items:
        if not isinstance(item, Compare):
            continue
        operator, left, right = item.operator, item.left, item.right
        if isinstance(left, Literal):
            operator, left, right = _MIRRORED[operator], right, left
        if isinstance(left, Ref | Current) and isinstance(right, Literal) and _is_plain(left):
            found.setdefault(format_tree(left), []).append((operator, right.value))
    return found


def _is_plain(node: Ref | Current) -> bool:
    """Whether nothing but constants stands in it: others would be written out at every level."""
    return all(isinstance(below, Literal) for below in children(node))


def _is_impossible(facts: Facts) -> bool:
    if len(facts) < 2:
        return False
    equal = [value for operator, value in facts if operator == "=="]
    if equal:
        return any(not _holds(operator, equal[0], value) for operator, value in facts)
    return _is_empty_range(facts)


def _holds(operator: str, left: object, right: object) -> bool:
    number = _is_number(left) and _is_number(right)
    return COMPARISONS[operator](left, right) if number or operator in ("==", "!=") else True


def _is_empty_range(facts: Facts) -> bool:
    """Whether the bounds leave no number: each lower bound is held against each upper one."""
    lower = [fact for fact in facts if fact[0] in (">", ">=") and _is_number(fact[1])]
    upper = [fact for fact in facts if fact[0] in ("<", "<=") and _is_number(fact[1])]
    if not lower or not upper:
        return False
    least, most = max(value for _, value in lower), min(value for _, value in upper)  # type: ignore[type-var]
    strict = any(value in (least, most) and operator in "<>" for operator, value in lower + upper)
    return least > most or (least == most and strict)  # type: ignore[operator]


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
