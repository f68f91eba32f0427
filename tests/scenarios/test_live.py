"""Five of the stories as their users live them: real HTTP, real workers, a real outside.

Embedded where no DATABASE_URL is set, else web, worker and beat on PostgreSQL and Redis.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest

from tests.engine.ledger import rows
from tests.engine.live import Installation

WITHOUT_A_ROOM = "ecid-minji"
DECLARE = """
from config import clock, database
from datasources import profiles
from demo import graphs
from events.models import Source, SourceKey
from journeys.operations.create import create
from journeys.operations.publish import publish
from tests.engine import hotel
hotel.declare("{url}")
hotel.weather("{url}")
text = "#{{Weather.city.main.temp, params: {{city: @{{CheckedIn.city}}}}}} > 30"
hot = graphs.condition("Hot?", ("hot", "Hot", text))
weather = {{"schema": 1, "settings": graphs.settings(), "nodes": {{
    "in": graphs.entry("Checks in", "CheckedIn"), "hot": hot,
    "ice": graphs.action("Ice", "stay_push", {{"text": '"Ice is on us."'}})}},
    "edges": graphs.edges("in next -> hot", "hot path:hot -> ice")}}
for name, graph in (("Spa", graphs.SPA), ("Lobby", graphs.LOBBY), ("Weather", weather)):
    publish(create(name, None, clock.now(), graph=graph), 1, "", None, clock.now())
people = {{
    "ecid-jane": {{"person": {{"gender": "female"}}, "personalEmail": {{"address": "jane@example.com"}},
        "_customer": {{"marlton": {{"loyaltyMember": True}}}}}},
    "ecid-minji": {{"_customer": {{"marlton": {{"loyaltyMember": True}}}}}},
    "ecid-alex": {{"personalEmail": {{"address": "alex@example.com"}},
        "_customer": {{"marlton": {{"loyaltyMember": False}}}}}},
}}
connection = database.connection()
with connection.transaction():
    profiles.update(connection, [(f"ECID/{{key}}", told) for key, told in people.items()], clock.now())
print(SourceKey.issue(Source.objects.create(key="hotel", name="Hotel"), clock.now())[1])
"""


class Outside(BaseHTTPRequestHandler):
    """The hotel's reservation system and a weather service."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        if where.path == "/weather":
            answer: Any = {"main": {"temp": 31}}
        else:
            person = parse_qs(where.query).get("id", [""])[0]
            answer = {"reservation": person != WITHOUT_A_ROOM}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Hotel:
    """The running installation, asked and told over HTTP."""

    def __init__(self, installation: Installation, secret: str) -> None:
        self.installation = installation
        self.secret = secret

    def event(self, kind: str, person: str, **data: Any) -> None:
        if kind.endswith("Beacon"):
            shown = [{"token": f"token-of-{person}", "platform": "apns"}]
            data |= {
                "endUserIDs": {"_experience": {"mcid": {"id": person}}},
                "_experience": {
                    "campaign": {"message": {"profileSnapshot": {"pushNotificationTokens": shown}}}
                },
            }
        status, answer = self.installation.post(
            self.secret, {"type": kind, "person": person, "data": data}
        )
        assert status == 202, answer

    def sent(self, person: str, count: int) -> list[str]:
        """The actions whose messages came to this person, once there are so many."""
        end = time.monotonic() + 20
        while True:
            found = rows(
                self.installation,
                f"select action from actions_message where person = 'ECID/{person}' order by id",
            )
            if len(found) >= count or time.monotonic() > end:
                return [row[0] for row in found]
            time.sleep(0.05)


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    installation = Installation(
        tmp_path_factory.mktemp("live"),
        f"127.0.0.1:{port}",
        *_servers(),
        PYTHONPATH=str(Path.cwd()),
    )
    installation.manage("migrate", "-v", "0")
    secret = installation.python(DECLARE.format(url=f"http://127.0.0.1:{port}")).strip()
    try:
        yield Hotel(installation.start(), secret.splitlines()[-1])
    finally:
        installation.stop()
        server.shutdown()
        server.server_close()


def _servers() -> tuple[str, str]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return "", ""
    base = url.rpartition("/")[0]
    with closing(psycopg2.connect(f"{base}/postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("drop database if exists gilmok_live with (force)")
            cursor.execute("create database gilmok_live")
    broker = os.environ["CELERY_BROKER_URL"].rpartition("/")[0]
    return f"{base}/gilmok_live", f"{broker}/4"


def test_a_woman_who_passes_the_spa_gets_the_discount(hotel: Hotel):
    hotel.event("SpaBeacon", "ecid-jane")

    assert hotel.sent("ecid-jane", 1)[0] == "spa_discount"


def test_a_member_without_a_room_gets_the_rates(hotel: Hotel):
    hotel.event("LobbyBeacon", "ecid-minji")

    assert hotel.sent("ecid-minji", 1) == ["room_rates_push"]


def test_who_is_no_member_gets_the_invitation(hotel: Hotel):
    hotel.event("LobbyBeacon", "ecid-alex")

    assert hotel.sent("ecid-alex", 1) == ["loyalty_mail"]


def test_a_member_with_a_room_is_welcomed_and_gets_a_discount_at_the_restaurant(hotel: Hotel):
    person = "ecid-sam"
    hotel.installation.python(
        "from config import clock, database\n"
        "from datasources import profiles\n"
        "connection = database.connection()\n"
        "with connection.transaction():\n"
        f"    profiles.update(connection, [('ECID/{person}',"
        " {'_customer': {'marlton': {'loyaltyMember': True}}})], clock.now())"
    )
    hotel.event("LobbyBeacon", person)
    assert hotel.sent(person, 1) == ["welcome_push"]

    hotel.event("RestaurantBeacon", person)

    assert hotel.sent(person, 2) == ["welcome_push", "meal_discount_push"]


def test_a_guest_of_a_hot_city_is_sent_ice(hotel: Hotel):
    hotel.event("CheckedIn", "ecid-hana", city="Daegu")

    assert hotel.sent("ecid-hana", 1) == ["stay_push"]
