"""The admin of actions: one form a kind, a test, protection of what is used, the messages."""

import pytest
from django.core import mail
from django.test import Client

from actions import hooks
from actions.models import ActionDefinition, Message
from events.models import EventType
from tests.integration.actions.conftest import MONDAY, action, parameter, user_of

ACTIONS = "/admin/actions/actiondefinition/"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def admin(fresh):
    client = Client()
    client.force_login(user_of("technical"))
    return client


def rows(prefix, *cells):
    return {
        f"{prefix}-{n}-{key}": value for n, row in enumerate(cells) for key, value in row.items()
    }


LIMITS = {"timeout": "5", "retries": "3", "max_per_second": "", "max_at_once": "", "records": ""}
HTTP = {
    "kind": "http", "key": "order", "name": "Order", "description": "", "method": "POST",
    "url": "https://shop.example/orders/{id}", "body": "", "auth": "none", "auth_user": "",
    "auth_name": "", "auth_place": "header", "auth_secret": "", "signing_secret": "",
    "sample": "", "body_sample": "", **LIMITS,
    **rows("parameters", {"key": "id", "type": "integer", "required": "1", "name": "Order no."},
           {"key": "channel", "type": "string", "constant": "web", "path": "meta.channel"}),
    **rows("headers", {"name": "X-Id", "param": "id"}),
}  # fmt: skip
EMAIL = {
    "kind": "email", "key": "invite", "name": "Invite", "description": "", "sender": "",
    "to": "{{ address }}", "subject": "Hi", "text": "Dear {{ name | default: 'guest' }}",
    "html": "", **LIMITS,
    **rows("parameters", {"key": "address", "type": "string"}, {"key": "name", "type": "string"}),
}  # fmt: skip
MESSAGE = {
    "kind": "message", "key": "push", "name": "Push", "description": "", "channel": "sms",
    "to": "", "subject": "", "text": "Hello", **LIMITS,
}  # fmt: skip


def add(admin, data, **changes):
    return admin.post(f"{ACTIONS}add/?kind={data['kind']}", data | changes)


def errors(answer):
    return answer.context["adminform"].form.errors


def asked(page):
    """The fields that a form asks for."""
    return {field for _name, options in page.context["adminform"].fieldsets
            for line in options["fields"] for field in ([line] if isinstance(line, str) else line)}  # fmt: skip


def test_adding_begins_with_the_kind(admin):
    page = admin.get(f"{ACTIONS}add/").content.decode()
    assert [kind for kind in ("http", "email", "message") if f'href="?kind={kind}"' in page] == [
        "http", "email", "message",
    ]  # fmt: skip


def test_each_kind_asks_only_for_what_is_its_own(admin):
    forms = {kind: asked(admin.get(f"{ACTIONS}add/?kind={kind}"))
             for kind in ("http", "email", "message")}  # fmt: skip
    assert {"url", "auth_secret", "answer"} <= forms["http"]
    assert not {"url", "auth_secret", "answer", "body"} & (forms["email"] | forms["message"])
    assert {"html", "sender"} <= forms["email"]
    assert not {"html", "sender", "text"} & forms["http"]
    assert "channel" in forms["message"]
    assert "channel" not in forms["http"] | forms["email"]


def test_an_http_action_is_made_in_one_form(admin):
    answer = add(admin, HTTP)
    assert answer.status_code == 302, errors(answer)

    made = ActionDefinition.objects.get()
    assert made.parameters == [
        {"key": "id", "type": "integer", "name": "Order no.", "required": True},
        {"key": "channel", "type": "string", "constant": "web", "path": "meta.channel"},
    ]
    assert made.headers == [{"name": "X-Id", "param": "id"}]
    assert (made.kind, made.body) == ("http", None)


@pytest.mark.parametrize("data", [EMAIL, MESSAGE])
def test_a_text_is_made_in_one_form(admin, data):
    answer = add(admin, data)
    assert answer.status_code == 302, errors(answer)
    assert ActionDefinition.objects.get().kind == data["kind"]


def test_parameters_and_fields_are_made_from_samples(admin):
    add(admin, HTTP, body_sample='{"customer": {"name": "Ann"}}', sample='{"id": 7}')
    made = ActionDefinition.objects.get()
    assert made.parameters[-1] == {"key": "name", "type": "string", "path": "customer.name"}
    assert made.answer == [{"path": "id", "type": "integer", "name": ""}]


@pytest.mark.parametrize(
    ("data", "changes", "where"),
    [
        (HTTP, {"url": "http://169.254.169.254/"}, "url"),
        (HTTP, {"url": "https://{id}.example/"}, "url"),
        (HTTP, {"url": "https://shop.example/{nobody}"}, "url"),
        (HTTP, {"body": '{"a": {"param": "nobody"}}'}, "body"),
        (HTTP, {"body": '{"a": {{ id }} }'}, "body"),
        (HTTP, {"headers-0-param": "nobody"}, "headers"),
        (HTTP, {"headers-0-value": "both"}, "headers"),
        (HTTP, {"parameters-1-type": "integer"}, "parameters"),
        (HTTP, {"auth": "basic"}, "auth_secret"),
        (HTTP, {"signing_secret": "plain"}, "signing_secret"),
        (HTTP, {"sample": "<html>"}, "sample"),
        (HTTP, {"body_sample": "<html>"}, "body_sample"),
        (HTTP, {"records": "nope"}, "records"),
        (EMAIL, {"to": ""}, "to"),
        (EMAIL, {"text": "{{ nobody }}"}, "text"),
        (EMAIL, {"html": "{% if %}"}, "html"),
        (EMAIL, {"sender": "me"}, "sender"),
        (MESSAGE, {"text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(admin, data, changes, where):
    answer = add(admin, data, **changes)
    assert answer.status_code == 200
    assert list(errors(answer)) == [where]
    assert not ActionDefinition.objects.exists()


def test_what_another_kind_would_ask_is_not_taken(admin):
    add(admin, EMAIL, url="http://10.0.0.1/", auth_secret="CANARY")
    made = ActionDefinition.objects.get()
    assert (made.url, bool(made.auth_secret)) == ("", False)


def test_the_key_and_the_kind_never_change(admin):
    made = action(key="push", kind="message", text="Hello")
    admin.post(f"{ACTIONS}{made.pk}/change/", MESSAGE | {"key": "other", "kind": "http"})
    made = ActionDefinition.objects.get()
    assert (made.key, made.kind, made.name) == ("push", "message", "Push")


def test_secrets_are_never_shown(admin):
    add(admin, HTTP, auth="bearer", auth_secret="CANARY-7f3a", signing_secret=SECRET)
    made = ActionDefinition.objects.get()
    shown = admin.get(f"{ACTIONS}{made.pk}/change/").content.decode()
    for words in ("CANARY", SECRET, made.auth_secret.token, made.signing_secret.token):
        assert words not in shown


def test_a_success_may_record_an_event(admin):
    EventType.objects.create(key="ordered", name="Ordered")
    assert "ordered" in admin.get(f"{ACTIONS}add/?kind=http").content.decode()
    add(admin, HTTP, records="ordered")
    assert ActionDefinition.objects.get().records == "ordered"


@pytest.fixture
def used(monkeypatch):
    monkeypatch.setattr(hooks, "used_by", lambda key: ["Umbrellas"])


def test_an_action_that_is_used_may_grow_and_not_shrink(admin, used):
    made = action(key="push", kind="message", text="Hello {{ n }}", parameters=[parameter("n")])
    page = f"{ACTIONS}{made.pk}/change/"
    assert "Umbrellas" in admin.get(page).content.decode()

    answer = admin.post(page, MESSAGE)
    assert "Umbrellas" in str(errors(answer))

    more = rows(
        "parameters", {"key": "n", "type": "string", "name": "N"}, {"key": "m", "type": "any"}
    )
    assert admin.post(page, MESSAGE | more).status_code == 302


def test_an_action_that_is_used_is_not_deleted_by_either_button(admin, used):
    made = action(key="push", kind="message", text="Hello")
    assert "used by “Umbrellas”" in admin.get(f"{ACTIONS}{made.pk}/delete/").content.decode()
    admin.post(f"{ACTIONS}{made.pk}/delete/", {"post": "yes"})
    admin.post(ACTIONS, {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"})
    assert ActionDefinition.objects.exists()


# --- tests --------------------------------------------------------------------------------------


def test_a_test_is_sent_and_shown(admin, outside):
    outside.expect_request("/orders").respond_with_json({"id": 7})
    made = action(url=outside.url_for("/orders"), auth="bearer", auth_secret="CANARY-7f3a",
                  parameters=[parameter("n", "integer", required=True),
                              parameter("channel", constant="web")])  # fmt: skip
    page = f"{ACTIONS}{made.pk}/try/"
    form = admin.get(page).context["form"]
    assert list(form.fields) == ["n"]

    shown = admin.post(page, {"n": "3"}).content.decode()

    assert "It worked" in shown
    assert "CANARY" not in shown
    assert outside.log[0][0].json == {"n": 3, "channel": "web"}


@pytest.mark.parametrize("typed", ["", "three"])
def test_a_parameter_that_is_wrong_is_told_and_nothing_is_sent(admin, outside, typed):
    made = action(url=outside.url_for("/orders"),
                  parameters=[parameter("n", "integer", required=True)])  # fmt: skip
    answer = admin.post(f"{ACTIONS}{made.pk}/try/", {"n": typed})
    assert list(answer.context["form"].errors) == ["n"]
    assert outside.log == []


def test_a_test_mail_is_sent_and_its_texts_are_shown_escaped(admin):
    made = action(key="invite", kind="email", to="{{ a }}", subject="Hi", text="Dear {{ n }}",
                  parameters=[parameter("a"), parameter("n")])  # fmt: skip
    shown = admin.post(f"{ACTIONS}{made.pk}/try/", {"a": "a@b.co", "n": "<b>"}).content.decode()
    assert "Dear &lt;b&gt;" in shown
    assert [message.to for message in mail.outbox] == [["a@b.co"]]


def test_a_business_user_sends_no_test(client, fresh):
    made = action(key="push", kind="message", text="Hello")
    client.force_login(user_of("business"))
    assert client.get(ACTIONS).status_code == 200
    assert client.post(f"{ACTIONS}{made.pk}/try/").status_code == 403
    assert client.get(f"{ACTIONS}add/").status_code == 403
    assert not Message.objects.exists()


def test_messages_are_looked_at(admin):
    message = Message.objects.create(
        key="k", action="push", channel="sms", to="Jane", subject="", text="<b>Hi</b>",
        person="ecid/jane", journey=1, journey_name="Spa", version=1, node="n", node_name="N",
        instance=1, at=MONDAY,
    )  # fmt: skip
    page = "/admin/actions/message/"
    assert "Jane" in admin.get(f"{page}?q=ecid/jane").content.decode()
    assert "&lt;b&gt;Hi" in admin.get(f"{page}{message.pk}/change/").content.decode()
    assert admin.post(f"{page}{message.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"{page}add/").status_code == 403


@pytest.mark.parametrize("kind", ["http", "email", "message"])
def test_a_business_user_looks_at_an_action_and_sees_no_secret(client, fresh, kind):
    made = action(kind=kind, auth_secret="CANARY-7f3a", parameters=[parameter("first_name")])
    client.force_login(user_of("business"))
    shown = client.get(f"{ACTIONS}{made.pk}/change/")
    assert shown.status_code == 200
    assert "first_name" in shown.content.decode()
    assert "CANARY" not in shown.content.decode()
