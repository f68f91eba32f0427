"""What goes wrong at a step, and what it lacks: the two things that interrupt a handler."""

from typing import Any

from journeys.core.commands import LookUp


class StepFault(Exception):
    """A step cannot do its work. Its ``on_error`` says where the run goes.

    code: snake_case, of problem_texts. kind: http, timeout, capped, error. status: the HTTP
    status where there was one. of: action, fetch or expression: who failed.
    """

    def __init__(
        self,
        code: str,
        *,
        kind: str = "error",
        status: int | None = None,
        of: str = "expression",
        message: str = "",
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.status = status
        self.of = of
        self.message = message
        self.params = params

    @property
    def short(self) -> str:
        """What ``${lastErrorCode}`` gives: the HTTP status, capped, timedOut or error."""
        if self.kind == "http" and self.status is not None:
            return str(self.status)
        return {"timeout": "timedOut", "capped": "capped"}.get(self.kind, "error")


class Missing(Exception):
    """An expression reads a value that is not there yet."""

    def __init__(self, lookup: LookUp) -> None:
        super().__init__(lookup.key)
        self.lookup = lookup
