"""The console: messages are delivered exactly once and shown newest first."""

import pytest
from rest_framework.test import APIClient

from actions import calls
from actions.models import Message
from config import database
from outbound.outcome import RenderError
from tests.integration.actions.conftest import CONTEXT, MONDAY, action, parameter, user_of

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def discount():
    return action(
        key="spa_discount", kind="message", channel="mail", to="{{ address }}",
        subject="Hello {{ first_name }}", text="{{ first_name }}, 20% off.",
        parameters=[parameter("address", required=True), parameter("first_name")],
    )  # fmt: skip


def rendered(**given):
    return calls.render("spa_discount", given, CONTEXT)


def deliver(*pairs):
    items = [(number, key, made.frozen) for number, (key, made) in enumerate(pairs)]
    return calls.deliver(items, MONDAY)


@pytest.fixture
def api():
    client = APIClient()
    client.force_login(user_of("viewer"))
    return client


def test_a_message_has_its_texts_and_where_it_comes_from(discount, api):
    made = rendered(address="jane@example.com", first_name="Jane 길목")
    assert (made.destination, made.kind) == ("action:spa_discount", "message")

    assert deliver(("k-1", made))[0].ok

    (shown,) = api.get("/api/v1/messages").json()["messages"]
    number = shown.pop("id")
    assert number.isdigit()
    assert shown == {
        "key": "k-1", "action": "spa_discount", "channel": "mail", "to": "jane@example.com",
        "subject": "Hello Jane 길목", "text": "Jane 길목, 20% off.", "person": "ecid/jane",
        "journey": "7", "journey_name": "Spa journey", "version": 2, "node": "discount",
        "node_name": "Spa discount", "at": "2026-03-02T09:00:00Z",
    }  # fmt: skip


def test_a_second_delivery_of_one_key_is_no_second_message(discount):
    made = rendered(address="a@b.c")
    assert deliver(("k-1", made), ("k-2", made))[1].ok
    assert deliver(("k-2", made), ("k-3", made), ("k-3", made))[0].ok
    assert sorted(Message.objects.values_list("key", flat=True)) == ["k-1", "k-2", "k-3"]


def test_a_batch_is_one_statement_however_many(discount, monkeypatch):
    made = rendered(address="a@b.c")
    seen = []
    monkeypatch.setattr(database, "cross", seen.append)
    deliver(*((f"k-{number}", made) for number in range(500)))
    assert seen.count("messages deliver") == 2
    assert Message.objects.count() == 500


def test_a_needed_parameter_without_a_value_is_an_error_of_the_step(discount):
    with pytest.raises(RenderError) as refused:
        rendered(first_name="Jane")
    assert refused.value.code == "missing_parameter"


def test_since_and_person_narrow_the_list(discount, api):
    deliver(("k-1", rendered(address="a@b.c")))
    (first,) = api.get("/api/v1/messages").json()["messages"]
    deliver(("k-2", rendered(address="a@b.c")))

    def keys(query):
        return [m["key"] for m in api.get(f"/api/v1/messages?{query}").json()["messages"]]

    assert keys("") == ["k-2", "k-1"]
    assert keys(f"since={first['id']}") == ["k-2"]
    assert keys("person=ecid/jane") == ["k-2", "k-1"]
    assert keys("person=ecid/joe") == keys("journey=8") == []


@pytest.mark.parametrize(
    "query", ["since=x", "since=-1", "since=1e3", "since=" + "9" * 40, "journey=%00"]
)
def test_a_number_that_is_none_is_a_422(api, query):
    assert api.get(f"/api/v1/messages?{query}").status_code == 422
