"""What a third party answered, as JSON that cannot harm whoever reads or stores it."""

import json
import re
from typing import Any

import orjson

from .errors import AnswerError

MAX_DEPTH = 32
_INT64 = 1 << 63
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_BOM = b"\xef\xbb\xbf"


def read_json(body: bytes) -> Any:
    """``body`` as JSON, ``None`` if it is blank. Raises AnswerError (see ``Response.json``)."""
    text = body.removeprefix(_BOM)
    if not text.strip():
        return None
    try:
        document = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError):
        raise AnswerError("The answer is not JSON.") from None
    _refuse_harm(document)
    if _LONG_NUMBER.search(text):
        # orjson makes a double of an integer that is too long, and digits would be lost.
        json.loads(text, parse_int=_int64)
    return document


def _refuse_harm(document: Any) -> None:
    """Level by level, not by recursion: the depth is what is being doubted."""
    level, depth = [document], 0
    while level:
        if depth == MAX_DEPTH and any(isinstance(value, dict | list) for value in level):
            raise AnswerError("The answer is nested too deeply.")
        level = [child for value in level for child in _children(value)]
        depth += 1


def _int64(digits: str) -> int:
    if len(digits) > 20 or not -_INT64 <= int(digits) < _INT64:
        raise AnswerError("A number in the answer is too large.")
    return int(digits)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and "\0" in value:
        raise AnswerError("A text in the answer holds a NUL character.")
    if isinstance(value, float) and not -1.8e308 < value < 1.8e308:
        raise AnswerError("A number in the answer is too large.")
    return []
