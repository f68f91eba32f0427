"""What can be wrong: a problem found in a text, and the errors of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from expressions.messages import message

Span = tuple[int, int]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement of ``[start, end)`` of the text that mends the problem."""

    text: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a text: what (code, params), where ([start, end)), in words, and its mending."""

    code: str
    message: str
    start: int
    end: int
    params: Mapping[str, Any] = field(default_factory=dict)
    fix: Fix | None = None
    severity: Severity = "error"

    def to_json(self, language: str = "en") -> dict[str, Any]:
        text = self.message if language == "en" else message(self.code, self.params, language)
        return {
            "code": self.code,
            "message": text,
            "start": self.start,
            "end": self.end,
            "params": dict(self.params),
            "fix": self.fix.to_json() if self.fix else None,
            "severity": self.severity,
        }


def problem(
    code: str,
    span: Span,
    *,
    fix: Fix | None = None,
    severity: Severity = "error",
    **params: Any,
) -> Problem:
    """A problem whose English sentence comes from the catalogue."""
    return Problem(code, message(code, params), span[0], span[1], params, fix, severity)


class ExpressionError(Exception):
    """A text that cannot be used. ``problems`` says why; there is at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message)

    @property
    def code(self) -> str:
        return self.problems[0].code


class EvaluationError(Exception):
    """A run that cannot give a value: ``code``, ``params``, and ``span``, the place in the text."""

    def __init__(self, code: str, span: Span | None = None, **params: Any) -> None:
        self.code = code
        self.params = params
        self.span = span
        super().__init__(code)

    def place(self, span: Span) -> None:
        """Says where it happened, unless a part inside has said so already."""
        if self.span is None:
            self.span = span

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        return message(self.code, self.params)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        start, end = self.span or (0, 0)
        return {
            "code": self.code,
            "message": message(self.code, self.params, language),
            "start": start,
            "end": end,
            "params": dict(self.params),
        }


class LimitExceeded(EvaluationError):
    """A run that would go beyond a budget (see limits.py)."""
