"""What goes out and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass

from .answers import read_json


@dataclass(frozen=True, slots=True)
class Request:
    """One call, ready to be sent: ``body`` and ``headers`` go out as they stand."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, unpacked, within the caps. ``headers`` are looked up in any case.

    A redirect is an answer like any other: it is never followed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_ms: int

    def json(self) -> object:
        """The body as JSON; ``None`` where there is no body.

        Raises:
            AnswerError: not UTF-8 JSON (RFC 8259), nested deeper than 32, a NUL in a text, or
                a number outside int64 or a finite double. Of equal keys the last one holds.
        """
        return read_json(self.body)
