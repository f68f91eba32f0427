"""What goes out and what comes back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .answers import read_json


@dataclass(frozen=True, slots=True)
class Request:
    """One call, ready to be sent: ``body`` and ``headers`` go out as they stand."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Headers(Mapping[str, str]):
    """Headers as they came, found in any case; those that came twice are joined by commas.

    What no database stores is taken out: lone surrogates and NUL.
    """

    __slots__ = ("_kept",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._kept: dict[str, tuple[str, str]] = {}
        for name, value in pairs:
            if not value.isascii():
                value = value.encode("utf-8", "replace").decode()
            value = value.replace("\0", "")
            before = self._kept.get(name.lower())
            self._kept[name.lower()] = (name, f"{before[1]}, {value}" if before else value)

    def __getitem__(self, name: str) -> str:
        return self._kept[name.lower()][1]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _value in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)


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
