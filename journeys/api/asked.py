"""What the query of a request asks for: numbers and texts, or a refusal that names the field."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from config.problems import Fault, Problem

_NUMBER = re.compile(r"[0-9]{1,18}")
USUAL = 50


def refused(name: str, code: str, words: str, **params: Any) -> Problem:
    detail = _("The request has errors.")
    return Problem(422, "invalid", detail, errors=[Fault(f"/{name}", code, words, params)])


def number(query: Mapping[str, str], name: str, most: int = 2**63 - 1) -> int | None:
    """A whole number; None where none is given.

    Raises:
        Problem: 422 ``type`` for what is none, or is beyond ``most``.
    """
    text = query.get(name)
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise refused(name, "type", _("A whole number."))
    return int(text)


def limit(query: Mapping[str, str]) -> int:
    """How many rows a page may have; at least one."""
    return max(1, number(query, "limit") or USUAL)


def text(query: Mapping[str, str], name: str, longest: int) -> str:
    """A text, empty where none is given.

    Raises:
        Problem: 422 where it is too long or cannot be stored.
    """
    given = query.get(name, "")
    if len(given) > longest:
        raise refused(name, "max_length", _("The text is too long."))
    if "\0" in given:
        raise refused(name, "nul", _("The text contains a NUL character."))
    return given
