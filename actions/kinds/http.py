"""Any HTTP API: a JSON body, path, query and headers from parameters; signed where wanted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actions import definitions
from actions.models import ActionDefinition
from config import json
from outbound import AnswerError, OutboundError, Request, Response, call, check_headers, sign
from outbound.outcome import CallContext, Outcome, RenderError
from remote import judge, places
from remote.auth import cut_out, masked
from remote.models import MAX_TEMPLATE, policy
from remote.values import text_of

FIELDS = ("url", "method", "headers", "body", "auth", "auth_user", "auth_name", "auth_place",
          "auth_secret", "signing_secret", "answer")  # fmt: skip
_BODILESS = frozenset({"GET", "DELETE"})
LARGEST = 256 * 1024


# --- at save ----------------------------------------------------------------------------------


def check(action: ActionDefinition) -> dict[str, list[ValidationError]]:
    faults = action.check_remote()
    if "headers" not in faults:
        in_headers = [row["param"] for row in action.headers if "param" in row]
        faults |= _unknown(action, "headers", in_headers)
    if "url" not in faults:
        faults |= _unknown(action, "url", places.slots(action.url))
    if action.body is not None:
        faults |= _check_body(action)
    return faults


def _check_body(action: ActionDefinition) -> dict[str, list[ValidationError]]:
    if action.method in _BODILESS:
        return {"body": [ValidationError(_("A GET or DELETE has no body."))]}
    if places.too_deep(action.body) or len(json.dumps(action.body)) > MAX_TEMPLATE:
        return {"body": [ValidationError(_("The body is too large or too deep."), "too_large")]}
    return _unknown(action, "body", places.placeholders(action.body))


def _unknown(action: ActionDefinition, field: str, names: Any) -> dict[str, list[ValidationError]]:
    for name in names:
        if name not in action.parameter_keys:
            words = _("There is no such parameter: %(name)s")
            return {field: [ValidationError(words, "unknown_variable", {"name": name})]}
    return {}


# --- in the engine's cycle --------------------------------------------------------------------


def render(action: ActionDefinition, values: Mapping[str, Any], _context: CallContext) -> bytes:
    """Method, path, query, headers and body, frozen; the URL and all secrets are left out.

    A parameter goes where it is named: into the URL's path, a header, the body's template or
    its own place in the body. One that is named nowhere goes into the query of a GET or DELETE
    and becomes a member of any other body.
    """
    path = {name: _segment(name, values) for name in places.slots(action.url)}
    headers = _headers(action, values)
    named = {*path, *(row.get("param") for row in action.headers)}
    rest = {key: value for key, value in values.items() if key not in named}
    frozen: dict[str, Any] = {
        "action": action.key, "method": action.method, "path": path, "headers": headers,
        "query": [], "body": None,
    }  # fmt: skip
    if action.method in _BODILESS:
        frozen["query"] = [(key, _text(key, value)) for key, value in rest.items()]
    else:
        frozen["body"] = _body(action, values, rest)
    return json.dumps(frozen)


def _segment(name: str, values: Mapping[str, Any]) -> str:
    if name not in values:
        raise RenderError("missing_parameter", f"{name} has no value, and the URL needs it.")
    return places.segment(name, _text(name, values[name]))


def _headers(action: ActionDefinition, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    headers = []
    for row in action.headers:
        if "param" not in row:
            headers.append((row["name"], row["value"]))
        elif row["param"] in values:
            pair = (row["name"], _text(row["param"], values[row["param"]]))
            _refuse_header(pair)
            headers.append(pair)
    return headers


def _refuse_header(pair: tuple[str, str]) -> None:
    try:
        check_headers([pair])
    except OutboundError as error:
        raise RenderError("header_value", f"{pair[0]}: {error.reason}") from error


def _body(action: ActionDefinition, values: Mapping[str, Any], rest: Mapping[str, Any]) -> str:
    tree: Any = {} if action.body is None else places.filled(action.body, values)
    placed = set() if action.body is None else set(places.placeholders(action.body))
    own = {p["key"]: p["path"] for p in action.parameters if p.get("path")}
    for key, value in rest.items():
        if key in own and isinstance(tree, dict):
            places.put(tree, own[key], value)
        elif key not in placed and isinstance(tree, dict):
            tree[key] = value
    text = json.text(None if tree is places.MISSING else tree)
    if len(text) > LARGEST:
        raise RenderError("result_size", f"{action.key}: the body is too large.")
    return text


def _text(name: str, value: Any) -> str:
    try:
        return text_of(value)
    except ValueError as error:
        raise RenderError("parameter_value", f"{name}: {error}.") from error


# --- in the sender ----------------------------------------------------------------------------


def to_request(frozen: bytes, key: str, now: datetime) -> Request:
    """The request to send, the same bytes at each attempt, with what may change in between:
    the URL, credentials, and the signature (Standard Webhooks) over ``key`` and ``now``.

    Raises:
        RenderError: the action is not there any more, or its URL needs what was not frozen.
    """
    kept = json.loads(frozen)
    action = definitions.current().get(kept["action"])
    if action is None:
        raise RenderError("unknown_action", f"There is no action {kept['action']}.")
    body = (kept["body"] or "").encode()
    query = [*map(tuple, kept["query"]), *action.credentials.query]
    return Request(
        kept["method"],
        places.url_with(_address(action, kept["path"]), "", query),
        (
            *_own_headers(kept, key),
            *action.credentials.headers,
            *_signature(action, key, now, body),
        ),
        body,
    )


def _address(action: ActionDefinition, path: Mapping[str, str]) -> str:
    url = action.url
    for name in places.slots(url):
        if name not in path:
            raise RenderError("missing_parameter", f"{name} has no value, and the URL needs it.")
        url = url.replace("{" + name + "}", path[name])
    return url


def _own_headers(kept: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    headers = [(name, value) for name, value in kept["headers"]]
    known = {name.lower() for name, _value in headers}
    if kept["body"] is not None and "content-type" not in known:
        headers.append(("Content-Type", "application/json"))
    if "accept" not in known:
        headers.append(("Accept", "application/json"))
    return [*headers, ("Idempotency-Key", key)]


def _signature(
    action: ActionDefinition, key: str, now: datetime, body: bytes
) -> Sequence[tuple[str, str]]:
    if not action.signing_secret:
        return ()
    return tuple(sign(action.signing_key, key, int(now.timestamp()), body).items())


def outcome(frozen: bytes, result: Response | OutboundError) -> Outcome:
    """What became of one attempt. ``answer`` is the JSON that came, and ``_status``.

    A body that is not JSON is an error only where fields of the answer are declared.
    """
    action = definitions.current().get(json.loads(frozen)["action"])
    hidden = (*action.credentials.hidden, *action.hidden_key) if action else ()
    body = masked(result.body, hidden) if isinstance(result, Response) else b""
    if bad := judge.failed(result, body):
        return bad
    assert isinstance(result, Response)
    try:
        answer = judge.enveloped(result.json()) or {}
    except AnswerError as error:
        if action is not None and action.answer:
            return judge.bad_answer(result, error.reason)
        answer = {}
    if body is not result.body:
        answer = cut_out(answer, hidden)
    return Outcome(
        ok=True,
        status=result.status,
        answer={**answer, "_status": result.status},
        elapsed_ms=result.elapsed_ms,
    )


def deliver(items: Sequence[tuple[int, str, bytes]], now: datetime) -> dict[int, Outcome]:
    """Send one after the other, for tries and small tools; the sender makes many at once."""
    return {number: _sent(key, frozen, now) for number, key, frozen in items}


def _sent(key: str, frozen: bytes, now: datetime) -> Outcome:
    try:
        request = to_request(frozen, key, now)
        action = definitions.current()[json.loads(frozen)["action"]]
        return outcome(frozen, call(request, policy=policy(), deadline=action.timeout))
    except RenderError as error:
        return Outcome(ok=False, error="unrendered", message=error.message)
    except OutboundError as error:
        return outcome(frozen, error)
