"""Strict JSON, as fast as orjson where nothing is suspicious.

orjson keeps the last of two equal keys, turns integers beyond 64 bits into floats and tiny
exponents into zero; all three lose what the client said. Three scans at the speed of C find
bodies in which that may have happened, and only those are read a second time, slowly:

- a duplicate key: the body holds more strings than what was read from it, and strings are counted
  by their quotes;
- a number out of range: one of 19 digits, or with three digits of an exponent.

The second reading puts a :class:`Flaw` where a value cannot be taken, so that in a batch the one
bad event is refused and the others are kept.
"""

import json as slow
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings

from config.problems import Fault, Problem
from events.words import fault

MAX_KEY = 200
MAX_FAULTS = 20
_INT_DIGITS = 19
_INT64 = 2**63
# After what a number can follow, so that ids and hashes in strings are not suspected.
_SUSPICIOUS_NUMBER = re.compile(rb"[:,\[\s]-?(?:[0-9]{19}|[0-9.]{1,40}[eE][-+]?[0-9]{3})")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Stands where a value was that cannot be taken."""

    code: str


class Repeated(dict[str, Any]):
    """An object in which a key came twice."""


def read(body: bytes) -> tuple[Any, bool]:
    """The document, and whether it must be looked over for flaws (see ``flaws``).

    Raises:
        Problem: 400 ``bad_json``; 422 ``depth``.
    """
    try:
        document = orjson.loads(body)
    except ValueError as error:
        if "infinity" in str(error):  # the second reading finds out where
            return _read_slowly(body), True
        raise _refusal(body, str(error)) from error
    if _SUSPICIOUS_NUMBER.search(body) or _strings(body) != _strings(_again(document)):
        return _read_slowly(body), True
    return document, False


def refuse_what_is_none(body: bytes) -> None:
    """The refusals of ``read`` that need no second reading: for a body that is too large anyway.

    Raises:
        Problem: 400 ``bad_json``; 422 ``depth`` or ``number_range``.
    """
    try:
        orjson.loads(body)
    except ValueError as error:
        raise _refusal(body, str(error)) from error


def _again(document: Any) -> bytes:
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError as error:  # it writes 254 levels, and reads 1024
        raise _problem(422, fault("depth", "", limit=settings.JSON_MAX_DEPTH)) from error


def _strings(text: bytes) -> int:
    """Twice the number of strings in a JSON text: its quotes that are not escaped."""
    if b"\\" in text:
        text = text.replace(b"\\\\", b"")
        return text.count(b'"') - text.count(b'\\"')
    return text.count(b'"')


def _refusal(body: bytes, words: str) -> Problem:
    if "depth" in words:
        return _problem(422, fault("depth", "", limit=settings.JSON_MAX_DEPTH))
    if "infinity" in words:
        return _problem(422, fault("number_range", ""))
    if not body.isascii() and not _is_utf8(body):
        return _problem(400, fault("bad_encoding", ""))
    return _problem(400, fault("bad_json", "", at=words[:200]))


def _problem(status: int, found: Fault) -> Problem:
    return Problem(status, found.code, found.detail, params=found.params, errors=[found])


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _read_slowly(body: bytes) -> Any:
    try:
        return slow.loads(
            body.decode(), object_pairs_hook=_object, parse_int=_integer, parse_float=_number
        )
    except RecursionError as error:
        raise _problem(422, fault("depth", "", limit=settings.JSON_MAX_DEPTH)) from error
    except ValueError as error:
        raise _problem(400, fault("bad_json", "", at=str(error)[:200])) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else Repeated(made)


def _integer(digits: str) -> Any:
    if len(digits) > _INT_DIGITS + 1:
        return Flaw("number_range")
    value = int(digits)
    return value if -_INT64 <= value < _INT64 else Flaw("number_range")


def _number(digits: str) -> Any:
    exponent = digits.lower().partition("e")[2]
    value = float(digits)
    far = len(exponent) > 4 or abs(int(exponent or 0)) > 308
    return Flaw("number_range") if far or abs(value) == float("inf") else value


_LONG_KEY = re.compile(rb'"[^"]{200,}+":')


def needs_a_walk(text: bytes) -> bool:
    """Whether a value, given as compact JSON, may break a limit: counted without walking it."""
    if text.count(b"{") + text.count(b"[") > settings.JSON_MAX_DEPTH or b"\\u0000" in text:
        return True
    if len(text) <= MAX_KEY:
        return False
    return (
        len(text) > settings.JSON_MAX_STRING
        or text.count(b":") > settings.JSON_MAX_KEYS
        # An escaped quote would hide the end of a key from the pattern.
        or b"\\" in text
        or _LONG_KEY.search(text) is not None
    )


def flaws(value: Any, pointer: str, depth: int | None = None) -> list[Fault]:
    """Everything in a value that breaks a limit: depth, keys, strings, NUL, numbers, doubles."""
    found: list[Fault] = []
    for flaw in _walk(value, pointer, settings.JSON_MAX_DEPTH if depth is None else depth):
        found.append(flaw)
        if len(found) == MAX_FAULTS:
            break
    return found


def _walk(value: Any, pointer: str, depth: int) -> Iterator[Fault]:
    kind = type(value)
    if kind is str:
        yield from _string(value, pointer)
    elif kind is Flaw:
        yield fault(value.code, pointer)
    elif depth == 0 and kind in (dict, list, Repeated):
        yield fault("depth", pointer[:200], limit=settings.JSON_MAX_DEPTH)
    elif kind is list:
        for place, item in enumerate(value):
            yield from _walk(item, f"{pointer}/{place}", depth - 1)
    elif kind is dict or kind is Repeated:
        yield from _pairs(value, pointer, depth)
    elif kind is int and not -_INT64 <= value < _INT64:
        yield fault("number_range", pointer)


def _pairs(value: dict[str, Any], pointer: str, depth: int) -> Iterator[Fault]:
    if type(value) is Repeated:
        yield fault("duplicate_key", pointer)
    if len(value) > settings.JSON_MAX_KEYS:
        yield fault("keys", pointer, limit=settings.JSON_MAX_KEYS)
        return
    for key, item in value.items():
        if len(key) > MAX_KEY:
            yield fault("key_length", pointer, limit=MAX_KEY)
        elif "\0" in key:
            yield fault("nul", pointer)
        else:
            yield from _walk(item, f"{pointer}/{escape(key)}", depth - 1)


def _string(value: str, pointer: str) -> Iterator[Fault]:
    limit = settings.JSON_MAX_STRING
    if len(value) > limit or (4 * len(value) > limit and len(value.encode()) > limit):
        yield fault("length", pointer, limit=limit)
    elif "\0" in value:
        yield fault("nul", pointer)


def escape(key: str) -> str:
    """A key as a token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
