"""JSON as clients send it: strict, bounded, nothing lost on the way, every fault with its pointer."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from config.problems import Fault, Problem

MAX_BYTES = 256 * 1024
MAX_KEY = 200
_INT64 = 1 << 63
_LARGEST = 1e308
_MANY = 20


class StrictParser(BaseParser):
    """JSON in which no key stands twice and no number would be rounded."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise Problem(
                413, "too_large", _("The body is too large."), params={"limit": MAX_BYTES}
            )
        try:
            return loads(body.decode())
        except RecursionError as error:
            raise Problem(422, "depth", _("Nested too deeply.")) from error
        except ValueError as error:
            raise Problem(400, "bad_json", _("The body is not JSON.")) from error


def loads(text: str) -> Any:
    """Strict JSON (RFC 8259).

    Raises:
        ValueError: not JSON.
        RecursionError: nested beyond all measure.
        Problem: 422 ``duplicate_key``.
    """
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Problem(422, "duplicate_key", _("The same key stands twice."))
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def read(request: Request) -> dict[str, Any]:
    """The object that a request carries, of which everything can be stored.

    Raises:
        Problem: 400 without a body; 422 ``invalid`` with everything that is wrong.
    """
    # DRF makes an empty object of an empty body, which a PUT would store.
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        raise Problem(400, "bad_json", _("The body is not JSON."))
    document = request.data
    if not isinstance(document, dict):
        raise invalid([Fault("", "type", _("The body is an object."))])
    if faults := list(harm(document)):
        raise invalid(faults)
    return document


def invalid(faults: list[Fault]) -> Problem:
    """The 422 of a body that has these faults."""
    return Problem(422, "invalid", _("The request has errors."), errors=faults[:_MANY])


def harm(value: Any, at: str = "", depth: int = 0) -> Iterator[Fault]:
    """What cannot be stored, or not without loss. The depth ends the recursion."""
    if isinstance(value, dict | list):
        if depth >= settings.JSON_MAX_DEPTH:
            yield Fault(at, "depth", _("Nested too deeply."))
            return
        yield from _of_object(value, at) if isinstance(value, dict) else ()
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in pairs:
            yield from harm(part, f"{at}/{_escaped(str(key))}", depth + 1)
    elif isinstance(value, str):
        yield from _of_text(value, at)
    elif isinstance(value, int | float) and _is_out_of_range(value):
        yield Fault(at, "number_range", _("The number is too large."))


def _is_out_of_range(value: float) -> bool:
    """Beyond int64 or, as a double, beyond what any database and client reads."""
    return abs(value) > _LARGEST if isinstance(value, float) else not -_INT64 <= value < _INT64


def _of_object(value: dict[str, Any], at: str) -> Iterator[Fault]:
    if len(value) > settings.JSON_MAX_KEYS:
        yield Fault(at, "too_many_keys", _("The object has too many keys."))
    for key in value:
        if not key or len(key) > MAX_KEY or _unstorable(key):
            yield Fault(at, "key", _("A key cannot be used."))


def _of_text(value: str, at: str) -> Iterator[Fault]:
    if len(value) > settings.JSON_MAX_STRING:
        yield Fault(at, "too_long", _("The text is too long."))
    elif _unstorable(value):
        yield Fault(at, "text", _("The text holds a character that cannot be stored."))


def _unstorable(text: str) -> bool:
    """NUL and lone surrogates: no database and no UTF-8 takes them."""
    return "\0" in text or any("\ud800" <= char <= "\udfff" for char in text)


def _escaped(key: str) -> str:
    return key[:MAX_KEY].replace("~", "~0").replace("/", "~1").encode("utf-8", "replace").decode()
