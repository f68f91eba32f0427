"""A story: people, events and time, told step by step, on the real engine and real HTTP.

``run`` takes everything on until nothing is due any more, as a worker would, by hand and with
the story's clock; a call that is put back is followed to its next attempt.
"""

import base64
import copy
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from actions.models import Message
from config import clock, database, json
from config.database import Statement
from config.problems import Problem
from datasources import profiles
from datasources.models import FieldGroup
from demo import graphs
from events.models import Event, Rejection, Source, SourceKey
from events.reading import NewEvent
from journeys.engine import sweep
from journeys.engine.drain import drain
from journeys.engine.sender import Sender
from journeys.models import Journey
from journeys.operations.close import close
from journeys.operations.create import create
from journeys.operations.publish import publish
from journeys.operations.save_draft import save_draft
from journeys.operations.stop import stop
from journeys.reports import fates as fate_reports
from journeys.reports import runs as run_reports
from tests.engine import hotel

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEXT_DUE = Statement(
    "test: next call due",
    "select min(due_at) from call where dead_at is null",
    "select min(due_at) from call where dead_at is null",
)
TWICE_PATHS = [
    {
        "key": "reserved",
        "name": "Reservation",
        "kind": "expression",
        "expression": (
            "#{MarltonReservation.MarltonFieldGroup.reservation, "
            f"params: {{id: @{{LobbyBeacon.{graphs.PERSON}}}}}}} == true"
        ),
    }
]


@dataclass(frozen=True)
class Asked:
    """One request that the service saw."""

    method: str
    query: dict[str, str]
    authorization: tuple[str, str] | None
    json: Any


class Service:
    """A server of somebody else's: what it was asked, and what it answers."""

    def __init__(self, server: HTTPServer) -> None:
        self.asked: list[Asked] = []
        self._answer: tuple[int, Any, float] = (200, {"reservation": True}, 0.0)
        server.expect_request("/reservation").respond_with_handler(self._handle)
        server.expect_request("/weather").respond_with_handler(self._handle)

    def answer(self, body: Any) -> None:
        self._answer = (200, body, 0.0)

    def answer_status(self, status: int) -> None:
        self._answer = (status, {}, 0.0)

    def answer_after(self, seconds: float) -> None:
        self._answer = (200, {"reservation": True}, seconds)

    def _handle(self, request: Request) -> Response:
        status, body, seconds = self._answer
        self.asked.append(
            Asked(
                request.method,
                dict(request.args.items()),
                _basic(request.headers.get("Authorization", "")),
                request.get_json(silent=True),
            )
        )
        time.sleep(seconds)
        return Response(json.dumps(body), status, content_type="application/json")


def _basic(header: str) -> tuple[str, str] | None:
    if not header.startswith("Basic "):
        return None
    user, _, password = base64.b64decode(header[6:]).decode().partition(":")
    return user, password


@dataclass(frozen=True)
class Told:
    """One run, as a user sees it."""

    id: int
    status: str
    node: str | None
    version: int
    path: list[str]
    steps: list[dict[str, Any]]


class Story:
    """Tells what happens and answers what became of it. Most methods answer the story."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.reservations = self.service = Service(server)
        self.client = Client()
        self.last_event = 0
        self._sender = Sender()
        self._number = 0
        self._secret = ""
        self.at(MONDAY)

    def close(self) -> None:
        self._sender.close()
        database.close()

    # --- what there is ------------------------------------------------------------------------

    def hotel(self) -> "Story":
        hotel.declare(self.url)
        source = Source.objects.create(key="hotel", name="Hotel")
        self._secret = SourceKey.issue(source, clock.now())[1]
        return self

    def weather(self) -> "Story":
        hotel.weather(self.url)
        return self

    @staticmethod
    def graph(name: str) -> dict[str, Any]:
        """A copy of one of the demonstration's graphs; TWICE asks for the reservation twice."""
        if name == "TWICE":
            return _twice()
        return copy.deepcopy(getattr(graphs, name))

    def publish(self, name: str, graph: Any, **settings: Any) -> "Story":
        drawn = self.graph(graph) if isinstance(graph, str) else copy.deepcopy(graph)
        drawn["settings"] |= settings
        journey = create(name, None, clock.now(), graph=drawn)
        publish(journey, 1, "", None, clock.now())
        return self

    def republish(self, name: str, graph: Any) -> "Story":
        journey = Journey.objects.get(name=name)
        revision, *_ = save_draft(journey, graph, {}, journey.draft.revision, None, clock.now())
        publish(journey, revision, "", None, clock.now())
        return self

    def refused(self, graph: Any) -> list[dict[str, Any]]:
        """The problems for which a graph is not published, each with its step."""
        journey = create("Refused", None, clock.now(), graph=graph)
        try:
            publish(journey, 1, "", None, clock.now())
        except Problem as problem:
            return [
                {"node": fault.params.get("node"), "severity": "error", "code": fault.code}
                for fault in problem.errors
            ]
        return []

    def stop(self, name: str) -> "Story":
        stop(Journey.objects.get(name=name), None, clock.now())
        return self

    def shut(self, name: str) -> "Story":
        close(Journey.objects.get(name=name), None, clock.now())
        return self

    def look_up_timeout(self, seconds: int) -> "Story":
        for group in FieldGroup.objects.all():
            group.timeout = seconds
            group.save()
        return self

    def profile(self, key: str, **told: Any) -> "Story":
        """A person: first, last, gender, mail, member, zone."""
        names = {"firstName": told.get("first"), "lastName": told.get("last")}
        attributes: dict[str, Any] = {
            "person": {"gender": told.get("gender"), "name": names},
            "personalEmail": {"address": told.get("mail")},
            "_customer": {"marlton": {"loyaltyMember": told.get("member")}},
            "timeZone": told.get("zone"),
        }
        return self.attributes(key, attributes)

    def attributes(self, key: str, attributes: dict[str, Any]) -> "Story":
        connection = database.connection()
        with connection.transaction():
            profiles.update(connection, [(_person(key), attributes)], clock.now())
        return self

    def wrote_to(self, key: str, hours_ago: int) -> "Story":
        """A message to this person stands on the log."""
        from events import catalog, log

        numbers = {name: number for number, name in catalog.type_keys().items()}
        at = clock.now() - timedelta(hours=hours_ago)
        data = json.text({"directMarketing": {"sends": {"value": 1}}})
        connection = database.connection()
        with connection.transaction():
            event = NewEvent(None, numbers[hotel.SENT], _person(key), at, at, data)
            log.append(connection, [event], frozenset())
        return self

    # --- what happens -------------------------------------------------------------------------

    def at(self, moment: datetime | str) -> "Story":
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment.replace("Z", "+00:00"))
        clock.set_offset(moment - datetime.now(UTC))
        return self

    def after(self, **length: float) -> "Story":
        return self.at(clock.now() + timedelta(**length))

    def post(self, document: dict[str, Any]) -> Any:
        return self.client.post(
            "/api/v1/events",
            json.dumps(document),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self._secret}"},
        )

    def event(self, kind: str, key: str, *, tokens: Any = None, **data: Any) -> "Story":
        if kind.endswith("Beacon"):
            data |= _beacon(key, tokens or [f"token-of-{key}"])
        return self.events(kind, [key], **data)

    def events(self, kind: str, keys: list[str], **data: Any) -> "Story":
        for start in range(0, len(keys), 1_000):
            batch = []
            for key in keys[start : start + 1_000]:
                self._number += 1
                batch.append(
                    {"type": kind, "id": f"evt-{self._number}", "person": key, "data": data}
                )
            answer = self.post({"events": batch})
            results = answer.json()["results"]
            assert all(result["status"] == 202 for result in results), results
            self.last_event = int(results[-1]["id"])
        return self

    def run(self) -> "Story":
        """Everything that is due, and what comes of it."""
        connection = database.connection()
        for _ in range(1_000):
            inputs, _calls = drain(connection)
            ended = self._sender.work(connection, clock.now)
            if inputs or ended:
                continue
            if not self._go_to_next_attempt():
                break
        sweep.sweep(connection, clock.now(), 1)
        drain(connection)
        return self

    def run_without_sending(self) -> "Story":
        drain(database.connection())
        return self

    def _go_to_next_attempt(self) -> bool:
        connection = database.connection()
        with connection.each_alone():
            due = connection.from_moment(connection.rows(NEXT_DUE)[0][0])
        if due is None:
            return False
        if due > clock.now():
            self.at(due)
        return True

    # --- what became of it --------------------------------------------------------------------

    @staticmethod
    def messages(key: str) -> list[Message]:
        return list(Message.objects.filter(person=_person(key)).order_by("id"))

    def sent(self, key: str) -> list[str]:
        return [message.action for message in self.messages(key)]

    @staticmethod
    def runs(key: str) -> list[Told]:
        """The runs of a person, the oldest first."""
        found = run_reports.runs(person=_person(key), limit=200)
        return [_told(row["id"]) for row in reversed(found)]

    def path(self, key: str) -> list[str]:
        """The steps of the last run, and the one where it stands or ended."""
        return self.runs(key)[-1].path

    def status(self, key: str) -> str:
        return self.runs(key)[-1].status

    def node(self, key: str) -> str | None:
        return self.runs(key)[-1].node

    def version(self, key: str) -> int:
        return self.runs(key)[-1].version

    def last_nodes(self, keys: list[str]) -> list[str]:
        return [self.path(key)[-1] for key in keys]

    def error(self, key: str) -> dict[str, Any]:
        """The last error of the last run."""
        errors = [step["error"] for step in self.runs(key)[-1].steps if step["error"]]
        return errors[-1]

    @staticmethod
    def fates(event: int) -> list[str]:
        return [fate["code"] for fate in fate_reports.fates([event]).get(event, [])]

    @staticmethod
    def summary(event: int) -> str:
        from events.api import reading

        return str(reading.as_json(Event.objects.filter(pk=event))[0]["summary"])

    @staticmethod
    def rejections() -> list[Rejection]:
        return list(Rejection.objects.order_by("-id"))


def _told(run_id: str) -> Told:
    row = run_reports.run(int(run_id))
    assert row is not None
    path = [left["node"] for step in row["steps"] for left in step["path"]]
    if row["node"] is not None and (not path or path[-1] != row["node"]):
        path.append(row["node"])
    return Told(int(run_id), row["status"], row["node"], row["version"], path, row["steps"])


def _person(key: str) -> str:
    return f"{hotel.NAMESPACE}/{key}"


def _beacon(key: str, tokens: list[str]) -> dict[str, Any]:
    shown = [{"token": token, "platform": "apns"} for token in tokens]
    return {
        "endUserIDs": {"_experience": {"mcid": {"id": key}}},
        "_experience": {
            "campaign": {"message": {"profileSnapshot": {"pushNotificationTokens": shown}}}
        },
    }


def minimal(node: dict[str, Any], *ports: str, action: str = "", **settings: Any) -> dict[str, Any]:
    """Entry by CheckedIn, one step, and behind each port ``p:k`` a step ``to_k``: an end, or an
    action."""
    nodes = {"entry": graphs.entry("Checks in", "CheckedIn"), "step": node}
    edges = [{"from": "entry", "port": "next", "to": "step"}]
    for port in ports:
        key = f"to_{port.rpartition(':')[2]}"
        nodes[key] = graphs.action(key, action, {"text": '"Hello"'}) if action else graphs.end(key)
        edges.append({"from": "step", "port": port, "to": key})
    return {
        "schema": 1, "settings": graphs.settings(**settings), "nodes": nodes, "edges": edges,
    }  # fmt: skip


def _twice() -> dict[str, Any]:
    """Has a room? Ten minutes later: has a room?"""
    condition = {
        "type": "condition",
        "name": "Has a room?",
        "config": {"paths": TWICE_PATHS, "on_error": "stop", "timeout": 5},
    }
    return {
        "schema": 1,
        "settings": graphs.settings(),
        "nodes": {
            "lobby": graphs.entry("Enters the hotel", "LobbyBeacon"),
            "first": condition,
            "shortly": graphs.wait("5 minutes", graphs.after("five", "after 5 minutes", "PT5M")),
            "again": condition | {"name": "Still?"},
            "later": graphs.wait("10 minutes", graphs.after("ten", "after 10 minutes", "PT10M")),
            "third": condition | {"name": "And now?"},
            "done": graphs.end("End"),
        },
        "edges": graphs.edges(
            "lobby next -> first",
            "first path:reserved -> shortly",
            "shortly alt:five -> again",
            "again path:reserved -> later",
            "later alt:ten -> third",
            "third path:reserved -> done",
        ),
    }
