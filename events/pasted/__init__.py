"""The fields of an event type from what a technical user pastes.

A sample of the event (or several), a JSON Schema, or an XDM schema. Pure: nothing is fetched,
nothing is stored, and whatever is pasted ends in fields or in a refusal that says why.
"""

from typing import Any

from config.problems import Problem
from events import strict_json
from events.pasted.found import Field, Pasted, refusal
from events.pasted.sample import of_sample
from events.pasted.schema import looks_like_schema, of_schema

MAX_BYTES = 1024 * 1024
# A schema nests twice as deep as what it describes, and its items deeper still.
_DEPTH = 128

__all__ = ["Field", "Pasted", "of", "of_sample", "of_schema", "of_text"]


def of_text(text: str) -> Pasted:
    """The fields that a pasted text tells of.

    Raises:
        Problem: 400 where it is no JSON; 413; 422 where it tells of no fields that we can take.
    """
    body = text.strip().encode("utf-8", "replace")
    if len(body) > MAX_BYTES:
        raise refusal("too_large", "", status=413, limit=MAX_BYTES)
    return of(strict_json.read(body)[0])


def of(document: Any, kind: str = "") -> Pasted:
    """The fields that a document tells of; ``kind`` is "sample", "schema", or empty to look.

    Raises:
        Problem: 422 where it tells of no fields that we can take.
    """
    faults = strict_json.flaws(document, "", _DEPTH)
    if faults:
        first = faults[0]
        raise Problem(422, first.code, first.detail, params=first.params, errors=faults)
    is_schema = kind == "schema" or (not kind and looks_like_schema(document))
    return of_schema(document) if is_schema else of_sample(document)
