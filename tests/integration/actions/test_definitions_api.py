"""Actions over HTTP: each kind has its own members, and a test can be sent."""

import pytest
from django.core import mail
from werkzeug import Response

from actions import hooks
from actions.models import ActionDefinition, Message
from events.models import EventType
from tests.integration.actions.conftest import action, parameter, user_of

ORDER = "/api/v1/actions/order"
HTTP = {
    "name": "Order", "kind": "http", "url": "https://shop.example/orders",
    "parameters": [parameter("name", required=True), parameter("vip", "boolean")],
    "auth": "bearer", "auth_secret": "CANARY-7f3a",
}  # fmt: skip
EMAIL = {
    "name": "Invite", "kind": "email", "to": "{{ address }}", "subject": "Hi",
    "text": "Dear {{ name }}", "parameters": [parameter("address"), parameter("name")],
}  # fmt: skip
MESSAGE = {"name": "Push", "kind": "message", "text": "Hello"}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def put(api, document, **changes):
    return api.put(ORDER, document | changes, format="json")


def faults(answer):
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


@pytest.mark.parametrize("document", [HTTP, EMAIL, MESSAGE])
def test_a_document_goes_in_comes_out_and_goes_in_again(api, document):
    made = put(api, document)
    assert made.status_code == 201, made.json()
    shown = api.get(ORDER).json()
    assert {name: shown[name] for name in document} == {
        **document, **({"auth_secret": "●●●"} if "auth_secret" in document else {}),
    }  # fmt: skip

    again = api.put(ORDER, shown, format="json")

    assert (again.status_code, again.json()) == (200, shown)


def test_each_kind_has_its_own_members(api):
    kinds = {}
    for document in (HTTP, EMAIL, MESSAGE):
        kinds[document["kind"]] = set(put(api, document).json())
    assert "url" in kinds["http"]
    assert "url" not in kinds["email"] | kinds["message"]
    assert "html" in kinds["email"]
    assert "html" not in kinds["http"] | kinds["message"]
    assert "channel" in kinds["message"]


def test_another_kind_keeps_nothing_of_the_one_before(api):
    put(api, HTTP)
    put(api, MESSAGE)
    row = ActionDefinition.objects.get()
    assert (row.url, row.auth, bool(row.auth_secret)) == ("", "none", False)


def test_secrets_are_neither_shown_nor_lost(api):
    put(api, HTTP, signing_secret=SECRET)
    shown = api.get(ORDER).json()
    assert (shown["auth_secret"], shown["signing_secret"]) == ("●●●", "●●●")
    put(api, HTTP, auth_secret="****", signing_secret="●●●")
    row = ActionDefinition.objects.get()
    assert (row.auth_secret.reveal(), row.signing_secret.reveal()) == ("CANARY-7f3a", SECRET)


@pytest.mark.parametrize(
    ("document", "changes", "found"),
    [
        (HTTP, {"kind": "fax"}, [("/kind", "choice")]),
        (HTTP, {"kind": ["http"]}, [("/kind", "choice")]),
        (EMAIL, {"url": "https://a.example/"}, [("/url", "unknown_field")]),
        (HTTP, {"success": "*"}, [("/success", "unknown_field")]),
        (HTTP, {"retries": 1_000_000_000}, [("/retries", "range")]),
        (HTTP, {"timeout": 31}, [("/timeout", "range")]),
        (HTTP, {"method": "TRACE"}, [("/method", "choice")]),
        (HTTP, {"url": "http://169.254.169.254/"}, [("/url", "url_not_allowed")]),
        (HTTP, {"url": "https://{host}.example/"}, [("/url", "url_form")]),
        (HTTP, {"url": "https://a.example/{nobody}"}, [("/url", "unknown_variable")]),
        (HTTP, {"body": {"a": {"param": "nobody"}}}, [("/body", "unknown_variable")]),
        (HTTP, {"body": {"a": "x"}, "method": "GET"}, [("/body", "form")]),
        (HTTP, {"body": {"a": ["x" * 60_000] * 2}}, [("/body", "too_large")]),
        (HTTP, {"headers": [{"name": "X-A", "param": "nobody"}]},
         [("/headers", "unknown_variable")]),
        (HTTP, {"headers": [{"name": "webhook-id", "value": "1"}]},
         [("/headers", "reserved_header")]),
        (HTTP, {"signing_secret": "secret"}, [("/signing_secret", "form")]),
        (HTTP, {"records": "nope"}, [("/records", "unknown_event")]),
        (HTTP, {"answer": [{"path": "a", "type": "nope"}]}, [("/answer/0", "type")]),
        (HTTP, {"parameters": [parameter("a"), parameter("a")]}, [("/parameters/1", "duplicate")]),
        (HTTP, {"parameters": [parameter("a", "integer", constant="x")]},
         [("/parameters/0", "constant")]),
        (HTTP, {"parameters": [parameter("a", path="a..b")]}, [("/parameters/0", "path")]),
        (HTTP, {"parameters": [parameter("a", required="yes")]}, [("/parameters/0", "rows")]),
        (EMAIL, {"to": ""}, [("/to", "missing")]),
        (EMAIL, {"subject": "{{ nobody }}"}, [("/subject", "unknown_variable")]),
        (EMAIL, {"text": "{% include '/etc/passwd' %}"}, [("/text", "template")]),
        (EMAIL, {"text": "x" * 65_536 + "y"}, [("/text", "too_long")]),
        (EMAIL, {"sender": "not an address"}, [("/sender", "form")]),
        (EMAIL, {"text": ""}, [("/text", "missing")]),
        (MESSAGE, {"text": ""}, [("/text", "missing")]),
        (MESSAGE, {"channel": "pigeon"}, [("/channel", "choice")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_saved(api, document, changes, found):
    answer = put(api, document, **changes)
    assert (answer.status_code, faults(answer)) == (422, found), answer.json()
    assert all(fault["detail"] for fault in answer.json()["errors"])
    assert not ActionDefinition.objects.exists()


def test_an_event_that_a_success_records_is_a_declared_one(api):
    EventType.objects.create(key="ordered", name="Ordered")
    assert put(api, HTTP, records="ordered").status_code == 201


@pytest.fixture
def used(monkeypatch):
    monkeypatch.setattr(hooks, "used_by", lambda key: ["Umbrellas"] if key == "order" else [])


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"url": "https://new.example/", "auth_secret": "new", "name": "주문"}, 200),
        ({"parameters": [*HTTP["parameters"], parameter("note")]}, 200),
        ({"parameters": HTTP["parameters"][:1]}, 422),
        ({"parameters": [parameter("name", "integer", required=True), HTTP["parameters"][1]]}, 422),
        ({"parameters": [*HTTP["parameters"], parameter("new", required=True)]}, 422),
        ({"answer": [{"path": "id", "type": "string"}]}, 200),
    ],
)
def test_what_a_journey_uses_may_grow_and_not_shrink(api, used, changes, status):
    put(api, HTTP)
    answer = put(api, HTTP, **changes)
    assert answer.status_code == status, answer.json()
    if status == 422:
        assert faults(answer) == [("", "in_use")]


def test_what_a_journey_uses_is_not_deleted(api, used):
    put(api, HTTP)
    assert (api.delete(ORDER).status_code, ActionDefinition.objects.count()) == (409, 1)


def test_what_nobody_uses_is(api):
    put(api, HTTP)
    assert (api.delete(ORDER).status_code, api.get(ORDER).status_code) == (204, 404)


# --- trying -------------------------------------------------------------------------------------

TRY = f"{ORDER}/try"


def test_a_test_of_an_http_action_shows_all_but_the_secrets(api, outside):
    outside.expect_request("/orders").respond_with_handler(
        lambda request: Response(f'{{"id": 7, "echo": "{request.headers["Authorization"]}"}}')
    )
    action(url=outside.url_for("/orders"), auth="bearer", auth_secret="CANARY-7f3a",
           signing_secret=SECRET, parameters=[parameter("name")])  # fmt: skip

    tried = api.post(TRY, {"parameters": {"name": "길목"}}, format="json").json()

    assert (tried["ok"], tried["status"]) == (True, 200)
    assert tried["sent"]["body"] == '{"name":"길목"}'
    headers = {one["name"]: one["value"] for one in tried["sent"]["headers"]}
    assert headers["Authorization"] == "***"
    assert headers["Idempotency-Key"].startswith("try-")
    assert "webhook-signature" in headers
    assert tried["answer"]["value"] == {"id": 7, "echo": "Bearer ***", "_status": 200}
    assert "CANARY" not in str(tried)
    assert SECRET not in str(tried)


def test_each_test_has_a_key_of_its_own(api, outside):
    outside.expect_request("/orders").respond_with_json({})
    action(url=outside.url_for("/orders"))
    for _ in range(2):
        api.post(TRY, {}, format="json")
    assert len({request.headers["Idempotency-Key"] for request, _ in outside.log}) == 2


def test_a_test_by_mail_is_sent_and_shown(api):
    put(api, EMAIL)
    tried = api.post(
        TRY, {"parameters": {"address": "a@b.co", "name": "Ann"}}, format="json"
    ).json()
    assert tried["ok"] is True
    assert tried["sent"]["texts"] == {
        "to": "a@b.co", "subject": "Hi", "text": "Dear Ann", "html": "",
    }  # fmt: skip
    assert [message.body for message in mail.outbox] == ["Dear Ann"]


def test_a_test_by_mail_without_an_address_says_so(api):
    put(api, EMAIL)
    tried = api.post(TRY, {}, format="json").json()
    assert (tried["ok"], tried["error"]) == (False, "unrendered")
    assert tried["message"].startswith("This is not one e-mail address.")


@pytest.mark.usefixtures("transactional_db")
def test_a_test_message_lies_in_the_console(api):
    put(api, MESSAGE)
    tried = api.post(TRY, {}, format="json").json()
    assert tried["ok"] is True
    message = Message.objects.get()
    assert (message.text, message.journey_name, message.person) == ("Hello", "Test", "")


def test_a_business_user_sees_actions_and_sends_nothing(client, fresh):
    action(url="https://shop.example/")
    client.force_login(user_of("business"))
    assert client.get(ORDER).status_code == 200
    assert client.post(TRY, {}, content_type="application/json").status_code == 403
