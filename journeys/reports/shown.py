"""Values and requests as people may see them: never a secret, never more than a page."""

import re
from collections.abc import Mapping
from typing import Any

from config import json

Json = dict[str, Any]
LARGEST = 2_000  # bytes of a list or an object
LONGEST = 500  # characters of a text
_SECRET = re.compile(r"auth|token|secret|key|cookie|signature|password", re.IGNORECASE)
_PLAIN_KEYS = frozenset({"idempotency-key"})
MASK = "***"


def shown(value: Any) -> Any:
    """A value; a large one by its size, as the trail tells it."""
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST] + "…"
    if isinstance(value, list | Mapping) and len(json.dumps(value)) > LARGEST:
        return {"items" if isinstance(value, list) else "fields": len(value)}
    return value


def request_of(frozen: Mapping[str, Any]) -> Json:
    """What a frozen request says, without what it is filed under.

    Credentials are added when it is sent, so they are not in it; what a header's name makes look
    like one is masked all the same.
    """
    if "recipient" in frozen:
        return {name: frozen.get(name) for name in ("channel", "recipient", "subject", "text")}
    if "to" in frozen:
        return {name: frozen.get(name) for name in ("to", "subject", "text", "html")}
    told: Json = {"method": frozen.get("method"), "path": frozen.get("path")}
    told["query"] = [list(pair) for pair in frozen.get("query") or ()]
    if frozen.get("headers"):
        told["headers"] = [_header(name, value) for name, value in frozen["headers"]]
    told["body"] = _body(frozen.get("body"))
    return told


def _header(name: str, value: str) -> list[str]:
    hidden = _SECRET.search(name) and name.lower() not in _PLAIN_KEYS
    return [name, MASK if hidden else value]


def _body(body: Any) -> Any:
    """A body as JSON where it is that."""
    if not isinstance(body, str):
        return body
    try:
        return shown(json.loads(body))
    except ValueError:
        return shown(body)


def filed_under(frozen: Mapping[str, Any]) -> tuple[str, str]:
    """What a frozen request belongs to: (action, its key), or (look_up, source.group)."""
    if "action" in frozen:
        return "action", str(frozen["action"])
    return "look_up", f"{frozen.get('source', '')}.{frozen.get('group', '')}"
