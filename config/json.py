"""JSON in and out: orjson's speed, and the limits that every body of a client obeys."""

from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z


def dumps(value: Any) -> bytes:
    """``value`` as compact UTF-8 JSON. Decimals become numbers, times ISO 8601."""
    return orjson.dumps(value, default=_default, option=OPTIONS)


def text(value: Any) -> str:
    """``value`` as JSON text, for a json column."""
    return dumps(value).decode()


def loads(data: bytes | str | memoryview) -> Any:
    """Parse strict JSON (RFC 8259: no NaN, no trailing bytes).

    Raises:
        ValueError: not JSON (``orjson.JSONDecodeError`` is one).
    """
    return orjson.loads(data)


def _default(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**53
            else float(value)
        )
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    return str(value)


class JSONParser(BaseParser):
    """Bodies of the API: JSON only, at most ``DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            from config.problems import Problem

            raise Problem(413, "too_large", params={"limit": limit})
        try:
            return loads(body)
        except (ValueError, RecursionError) as error:
            raise ParseError("The body is not JSON.") from error


class JSONRenderer(BaseRenderer):
    """Answers of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else dumps(data)
