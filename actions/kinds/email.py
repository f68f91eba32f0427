"""E-mail by Django's backend. The Message-ID is the call's key, so a receiver can tell a repeat."""

import re
import smtplib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from actions import definitions, templates
from actions.models import ActionDefinition
from config import json
from outbound.outcome import CallContext, Outcome, RenderError

FIELDS = ("sender", "to", "subject", "text", "html")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
_LONGEST_SUBJECT = 500
_TEMPORARY = range(400, 500)  # RFC 5321: the same command may succeed later


def check(action: ActionDefinition) -> dict[str, list[ValidationError]]:
    faults = check_templates(action, ("to", "subject", "text"), ("to", "subject"))
    faults |= check_templates(action, ("html",), (), html=True)
    if not (action.text or action.html):
        faults["text"] = [ValidationError(_("A message has a text."), "required")]
    if action.sender:
        try:
            validate_email(action.sender)
        except ValidationError as error:
            faults["sender"] = [error]
    return faults


def check_templates(
    action: ActionDefinition, fields: Sequence[str], needed: Sequence[str], *, html: bool = False
) -> dict[str, list[ValidationError]]:
    """What is wrong with these Liquid fields; ``needed`` may not be empty."""
    faults: dict[str, list[ValidationError]] = {}
    for field in fields:
        source = getattr(action, field)
        try:
            templates.check(source, action.parameter_keys, html=html)
            if field in needed and not source.strip():
                raise ValidationError(_("This is needed."), "required")
        except ValidationError as error:
            faults[field] = [error]
    return faults


def render(action: ActionDefinition, values: Mapping[str, Any], _context: CallContext) -> bytes:
    """The finished texts. Raises RenderError; ``address`` for what is not one e-mail address."""
    known = {key: values.get(key) for key in action.parameter_keys}
    to = templates.render(action.to, known).strip()
    try:
        validate_email(to)
    except ValidationError as error:
        raise RenderError("address", f"{action.key}: this is not one e-mail address.") from error
    frozen = {
        "action": action.key,
        "to": to,
        "subject": one_line(templates.render(action.subject, known)),
        "text": templates.render(action.text, known),
        "html": templates.render(action.html, known, html=True),
    }
    return json.dumps(frozen)


def one_line(subject: str) -> str:
    """A subject: line ends and control characters are blanks, so that no header can follow."""
    return _BLANK.sub(" ", subject).strip()[:_LONGEST_SUBJECT]


def deliver(items: Sequence[tuple[int, str, bytes]], now: datetime) -> dict[int, Outcome]:
    """Send over one connection; each message has its own outcome."""
    outcomes: dict[int, Outcome] = {}
    with _Line() as line:
        for number, key, frozen in items:
            outcomes[number] = line.send(_message(key, json.loads(frozen), now))
    return outcomes


def _message(key: str, kept: Mapping[str, str], now: datetime) -> EmailMultiAlternatives:
    action = definitions.current().get(kept["action"])
    sender = (action.sender if action else "") or settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{key}@{domain}>", "Date": format_datetime(now)}
    message = EmailMultiAlternatives(
        kept["subject"], kept["text"], sender, [kept["to"]], headers=headers
    )
    if kept["html"]:
        message.attach_alternative(kept["html"], "text/html")
    return message


class _Line:
    """One connection to the mail server, opened at need and again after a loss."""

    def __enter__(self) -> "_Line":
        self._connection = get_connection(fail_silently=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, message: EmailMultiAlternatives) -> Outcome:
        message.connection = self._connection
        try:
            self._connection.open()
            message.send()
        except _FAILURES as error:
            self._close()
            return _failure(error)
        return Outcome(ok=True)

    def _close(self) -> None:
        with suppress(*_FAILURES):
            self._connection.close()


_FAILURES = (smtplib.SMTPException, OSError, ValueError)


def _failure(error: Exception) -> Outcome:
    """Refused for good (5xx, a message that cannot be written), or worth another attempt."""
    if isinstance(error, TimeoutError):
        return Outcome(
            ok=False, error="timeout", message="The mail server was too slow.", retryable=True
        )
    codes = list(_codes(error))
    if codes:
        return Outcome(
            ok=False,
            error="rejected",
            status=codes[0],
            message=f"The mail server refused the message: {codes[0]}.",
            retryable=all(code in _TEMPORARY for code in codes),
        )
    if isinstance(error, OSError):
        return Outcome(
            ok=False, error="connect", message="The mail server cannot be reached.", retryable=True
        )
    return Outcome(ok=False, error="unrendered", message="The message cannot be sent as it is.")


def _codes(error: Exception) -> Iterator[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        yield from (code for code, _words in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        yield error.smtp_code
