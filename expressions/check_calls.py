"""Checking calls: the name, the number and types of arguments, constants that must make sense."""

from datetime import date
from functools import reduce

from expressions import dates
from expressions.checking import Checking
from expressions.compile_calls import arity
from expressions.constants import UNKNOWN
from expressions.formatter import literal_text
from expressions.functions import FUNCTIONS, Function
from expressions.functions.formats import formatted
from expressions.functions.moments import PARTS, UNITS
from expressions.functions.text import pattern
from expressions.limits import MAX_PROGRAM
from expressions.problems import EvaluationError, Fix
from expressions.tree import Call, Literal, Node
from expressions.types import (
    ANY,
    DATE_ONLY,
    DATETIME,
    DATETIME_ONLY,
    DURATION,
    STRING,
    TIMEZONE,
    Type,
    accepts,
    common,
)
from expressions.values import type_of

READERS = {
    "toDateTime": DATETIME,
    "toDateTimeOnly": DATETIME_ONLY,
    "toDateOnly": DATE_ONLY,
    "toDuration": DURATION,
    "toTimeZone": TIMEZONE,
    "date": DATETIME,
}
_WRAPPERS = {type_: name for name, type_ in READERS.items() if name != "date"}
_PATTERN_FUNCTIONS = ("matchRegExp", "split", "replaceRegExp")


def call(checking: Checking, node: Call) -> Type:
    """The type of a call; ANY where it cannot be told."""
    given = [checking.type(argument) for argument in node.arguments]
    function = FUNCTIONS.get(node.name)
    if function is None:
        _unknown(checking, node)
        return ANY
    if not function.fitting(len(given)):
        checking.problems.append(arity(node, function))
        return ANY
    if function.pure and all(checking.is_fixed(argument) for argument in node.arguments):
        checking.fixed.add(id(node))
    result = _result(checking, node, function, given)
    _nulls(checking, node, function)
    _constants(checking, node, function)
    if node.name in READERS and _is_unreadable(checking, node):
        _report_unreadable(checking, node)
    if node.name == "date" and id(node) in checking.fixed:
        value = checking.value(node)
        return result if value is None or value is UNKNOWN else type_of(value)
    return result


def _unknown(checking: Checking, node: Call) -> None:
    near = checking.nearest(node.name, FUNCTIONS)
    span = (node.start, node.name_end)
    fix = Fix(near, *span) if near else None
    checking.report("unknown_function", span, fix=fix, name=node.name, nearest=near)


def _result(checking: Checking, node: Call, function: Function, given: list[Type]) -> Type:
    results = [
        result
        for one in function.fitting(len(given))
        if (result := one.bind(given, function.over)) is not None
    ]
    if not results:
        _mismatch(checking, node, function, given)
        return function.signatures[0].result if _is_settled(function) else ANY
    if ANY not in given:
        return results[0]
    return reduce(lambda one, two: common(one, two) or ANY, results)


def _is_settled(function: Function) -> bool:
    """Whether the function has one type of result, whatever it is called with."""
    results = {one.result for one in function.signatures}
    return len(results) == 1 and next(iter(results)).name not in ("T", "list", "any")


def _mismatch(checking: Checking, node: Call, function: Function, given: list[Type]) -> None:
    for index, (argument, type_) in enumerate(zip(node.arguments, given, strict=True)):
        wanted = function.accepted(index, len(given))
        if wanted and not any(accepts(one, type_) for one in wanted):
            expected = ", ".join(sorted(map(str, wanted)))
            fix = _wrapped(argument, type_, wanted)
            checking.report("wrong_type", argument, fix=fix, expected=expected, given=str(type_))
            return
    forms = " / ".join(f"{node.name}{one}" for one in function.fitting(len(given)))
    shown = ", ".join(map(str, given))
    checking.report("wrong_arguments", node, name=node.name, given=shown, expected=forms)


def _wrapped(argument: Node, given: Type, wanted: frozenset[Type]) -> Fix | None:
    """Text where a date is needed: convert it."""
    if given != STRING or not isinstance(argument, Literal):
        return None
    name = next((_WRAPPERS[one] for one in wanted if one in _WRAPPERS), None)
    if name is None:
        return None
    return Fix(f"{name}({literal_text(argument.value)})", argument.start, argument.end)


def _is_unreadable(checking: Checking, node: Call) -> bool:
    if id(node) not in checking.fixed:
        return False
    values = [checking.value(argument) for argument in node.arguments]
    return None not in values and UNKNOWN not in values and checking.value(node) is None


def _report_unreadable(checking: Checking, node: Call) -> None:
    text = next((one for one in node.arguments if isinstance(one, Literal)), node.arguments[0])
    value, expected = checking.value(text), READERS[node.name]
    checking.report("constant_unreadable", text, text=str(value)[:80], expected=str(expected))


def _nulls(checking: Checking, node: Call, function: Function) -> None:
    for argument in node.arguments:
        if isinstance(argument, Literal) and argument.value is None and not function.takes_null:
            checking.report("always_null", argument, severity="warning")


def _constants(checking: Checking, node: Call, function: Function) -> None:
    signature = function.fitting(len(node.arguments))[0]
    for index, argument in enumerate(node.arguments):
        parameter = signature.parameter(index)
        if parameter.constant:
            _constant(checking, argument, function.name, parameter.name)
        elif isinstance(argument, Literal) and isinstance(argument.value, str):
            _zone(checking, argument, function.accepted(index, len(node.arguments)))
    if len(node.arguments) > 1 and isinstance(node.arguments[1], Literal):
        _pattern(checking, node.name, node.arguments[1])


def _constant(checking: Checking, argument: Node, function: str, name: str) -> None:
    if not isinstance(argument, Literal) or not isinstance(argument.value, str):
        checking.report("constant_needed", argument, name=name)
        return
    if name == "segment":
        return
    known = PARTS if function == "datePart" else UNITS
    if argument.value not in known:
        near = checking.nearest(argument.value, known)
        fix = Fix(f'"{near}"', argument.start, argument.end) if near else None
        checking.report(
            "unknown_unit", argument, fix=fix, found=argument.value[:40], known=", ".join(known)
        )


def _zone(checking: Checking, argument: Literal, accepted: frozenset[Type]) -> None:
    if TIMEZONE not in accepted or STRING in accepted or not isinstance(argument.value, str):
        return
    if len(accepted) == 1 and dates.read_zone(argument.value) is None:
        text = argument.value[:80]
        near = checking.nearest(text, dates.zone_names())
        fix = Fix(f'"{near}"', argument.start, argument.end) if near else None
        expected = str(TIMEZONE)
        checking.report("constant_unreadable", argument, fix=fix, text=text, expected=expected)


def _pattern(checking: Checking, name: str, argument: Literal) -> None:
    if not isinstance(argument.value, str):
        return
    if checking.program > MAX_PROGRAM:
        return
    try:
        if name in _PATTERN_FUNCTIONS:
            _compiled(checking, argument, argument.value)
        elif name == "formatDate":
            formatted(date(2000, 1, 1), argument.value)
    except EvaluationError as fault:
        checking.program += MAX_PROGRAM // 4
        checking.report(fault.code, argument, **fault.params)


def _compiled(checking: Checking, argument: Literal, regex: str) -> None:
    """Compiles a constant pattern. One may take 10 ms, so that all of a text share a budget."""
    checking.program += pattern(regex).programsize
    if checking.program > MAX_PROGRAM:
        checking.report("patterns_too_large", argument)
