"""Random journeys through the real engine: drawn by chance, lived by chance, the same for a seed.

They meet everything that a replay has to get right: look-ups that are cached, late or refused,
lists, past events, clocks of persons, errors with and without paths, events during calls, retries.
"""

import random
from datetime import timedelta
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from actions.models import ActionDefinition
from config import clock, database
from datasources import definitions
from datasources.models import FieldGroup, ProfileGroup
from demo import graphs
from events import catalog
from events.models import EventType
from journeys.engine import control
from journeys.models import Journey
from journeys.reports.reading import ask
from tests.engine import hotel
from tests.scenarios.story import Story

Json = dict[str, Any]
CITIES = ["Paris", "Seoul", "Lyon", "Busan", "many"]
EVENTS = ["BreakfastServed", "RestaurantBeacon", "LobbyBeacon"]
ZONES = ["Asia/Seoul", "America/Santiago", "Europe/Paris", None]
RESERVED = (
    "#{MarltonReservation.MarltonFieldGroup.reservation, params: {id: @{CheckedIn.city}}} == true"
)
WARM = "#{Weather.city.main.temp, params: {city: @{CheckedIn.city}}} > 20"
WRITTEN_TO = (
    "count(#{Profile.MarltonExperience.experienceevent.all("
    "currentDataPackField.directMarketing.sends.value > 0).timestamp}) == 0"
)
RULES = [
    '@{CheckedIn.city} == "Paris"',
    "@{CheckedIn.vip}",
    "#{Profile.MarltonProfiles.Profile._customer.marlton.loyaltyMember}",
    WRITTEN_TO,
    "count(#{Profile.Arrivals.visits.all(currentDataPackField.city == 'Seoul')}) > 0",
    RESERVED,
    WARM,
    f"{RESERVED} and not ({WARM})",
    "count(#{Weather.city.main.days, params: {city: @{CheckedIn.city}}}) > 1",
    "toInteger(@{CheckedIn.city}) > 1",
    "random() > 0.5",
    'inSegment("gold")',
    "count(#{Profile.Tags.tags}) > 1",
    "#{Profile.Tags.home.city} == @{CheckedIn.city}",
    'now() > toDateTime("2026-03-02T12:00:00Z")',
    '${lastErrorCode} == "500"',
]
TEXTS = [
    '"Hello"',
    '@{CheckedIn.city} + "!"',
    "#{Profile.ProfileFieldGroup.profile.person.name.firstName}",
    "toString(#{Weather.city.main.temp, params: {city: @{CheckedIn.city}}})",
    "toString(count(#{Profile.Tags.tags}))",
]
AWAITED = ["", "", "@{BreakfastServed.table} > 3", RULES[2], RESERVED, "random() > 0.4"]


class Lives:
    """Some journeys and many people who live in them."""

    def __init__(self, story: Story, server: HTTPServer, seed: int) -> None:
        self.story = story
        self.chance = random.Random(seed)
        self.status = 200
        story.hotel().weather()
        server.expect_request("/hook").respond_with_handler(self._hook)
        self._declare()

    def _declare(self) -> None:
        EventType.objects.filter(key="BreakfastServed").update(
            fields=[{"path": "table", "type": "integer"}]
        )
        ActionDefinition.objects.create(
            key="hook", name="Hook", kind="http", url=f"{self.story.url}/hook",
            parameters=[{"key": "text", "name": "text", "type": "string"}],
            answer=[{"path": "ref", "type": "string"}],
        )  # fmt: skip
        FieldGroup.objects.filter(source__key="Weather").update(
            fields=[
                {"path": "main.temp", "type": "decimal"},
                {"path": "main.days", "type": "list<integer>"},
            ]
        )
        strings = [
            {"path": "tags", "type": "list<string>"},
            {"path": "home.city", "type": "string"},
        ]
        ProfileGroup.objects.create(key="Tags", name="Tags", fields=strings)
        ProfileGroup.objects.create(
            key="segments", name="Segments",
            fields=[{"path": "segments", "type": "list<string>"}],
        )  # fmt: skip
        ProfileGroup.objects.create(
            key="Arrivals", name="Arrivals", kind="events", root="visits",
            event_types=["CheckedIn"], fields=[{"path": "city", "type": "string"}],
        )  # fmt: skip
        definitions.forget()
        catalog.forget()

    def _hook(self, request: Request) -> Response:
        return Response('{"ref": "r-1"}', self.status, content_type="application/json")

    # --- journeys -----------------------------------------------------------------------------

    def draw(self, number: int) -> "Lives":
        """So many journeys, all entered by CheckedIn."""
        for at in range(number):
            self.story.publish(f"Journey {at}", self._graph(), **self._settings())
        return self

    def _settings(self) -> Json:
        chance = self.chance
        return {
            "person_timezone": chance.random() < 0.4,
            "reentrance": chance.random() < 0.9,
            "reentrance_pause": chance.choice([None, "PT1H"]),
            "longest_stay": chance.choice(["P91D", "P91D", "P1D"]),
        }

    def _graph(self) -> Json:
        nodes: Json = {}
        edges: list[Json] = []
        condition = self.chance.choice(["", "", RULES[0], RULES[2], RULES[12]])
        nodes["entry"] = {
            "type": "entry", "name": "Checks in",
            "config": {"event": "CheckedIn", "condition": condition},
        }  # fmt: skip
        self._grow("entry", ["next"], nodes, edges, depth=0)
        return {"schema": 1, "settings": graphs.settings(), "nodes": nodes, "edges": edges}

    def _grow(self, source: str, ports: list[str], nodes: Json, edges: list[Json], depth: int):
        for port in ports:
            if depth and self.chance.random() < 0.15:
                continue
            key = f"n{len(nodes)}"
            nodes[key] = step = self._step(depth)
            edges.append({"from": source, "port": port, "to": key})
            self._grow(key, _ports(step), nodes, edges, depth + 1)

    def _step(self, depth: int) -> Json:
        if depth >= 5:
            return graphs.end("End")
        kinds = [self._condition, self._wait, self._wait, self._action, self._split]
        return self.chance.choice(kinds)()

    def _condition(self) -> Json:
        rules = self.chance.sample(RULES, self.chance.choice([1, 2]))
        paths = [(f"p{at}", f"Path {at}", rule) for at, rule in enumerate(rules)]
        step = graphs.condition("Which?", *paths)
        if self.chance.random() < 0.4:
            hours = {"kind": "time", "from": "08:00", "to": "12:00", "weekdays": ["mon", "tue"]}
            step["config"]["paths"].append({"key": "hours", "name": "Morning", **hours})
        step["config"]["on_error"] = self.chance.choice(["stop", "path", "else"])
        return step

    def _wait(self) -> Json:
        chance = self.chance
        length = chance.choice(["PT10M", "PT2H", "P1D"])
        rows = [graphs.after("late", "too late", length)]
        if chance.random() < 0.7:
            event = chance.choice(EVENTS)
            condition = chance.choice(AWAITED)
            if "BreakfastServed" in condition:
                event = "BreakfastServed"
            row = graphs.on_event("came", "came", event)
            rows.insert(0, row | {"condition": condition, "since_entry": chance.random() < 0.3})
        elif chance.random() < 0.5:
            rows = [{"key": "then", "name": "then", "kind": "expression", "condition": "",
                     "expression": 'nowWithDelta(2, "hours")'}]  # fmt: skip
        elif chance.random() < 0.5:
            rows.append({"key": "noon", "name": "noon", "kind": "moment", "condition": "",
                         "at": "2026-03-03T12:00"})  # fmt: skip
        return graphs.wait("Waits", *rows)

    def _action(self) -> Json:
        key = self.chance.choice(["stay_push", "hook"])
        step = graphs.action("Sends", key, {"text": self.chance.choice(TEXTS)})
        step["config"] |= {"on_error": self.chance.choice(["stop", "path"]), "retries": 1}
        return step

    def _split(self) -> Json:
        rows = [{"key": "a", "name": "A", "percent": 40}, {"key": "b", "name": "B", "percent": 60}]
        return {"type": "split", "name": "Splits", "config": {"paths": rows}}

    # --- people -------------------------------------------------------------------------------

    def people(self, number: int) -> "Lives":
        """So many people come in, and things happen to them."""
        keys = [f"p{at}" for at in range(number)]
        for key in keys:
            self._profile(key)
        for start in range(0, number, 4):
            group = keys[start : start + 4]
            for key in group:
                self._comes(key)
            for _ in range(self.chance.randint(2, 5)):
                self._happens(group)
        self.story.run()
        return self

    def _profile(self, key: str) -> None:
        chance = self.chance
        if chance.random() < 0.1:
            return
        self.story.attributes(
            key,
            {
                "person": {"name": {"firstName": chance.choice(["Ann", "Minji"])}},
                "_customer": {"marlton": {"loyaltyMember": chance.choice([True, False, None])}},
                "timeZone": chance.choice(ZONES),
                "tags": chance.choice([[], ["a"], ["a", "b"], None]),
                "segments": chance.choice([["gold"], [], {"gold": {"status": "realized"}}]),
                "home": chance.choice([{"city": "Paris"}, None, "nowhere"]),
            },
        )

    def _comes(self, key: str) -> None:
        city, vip = self.chance.choice(CITIES), self.chance.choice([True, False])
        self.story.event("CheckedIn", key, city=city, vip=vip)

    def _happens(self, keys: list[str]) -> None:
        chance, story = self.chance, self.story
        self._outside()
        what = chance.random()
        if what < 0.25:
            story.run_without_sending()
        elif what < 0.8:
            story.run()
        if chance.random() < 0.7:
            story.after(minutes=chance.choice([1, 30, 90, 700, 1500]))
        for key in keys:
            self._meets(key)

    def _outside(self) -> None:
        chance, service = self.chance, self.story.service
        if chance.random() < 0.3:
            service.answer_status(chance.choice([500, 404]))
        else:
            days = [1] * chance.choice([0, 2, 40])
            body = {"reservation": chance.choice([True, False])}
            service.answer(body | {"main": {"temp": chance.choice([5, 25.5]), "days": days}})
        self.status = chance.choice([200, 200, 200, 500, 400])

    def _meets(self, key: str) -> None:
        chance = self.chance
        if chance.random() < 0.6:
            event = chance.choice(EVENTS)
            data = {"table": chance.randint(1, 6)} if event == "BreakfastServed" else {}
            self.story.event(event, key, **data)
        if chance.random() < 0.15:
            self._comes(key)
        if chance.random() < 0.15:
            self._profile(key)
        if chance.random() < 0.3:
            self._asks(key)

    def _asks(self, key: str) -> None:
        """A user retries what failed, or ends what is inside."""
        person = f"{hotel.NAMESPACE}/{key}"
        rows = ask("select id, status from instance where person = %(person)s", {"person": person})
        for run, status in rows:
            if status == 5:
                control.retry(database.connection(), run)
            elif status < 5 and self.chance.random() < 0.05:
                control.end(database.connection(), run)

    def stop_one(self) -> "Lives":
        self.story.stop(self.chance.choice(list(Journey.objects.values_list("name", flat=True))))
        self.story.run()
        return self

    def much_later(self) -> "Lives":
        self.story.at(clock.now() + timedelta(days=3)).run()
        return self


def _ports(step: Json) -> list[str]:
    config = step["config"]
    kind = step["type"]
    if kind == "end":
        return []
    if kind == "action":
        return ["next", "error"] if config["on_error"] == "path" else ["next"]
    if kind == "wait":
        return [f"alt:{row['key']}" for row in config["alternatives"]]
    ports = [f"path:{row['key']}" for row in config["paths"]]
    if kind == "condition":
        ports.append("else")
        if config["on_error"] == "path":
            ports.append("error")
    return ports
