"""The product's own web servers on a socket, and a hotel that lives as long as the module."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from config import database
from events import catalog
from events.models import EventType, Source, SourceKey
from tests.integration.events.conftest import empty

ROOT = Path(__file__).resolve().parents[4]
BIN = Path(sys.executable).parent
LOGS = ("inbox", "event_key", "event", "events_rejection", "django_session", "auth_user")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SERVERS = {
    "gunicorn": lambda port: [
        BIN / "gunicorn", "-c", Path(__file__).with_name("gunicorn_web.py"),
        "-b", f"127.0.0.1:{port}", "config.wsgi",
    ],
    "granian": lambda port: [
        BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--blocking-threads", "8", "config.wsgi:application",
    ],
}  # fmt: skip


@dataclass
class World:
    """What is declared, and the keys of the sources by the names that the rows give them."""

    keys: dict[str, str] = field(default_factory=dict)

    def declare(self) -> None:
        now = datetime.now(UTC)
        fields = [{"path": "amount", "type": "decimal"}, {"path": "note", "type": "string"}]
        order_placed = EventType.objects.create(
            key="order_placed", name="Order placed", fields=fields, max_age_days=365
        )
        EventType.objects.create(key="other_source_event", name="Of another source")
        shop = Source.objects.create(key="shop", name="Shop")
        shop.event_types.set([order_placed])
        for name in ("good", "old", "new"):
            self.keys[name] = SourceKey.issue(shop, now)[1]
        self.keys["expired"] = SourceKey.issue(shop, now, now - timedelta(days=1))[1]
        signed = Source.objects.create(key="signed", name="Signed", signing_secret=SECRET)
        self.keys["signed-source"] = SourceKey.issue(signed, now)[1]
        self.keys["test-key"] = "gms_of-another-installation-0123456789abcdef"
        last = self.keys["good"][-1]
        self.keys["valid^1"] = self.keys["good"][:-1] + ("A" if last != "A" else "B")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        empty()
        made = World()
        made.declare()
        yield made
        empty()
        catalog.forget()


@pytest.fixture
def transactional_db(world: World, django_db_blocker: Any) -> Iterator[None]:
    """Empty logs; what is declared stays, because the servers of this module know it already."""
    with django_db_blocker.unblock():
        with transaction.atomic(), connection.cursor() as cursor:
            for table in LOGS:
                cursor.execute(f"delete from {table}")
        yield
        database.close()
        connection.close()


@dataclass
class Server:
    """A running web server."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def memory(self) -> int:
        """Resident bytes of its processes."""
        if not Path("/proc/self/status").exists():
            pytest.skip("Memory is read from /proc.")
        return sum(_resident(pid) for pid in _family(self.process.pid))


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(request: Any, world: World, tmp_path_factory: Any) -> Iterator[Server]:
    port = _free_port()
    log = tmp_path_factory.mktemp("server") / f"{request.param}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in SERVERS[request.param](port)],
            cwd=ROOT, env=_environment(), stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(port, process, log)
        yield Server(request.param, port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _environment() -> dict[str, str]:
    """The test database, and nothing that the developer has in the environment."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{found['NAME']}"
    else:
        address = f"{found['HOST'] or 'localhost'}:{found['PORT'] or 5432}"
        who = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
        url = f"postgres://{who}@{address}/{found['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "CELERY_BROKER_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "VAR_DIR": str(settings.VAR_DIR),
        "PYTHONPATH": str(ROOT),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as wire:
                wire.sendall(
                    b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                )
                if wire.recv(100).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"The server did not start: {log.read_text()[-2000:]}")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
