"""Every public bad input for event types, through the API that declares them."""

import threading
import time
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from events import hooks
from events.models import EventType
from tests.integration.events.conftest import api_of
from tests.integration.events.wire.rows import grown, rows

ROWS = {row["name"]: row for row in rows("ingest_types.jsonl")}
LIST = "/api/v1/event-types"
REFUSED = {
    "name empty": ("/name", "missing"),
    "name 10 kB": ("/name", "length"),
    "name with right-to-left override": ("/name", "chars"),
    "10 000 payload fields": ("/fields", "fields"),
    "payload field path with __class__": ("/fields/0", "path"),
}
SCHEMAS = {
    "JSON Schema: remote $ref (SSRF)": ("/$ref", "schema_elsewhere"),
    "JSON Schema: $ref to itself": ("/$ref", "schema_loop"),
    "JSON Schema: uniqueItems on 4 000 objects (15 s measured)": ("/uniqueItems", "schema_keyword"),
}
BY_HAND = {
    "name with markup",
    "two events, one name, at once",
    "delete an event used by a live journey",
    "change a field's type while a live journey reads it",
}


def body_of(name: str) -> dict[str, Any]:
    given = ROWS[name]["input"]
    member = {"name": "name", "payload": "fields"}[given["field"]]
    value = given["value"]
    if isinstance(value, dict) and "keys" in value:
        value = [{"path": f"f{number}", "type": "string"} for number in range(value["keys"])]
    return {"key": "visit", "name": "Visit", member: grown(value)}


def test_every_row_has_its_answer() -> None:
    assert set(ROWS) == REFUSED.keys() | SCHEMAS.keys() | BY_HAND


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_declared_is_refused(api: APIClient, name: str) -> None:
    answer = api.post(LIST, body_of(name), format="json")
    found = answer.json()["errors"][0]
    assert answer.status_code == 422
    assert (found["pointer"], found["code"]) == REFUSED[name]
    assert not EventType.objects.exists()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_that_harms_is_refused_at_once(
    api: APIClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_given: Any) -> None:
        raise AssertionError("Something was fetched.")

    monkeypatch.setattr("socket.socket.connect", no_network)
    began = time.monotonic()
    schema = ROWS[name]["input"]["value"]
    answer = api.post("/api/v1/event-fields", {"schema": schema}, format="json")
    found = answer.json()["errors"][0]
    assert answer.status_code == 422
    assert (found["pointer"], found["code"]) == SCHEMAS[name]
    assert time.monotonic() - began < 1


def test_markup_in_a_name_is_kept_as_text(api: APIClient) -> None:
    body = body_of("name with markup")
    assert api.post(LIST, body, format="json").status_code == 201
    page = api.get("/admin/events/eventtype/").content.decode()
    assert body["name"] not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_of_two_at_once_one_is_made(clean_slate: None) -> None:
    statuses: list[int] = []
    start = threading.Barrier(2)
    clients = [api_of("technical"), api_of("administrator")]

    def post(client: APIClient) -> None:
        start.wait()
        answer = client.post(LIST, {"key": "same", "name": "same"}, format="json")
        statuses.append(answer.status_code)
        connections.close_all()

    threads = [threading.Thread(target=post, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409]


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch, api: APIClient) -> EventType:
    monkeypatch.setattr(hooks, "used_by", lambda _key: ["Spa", "Lobby"])
    fields = [{"path": "amount", "type": "string"}]
    return EventType.objects.create(key="visit", name="Visit", fields=fields)


def test_a_type_in_use_is_not_deleted_and_names_the_journeys(
    api: APIClient, used: EventType
) -> None:
    answer = api.delete(f"{LIST}/visit")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    assert answer.json()["params"]["names"] == "Spa, Lobby"


def test_the_type_of_a_field_in_use_does_not_change(api: APIClient, used: EventType) -> None:
    fields = [{"path": "amount", "type": "integer"}]
    answer = api.patch(f"{LIST}/visit", {"fields": fields}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    used.refresh_from_db()
    assert used.field_types == {"amount": "string"}
