"""Why a document was refused, as a sentence in both languages.

The log keeps the sentence of the moment in one language. Its blanks are read back out of it by
the template that it was written from, in whichever language that was.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import override

from config import json
from events.models import Rejection
from events.words import SENTENCES
from journeys.core.phrases import LANGUAGES
from journeys.reports import sentences
from journeys.reports.sentences import Both

Json = dict[str, Any]
_BLANK = re.compile(r"%\((\w+)\)s")
# The sentence says what is wrong with the whole; where it stands adds nothing.
_WHOLE = ("unknown_event", "event_not_allowed", "key")
_KINDS: Mapping[str, tuple[str, str]] = {
    "text": ("text", "텍스트"),
    "number": ("a number", "숫자"),
    "whole": ("a whole number", "정수"),
    "truth": ("yes or no", "참/거짓"),
    "list": ("a list", "목록"),
    "object": ("an object", "객체"),
    "nothing": ("null", "null"),
    "moment": ("a date and time", "날짜와 시각"),
    "date": ("a date", "날짜"),
    "duration": ("a duration", "기간"),
    "timezone": ("a time zone", "시간대"),
}
_EXPECTED = {
    "string": "text",
    "integer": "whole",
    "decimal": "number",
    "number": "number",
    "boolean": "truth",
    "object": "object",
    "map": "object",
    "array": "list",
    "dateTime": "moment",
    "dateTimeOnly": "moment",
    "dateOnly": "date",
    "duration": "duration",
    "timezone": "timezone",
}


def refusal(row: Rejection) -> Both:
    """Why a document was refused, and where in it."""
    where = row.pointer.strip("/").replace("/", ".")
    if row.code == "missing" and where:
        return sentences.both("rejected_missing", pointer=where)
    params = _params(row.code, row.detail)
    if row.code == "type" and where and "expected" in params:
        given = _given(row)
        if given is not None:
            expected = _kind(_expected(params["expected"]), params["expected"])
            return sentences.both("rejected_type", pointer=where, given=given, expected=expected)
    reason = _reason(row, params)
    if not where or row.code in _WHOLE:
        return sentences.both("rejected", reason=reason)
    return sentences.both("rejected_at", pointer=where, reason=reason)


def _reason(row: Rejection, params: Mapping[str, str]) -> Both:
    templates = _templates(row.code)
    found = {language: text % params for language, text in templates.items() if _fits(text, params)}
    kept = row.detail or row.code
    return {language: found.get(language, kept) for language in LANGUAGES}


def _fits(template: str, params: Mapping[str, str]) -> bool:
    return set(_BLANK.findall(template)) <= params.keys()


def _params(code: str, detail: str) -> dict[str, str]:
    """What stood in the blanks of a stored sentence; nothing where no template fits."""
    for template in _templates(code).values():
        found = _reader(template).fullmatch(detail)
        if found:
            return found.groupdict()
    return {}


@cache
def _reader(template: str) -> re.Pattern[str]:
    parts = _BLANK.split(template)
    return re.compile("".join(
        f"(?P<{part}>.*)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    ), re.DOTALL)  # fmt: skip


@cache
def _templates(code: str) -> Both:
    message = SENTENCES.get(code)
    if message is None:
        return {}
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(message)
    return found


# --- Kinds of values ----------------------------------------------------------------------------


def _expected(kind: str) -> str:
    return "list" if kind.startswith("list<") else _EXPECTED.get(kind, "")


def _kind(key: str, otherwise: str) -> Both:
    words = _KINDS.get(key, (otherwise, otherwise))
    return dict(zip(LANGUAGES, words, strict=True))


def _given(row: Rejection) -> Both | None:
    """What kind of value stood there, where the document was kept whole; else None."""
    try:
        value = json.loads(row.excerpt)
        for part in row.pointer.strip("/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
    except (ValueError, LookupError, TypeError):
        return None
    return _kind(_kind_of(value), "")


def _kind_of(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    return "object" if isinstance(value, dict) else "number"
