"""Prove the main job before anyone looks: post one event, wait for its message, print the time.

Then the link that signs in, and the curl line that does the same by hand.
"""

import json
import time
import urllib.request
import uuid
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from actions.models import Message
from demo import configuration

PATIENCE = 20.0


class Command(BaseCommand):
    help = "Post one event, wait for its message, print the link and the curl line."

    def handle(self, *args: Any, **options: Any) -> None:
        person = f"ecid-jane-{uuid.uuid4().hex[:6]}"
        configuration.add_person(person, first="Jane", last="Doe", member=True)
        began = time.monotonic()
        self._post(configuration.lobby_event(person))
        message = self._arrived(person, began + PATIENCE)
        took = (time.monotonic() - began) * 1000
        self.stdout.write("")
        if message is None:
            self.stdout.write(f"  ✗ No message after {PATIENCE:.0f} s. `LOG_LEVEL=INFO make run` tells more.")
        else:
            self.stdout.write(f"  ✓ One event posted, one message delivered in {took:.0f} ms:")
            self.stdout.write(f"      “{message.subject or message.text}” to {message.to}")
        self.stdout.write("\n  Open this link (it signs you in once):")
        self.stdout.write("    ", ending="")
        call_command("sign_in_link", stdout=self.stdout)
        self.stdout.write("\n  Send a guest into the lobby, and watch /messages/:")
        self.stdout.write(f"    {configuration.curl_line()}\n")

    def _post(self, event: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{settings.PUBLIC_URL}/api/v1/events",
            data=json.dumps(event).encode(),
            headers={
                "Authorization": f"Bearer {configuration.source_key()}",
                "Content-Type": "application/json",
            },
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 (our own address)

    def _arrived(self, person: str, until: float) -> Any:
        while time.monotonic() < until:
            found = Message.objects.filter(person__endswith=f"/{person}").first()
            if found is not None:
                return found
            time.sleep(0.005)
        return None
