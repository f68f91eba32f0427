"""A compiled text: evaluate it, explain it, ask what it refers to."""

from collections.abc import Mapping
from dataclasses import dataclass

from expressions.checker import Checked, check_tree
from expressions.compiler import Compiler
from expressions.environment import Environment
from expressions.formatter import format_tree
from expressions.parser import parse
from expressions.problems import ExpressionError, Span
from expressions.scope import Scope
from expressions.state import Run, State
from expressions.trace import Explanation, explain
from expressions.tree import Current, Name, Ref, Tree, root_key, walk
from expressions.types import Type
from expressions.values import Value, bounded


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text reads.

    kind: event, node, source, action, journey or current. key: the event type, step, action or
    property; of a source ``"Source.group"``. path: the names after it, functions left out.
    params: the parameters as texts; None where none are given.
    """

    kind: str
    key: str
    path: tuple[str, ...]
    params: Mapping[str, str] | None
    span: Span

    @property
    def source(self) -> str:
        """The data source, of a reference of kind source."""
        return self.key.partition(".")[0]

    @property
    def group(self) -> str:
        """The field group, of a reference of kind source."""
        return self.key.partition(".")[2]


class Compiled:
    """A text ready to run. Immutable, and safe to share between threads.

    ``type`` is the static type where a scope was given, else None.
    """

    __slots__ = ("_checked", "_run", "references", "text", "tree", "type")

    def __init__(self, tree: Tree, checked: Checked | None = None) -> None:
        self.tree = tree
        self.text = tree.text
        self.type: Type | None = checked.type if checked is not None else None
        self.references = references(tree)
        self._checked = checked
        declared = checked.declared if checked is not None else None
        self._run: Run = Compiler(declared).run(tree.root)

    def evaluate(self, env: Environment) -> Value:
        """The value. Raises EvaluationError (LimitExceeded); what ``env`` raises passes through."""
        value = self._run(State(env))
        kind = type(value)
        if kind is list:
            return bounded(value.copy())  # it may be a constant of the text
        return bounded(value) if kind is str or kind is dict else value

    def explain(self, env: Environment) -> Explanation:
        """The value and how it came about. An EvaluationError is in ``error``, not raised; what
        ``env`` raises passes through."""
        declared = self._checked.declared if self._checked is not None else None
        return explain(self.tree, declared, env)

    def __repr__(self) -> str:
        return f"Compiled({self.text!r})"


def compile_text(text: str | Tree, scope: Scope | None = None) -> Compiled:
    """A text ready to run. With a scope its type is known, and declared fields are read as their
    types (a declared dateTime that holds ISO text is a dateTime).

    Raises ExpressionError for a syntax error, an unknown function, a wrong number of arguments or
    a constant regular expression that cannot be used; faults against the scope are left to check.
    """
    tree = text if isinstance(text, Tree) else parse(text)
    checked = check_tree(tree, scope)
    fatal = [found for found in checked.problems if found.code in FATAL]
    if fatal:
        raise ExpressionError(fatal)
    return Compiled(tree, checked if scope is not None else None)


FATAL = frozenset(
    (
        "unknown_function",
        "arity",
        "bad_pattern",
        "pattern_too_long",
        "patterns_too_large",
        "missing_group",
    )
)


def references(tree: Tree) -> tuple[Reference, ...]:
    """All references of a tree, also those in defaults, parameters and conditions."""
    found = []
    for node in walk(tree.root):
        if isinstance(node, Current):
            path = tuple(part.text for part in node.path if isinstance(part, Name))
            found.append(Reference("current", node.name, path, None, (node.start, node.end)))
        elif isinstance(node, Ref):
            found.append(_reference(node))
    return tuple(found)


def _reference(node: Ref) -> Reference:
    names = [part.text for part in node.path if isinstance(part, Name)]
    path = names[1:] if node.kind == "source" else names
    params = node.params
    given = None if params is None else {name: format_tree(value) for name, value in params.items()}
    return Reference(node.kind, root_key(node), tuple(path), given, (node.start, node.end))
