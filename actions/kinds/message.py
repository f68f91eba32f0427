"""The console: messages are rows that the product shows. The channel that needs no set-up."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from actions import templates
from actions.kinds.email import check_templates, one_line
from actions.models import ActionDefinition
from config import database, json
from config.database import Statement
from outbound.outcome import CallContext, Outcome, RenderError

FIELDS = ("channel", "to", "subject", "text")
_LONGEST_TO = 1000

# The key is unique: a second delivery of the same call is no row, and no error.
DELIVER = Statement(
    "messages deliver",
    'insert into actions_message (key, action, channel, "to", subject, text, person, journey,'
    " journey_name, version, node, node_name, instance, at)"
    " select r.key, r.action, r.channel, r.recipient, r.subject, r.text, r.person, r.journey_id,"
    " r.journey, r.version, r.node, r.node_name, r.instance, %(now)s"
    " from jsonb_to_recordset(%(rows)s::jsonb) as r(key text, action text, channel text,"
    " recipient text, subject text, text text, person text, journey_id bigint, journey text,"
    " version int, node text, node_name text, instance bigint) on conflict (key) do nothing",
    'insert into actions_message (key, action, channel, "to", subject, text, person, journey,'
    " journey_name, version, node, node_name, instance, at)"
    " select value->>'key', value->>'action', value->>'channel', value->>'recipient',"
    " value->>'subject', value->>'text', value->>'person', value->>'journey_id', value->>'journey',"
    " value->>'version', value->>'node', value->>'node_name', value->>'instance', :now"
    " from json_each(:rows) where true on conflict (key) do nothing",
)


def check(action: ActionDefinition) -> dict[str, list[ValidationError]]:
    return check_templates(action, ("to", "subject", "text"), ("text",))


def render(action: ActionDefinition, values: Mapping[str, Any], context: CallContext) -> bytes:
    """The finished texts, with the person, journey and step that they come from."""
    known = {key: values.get(key) for key in action.parameter_keys}
    to = one_line(templates.render(action.to, known)) if action.to else ""
    if len(to) > _LONGEST_TO:
        raise RenderError("address", f"{action.key}: the address is too long.")
    frozen = asdict(context) | {
        "action": action.key,
        "channel": action.channel,
        "recipient": to,
        "subject": one_line(templates.render(action.subject, known)),
        "text": templates.render(action.text, known),
    }
    return json.dumps(frozen)


def deliver(items: Sequence[tuple[int, str, bytes]], now: datetime) -> dict[int, Outcome]:
    """Write all of them by one statement and one commit; each is there exactly once.

    Raises:
        config.database.Unavailable: none was written.
    """
    rows = [json.loads(frozen) | {"key": key} for _number, key, frozen in items]
    connection = database.connection()
    with connection.transaction():
        named = {"rows": json.text(rows), "now": _stored(connection, now)}
        connection.execute(DELIVER, named)
    return {number: Outcome(ok=True) for number, _key, _frozen in items}


def _stored(connection: database.Connection, now: datetime) -> Any:
    """The ORM reads this table, so on SQLite its text form of a moment is kept."""
    if connection.vendor == "postgresql":
        return now
    return now.replace(tzinfo=None).isoformat(" ", "microseconds")
