"""Static checking: the type of a text, and what is wrong with it, before anyone runs it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from expressions import check_calls, check_paths
from expressions.check_fixes import comparison_fix
from expressions.checking import Checking
from expressions.constants import UNKNOWN
from expressions.contradictions import always_holds, cannot_hold
from expressions.operators import COMPARISONS
from expressions.parser import parse
from expressions.problems import EvaluationError, ExpressionError, Problem
from expressions.scope import Scope
from expressions.tree import (
    And,
    Call,
    Chain,
    Compare,
    Current,
    HasNull,
    If,
    Is,
    ListLiteral,
    Literal,
    Negative,
    Node,
    Not,
    Or,
    Ref,
    Tree,
    children,
)
from expressions.types import (
    ANY,
    BOOLEAN,
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DECIMAL,
    DURATION,
    LIST_ANY,
    NULL,
    STRING,
    Type,
    accepts,
    common,
)
from expressions.values import type_of

_ORDERED = (DATETIME, DATETIME_ONLY, DATE_ONLY, DURATION)
_MOMENTS = (DATETIME, DATETIME_ONLY, DATE_ONLY)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. ``type`` is ANY where it cannot be told; ``problems`` in the order of
    the text. ``declared`` (types of references by their start) is for the compiler,
    ``types`` (by the id of the node) for editors."""

    type: Type
    problems: list[Problem]
    declared: dict[int, Type] = field(default_factory=dict, repr=False)
    types: dict[int, Type] = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> list[Problem]:
        """The problems without the warnings."""
        return [one for one in self.problems if one.severity == "error"]

    def to_json(self, language: str = "en") -> dict[str, Any]:
        problems = [one.to_json(language) for one in self.problems]
        return {"type": str(self.type), "problems": problems}


def check(text: str, scope: Scope | None = None, expected: Type | None = None) -> Checked:
    """The type of a text and all its problems. Never raises for a bad text.

    scope: what may be referred to; None lets everything pass. expected: the type that is needed.
    """
    try:
        tree = parse(text)
    except ExpressionError as fault:
        return Checked(ANY, list(fault.problems))
    return check_tree(tree, scope, expected)


def check_tree(tree: Tree, scope: Scope | None = None, expected: Type | None = None) -> Checked:
    """As :func:`check`, of a text that is parsed already."""
    checking = Checking(scope, _visit)
    type_ = checking.type(tree.root)
    checking.verify(tree.root)
    if expected is not None and not accepts(expected, type_):
        checking.report("wrong_result", tree.root, expected=str(expected), given=str(type_))
    problems = sorted(checking.problems, key=lambda one: (one.start, one.end))
    return Checked(type_, problems, checking.declared, checking.types)


def _visit(checking: Checking, node: Node) -> Type:
    type_ = _VISITORS[type(node)](checking, node)
    checking.types[id(node)] = type_
    below = children(node)
    if not isinstance(node, Ref | Current | Call) and all(map(checking.is_fixed, below)):
        checking.fixed.add(id(node))
    elif not checking.is_fixed(node):
        for child in below:
            checking.verify(child)
    return type_


def _literal(_: Checking, node: Literal) -> Type:
    return type_of(node.value)


def _list(checking: Checking, node: ListLiteral) -> Type:
    item: Type = NULL
    for one in node.items:
        type_ = checking.type(one)
        merged = common(item, type_)
        if merged is None:
            checking.report("mixed_list", one, expected=str(item), given=str(type_))
        item = merged or ANY
    return LIST_ANY if item == NULL else Type.list_of(item)


def _boolean(checking: Checking, node: Node) -> None:
    type_ = checking.type(node)
    if not accepts(BOOLEAN, type_):
        checking.report("wrong_type", node, expected="boolean", given=str(type_))
    elif type_ == NULL:
        checking.report("null_is_no", node, severity="warning")


def _junction(checking: Checking, node: And | Or) -> Type:
    for item in node.items:
        _boolean(checking, item)
    if isinstance(node, And) and cannot_hold(node.items):
        checking.report("always_false", node, severity="warning")
    elif isinstance(node, Or) and always_holds(node.items):
        checking.report("always_true", node, severity="warning")
    return BOOLEAN


def _not(checking: Checking, node: Not) -> Type:
    _boolean(checking, node.operand)
    return BOOLEAN


def _if(checking: Checking, node: If) -> Type:
    _boolean(checking, node.condition)
    left, right = checking.type(node.then), checking.type(node.otherwise)
    merged = common(left, right)
    if merged is None:
        checking.report("mixed_branches", node.otherwise, left=str(left), right=str(right))
    return merged or ANY


def _compare(checking: Checking, node: Compare) -> Type:
    left, right = checking.type(node.left), checking.type(node.right)
    if node.operator in ("==", "!="):
        if common(left, right) is None:
            fix = comparison_fix(node, left, right)
            checking.report("never_equal", node, fix=fix, left=str(left), right=str(right))
            return BOOLEAN
    elif not _has_order(left, right):
        fix = comparison_fix(node, left, right)
        checking.report("cannot_compare", node, fix=fix, left=str(left), right=str(right))
        return BOOLEAN
    elif NULL in (left, right):
        checking.report("always_false", node, severity="warning")
        return BOOLEAN
    _foreseen(checking, node)
    return BOOLEAN


def _has_order(left: Type, right: Type) -> bool:
    known = [one for one in (left, right) if one not in (ANY, NULL)]
    if any(not one.is_number and one not in _ORDERED for one in known):
        return False
    return len(known) < 2 or left == right or (left.is_number and right.is_number)


def _foreseen(checking: Checking, node: Compare) -> None:
    left, right = checking.value(node.left), checking.value(node.right)
    if left is UNKNOWN or right is UNKNOWN:
        return
    try:
        value = COMPARISONS[node.operator](left, right)
    except EvaluationError:
        return
    checking.report("always_true" if value else "always_false", node, severity="warning")


def _chain(checking: Checking, node: Chain) -> Type:
    type_ = checking.type(node.first)
    for operator, operand in node.rest:
        right = checking.type(operand)
        result = calculated(operator, type_, right)
        if result is None:
            span = (node.start, operand.end)
            given = {"left": str(type_), "right": str(right)}
            checking.report("cannot_calculate", span, operator=operator, **given)
        if operator in "/%" and checking.value(operand) == 0 and right.is_number:
            checking.report("division_by_zero", operand, severity="warning")
        elif right == NULL and type_ != STRING:
            checking.report("always_null", operand, severity="warning")
        type_ = result or ANY
    return type_


def calculated(operator: str, left: Type, right: Type) -> Type | None:
    """The type of ``left operator right``, or None where it has no meaning."""
    if operator == "+" and STRING in (left, right):
        other = right if left == STRING else left
        return None if other.is_list or other.name in ("object", "map") else STRING
    if NULL in (left, right):
        return right if left == NULL else left
    if ANY in (left, right):
        return _with_any(operator, right if left == ANY else left)
    if left.is_number and right.is_number:
        return DECIMAL if operator == "/" or DECIMAL in (left, right) else left
    return _with_dates(operator, left, right)


def _with_any(operator: str, other: Type) -> Type | None:
    if other in (ANY, DURATION) or other.is_number:
        return ANY
    return ANY if operator in "+-" and other in _MOMENTS else None


def _with_dates(operator: str, left: Type, right: Type) -> Type | None:
    if operator in "+-" and right == DURATION and left in _ORDERED:
        return left
    if operator == "+" and left == DURATION and right in _ORDERED:
        return right
    if operator == "-" and left == right and left in _MOMENTS:
        return DURATION
    if operator in "*/" and left == DURATION and right.is_number:
        return DURATION
    if operator == "*" and right == DURATION and left.is_number:
        return DURATION
    return DECIMAL if operator == "/" and left == right == DURATION else None


def _negative(checking: Checking, node: Negative) -> Type:
    type_ = checking.type(node.operand)
    if not type_.is_number and type_ not in (ANY, NULL, DURATION):
        checking.report("wrong_operand", node, operator="-", given=str(type_))
        return ANY
    return type_


def _is(checking: Checking, node: Is) -> Type:
    checking.type(node.operand)
    return BOOLEAN


def _has_null(checking: Checking, node: HasNull) -> Type:
    type_ = checking.type(node.operand)
    if not type_.is_list and type_ not in (ANY, NULL):
        checking.report("not_a_list", node, name="has null", given=str(type_))
    return BOOLEAN


_VISITORS: dict[type, Callable[[Checking, Any], Type]] = {
    Literal: _literal,
    ListLiteral: _list,
    Ref: check_paths.reference,
    Current: check_paths.current,
    Call: check_calls.call,
    If: _if,
    And: _junction,
    Or: _junction,
    Not: _not,
    Compare: _compare,
    Chain: _chain,
    Negative: _negative,
    Is: _is,
    HasNull: _has_null,
}
