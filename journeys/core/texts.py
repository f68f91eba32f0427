"""An expression at its place in a graph: compiled once, evaluated against a walk."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from expressions import (
    Compiled,
    EvaluationError,
    ExpressionError,
    Reference,
    Scope,
    compile,  # noqa: A004 (the word of the language)
    to_json,
)
from journeys.core.faults import StepFault

if TYPE_CHECKING:
    from journeys.core.walk import Walk


class Text:
    """One expression of a step.

    label: where it stands (``parameters/first_name``). reads: names in the manner of
    ``event:Order``, ``node:lobby``, ``action:welcome``, ``lookup:Weather.city``. paths: the
    fields that it reads of each group, for the record of what was read. A text that cannot be
    compiled (of a draft) is a fault when it is evaluated.
    """

    __slots__ = ("compiled", "label", "meta", "paths", "properties", "reads")

    def __init__(self, text: str, label: str, scope: Scope) -> None:
        self.label = label
        self.compiled: Compiled | None
        try:
            self.compiled = compile(text, scope)
            references: tuple[Reference, ...] = self.compiled.references
        except ExpressionError:
            self.compiled, references = None, ()
        self.reads = frozenset(filter(None, map(_name, references))) | _segments(text)
        self.meta = any("_meta" in one.path for one in references if one.kind in ("event", "node"))
        self.properties = frozenset(one.key for one in references if one.kind == "journey")
        paths: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for one in references:
            if one.kind == "source":
                paths[one.key].append(one.path)
        self.paths = dict(paths)

    def value(self, walk: "Walk") -> Any:
        """The value. Raises StepFault for an error of the expression, Missing for a look-up."""
        if self.compiled is None:
            raise StepFault("expression_invalid", label=self.label)
        environment = walk.environment
        environment.text = self
        try:
            if walk.trace is None:
                return self.compiled.evaluate(environment)
            return walk.trace.evaluate(self, environment)
        except EvaluationError as error:
            raise StepFault(
                error.code, message=error.message, label=self.label, **error.params
            ) from None

    def plain(self, walk: "Walk") -> Any:
        """The value as plain JSON."""
        return to_json(self.value(walk))

    def holds(self, walk: "Walk") -> bool:
        """The value as yes or no; null is no. Raises StepFault when it is neither."""
        value = self.value(walk)
        if value is None or isinstance(value, bool):
            return value is True
        raise StepFault("not_boolean", label=self.label)


def _segments(text: str) -> frozenset[str]:
    """A look-alike inside a text constant costs one read of the profile, and nothing else."""
    asks = "inSegment" in text or "inAudience" in text
    return frozenset(("lookup:Profile.segments",) if asks else ())


def _name(reference: Reference) -> str:
    kind = {"source": "lookup"}.get(reference.kind, reference.kind)
    return f"{kind}:{reference.key}" if kind in ("event", "node", "action", "lookup") else ""
