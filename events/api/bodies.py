"""Bodies of the configuration's calls: strict JSON, listed members, every fault with its pointer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from config.problems import Fault, Problem
from events import strict_json
from events.fields import moment
from events.strict_json import MAX_FAULTS, Repeated, escape
from events.words import fault

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 130  # a pasted schema, which nests deeper than events, in one member
_CODES = {
    "required": "missing",
    "blank": "missing",
    "null": "type",
    "invalid": "chars",
    "max_length": "length",
    "invalid_choice": "choice",
    "min_value": "range",
    "max_value": "range",
    "unique": "exists",
    "null_characters_not_allowed": "nul",
}
CONFLICTS = ("in_use", "exists")


class StrictParser(BaseParser):
    """JSON in which nothing is lost on the way: no key twice, no number that we would round."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            found = fault("too_large", "", limit=MAX_BYTES)
            raise Problem(413, found.code, found.detail, params=found.params)
        document = strict_json.read(body)[0]
        faults = strict_json.flaws(document, "", MAX_DEPTH)
        if faults:
            raise invalid(faults)
        return document


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a body: its JSON type as JSON Schema names it, and whether it may be null."""

    type: str
    help: str = ""
    nullable: bool = False

    _TYPES: ClassVar[Mapping[str, Any]] = {
        "string": str,
        "boolean": bool,
        "integer": int,
        "array": list,
        "object": dict,
    }

    def takes(self, value: Any) -> bool:
        if value is None:
            return self.nullable
        if self.type == "any":
            return True
        if self.type == "object":
            return isinstance(value, dict)
        return type(value) is self._TYPES[self.type]

    def to_json(self) -> dict[str, Any]:
        """The member as OpenAPI 3.1 describes it."""
        if self.type == "any":
            return {"description": self.help}
        kind: Any = [self.type, "null"] if self.nullable else self.type
        return {"type": kind, "description": self.help}


Members = Mapping[str, Member]


def openapi(members: Members, *needed: str) -> dict[str, Any]:
    """The body's schema for ``extend_schema``."""
    described = {name: member.to_json() for name, member in members.items()}
    schema: dict[str, Any] = {
        "type": "object", "properties": described, "additionalProperties": False,
    }  # fmt: skip
    if needed:
        schema["required"] = list(needed)
    return {"application/json": schema}


def read(body: Any, members: Members, *needed: str) -> dict[str, Any]:
    """The members that a body gives.

    Raises:
        Problem: 422 ``invalid`` with everything that is wrong.
    """
    if not isinstance(body, dict):
        raise invalid([Fault("", "not_object", _("A JSON object is needed."))])
    faults = list(_faults(body, members, needed))
    if faults:
        raise invalid(faults)
    return dict(body)


def _faults(body: Mapping[str, Any], members: Members, needed: tuple[str, ...]) -> Iterator[Fault]:
    if type(body) is Repeated:
        yield fault("duplicate_key", "")
    for name in needed:
        if name not in body:
            yield fault("missing", f"/{name}")
    for name, value in body.items():
        pointer = f"/{escape(name)}"
        if name not in members:
            yield Fault(pointer, "unknown_field", _("There is no such field."))
        elif not members[name].takes(value):
            yield fault("type", pointer, expected=members[name].type)


def invalid(faults: list[Fault], status: int = 422) -> Problem:
    return Problem(status, "invalid", _("The request has errors."), errors=faults[:MAX_FAULTS])


def moment_of(value: str | None, pointer: str) -> datetime | None:
    """A member that is a moment of RFC 3339.

    Raises:
        Problem: 422.
    """
    if value is None:
        return None
    found = moment(value)
    if isinstance(found, str):
        raise invalid([fault(found, pointer)])
    return found


def refusal(error: ValidationError) -> Problem:
    """What a model or an operation refuses: 409 where something else stands against it, else 422."""
    faults = list(_refused(error))
    conflict = next((found for found in faults if found.code in CONFLICTS), None)
    if conflict is None:
        return invalid(faults)
    return Problem(
        409, conflict.code, str(conflict.detail), params=conflict.params, errors=faults[:MAX_FAULTS]
    )


def _refused(error: ValidationError) -> Iterator[Fault]:
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for field, errors in by_field.items():
        pointer = f"/{field}" if field and field != "__all__" else ""
        for one in errors:
            yield _refused_one(one, pointer)


def _refused_one(error: ValidationError, pointer: str) -> Fault:
    params = {
        name: value for name, value in (error.params or {}).items() if isinstance(value, str | int)
    }
    at = params.pop("at", None)
    code = _CODES.get(error.code or "", error.code or "invalid")
    where = pointer if at is None else f"{pointer}/{at}"
    return Fault(where, code, str(error.messages[0]), params)
