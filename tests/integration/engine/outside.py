"""Servers of somebody else's: they answer many at once, and each path as it was told to."""

import json
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What a path answers: the first of ``statuses`` once, then the next, the last for ever."""

    statuses: list[int] = field(default_factory=lambda: [200])
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    body: object = field(default_factory=lambda: {"ok": True})


@dataclass(frozen=True)
class Seen:
    """One request: which key came to which path, and from when to when it was answered."""

    path: str
    key: str
    began: float
    ended: float


class Outside:
    """All requests, in the order in which their answers were sent."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = defaultdict(Answer)
        self.seen: list[Seen] = []
        self.most_at_once: Counter[str] = Counter()
        self._now: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._server = _server(self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers_with(self, path: str, *statuses: int, seconds: float = 0.0, **more: object) -> None:
        headers = {"Retry-After": str(more["retry_after"])} if "retry_after" in more else {}
        answer = Answer(list(statuses) or [200], headers, seconds)
        if "body" in more:
            answer.body = more["body"]
        self.answers[path] = answer

    def at(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def keys(self, path: str) -> list[str]:
        return [seen.key for seen in self.at(path)]

    def under_way(self, *paths: str) -> int:
        return sum(self._now[path] for path in paths)

    def take(self, path: str, key: str) -> tuple[int, dict[str, str], bytes]:
        """What a request is answered; called by the server's threads."""
        began = time.monotonic()
        with self._guard:
            answer = self.answers[path]
            status = answer.statuses.pop(0) if len(answer.statuses) > 1 else answer.statuses[0]
            self._now[path] += 1
            self.most_at_once[path] = max(self.most_at_once[path], self._now[path])
        time.sleep(answer.seconds)
        with self._guard:
            self._now[path] -= 1
            self.seen.append(Seen(path, key, began, time.monotonic()))
        return status, answer.headers if status >= 400 else {}, json.dumps(answer.body).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _server(outside: Outside) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            path = self.path.partition("?")[0]
            status, headers, body = outside.take(path, self.headers.get("Idempotency-Key", ""))
            self.send_response(status)
            for name, value in {**headers, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *_: object) -> None:
            """A client that gave up is no error of ours."""

    return Server(("127.0.0.1", 0), Handler)
