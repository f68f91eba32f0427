"""Look-ups of external sources: rendered and frozen, completed at sending, judged."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from config import json
from datasources import definitions
from datasources.models.source import FieldGroup
from outbound import AnswerError, OutboundError, Request, Response
from outbound.outcome import Outcome, Rendered, RenderError
from remote import judge, places
from remote.auth import cut_out, masked
from remote.values import fits, text_of


def render(source: str, group: str, params: Mapping[str, Any]) -> Rendered:
    """One look-up, frozen: path, query and body. URL and credentials are added when it leaves.

    Raises:
        RenderError: unknown_source, missing_parameter or parameter_value.
    """
    found = _group(source, group)
    values = _values(found, params)
    in_path = {name: _text(name, values[name]) for name in places.slots(found.path)}
    rest = {name: value for name, value in values.items() if name not in in_path}
    is_get = found.method == FieldGroup.Method.GET
    frozen = {
        "source": source,
        "group": group,
        "method": found.method,
        "path": places.filled_path(found.path, in_path),
        "query": [(name, _text(name, value)) for name, value in rest.items()] if is_get else [],
        "body": None if is_get else json.text(_body(found, values, rest)),
    }
    return Rendered(f"source:{source}", "http", json.dumps(frozen))


def _body(group: FieldGroup, values: dict[str, Any], rest: dict[str, Any]) -> Any:
    return rest if group.body is None else places.filled(group.body, values)


def _values(group: FieldGroup, params: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, kind in group.param_types.items():
        value = params.get(name)
        if value is None:
            raise RenderError("missing_parameter", f"{group.full_key}: {name} has no value.")
        if not fits(value, kind) and kind != "string":
            raise RenderError("parameter_value", f"{group.full_key}: {name} is not of type {kind}.")
        values[name] = value
    return values


def _text(name: str, value: Any) -> str:
    try:
        return text_of(value)
    except ValueError as error:
        raise RenderError("parameter_value", f"{name}: {error}.") from error


def _group(source: str, group: str) -> FieldGroup:
    found = definitions.current().groups.get((source, group))
    if found is None:
        raise RenderError("unknown_source", f"There is no group {source}.{group}.")
    return found


def cache_seconds(source: str, group: str) -> int:
    """How long an answer of this group holds; 0 for a group that is not there."""
    found = definitions.current().groups.get((source, group))
    return found.cache_seconds if found else 0


def timeout(source: str, group: str) -> int:
    """Seconds for one attempt."""
    found = definitions.current().groups.get((source, group))
    return found.timeout if found else 5


def limits(source: str) -> dict[str, int | None]:
    """{"per_second", "at_once"} of a source; None is no limit."""
    found = definitions.current().sources.get(source)
    return found.limits if found else {"per_second": None, "at_once": None}


def to_request(frozen: bytes, _key: str, _now: datetime) -> Request:
    """The request to send: the frozen part on the source's present URL, with its credentials.

    The idempotency key and the moment are what actions need; a look-up takes them unread.

    Raises:
        RenderError: the group is not there any more.
    """
    kept = json.loads(frozen)
    source = _group(kept["source"], kept["group"]).source
    query = [*map(tuple, kept["query"]), *source.credentials.query]
    headers = [("Accept", "application/json")]
    if kept["body"] is not None:
        headers.append(("Content-Type", "application/json"))
    headers += [(row["name"], row["value"]) for row in source.headers]
    return Request(
        kept["method"],
        places.url_with(source.url, kept["path"], query),
        (*headers, *source.credentials.headers),
        (kept["body"] or "").encode(),
    )


def outcome(frozen: bytes, result: Response | OutboundError) -> Outcome:
    """What became of one attempt; ``answer`` is the group's value.

    Of an answer the declared members are kept, because runs remember them. 204 is null.
    """
    kept = json.loads(frozen)
    group = definitions.current().groups.get((kept["source"], kept["group"]))
    hidden = group.source.credentials.hidden if group else ()
    body = masked(result.body, hidden) if isinstance(result, Response) else b""
    if bad := judge.failed(result, body):
        return bad
    assert isinstance(result, Response)
    try:
        answer = judge.enveloped(result.json())
    except AnswerError as error:
        return judge.bad_answer(result, error.reason)
    if body is not result.body:
        answer = cut_out(answer, hidden)
    return Outcome(
        ok=True,
        status=result.status,
        answer=_declared(group, answer),
        elapsed_ms=result.elapsed_ms,
    )


def _declared(group: FieldGroup | None, answer: Any) -> Any:
    if not isinstance(answer, dict) or group is None or not group.fields:
        return answer
    wanted = {field["path"].partition(".")[0].removesuffix("[]") for field in group.fields}
    return {key: value for key, value in answer.items() if key in wanted}
