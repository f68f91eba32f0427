"""Functions over text. Regular expressions are RE2: linear time, no back-references, no look-around."""

from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import re2

from expressions.functions.signatures import Function, function
from expressions.limits import MAX_PATTERN, MAX_PATTERN_TEXT, MAX_RESULT_BYTES, PATTERN_MEMORY
from expressions.operators import join
from expressions.problems import EvaluationError, LimitExceeded

_OPTIONS = re2.Options()
_OPTIONS.max_mem = PATTERN_MEMORY
_OPTIONS.log_errors = False


@lru_cache(maxsize=512)
def pattern(text: str) -> Any:
    """A compiled regular expression; EvaluationError ``bad_pattern`` or LimitExceeded."""
    if len(text.encode("utf-8", "replace")) > MAX_PATTERN:
        raise LimitExceeded("pattern_too_long", limit=MAX_PATTERN)
    try:
        return re2.compile(text, _OPTIONS)
    except (re2.error, UnicodeEncodeError) as fault:
        raise EvaluationError("bad_pattern", reason=_reason(fault)) from None


def _reason(fault: Exception) -> str:
    reason = fault.args[0] if fault.args else ""
    if isinstance(reason, bytes):
        reason = reason.decode("utf-8", "replace")
    return str(reason)[:200]


def _searchable(text: str) -> str:
    if len(text) > MAX_PATTERN_TEXT:
        raise LimitExceeded("pattern_text_too_long", limit=MAX_PATTERN_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise EvaluationError("bad_text") from None
    return text


def _match(_: Any, text: str, regex: str) -> bool:
    return pattern(regex).fullmatch(_searchable(text)) is not None


def _split(_: Any, text: str, regex: str) -> list[str]:
    return list(pattern(regex).split(_searchable(text))) if regex else [text]


def _replace_pattern(_: Any, text: str, regex: str, replacement: str) -> str:
    searchable = _searchable(text)
    matches = list(pattern(regex).finditer(searchable))
    if len(text) + len(matches) * len(replacement) > MAX_RESULT_BYTES:
        raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
    pieces, at = [], 0
    for match in matches:
        pieces += [text[at : match.start()], replacement]
        at = match.end()
    return "".join(pieces) + text[at:]


def _concat(_: Any, first: Any, second: Any = None) -> str | None:
    if type(first) is list:
        return sized("".join(item for item in map(_text, first) if item))
    return None if first is None and second is None else join(first, second)


def _text(item: Any) -> str | None:
    if item is None or type(item) is str:
        return item
    raise EvaluationError("wrong_type", expected="list<string>", given="list")


def sized(text: str) -> str:
    if len(text) > MAX_RESULT_BYTES:
        raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
    return text


def _replace_all(_: Any, text: str, target: str, replacement: str) -> str:
    if not target:
        return text
    growth = max(0, len(replacement) - len(target))
    if growth and len(text) + text.count(target) * growth > MAX_RESULT_BYTES:
        raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)
    return text.replace(target, replacement)


def _replace_first(_: Any, text: str, target: str, replacement: str) -> str:
    return sized(text.replace(target, replacement, 1)) if target else text


def _substr(_: Any, text: str, begin: int, end: int | None = None) -> str:
    """Indexes outside the text mean its ends."""
    stop = len(text) if end is None else end
    return text[max(0, begin) : max(0, stop)]


def _left(_: Any, text: str, count: int) -> str:
    return text[: max(0, count)]


def _right(_: Any, text: str, count: int) -> str:
    return text[-count:] if count > 0 else ""


def _uuid(state: Any) -> str:
    digest = sha256(state.draw()).digest()
    return str(UUID(bytes=digest[:16], version=4))


def _same(_: Any, one: str | None, two: str | None) -> bool:
    return one is two or (one is not None and two is not None and one.lower() == two.lower())


def _text_function(name: str, forms: str | list[str], run: Any, **options: Any) -> Function:
    return function(name, "string", forms, run, **options)


_PAIR = "(text: string, part: string) -> "
_PLAIN = "(text: string) -> "

FUNCTIONS = (
    _text_function(
        "concat",
        ["(first: string, second: string) -> string", "(texts: list<string>) -> string"],
        _concat,
        takes_null=True,
    ),
    _text_function("contain", _PAIR + "boolean", lambda _, text, part: part in text),
    _text_function(
        "containWithIgnoreCase",
        _PAIR + "boolean",
        lambda _, text, part: part.lower() in text.lower(),
        aliases=("containIgnoreCase",),
    ),
    _text_function("endWith", _PAIR + "boolean", lambda _, text, part: text.endswith(part)),
    _text_function(
        "endWithIgnoreCase",
        _PAIR + "boolean",
        lambda _, text, part: text.lower().endswith(part.lower()),
    ),
    _text_function("startWith", _PAIR + "boolean", lambda _, text, part: text.startswith(part)),
    _text_function(
        "startWithIgnoreCase",
        _PAIR + "boolean",
        lambda _, text, part: text.lower().startswith(part.lower()),
    ),
    _text_function(
        "equalWithIgnoreCase",
        _PAIR + "boolean",
        _same,
        takes_null=True,
        aliases=("equalIgnoreCase",),
    ),
    _text_function(
        "notEqualWithIgnoreCase",
        _PAIR + "boolean",
        lambda _, one, two: not _same(_, one, two),
        takes_null=True,
        aliases=("notEqualIgnoreCase",),
    ),
    _text_function("indexOf", _PAIR + "integer", lambda _, text, part: text.find(part)),
    _text_function("lastIndexOf", _PAIR + "integer", lambda _, text, part: text.rfind(part)),
    _text_function("isEmpty", _PLAIN + "boolean", lambda _, text: text == "", takes_null=True),
    _text_function("isNotEmpty", _PLAIN + "boolean", lambda _, text: bool(text), takes_null=True),
    _text_function("length", _PLAIN + "integer", lambda _, text: len(text)),
    _text_function("lower", _PLAIN + "string", lambda _, text: text.lower()),
    _text_function("upper", _PLAIN + "string", lambda _, text: sized(text.upper())),
    _text_function("trim", _PLAIN + "string", lambda _, text: text.strip()),
    _text_function("matchRegExp", "(text: string, pattern: string) -> boolean", _match),
    _text_function(
        "replace",
        "(text: string, target: string, replacement: string) -> string",
        _replace_first,
    ),
    _text_function(
        "replaceAll",
        "(text: string, target: string, replacement: string) -> string",
        _replace_all,
    ),
    _text_function(
        "replaceRegExp",
        "(text: string, pattern: string, replacement: string) -> string",
        _replace_pattern,
    ),
    _text_function("split", "(text: string, pattern: string) -> list<string>", _split),
    _text_function("substr", "(text: string, begin: integer, end: integer?) -> string", _substr),
    _text_function("left", "(text: string, count: integer) -> string", _left),
    _text_function("right", "(text: string, count: integer) -> string", _right),
    _text_function("uuid", "() -> string", _uuid, pure=False),
)
