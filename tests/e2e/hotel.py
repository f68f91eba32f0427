"""The hotel from the outside: events posted by HTTP, and what the API says came of them."""

import json
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.engine.live import Installation, free_port

PATIENCE = 15.0
NEW_KEY = """
from config import clock
from events.models import Source, SourceKey
print(SourceKey.issue(Source.objects.get(key="hotel"), clock.now())[1])
"""
NEW_TOKEN = """
from access.models import ApiToken
from access.roles import ALL_RIGHTS
from config import clock
from django.contrib.auth import get_user_model
user = get_user_model().objects.get(username="admin")
print(ApiToken.issue(user, "stories", sorted(ALL_RIGHTS), clock.now())[1])
"""


def a_house(folder: Path) -> Installation:
    """An installation as `make run` leaves it: embedded, with the hotel loaded."""
    desk = free_port()
    own = Installation(
        folder, f"127.0.0.1:{desk}", HOTEL_PORT=str(desk), LANGUAGE_CODE="en"
    )  # fmt: skip
    own.manage("migrate", "-v", "0")
    own.manage("load_demo")
    return own.start()


class Hotel:
    """Posts the hotel's events, and reads runs and messages with a token of its own."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._key = _last_line(installation.python(NEW_KEY))
        installation.manage("sign_in_link")  # makes the administrator, whose token this is
        self._token = _last_line(installation.python(NEW_TOKEN))

    def post(self, kind: str, person: str, **data: Any) -> None:
        document = {"type": kind, "person": person, "data": data}
        status, answer = self._installation.post(self._key, document)
        assert status == 202, answer

    def try_to_post(self, document: Any) -> tuple[int, Any]:
        """Post whatever this is; the status and the answer."""
        return self._installation.post(self._key, document)

    def beacon(self, kind: str, person: str) -> None:
        """A guest's phone passes a beacon."""
        tokens = {"pushNotificationTokens": [{"token": f"phone-of-{person}", "platform": "apns"}]}
        data: dict[str, Any] = {
            "endUserIDs": {"_experience": {"mcid": {"id": person}}},
            "_experience": {"campaign": {"message": {"profileSnapshot": tokens}}},
        }
        if kind == "LobbyBeacon":
            data["guest"] = {"firstName": "Jane", "lastName": "Doe", "loyaltyMember": True}
        self.post(kind, person, **data)

    def read(self, path: str) -> Any:
        return self._ask("GET", path)

    def draw(self, name: str, graph: Any) -> str:
        """A new journey with a graph; its id."""
        return str(self._ask("POST", "/journeys", {"name": name, "graph": graph})["id"])

    def publish(self, journey: str) -> None:
        """Publish the draft as it is."""
        revision = self.read(f"/journeys/{journey}/draft")["revision"]
        self._ask("POST", f"/journeys/{journey}/publish", {"revision": revision, "note": ""})

    def stop(self, journey: str) -> None:
        self._ask("POST", f"/journeys/{journey}/stop", {})

    def drawn(self, journey: str) -> Any:
        """The graph of the draft that is at the server."""
        return self.read(f"/journeys/{journey}/draft")["graph"]

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"{self._installation.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def runs(self, person: str) -> list[Any]:
        return list(self.read(f"/runs?person=ECID/{person}")["runs"])

    def messages(self, person: str) -> list[Any]:
        return list(self.read(f"/messages?person=ECID/{person}")["messages"])

    def journey(self, name: str) -> Any:
        return next(row for row in self.read("/journeys")["journeys"] if row["name"] == name)

    def waits_at(self, person: str, step: str) -> Any:
        """The run of a person once it waits at a step."""
        return eventually(
            lambda: next(
                (
                    run
                    for run in self.runs(person)
                    if run["node_name"] == step and run["status"] == "waiting"
                ),
                None,
            ),
            f"{person} waits at “{step}”",
        )

    def ended(self, person: str) -> Any:
        """The last run of a person once it has ended."""
        return eventually(
            lambda: next((run for run in self.runs(person) if run["ended_at"]), None),
            f"{person} has left",
        )


def eventually(look: Callable[[], Any], what: str) -> Any:
    """What ``look`` gives as soon as it gives anything."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"Not within {PATIENCE:.0f} s: {what}.")


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1]
