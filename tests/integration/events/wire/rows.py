"""The rows of the bad inputs as requests: bytes to send, and how to send them."""

import base64
import gzip
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.integration.events.wire.conftest import SECRET, World

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "bad_inputs"
UNITS = {"h": "hours", "d": "days", "m": "minutes"}
PATH = "/api/v1/events"


def rows(name: str) -> list[dict[str, Any]]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    # In our contract the reference's order.placed is order_placed, its batch a list of events.
    for theirs, ours in (("order.placed", "order_placed"), ("other.source.event", "other_source_event"),
                         ('"batch"', '"events"')):  # fmt: skip
        text = text.replace(theirs, ours)
    return [json.loads(line) for line in text.splitlines()]


def grown(value: Any) -> Any:
    """A value with its recipes carried out: repeat, concat, nest, now."""
    if isinstance(value, list):
        return [grown(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "repeat" in value:
        text, times = value["repeat"]
        return grown(text) * times
    if "concat" in value:
        return "".join(grown(part) for part in value["concat"])
    if "nest" in value:
        opening, closing, levels, inner = value["nest"]
        return opening * levels + inner + closing * levels
    if set(value) == {"now"}:
        return _moment(value["now"]).isoformat()
    return {key: grown(one) for key, one in value.items()}


def _moment(offset: str) -> datetime:
    sign = -1 if offset[0] == "-" else 1
    return datetime.now(UTC) + sign * timedelta(**{UNITS[offset[-1]]: int(offset[1:-1])})


@dataclass
class Sent:
    """One request: its head line by line, its body, and what is done after it."""

    method: str = "POST"
    path: str = PATH
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    then: str = ""

    def head(self) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{n}: {v}" for n, v in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def requests(row: dict[str, Any], world: World) -> list[Sent]:
    """The requests of a row, in order."""
    given = row["input"]
    signs = {"signed": "missing" not in row["name"]}
    if "sequence" in given:
        made: list[Sent] = []
        for one in given["sequence"]:
            # The same bytes again, signature and all.
            made.append(
                made[-1] if "replay" in one else _request(one.get("http", one) | signs, world)
            )
        return made
    if "json_keys" in given:
        prefix = given.get("prefix", "k")
        keys = {f"{prefix}{number}": 1 for number in range(given["json_keys"])}
        event = {"type": "order_placed", "id": "keys", "person": "p", "data": keys}
        return [_request({"json": event} | signs, world)]
    return [_request(given.get("http", given) | signs, world)]


def _request(given: dict[str, Any], world: World) -> Sent:
    body = _body(given)
    made = Sent(given.get("method", "POST"), _path(given), then=given.get("then", ""), body=body)
    own = dict(given.get("headers", {}))
    made.headers = [("Host", own.pop("Host", "127.0.0.1")), ("Connection", "close")]
    made.headers += _authorization(given, world)
    made.headers.append(("Content-Type", own.pop("Content-Type", "application/json")))
    if own.get("Transfer-Encoding") == "chunked" and "json" in given:
        made.body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    elif "Content-Length" not in own:
        made.headers.append(("Content-Length", str(len(body))))
    made.headers += own.items()
    made.headers += [(f"X-Filler-{n}", "x") for n in range(given.get("header_count", 0))]
    if given.get("key") == "signed-source":
        made.headers += _signature(given, body)
    return made


def _body(given: dict[str, Any]) -> bytes:
    if "gzip" in given:
        return _packed(*given["gzip"]["repeat"])
    if "raw" in given:
        return str(grown(given["raw"])).encode()
    text = json.dumps(grown(given.get("json", {})), ensure_ascii=False)
    if "pad_to" in given:
        return _padded(json.loads(text), given["pad_to"])
    return text.encode(given.get("encode", "utf-8"), "surrogatepass")


@cache
def _packed(text: str, times: int) -> bytes:
    return gzip.compress((text * times).encode(), 1)


def _padded(document: dict[str, Any], size: int) -> bytes:
    """The document with so much more data that it has this many bytes: texts of 50,000 at most."""
    padding = document["data"]["padding"] = []
    while (missing := size - len(json.dumps(document))) > 8:
        padding.append("x" * min(50_000, missing - 4))
    text = json.dumps(document).encode()
    return text + b" " * (size - len(text))


def _path(given: dict[str, Any]) -> str:
    path = str(grown(given.get("path", "/events")))
    query = path.partition("?")[2]
    if query:
        return f"{PATH}?{query}"
    return "/api/v1" + path.removesuffix("/") if path != "/events/" else PATH


def _authorization(given: dict[str, Any], world: World) -> list[tuple[str, str]]:
    if "headers_list" in given:
        return [
            (name, text.replace("good", world.keys["good"])) for name, text in given["headers_list"]
        ]
    if "cookie" in given or "?key=" in given.get("path", ""):
        return []
    return [("Authorization", f"Bearer {world.keys[given.get('key', 'good')]}")]


def _signature(given: dict[str, Any], body: bytes) -> list[tuple[str, str]]:
    """The headers of Standard Webhooks; a row may spoil any of them."""
    if not given["signed"]:
        return []
    at = _moment(given["timestamp"]["now"]).timestamp() if "timestamp" in given else time.time()
    # One separator in the id makes the signed text ambiguous, so such a row is signed as it is.
    name = given.get("webhook-id", "msg-1")
    signed_name = name if "." in name else "msg-1"
    return [
        ("webhook-id", name),
        ("webhook-timestamp", str(int(at))),
        ("webhook-signature", _listed(given.get("signature"), _valid(signed_name, int(at), body))),
    ]


def _valid(name: str, at: int, body: bytes) -> str:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    text = b"%b.%d.%b" % (name.encode(), at, body)
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _listed(given: Any, valid: str) -> str:
    return valid if given is None else str(grown(given)).replace("v1,<valid>", valid).strip()
