"""Event types in the admin: fields from a paste, what is in use, and how to send one."""

import json
from typing import Any

import pytest
from django.test import Client

from events import hooks
from events.models import EventType, Source
from tests.integration.events.conftest import Poster, user_of

LIST = "/admin/events/eventtype/"
FORM: dict[str, Any] = {
    "name": "Checked in",
    "key": "checked_in",
    "description": "",
    "fields": "[]",
    "pasted": "",
    "namespace": "customer",
    "key_expression": "",
    "condition": "",
    "max_age_days": "",
    "updates_profile": "",
    "xdm_event_id": "",
    "xdm_schema": "",
}


def admin_of(role: str) -> Client:
    client = Client()
    client.force_login(user_of(role))
    return client


@pytest.fixture
def admin(clean_slate: None) -> Client:
    return admin_of("technical")


def page_of(kind: EventType, what: str = "change") -> str:
    return f"{LIST}{kind.pk}/{what}/"


def save(admin: Client, url: str = f"{LIST}add/", **changes: Any) -> Any:
    return admin.post(url, {**FORM, **changes})


def form_of(kind: EventType, **changes: Any) -> dict[str, Any]:
    """What the page of a type sends when it is saved as it stands."""
    sent = {name: getattr(kind, name) for name in FORM if hasattr(kind, name)}
    sent |= {"fields": json.dumps(kind.fields), "updates_profile": json.dumps(kind.updates_profile)}
    return {**FORM, **sent, "max_age_days": kind.max_age_days or "", **changes}


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_a_pasted_sample_becomes_the_fields(admin: Client) -> None:
    sample = '{"guest": {"id": "g-1"}, "rooms": [{"number": 7}], "at": "2026-03-01"}'

    assert save(admin, pasted=sample).status_code == 302

    assert EventType.objects.get().field_types == {
        "guest.id": "string", "rooms[].number": "integer", "at": "dateOnly",
    }  # fmt: skip


def test_fields_that_are_there_stay_as_they_are(admin: Client, order_placed: EventType) -> None:
    sent = form_of(order_placed, pasted='{"amount": "ten", "city": "Seoul"}')
    assert admin.post(page_of(order_placed), sent).status_code == 302
    order_placed.refresh_from_db()
    assert order_placed.field_types == {"amount": "decimal", "note": "string", "city": "string"}


def test_a_type_that_was_saved_is_taken_at_once(
    admin: Client, poster: Poster, order_placed: EventType
) -> None:
    save(admin)
    assert poster.post({"type": "checked_in", "person": "p", "data": {}}).status_code == 202


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("key", "9"),
        ("key", ""),
        ("name", ""),
        ("fields", "{"),
        ("fields", "{}"),
        ("fields", "7"),
        ("fields", "[7]"),
        ("fields", '[{"path": "a"}]'),
        ("fields", '[{"path": "a", "path": "b", "type": "string"}]'),
        ("fields", '[{"path": "a", "type": "string", "name": "\\u0000"}]'),
        ("fields", '[{"path": "__class__", "type": "string"}]'),
        ("fields", json.dumps([{"path": f"f{n}", "type": "string"} for n in range(501)])),
        ("pasted", "{"),
        ("pasted", "[]"),
        ("pasted", '{"$ref": "http://169.254.169.254/"}'),
        ("namespace", "a b"),
        ("key_expression", "@{"),
        ("condition", "1 + 1"),
        ("max_age_days", "0"),
        ("max_age_days", "many"),
        ("updates_profile", "[]"),
        ("updates_profile", '{"a": "@{"}'),
        ("updates_profile", '{"a": "\\u0000"}'),
        ("xdm_event_id", "a b"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(admin: Client, field: str, text: str) -> None:
    found = errors(save(admin, **{field: text}))
    assert list(found) == [field]
    assert not EventType.objects.exists()


def test_a_key_and_an_event_id_are_taken_once(admin: Client, order_placed: EventType) -> None:
    assert "key" in errors(save(admin, key="order_placed"))
    save(admin, xdm_event_id="E-1")
    assert errors(admin.post(page_of(order_placed), form_of(order_placed, xdm_event_id="E-1")))


def test_an_event_id_can_be_made(admin: Client) -> None:
    save(admin, make_event_id="on")
    kind = EventType.objects.get()
    assert len(kind.xdm_event_id) == 64
    assert kind.xdm_event_id in admin.get(page_of(kind)).content.decode()


def test_the_page_leads_to_the_events_of_this_type_as_they_arrive(
    admin: Client, order_placed: EventType
) -> None:
    page = admin.get(page_of(order_placed)).content.decode()
    assert 'href="/events/?type=order_placed"' in page


def test_the_page_shows_how_to_send_one_and_who_uses_it(
    admin: Client, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "used_by", lambda _key: ["Spa <b>journey</b>"])
    page = admin.get(page_of(order_placed)).content.decode()
    assert "Spa &lt;b&gt;journey&lt;/b&gt;" in page
    assert "curl -sS http" in page
    assert "&quot;amount&quot;: 10.5" in page
    assert 'name="key"' not in page


def test_what_journeys_rely_on_is_an_error_of_the_form(
    admin: Client, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "used_by", lambda _key: ["Spa"])
    for changes in ({"fields": "[]"}, {"namespace": "other"}, {"condition": "true"}):
        found = errors(admin.post(page_of(order_placed), form_of(order_placed, **changes)))
        assert list(found) == list(changes)
    renamed = form_of(order_placed, name="Ordered")
    assert admin.post(page_of(order_placed), renamed).status_code == 302


@pytest.mark.parametrize("confirmed", [{}, {"post": "yes"}])
def test_a_type_in_use_is_not_deleted_and_the_page_says_why(
    admin: Client, order_placed: EventType, monkeypatch: pytest.MonkeyPatch, confirmed: Any
) -> None:
    monkeypatch.setattr(hooks, "used_by", lambda _key: ["Spa"])
    page = admin.post(page_of(order_placed, "delete"), confirmed).content.decode()
    assert "used by “Spa”" in page
    chosen = {"action": "delete_selected", "_selected_action": [order_placed.pk], **confirmed}
    assert "used by “Spa”" in admin.post(LIST, chosen).content.decode()
    assert EventType.objects.exists()


def test_the_only_type_of_a_source_is_not_deleted(
    admin: Client, order_placed: EventType, shop: Source
) -> None:
    shop.event_types.add(order_placed)
    page = admin.post(page_of(order_placed, "delete"), {"post": "yes"}).content.decode()
    assert "used by “Shop”" in page
    assert EventType.objects.exists()


def test_a_type_that_nobody_uses_is_deleted(
    admin: Client, poster: Poster, order_placed: EventType
) -> None:
    admin.post(page_of(order_placed, "delete"), {"post": "yes"})
    assert not EventType.objects.exists()
    assert poster.post({"type": "order_placed", "person": "p"}).status_code == 422


def test_five_hundred_fields_can_be_saved(admin: Client) -> None:
    fields = [{"path": f"field_{n}", "type": "string", "name": f"Field {n}"} for n in range(500)]
    assert save(admin, fields=json.dumps(fields)).status_code == 302
    assert len(EventType.objects.get().fields) == 500


def test_names_are_shown_as_text(admin: Client) -> None:
    save(admin, name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in admin.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("role", "look", "add"), [("viewer", 302, 302), ("business", 200, 403), ("technical", 200, 200)]
)
def test_technical_users_declare_and_business_users_look(
    order_placed: EventType, role: str, look: int, add: int
) -> None:
    client = admin_of(role)
    assert client.get(LIST).status_code == look
    assert client.get(page_of(order_placed)).status_code == look
    assert client.get(f"{LIST}add/").status_code == add
    assert save(client).status_code == (302 if add == 200 else add)
    assert EventType.objects.filter(key="checked_in").exists() is (add == 200)


def test_the_page_and_the_answers_speak_korean(admin: Client, poster: Poster) -> None:
    page = admin.get(f"{LIST}add/", headers={"Accept-Language": "ko"}).content.decode()
    assert "예제 붙여넣기" in page
    answer = poster.post({"type": "none"}, HTTP_ACCEPT_LANGUAGE="ko")
    assert answer.json()["detail"] == "none 이벤트 유형은 없습니다."
