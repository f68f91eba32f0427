"""How a function is declared: signatures written as text, and the code that runs them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from expressions.types import ANY, NULL, Type, accepts, common

_FORM = re.compile(r"\((.*)\) -> (.+)")
_PARAMETER = re.compile(r"(\w+): ([\w<>]+)(\?|\.\.\.|!)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``type`` is a Type, or a Type over ``T``, the type that the call binds."""

    name: str
    type: Type
    optional: bool = False
    repeated: bool = False
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. Written ``(text: string, from: integer, to: integer?) -> string``;
    ``?`` may be left out, ``...`` may be repeated, ``!`` must be a constant."""

    parameters: tuple[Parameter, ...]
    result: Type

    @property
    def least(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        if any(parameter.repeated for parameter in self.parameters):
            return None
        return len(self.parameters)

    def takes(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def parameter(self, index: int) -> Parameter:
        return self.parameters[min(index, len(self.parameters) - 1)]

    def bind(self, given: Sequence[Type], allowed: Sequence[Type]) -> Type | None:
        """The type of the result for arguments of these types, or None when they do not fit."""
        bound: Type = NULL
        for index, type_ in enumerate(given):
            wanted = self.parameter(index).type
            if _is_open(wanted):
                found = _binding(wanted, type_)
                merged = common(bound, found) if found is not None else None
                if merged is None or not _is_allowed(merged, allowed):
                    return None
                bound = merged
            elif not accepts(wanted, type_):
                return None
        return _filled(self.result, ANY if bound == NULL else bound)

    def __str__(self) -> str:
        return f"({', '.join(map(_parameter_text, self.parameters))}) -> {self.result}"


def _parameter_text(parameter: Parameter) -> str:
    mark = "?" if parameter.optional else "..." if parameter.repeated else ""
    return f"{parameter.name}: {parameter.type}{mark}"


def _is_open(type_: Type) -> bool:
    return type_.name == "T" or (type_.item is not None and type_.item.name == "T")


def _binding(wanted: Type, given: Type) -> Type | None:
    """What ``T`` is when ``given`` stands where ``wanted`` is needed."""
    if wanted.item is None:
        return None if given.item is not None and wanted.name != "T" else given
    if given in (ANY, NULL):
        return given
    return given.item


def _is_allowed(type_: Type, allowed: Sequence[Type]) -> bool:
    return not allowed or type_ in (ANY, NULL) or any(accepts(one, type_) for one in allowed)


def _filled(result: Type, bound: Type) -> Type:
    if result.name == "T":
        return bound
    if result.item is not None and result.item.name == "T":
        return Type.list_of(bound)
    return result


def signature(text: str) -> Signature:
    form = _FORM.fullmatch(text)
    assert form is not None, text
    parameters = []
    for piece in filter(None, form[1].split(", ")):
        found = _PARAMETER.fullmatch(piece)
        assert found is not None, text
        name, type_, mark = found.groups()
        marks = (mark == "?", mark == "...", mark == "!")
        parameters.append(Parameter(name, _type(type_), *marks))
    return Signature(tuple(parameters), _type(form[2]))


def _type(text: str) -> Type:
    if text == "T":
        return Type("T")
    return Type.list_of(Type("T")) if text == "list<T>" else Type.parse(text)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    run(state, *arguments) gives the value; it may raise EvaluationError.
    over: what ``T`` may be; empty for anything.
    takes_null: whether nulls reach ``run``; otherwise a null argument makes the result null.
    pure: whether equal arguments always give equal values.
    cost: the steps of a call, where it stands in a loop. each: the steps of an element of a list.
    bind(text) gives ``run`` for a second argument that is constant.
    """

    name: str
    category: str
    signatures: tuple[Signature, ...]
    run: Callable[..., Any]
    over: tuple[Type, ...] = ()
    takes_null: bool = False
    pure: bool = True
    aliases: tuple[str, ...] = ()
    cost: int = 2
    each: int = 2
    bind: Callable[[str], Callable[..., Any]] | None = None

    def fitting(self, count: int) -> list[Signature]:
        return [one for one in self.signatures if one.takes(count)]

    def accepted(self, index: int, count: int) -> frozenset[Type]:
        """The types that an argument may have in a call with so many; empty: anything."""
        found: set[Type] = set()
        for one in self.fitting(count):
            wanted = one.parameter(index).type
            if wanted.name == "T":
                found.update(self.over or (ANY,))
            elif _is_open(wanted):
                found.add(Type.list_of(ANY))
            else:
                found.add(wanted)
        return frozenset() if ANY in found else frozenset(found)


def function(
    name: str,
    category: str,
    forms: str | Sequence[str],
    run: Callable[..., Any],
    **options: Any,
) -> Function:
    texts = (forms,) if isinstance(forms, str) else forms
    return Function(name, category, tuple(map(signature, texts)), run, **options)
