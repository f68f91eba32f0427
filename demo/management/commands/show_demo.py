"""Prove the main job before anyone looks: post one event, wait for its message, say how long.

Then what to do first: the link that signs in, the line that does the same by hand, the page where
the message arrives.
"""

import json
import os
import time
import urllib.error
import urllib.request
import uuid
from argparse import ArgumentParser
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from actions.models import Message
from config import clock, kept_clock
from demo import configuration, declared, graphs, guests
from events.models import Source
from journeys.models import Version
from journeys.reports import runs as run_reports

PATIENCE = 20.0  # seconds, for the server and again for the message
_INDENT = " " * 6


class Command(BaseCommand):
    help = "Post one event, wait for its message, print the link and the curl line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--server", default=settings.PUBLIC_URL, help="Where the process listens."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kept_clock.restore()
        lobby = configuration.open_lobby()
        source = Source.objects.filter(key=configuration.SOURCE, active=True).first()
        key = guests.source_key(source, clock.now()) if source else ""
        if not _answers(options["server"]):
            self._print(f"\n  {options['server']} does not answer.")
            return
        self._print(f"\n  {self._bold('Gilmok is running')}  {settings.PUBLIC_URL}/\n")
        if lobby and key and lobby.graph == graphs.LOBBY:
            self._print(self._proof(_try(options["server"], key)))
        self._tell(lobby, key)

    def _proof(self, proof: "Proof") -> str:
        """The message that one event brought; or what became of the event, so that one can look."""
        if proof.message is None:
            return f"  {self.style.ERROR('✗')} {proof.trouble}\n"
        message = proof.message
        said = f"{message.subject}: {message.text}"
        return (
            f"  {self.style.SUCCESS('✓')} One event posted, one message delivered in"
            f" {self._bold(f'{proof.milliseconds:.0f} ms')}:\n{_INDENT}“{said}”\n"
        )

    def _tell(self, lobby: Version | None, key: str) -> None:
        onward = f"/journeys/{lobby.journey_id}/" if lobby else "/journeys/"
        what = f"“{lobby.journey.name}” on the canvas" if lobby else "your journeys"
        self._step(1, f"Open {what}; this link signs you in, once:", _link(onward))
        if lobby and key:
            line = guests.curl(settings.PUBLIC_URL, key)
            self._step(2, "Send a guest into the lobby, another one each time:", line)
            self._step(3, "Watch the message arrive:", f"{settings.PUBLIC_URL}/messages/")
        self._print("  Ctrl-C stops Gilmok; people stay where they are, and `make run` goes on.\n")

    def _step(self, number: int, text: str, line: str) -> None:
        self._print(f"  {self._bold(str(number))}  {text}\n\n     {line}\n")

    def _bold(self, text: str) -> str:
        wanted = self.stdout.isatty() and "NO_COLOR" not in os.environ
        return f"\033[1m{text}\033[0m" if wanted else text

    def _print(self, text: str) -> None:
        self.stdout.write(text + "\n", ending="")
        self.stdout.flush()


@dataclass(frozen=True, slots=True)
class Proof:
    """What one posted event brought."""

    milliseconds: float
    message: Message | None = None
    trouble: str = ""


def _try(server: str, key: str) -> Proof:
    """Post one guest by HTTP and wait for her message in the console."""
    person = f"ecid-jane-{uuid.uuid4().hex[:8]}"
    began = time.monotonic()
    try:
        _post(server, key, guests.in_the_lobby(person))
    except urllib.error.HTTPError as error:
        return Proof(0, trouble=f"The event was refused: {error.read(500).decode()}")
    except OSError as error:
        return Proof(0, trouble=f"The event could not be posted: {error}")
    told = f"{declared.NAMESPACE}/{person}"
    message = _arrived(told, began + PATIENCE)
    return Proof((time.monotonic() - began) * 1000, message, "" if message else _trouble(told))


def _post(server: str, key: str, event: dict[str, Any]) -> None:
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Host": urlsplit(settings.PUBLIC_URL).netloc,
    }
    request = urllib.request.Request(  # noqa: S310 (our own address)
        f"{server}/api/v1/events", json.dumps(event).encode(), headers
    )
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310


def _arrived(person: str, until: float) -> Message | None:
    """The person's message, once it is there; None once it is clear that none will come."""
    look_again = time.monotonic() + 1
    while time.monotonic() < until:
        found = Message.objects.filter(person=person).first()
        if found is not None:
            return found
        if time.monotonic() > look_again:
            if any(run["status"] == "failed" for run in run_reports.runs(person=person, limit=1)):
                return None
            look_again += 1
        time.sleep(0.005)
    return None


def _trouble(person: str) -> str:
    """Why no message came, as far as the person's run knows."""
    for told in run_reports.runs(person=person, limit=1):
        run = run_reports.run(int(told["id"])) or {"steps": []}
        errors = [step["error"] for step in run["steps"] if step["error"]]
        if errors:
            reason = errors[-1].get("message") or errors[-1].get("kind")
            return f"The event was taken, and then “{told['node_name']}” failed: {reason}"
    return (
        f"The event was taken, but no message came within {PATIENCE:.0f} s. Its fate stands on"
        " /events/, and `LOG_LEVEL=INFO make run` tells more."
    )


def _answers(server: str) -> bool:
    """Wait until the server that is being started answers."""
    host = urlsplit(settings.PUBLIC_URL).netloc
    probe = urllib.request.Request(f"{server}/healthz", headers={"Host": host})  # noqa: S310
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(probe, timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.03)
        else:
            return True
    return False


def _link(onward: str) -> str:
    told = StringIO()
    call_command("sign_in_link", next=onward, stdout=told)
    return told.getvalue().strip()
