"""Why a value is what it is: what was read, what each part gave, and what was never looked at."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from expressions import dates
from expressions.compiler import Compiler
from expressions.environment import Environment
from expressions.problems import EvaluationError, Span
from expressions.shown import Room
from expressions.state import Run, State
from expressions.tree import (
    And,
    Call,
    Chain,
    Compare,
    If,
    Literal,
    Node,
    Not,
    Or,
    Ref,
    Tree,
    children,
    root_key,
    walk,
)
from expressions.types import Type
from expressions.values import Value, bounded, to_json, type_of

MAX_RECORDED = 1_000
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Use:
    """A value that was read: from where (of a source ``"Source.group"``), what it was, when it was
    fetched (where the environment knows), and whether the default stood in."""

    text: str
    kind: str
    key: str
    value: Value
    defaulted: bool
    span: Span
    read_at: datetime | None = None

    def to_json(self, room: Room, now: datetime) -> dict[str, Any]:
        return {
            "text": self.text,
            "kind": "profile" if self.kind == "source" and _is_profile(self.key) else self.kind,
            "key": self.key,
            **room.shown(self.value),
            "defaulted": self.defaulted,
            "read_at": to_json(self.read_at),
            "age": (now - self.read_at).total_seconds() if self.read_at else None,
            "start": self.span[0],
            "end": self.span[1],
        }


def _is_profile(key: str) -> bool:
    return key.partition(".")[0] == "Profile"


@dataclass(frozen=True, slots=True)
class TraceStep:
    """A part of the text and its value. ``note`` is a code where the value needs a word: null
    compared, null taken as false, division by zero, a text that is no date."""

    text: str
    value: Value
    span: Span
    note: str | None = None

    def to_json(self, room: Room) -> dict[str, Any]:
        return {
            "text": self.text,
            **room.shown(self.value),
            "start": self.span[0],
            "end": self.span[1],
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part that was not looked at: ``because`` is ``and``, ``or``, ``if`` or ``default``."""

    text: str
    because: str
    span: Span

    def to_json(self) -> dict[str, Any]:
        start, end = self.span
        return {"text": self.text, "because": self.because, "start": start, "end": end}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value, the values read, each part's value in the order of the work, what was skipped.

    ``error`` holds the EvaluationError of a run that failed; ``value`` is then None.
    """

    value: Value
    uses: tuple[Use, ...] = ()
    steps: tuple[TraceStep, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    error: EvaluationError | None = field(default=None)
    now: datetime = dates.EPOCH

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """As plain data. The value is whole; of long values on the way only the beginning is
        given, with ``cut`` true, so that an explanation stays small whatever was read."""
        room = Room()
        return {
            "value": to_json(self.value),
            "type": str(type_of(self.value)),
            "uses": [use.to_json(room, self.now) for use in self.uses],
            "steps": [step.to_json(room) for step in self.steps],
            "skipped": [one.to_json() for one in self.skipped],
            "error": self.error.to_json(language) if self.error else None,
        }


class _Recorder:
    """Keeps what the closures gave: of a part that ran for many elements, each time."""

    def __init__(self, text: str, env: Environment) -> None:
        self.text = text
        self.read_at = getattr(env, "read_at", None)
        self.values: dict[int, Value] = {}
        self.steps: list[TraceStep] = []
        self.uses: list[Use] = []

    def wrap(self, node: Node, run: Run) -> Run:
        if isinstance(node, Literal):
            return run

        def traced(state: State) -> Value:
            value = run(state)
            self.keep(node, value)
            return value

        return traced

    def keep(self, node: Node, value: Value) -> None:
        self.values[id(node)] = value
        if len(self.steps) >= MAX_RECORDED:
            return
        span = (node.start, node.end)
        text = self.text[node.start : node.end]
        if isinstance(node, Ref):
            defaulted = node.default is not None and self.ran(node.default)
            key = root_key(node)
            at = self.read_at(node.kind, key) if self.read_at is not None else None
            self.uses.append(Use(text, node.kind, key, value, defaulted, span, at))
        self.steps.append(TraceStep(text, value, span, self.note(node, value)))

    def ran(self, node: Node) -> bool:
        return isinstance(node, Literal) or id(node) in self.values

    def value(self, node: Node) -> Value:
        return node.value if isinstance(node, Literal) else self.values.get(id(node), _MISSING)

    def note(self, node: Node, value: Value) -> str | None:
        below = [self.value(child) for child in children(node)]
        if isinstance(node, Compare) and any(one is None for one in below):
            return None if node.operator in ("==", "!=") else "null_compared"
        if isinstance(node, And | Or | Not) and any(one is None for one in below):
            return "null_as_false"
        if isinstance(node, If) and below[0] is None:
            return "null_as_false"
        if isinstance(node, Chain) and value is None:
            return "null_operand" if any(one is None for one in below) else "division_by_zero"
        if isinstance(node, Call) and value is None and below:
            unread = node.name in _READERS and all(one is not None for one in below)
            return "unreadable" if unread else "null_argument"
        return None


_READERS = ("toDateTime", "toDateTimeOnly", "toDateOnly", "toDuration", "toTimeZone", "date")


def explain(tree: Tree, declared: dict[int, Type] | None, env: Environment) -> Explanation:
    """Runs a tree once with every part recorded."""
    recorder = _Recorder(tree.text, env)
    run = Compiler(declared, recorder.wrap).run(tree.root)
    try:
        value, error = bounded(run(State(env))), None
    except EvaluationError as fault:
        value, error = None, fault
    skipped = () if error else tuple(_skipped(tree, recorder))
    return Explanation(value, tuple(recorder.uses), tuple(recorder.steps), skipped, error, env.now)


def _skipped(tree: Tree, recorder: _Recorder) -> list[Skipped]:
    found = []
    for node in walk(tree.root):
        if isinstance(node, Literal) or not recorder.ran(node):
            continue
        for child, because in _stopping(node):
            if (
                child is not None
                and id(child) not in recorder.values
                and _is_skipped(node, child, recorder)
            ):
                text = tree.text[child.start : child.end]
                found.append(Skipped(text, because, (child.start, child.end)))
    return found


def _is_skipped(node: Node, child: Node, recorder: _Recorder) -> bool:
    if not isinstance(child, Literal):
        return True
    if isinstance(node, If):
        taken = node.then if recorder.value(node.condition) is True else node.otherwise
        return child is not taken
    return isinstance(node, Ref) and not _defaulted(node, recorder)


def _defaulted(node: Ref, recorder: _Recorder) -> bool:
    return node.default is not None and recorder.value(node) == recorder.value(node.default)


def _stopping(node: Node) -> list[tuple[Node | None, str]]:
    """The parts of a node that it may leave out, and why."""
    match node:
        case And():
            return [(item, "and") for item in node.items[1:]]
        case Or():
            return [(item, "or") for item in node.items[1:]]
        case If():
            return [(node.then, "if"), (node.otherwise, "if")]
        case Ref():
            return [(node.default, "default")]
    return []
