"""The product as real processes, started as its users start them, on a database of their own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
KEYS = {
    "SECRET_KEY": "test-only-secret-key-of-more-than-32-characters",
    "FIELD_KEYS": "dGVzdC1vbmx5LWZpZWxkLWtleS0zMi1ieXRlcy1hYmM=",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Receiver:
    """The outside: keeps what came, by idempotency key."""

    def __init__(self) -> None:
        self.bodies: dict[str, list[bytes]] = defaultdict(list)
        self.at: dict[str, float] = {}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                key = self.headers.get("Idempotency-Key", "")
                receiver.at.setdefault(key, time.monotonic())
                receiver.bodies[key].append(body)
                self._answer(b'{"ok": true}')

            def do_GET(self) -> None:
                self._answer(b'{"reservation": true}')

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """A client that was killed is no error of ours."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def repeats(self) -> int:
        return sum(len(bodies) - 1 for bodies in self.bodies.values())

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Installation:
    """One installation: its database, its processes, its environment.

    ``database_url`` and ``broker_url`` empty: the embedded form on SQLite.
    """

    def __init__(
        self, folder: Path, egress: str, database_url: str = "", broker_url: str = "", **env: str
    ) -> None:
        self.port = free_port()
        self.folder = folder
        self.is_embedded = not broker_url
        self.env = {
            **os.environ, **KEYS, "VAR_DIR": str(folder), "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": broker_url, "EGRESS_ALLOW": egress,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}", "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": "consolemail://", "FRONTEND_DIST": str(ROOT / "frontend/dist"), **env,
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, input=text.encode(),
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def python(self, text: str) -> str:
        """Run lines inside the installation, with Django set up."""
        return self.manage("shell", "-v", "0", "-c", text)

    def start(self) -> "Installation":
        if self.is_embedded:
            self._start("web", *self._gunicorn())
        else:
            self._start("web", *self._granian())
            self.start_worker()
            self._start("beat", *self._celery("beat", "-s", str(self.folder / "beat")))
        self.wait_until_ready()
        return self

    def start_worker(self) -> None:
        self._start(
            "worker",
            *self._celery(
                "worker", "-Q", "engine,calls,sweep", "-c", "3", "--without-mingle",
                "--without-gossip",
            ),
        )  # fmt: skip

    def start_web(self) -> None:
        self._start("web", *(self._gunicorn() if self.is_embedded else self._granian()))

    def _gunicorn(self) -> list[str]:
        return [
            str(BIN / "gunicorn"), "-c", "config/gunicorn.py", "-b", f"127.0.0.1:{self.port}",
            "config.wsgi",
        ]  # fmt: skip

    def _granian(self) -> list[str]:
        return [
            str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port",
            str(self.port), "--blocking-threads", "32", "--no-log", "config.wsgi:application",
        ]  # fmt: skip

    def _celery(self, *words: str) -> list[str]:
        return [str(BIN / "celery"), "-A", "config.celery", *words, "-l", "ERROR"]

    def _start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"Not ready: {self.log('web')[-2000:]}")

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End a process and all its children at once."""
        process = self.processes.pop(name)
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        process.wait(20)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)

    def post(self, secret: str, document: Any, timeout: float = 10) -> tuple[int, Any]:
        """Post one event or a batch; (0, None) where nobody answered."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/events",
            data=json.dumps(document).encode(),
            headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, ValueError, http.client.HTTPException):
            return 0, None


# A journey of one condition and one HTTP action, published in the installation that runs it.
WEBHOOK = """
from datetime import timedelta
from actions.models import ActionDefinition
from config import clock
from demo import graphs
from events.models import EventType, Source, SourceKey
from journeys.operations.create import create
from journeys.operations.publish import publish
EventType.objects.create(key="Ordered", name="Ordered", namespace="customer",
    fields=[{{"path": "amount", "type": "integer"}}])
ActionDefinition.objects.create(key="hook", name="Hook", kind="http", url="{url}/hook",
    parameters=[{{"key": "amount", "name": "amount", "type": "integer"}}],
    signing_secret={secret!r})
big = graphs.condition("Big?", ("yes", "Big", "@{{Ordered.amount}} > 10"))
nodes = {{"in": graphs.entry("Ordered", "Ordered"), "big": big,
    "hook": graphs.action("Hook", "hook", {{"amount": "@{{Ordered.amount}}"}})}}
edges = graphs.edges("in next -> big", "big path:yes -> hook")
{more}
graph = {{"schema": 1, "settings": graphs.settings(), "nodes": nodes, "edges": edges}}
journey = create("Webhook", None, clock.now(), graph=graph)
publish(journey, 1, "", None, clock.now())
source = Source.objects.create(key="shop", name="Shop")
print(SourceKey.issue(source, clock.now())[1])
"""
SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# The same with a wait of one second and a second call behind it.
WAITING = """
nodes |= {"wait": graphs.wait("A second", graphs.after("s", "after a second", "PT1S")),
    "again": graphs.action("Again", "hook", {"amount": "@{Ordered.amount} + 1"})}
edges += graphs.edges("hook next -> wait", "wait alt:s -> again")
"""


def publish_webhook(installation: Installation, url: str, more: str = "") -> str:
    """Publish the journey; the source's secret."""
    text = WEBHOOK.format(url=url, secret=SIGNING, more=more)
    return installation.python(text).strip().splitlines()[-1]
