"""Functions over text. Regular expressions are RE2: linear time, no back-references, no look-around."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import re2

from expressions.functions.signatures import Function, function
from expressions.limits import (
    MAX_ITEMS,
    MAX_PATTERN,
    MAX_PATTERN_CLASSES,
    MAX_PATTERN_TEXT,
    MAX_RESULT_BYTES,
    PATTERN_MEMORY,
)
from expressions.operators import join
from expressions.problems import EvaluationError, LimitExceeded

_OPTIONS = re2.Options()
_OPTIONS.max_mem = PATTERN_MEMORY
_OPTIONS.log_errors = False


@lru_cache(maxsize=128)
def pattern(text: str) -> Any:
    """A compiled regular expression; EvaluationError ``bad_pattern`` or LimitExceeded."""
    if len(text.encode("utf-8", "replace")) > MAX_PATTERN:
        raise LimitExceeded("pattern_too_long", limit=MAX_PATTERN)
    if text.count("\\p") + text.count("\\P") > MAX_PATTERN_CLASSES:
        # Each is hundreds of ranges: 300 of them took 30 ms.
        raise EvaluationError("bad_pattern", reason="too many \\p classes")
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
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise EvaluationError("bad_text") from None
    return text


def _made(state: Any, regex: str) -> Any:
    """The compiled form of an expression that is not constant; making it is paid for each time,
    so that what a run may do does not hang on what others have left in the cache."""
    made = pattern(regex)
    state.charge(300 + 3 * made.programsize)
    return made


def _match(state: Any, text: str, regex: str) -> bool:
    return _matches(state, text, _made(state, regex))


def _matches(state: Any, text: str, made: Any) -> bool:
    _pay(state, len(text), made)
    return made.fullmatch(_searchable(text)) is not None


def _pay(state: Any, length: int, made: Any) -> None:
    """The worst that RE2 does with a text: every character meets every part of the program."""
    state.charge(10 + (length * made.programsize >> 6))


def _bound_match(regex: str) -> Any:
    made = pattern(regex)
    return lambda state, text, _: _matches(state, text, made)


def _split(state: Any, text: str, regex: str) -> list[str]:
    return _parted(state, text, _made(state, regex)) if regex else [text]


def _parted(state: Any, text: str, made: Any) -> list[str]:
    found, at = [], 0
    for start, end in _found(state, text, made):
        if end > start:
            found.append(text[at:start])
            at = end
    return [*found, text[at:]]


def _bound_split(regex: str) -> Any:
    literal = _literal(regex)
    if literal is not None:
        return lambda state, text, _: _cut(state, text, literal)
    made = pattern(regex)
    return lambda state, text, _: _parted(state, text, made)


_LITERAL = re.compile(r"(?:[^\\.^$*+?()[\]{}|]|\\[^\w\s])+")


def _literal(regex: str) -> str | None:
    """The text that an expression means which means one text alone: ``_``, ``\\.``."""
    return re.sub(r"\\(.)", r"\1", regex) if _LITERAL.fullmatch(regex) else None


def _cut(state: Any, text: str, separator: str) -> list[str]:
    pieces = text.split(separator, MAX_ITEMS)
    state.charge(len(pieces) + (len(text) >> 5))
    if len(pieces) > MAX_ITEMS:
        raise LimitExceeded("too_many_items", limit=MAX_ITEMS, count=len(pieces))
    return pieces


def _found(state: Any, text: str, made: Any) -> Iterator[tuple[int, int]]:
    """Where the matches are, each paid for: the search for it may look at all that is left."""
    searchable = _searchable(text)
    _pay(state, len(text), made)
    for match in made.finditer(searchable):
        yield match.span()
        _pay(state, len(text) - match.end(), made)
        state.charge(20)


def _replace_pattern(state: Any, text: str, regex: str, replacement: str) -> str:
    return _replaced(state, text, _made(state, regex), replacement)


def _replaced(state: Any, text: str, made: Any, replacement: str) -> str:
    pieces, at, size = [], 0, len(text)
    for start, end in _found(state, text, made):
        size += len(replacement)
        checked_size(size)
        pieces += [text[at:start], replacement]
        at = end
    return "".join(pieces) + text[at:]


def _bound_replace(regex: str) -> Any:
    made = pattern(regex)
    return lambda state, text, _, replacement: _replaced(state, text, made, replacement)


def _concat(_: Any, first: Any, second: Any = None) -> str | None:
    if type(first) is list:
        texts = [item for item in map(_text, first) if item]
        checked_size(sum(map(len, texts)))
        return "".join(texts)
    return None if first is None and second is None else join(first, second)


def _text(item: Any) -> str | None:
    if item is None or type(item) is str:
        return item
    raise EvaluationError("wrong_type", expected="list<string>", given="list")


def sized(text: str) -> str:
    checked_size(len(text))
    return text


def checked_size(size: int) -> None:
    """Refuses a text of so many characters, before it is made."""
    if size > MAX_RESULT_BYTES:
        raise LimitExceeded("result_too_large", limit=MAX_RESULT_BYTES)


def folded(state: Any, text: str) -> str:
    """The text in lower case: a character may cost 20 ns."""
    state.charge(len(text) >> 4)
    return text.lower()


def _upper(state: Any, text: str) -> str:
    state.charge(len(text) >> 4)
    return sized(text.upper())


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


def _same(state: Any, one: str | None, two: str | None) -> bool:
    if one is None or two is None:
        return one is two
    return folded(state, one) == folded(state, two)


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
        lambda state, text, part: folded(state, part) in folded(state, text),
        aliases=("containIgnoreCase",),
    ),
    _text_function("endWith", _PAIR + "boolean", lambda _, text, part: text.endswith(part)),
    _text_function(
        "endWithIgnoreCase",
        _PAIR + "boolean",
        lambda state, text, part: folded(state, text).endswith(folded(state, part)),
    ),
    _text_function("startWith", _PAIR + "boolean", lambda _, text, part: text.startswith(part)),
    _text_function(
        "startWithIgnoreCase",
        _PAIR + "boolean",
        lambda state, text, part: folded(state, text).startswith(folded(state, part)),
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
        lambda state, one, two: not _same(state, one, two),
        takes_null=True,
        aliases=("notEqualIgnoreCase",),
    ),
    _text_function("indexOf", _PAIR + "integer", lambda _, text, part: text.find(part)),
    _text_function("lastIndexOf", _PAIR + "integer", lambda _, text, part: text.rfind(part)),
    _text_function("isEmpty", _PLAIN + "boolean", lambda _, text: text == "", takes_null=True),
    _text_function("isNotEmpty", _PLAIN + "boolean", lambda _, text: bool(text), takes_null=True),
    _text_function("length", _PLAIN + "integer", lambda _, text: len(text)),
    _text_function("lower", _PLAIN + "string", folded),
    _text_function("upper", _PLAIN + "string", _upper),
    _text_function("trim", _PLAIN + "string", lambda _, text: text.strip()),
    _text_function(
        "matchRegExp",
        "(text: string, pattern: string) -> boolean",
        _match,
        cost=8,
        bind=_bound_match,
    ),
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
        cost=8,
        bind=_bound_replace,
    ),
    _text_function(
        "split",
        "(text: string, pattern: string) -> list<string>",
        _split,
        cost=8,
        bind=_bound_split,
    ),
    _text_function("substr", "(text: string, begin: integer, end: integer?) -> string", _substr),
    _text_function("left", "(text: string, count: integer) -> string", _left),
    _text_function("right", "(text: string, count: integer) -> string", _right),
    _text_function("uuid", "() -> string", _uuid, pure=False, cost=24),
)
