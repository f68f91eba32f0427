"""Sends what no HTTP library would, and reads what comes back."""

import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.integration.events.wire.rows import Sent


@dataclass(frozen=True)
class Answer:
    """A response: 0 where the connection was closed without one. ``rest`` is what followed it."""

    status: int
    body: bytes = b""
    rest: bytes = b""
    seconds: float = 0.0

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem and the pointer of its first error: ``type:data/amount``."""
        try:
            document = self.json()
        except ValueError:
            return ""
        errors = document.get("errors") or [{"code": document.get("code", ""), "pointer": ""}]
        place = errors[0].get("pointer", "")
        return f"{errors[0]['code']}:{place[1:]}" if place else str(errors[0]["code"])


def send(port: int, sent: Sent, timeout: float = 30) -> Answer:
    """One request on a connection of its own."""
    return send_pieces(port, [sent.head() + sent.body], timeout)


def send_pieces(
    port: int, pieces: Sequence[bytes], timeout: float = 30, pause: float = 0.0
) -> Answer:
    """Bytes one piece after the other; ends early when the server closes."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout) as wire:
        try:
            for piece in pieces:
                wire.sendall(piece)
                if pause:
                    time.sleep(pause)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has answered, or has had enough
        return _read(wire, began)


def _read(wire: socket.socket, began: float) -> Answer:
    got = b""
    try:
        while chunk := wire.recv(65536):
            got += chunk
    except (ConnectionResetError, TimeoutError):
        pass
    return _parsed(got, time.monotonic() - began)


def _parsed(got: bytes, seconds: float) -> Answer:
    head, _, rest = got.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    if len(words) < 2 or not words[1].isdigit():
        return Answer(0, got, b"", seconds)
    lengths = [
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    ]
    length = lengths[0] if lengths else len(rest)
    return Answer(int(words[1]), rest[:length], rest[length:], seconds)
