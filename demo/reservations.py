"""The hotel's reservation system: a small HTTP service that the demonstration looks people up in.

``GET /reservation?id=<person>`` with Basic authentication answers ``{"reservation": true|false}``.
It stands for the outside, so it runs on a port of its own and is the one address that the
demonstration's EGRESS_ALLOW names.
"""

import json
import logging
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ORIGIN = "http://127.0.0.1:"
USUAL_PORT = 8765
USER, PASSWORD = "gilmok", "the-corner"
WITH_A_ROOM = frozenset({"ecid-jane", "ecid-sam"})
_EXPECTED = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
_log = logging.getLogger(__name__)


class Reservations(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        if self.headers.get("Authorization") != _EXPECTED:
            self._answer(401, {"error": "unauthorized"})
        elif where.path != "/reservation":
            self._answer(404, {"error": "not found"})
        else:
            person = parse_qs(where.query).get("id", [""])[0]
            self._answer(200, {"reservation": has_a_room(person)})

    def _answer(self, status: int, body: dict[str, object]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base names it)
        _log.debug(format, *args)


def has_a_room(person: str) -> bool:
    """Jane and Sam have a room, and so has everyone whose id begins with theirs."""
    return any(person == guest or person.startswith(f"{guest}-") for guest in WITH_A_ROOM)


def address(port: int) -> str:
    """Where the service listens; without a port, where it usually does."""
    return f"{ORIGIN}{port or USUAL_PORT}"


def serve(port: int) -> ThreadingHTTPServer | None:
    """Start the service in a thread of this process; None where there is no port, or it is taken."""
    if not port:
        return None
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Reservations)
    except OSError:
        _log.warning("The hotel's reservation service could not start: port %s is taken.", port)
        return None
    threading.Thread(target=server.serve_forever, daemon=True, name="reservations").start()
    return server
