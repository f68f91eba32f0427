"""Event types by the API: declared, changed while in use and not, and read from a paste."""

import threading
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from events import hooks
from events.models import EventType, Source
from tests.integration.events.conftest import Poster, api_of, order

NEW: dict[str, Any] = {
    "key": "checked_in",
    "name": "Checked in",
    "namespace": "ECID",
    "fields": [
        {"path": "guest.id", "type": "string", "name": "Guest", "required": True},
        {"path": "rooms[].number", "type": "integer"},
    ],
    "key_expression": "@{checked_in.guest.id}",
    "condition": "count(@{checked_in.rooms}) > 0",
}


def create(api: APIClient, **changes: Any) -> Any:
    return api.post("/api/v1/event-types", {**NEW, **changes}, format="json")


def change(api: APIClient, key: str, **changes: Any) -> Any:
    return api.patch(f"/api/v1/event-types/{key}", changes, format="json")


def in_use(monkeypatch: pytest.MonkeyPatch, *journeys: str) -> None:
    monkeypatch.setattr(hooks, "used_by", lambda _key: list(journeys))


def test_a_type_that_was_declared_can_be_read_and_posted(api: APIClient, poster: Poster) -> None:
    made = create(api)

    assert made.status_code == 201
    assert api.get("/api/v1/event-types/checked_in").json() == made.json()
    assert made.json()["used_by"] == []
    assert poster.post(made.json()["example"]).status_code == 202
    assert poster.stored()[0].person == "ECID/text"


def test_every_type_is_listed_by_its_key(api: APIClient, order_placed: EventType) -> None:
    create(api)
    listed = api.get("/api/v1/event-types").json()["event_types"]
    assert [kind["key"] for kind in listed] == ["checked_in", "order_placed"]


def test_a_change_leaves_the_rest_alone(api: APIClient, order_placed: EventType) -> None:
    fields = order_placed.fields
    assert change(api, "order_placed", name="주문 완료").json()["name"] == "주문 완료"
    order_placed.refresh_from_db()
    assert order_placed.fields == fields


def test_a_change_holds_for_the_next_event(api: APIClient, poster: Poster) -> None:
    assert poster.post(order(id="a", data={"new": "x"})).status_code == 202
    fields = [{"path": "new", "type": "integer"}]
    assert change(api, "order_placed", fields=fields).status_code == 200
    assert poster.post(order(id="b", data={"new": "x"})).status_code == 422


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("key", "", "missing"),
        ("key", "9a", "chars"),
        ("key", "a b", "chars"),
        ("key", "k" * 65, "chars"),
        ("name", "", "missing"),
        ("name", "n" * 201, "length"),
        ("name", "a\u202eb", "chars"),
        ("name", 7, "type"),
        ("name", None, "type"),
        ("description", "d" * 4001, "length"),
        ("namespace", "a/b", "chars"),
        ("fields", {}, "type"),
        ("fields", [{"path": "a", "type": "integer"}] * 501, "fields"),
        ("condition", "@{checked_in.none} ==", "unexpected_end"),
        ("condition", "1 + 1", "wrong_result"),
        ("key_expression", "#{Profile.g.a}", "unknown_source"),
        ("updates_profile", {"a b": "1"}, "path"),
        ("updates_profile", {"a": 1}, "type"),
        ("updates_profile", [], "type"),
        ("max_age_days", 0, "range"),
        ("max_age_days", -1, "range"),
        ("max_age_days", 99_999, "range"),
        ("max_age_days", "7", "type"),
        ("max_age_days", True, "type"),
        ("strict", "yes", "type"),
        ("xdm_event_id", "a b", "chars"),
        ("surprise", 1, "unknown_field"),
    ],
)
def test_what_cannot_be_declared_is_refused_at_its_member(
    api: APIClient, member: str, value: Any, code: str
) -> None:
    answer = create(api, **{member: value})
    assert answer.status_code == 422
    found = answer.json()["errors"][0]
    assert (found["pointer"].split("/")[1], found["code"]) == (member, code)
    assert found["detail"]
    assert not EventType.objects.exists()


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"path": "__class__.__init__", "type": "string"}, "path"),
        ({"path": "a b", "type": "string"}, "path"),
        ({"path": "", "type": "string"}, "path"),
        ({"path": "a\u202e", "type": "string"}, "path"),
        ({"path": 7, "type": "string"}, "path"),
        ({"type": "string"}, "path"),
        (7, "path"),
        ({"path": "a"}, "field_type"),
        ({"path": "a", "type": "thing"}, "field_type"),
        ({"path": "a", "type": "string", "more": 1}, "unknown_field"),
        ({"path": "a", "type": "string", "required": 1}, "type"),
        ({"path": "a", "type": "string", "name": "x\u202e"}, "chars"),
        ({"path": "a", "type": "string", "name": 7}, "chars"),
        ({"path": "good", "type": "string"}, "twice"),
    ],
)
def test_a_field_that_cannot_be_one_is_refused_at_its_place(
    api: APIClient, field: Any, code: str
) -> None:
    good = {"path": "good", "type": "string"}
    answer = create(api, fields=[good, field], key_expression="", condition="")
    found = answer.json()["errors"][0]
    assert (answer.status_code, found["pointer"], found["code"]) == (422, "/fields/1", code)


@pytest.mark.parametrize("missing", ["key", "name"])
def test_a_type_needs_a_key_and_a_name(api: APIClient, missing: str) -> None:
    body = {name: value for name, value in NEW.items() if name != missing}
    answer = api.post("/api/v1/event-types", body, format="json")
    assert answer.json()["errors"] == [
        {"pointer": f"/{missing}", "code": "missing", "params": {}, "detail": "This is needed."}
    ]


def test_a_key_and_an_event_id_are_taken_once(api: APIClient, order_placed: EventType) -> None:
    taken = create(api, key="order_placed", condition="", key_expression="")
    assert (taken.status_code, taken.json()["code"]) == (409, "exists")
    create(api, xdm_event_id="E-1")
    again = change(api, "order_placed", xdm_event_id="E-1")
    assert (again.status_code, again.json()["code"]) == (409, "exists")


def test_types_without_an_event_id_are_many(api: APIClient, order_placed: EventType) -> None:
    assert create(api, xdm_event_id="").status_code == 201


def test_of_two_with_one_key_at_once_one_is_made(api: APIClient) -> None:
    codes: list[int] = []
    start = threading.Barrier(2)
    clients = [api, api_of("administrator")]

    def post(client: APIClient) -> None:
        start.wait()
        codes.append(create(client).status_code)
        connections.close_all()

    threads = [threading.Thread(target=post, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [201, 409]


def test_the_key_never_changes(api: APIClient, order_placed: EventType) -> None:
    answer = api.patch("/api/v1/event-types/order_placed", {"key": "other"}, format="json")
    assert answer.json()["errors"][0]["code"] == "unknown_field"


# --- In use -----------------------------------------------------------------------------------


def test_a_type_in_use_can_be_renamed_and_gain_fields(
    api: APIClient, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use(monkeypatch, "Thanks")
    more = [*order_placed.fields, {"path": "city", "type": "string"}]
    answer = change(api, "order_placed", name="Ordered", fields=more)
    assert answer.status_code == 200
    assert answer.json()["used_by"] == ["Thanks"]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("fields", []),
        ("fields", [{"path": "amount", "type": "string"}, {"path": "note", "type": "string"}]),
        ("namespace", "other"),
        ("key_expression", "@{order_placed.note}"),
        ("condition", "@{order_placed.amount} > 1"),
    ],
)
def test_what_journeys_rely_on_does_not_change(
    api: APIClient,
    order_placed: EventType,
    monkeypatch: pytest.MonkeyPatch,
    member: str,
    value: Any,
) -> None:
    in_use(monkeypatch, "Thanks")
    answer = change(api, "order_placed", **{member: value})
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    assert answer.json()["errors"][0]["pointer"] == f"/{member}"


def test_a_type_in_use_is_not_deleted_and_the_journeys_are_named(
    api: APIClient, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use(monkeypatch, "Thanks", "Spa")
    answer = api.delete("/api/v1/event-types/order_placed")
    assert (answer.status_code, answer.json()["params"]) == (409, {"names": "Thanks, Spa"})
    assert EventType.objects.exists()


def test_a_type_is_not_deleted_from_under_a_source_that_would_then_post_all(
    api: APIClient, order_placed: EventType, shop: Source
) -> None:
    shop.event_types.add(order_placed)
    assert api.delete("/api/v1/event-types/order_placed").status_code == 409
    shop.event_types.add(EventType.objects.create(key="other", name="Other"))
    assert api.delete("/api/v1/event-types/order_placed").status_code == 204


def test_a_type_that_nobody_uses_is_deleted(api: APIClient, order_placed: EventType) -> None:
    assert api.delete("/api/v1/event-types/order_placed").status_code == 204
    assert api.get("/api/v1/event-types/order_placed").status_code == 404
    assert api.delete("/api/v1/event-types/order_placed").status_code == 404
    assert change(api, "order_placed", name="x").status_code == 404


# --- Fields from a paste ----------------------------------------------------------------------


def paste(api: APIClient, **given: Any) -> Any:
    return api.post("/api/v1/event-fields", given, format="json")


def test_a_pasted_text_becomes_fields(api: APIClient) -> None:
    answer = paste(api, text='{"guest": {"id": "g-1"}, "at": "2026-03-01T10:00:00Z"}')
    assert answer.status_code == 200
    assert answer.json() == {
        "kind": "sample",
        "fields": [
            {"path": "guest.id", "type": "string", "name": "Guest id", "required": False},
            {"path": "at", "type": "dateTime", "name": "At", "required": False},
        ],
        "left_out": [],
        "not_checked": [],
        "suggested": {"key_path": "guest.id"},
    }
    assert not EventType.objects.exists()


def test_a_schema_may_be_given_as_json(api: APIClient) -> None:
    answer = paste(api, schema={"properties": {"a": {"type": "integer"}}})
    assert [field["type"] for field in answer.json()["fields"]] == ["integer"]


@pytest.mark.parametrize("given", [{}, {"text": "{}", "sample": {}}])
def test_exactly_one_document_is_read(api: APIClient, given: Any) -> None:
    answer = paste(api, **given)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "one_of")


@pytest.mark.parametrize(
    ("given", "status"),
    [({"text": "{"}, 400), ({"text": 7}, 422), ({"sample": 7}, 422), ({"schema": None}, 422)],
)
def test_a_paste_that_tells_nothing_is_refused(api: APIClient, given: Any, status: int) -> None:
    assert paste(api, **given).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"key": "a", "key": "b"}', 422),
        (b'{"name": "\\u0000"}', 422),
        (b'{"name": "\\ud800"}', 400),
        (b"[" * 100_000, 422),
        (b'"' + b"x" * 3_000_000 + b'"', 413),
    ],
)
def test_a_body_that_is_no_declaration_is_refused(api: APIClient, body: bytes, status: int) -> None:
    answer = api.post("/api/v1/event-types", body, content_type="application/json")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [("viewer", 403, 403), ("business", 200, 403), ("technical", 200, 201)],
)
def test_technical_users_declare_and_business_users_look(
    clean_slate: None, role: str, read: int, write: int
) -> None:
    client = api_of(role)
    assert client.get("/api/v1/event-types").status_code == read
    assert create(client).status_code == write
