"""E-mail against a real SMTP server."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from actions import calls
from outbound.outcome import RenderError
from tests.integration.actions.conftest import CONTEXT, MONDAY, action, parameter


class Inbox:
    """Takes mail, but answers what ``replies`` says for a recipient."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.replies: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = self.replies.get(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def server(settings: Any) -> Iterator[Inbox]:
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 2
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield inbox
    controller.stop()


@pytest.fixture(autouse=True)
def invite():
    return action(
        key="invite", kind="email", to="{{ address }}", subject="Hi {{ name }}",
        text="Dear {{ name | default: 'guest' }}", html="<p>Dear {{ name }}</p>",
        sender="hotel@example.com", parameters=[parameter("address"), parameter("name")],
    )  # fmt: skip


def frozen(**given):
    return calls.render("invite", given, CONTEXT).frozen


def text_of(envelope):
    return envelope.content.decode().replace("\r\n", "\n")


def test_a_mail_arrives_with_its_key_as_message_id(server):
    outcome = calls.deliver(
        [(1, "realm-41-3", frozen(address="jane@example.com", name="Jane"))], MONDAY
    )

    assert outcome[1].ok
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("hotel@example.com", ["jane@example.com"])
    text = text_of(envelope)
    assert "Message-ID: <realm-41-3@example.com>" in text
    assert "Date: Mon, 02 Mar 2026 09:00:00 +0000" in text
    assert "Dear Jane" in text


def test_one_refused_address_does_not_stop_the_others(server):
    server.replies = {"gone@example.com": "550 no such user", "later@example.com": "451 try later"}
    people = ["gone", "later", "jane"]

    outcomes = calls.deliver(
        [(n, f"k-{n}", frozen(address=f"{who}@example.com")) for n, who in enumerate(people)],
        MONDAY,
    )

    told = [(o.ok, o.error, o.status, o.retryable) for o in outcomes.values()]
    assert told == [
        (False, "rejected", 550, False),
        (False, "rejected", 451, True),
        (True, None, None, False),
    ]
    assert len(server.taken) == 1


def test_a_server_that_is_down_is_worth_another_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    (outcome,) = calls.deliver([(1, "k", frozen(address="a@example.com"))], MONDAY).values()

    assert (outcome.ok, outcome.error, outcome.retryable) == (False, "connect", True)


def test_markup_in_a_value_is_escaped_in_html_only():
    calls.deliver([(1, "k", frozen(address="a@example.com", name="<b>"))], MONDAY)

    (message,) = mail.outbox
    assert message.body == "Dear <b>"
    assert message.alternatives[0].content == "<p>Dear &lt;b&gt;</p>"


def test_a_newline_in_the_subject_is_a_blank():
    calls.deliver(
        [(1, "k", frozen(address="a@example.com", name="x\r\nBcc: all@evil.example"))], MONDAY
    )

    (message,) = mail.outbox
    assert message.subject == "Hi x Bcc: all@evil.example"
    assert message.recipients() == ["a@example.com"]


@pytest.mark.parametrize(
    "address",
    ["", "jane", "a@example.com,b@example.com", "a@example.com\nBcc: b@example.com", "a b@c.de"],
)
def test_what_is_not_one_address_is_an_error_of_the_step(address):
    with pytest.raises(RenderError) as refused:
        frozen(address=address)
    assert refused.value.code == "address"
