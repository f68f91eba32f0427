"""What was found in a pasted document: fields, what was left out, and what may be suggested."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.problems import Problem
from events.pasted.names import shown
from events.paths import MAX_FIELDS, is_path
from events.words import fault

MAX_LEFT_OUT = 50
MAX_NAME = 200


def refusal(code: str, pointer: str, status: int = 422, **params: Any) -> Problem:
    """What was pasted cannot be taken."""
    found = fault(code, pointer, **params)
    return Problem(status, code, found.detail, params=found.params, errors=[found])


@dataclass(frozen=True, slots=True)
class Field:
    """One typed field, as ``EventType.fields`` keeps it."""

    path: str
    type: str
    name: str
    required: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "type": self.type,
            "name": self.name,
            "required": self.required,
        }


@dataclass(frozen=True, slots=True)
class Pasted:
    """The fields, and what else the document said.

    ``left_out`` are paths with the code of why; ``not_checked`` are keywords of a schema that
    say more than a type and are not enforced. ``suggested`` may hold ``key_path`` (where the
    person probably is), ``name``, ``xdm_event_id`` and ``xdm_schema``.
    """

    kind: str
    fields: tuple[Field, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    not_checked: tuple[str, ...] = ()
    suggested: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "fields": [found.to_json() for found in self.fields],
            "left_out": [{"path": path, "code": code} for path, code in self.left_out],
            "not_checked": list(self.not_checked),
            "suggested": dict(self.suggested),
        }


class Collected:
    """Fields as they are found. Their number is limited; a path that cannot be one is left out."""

    def __init__(self) -> None:
        self._fields: dict[str, Field] = {}
        self.left_out: list[tuple[str, str]] = []

    def add(self, path: str, type_: str, name: str = "", *, required: bool = False) -> None:
        """One field. Of two with the same path the first holds.

        Raises:
            Problem: 422 ``fields``: there are more than an event type may have.
        """
        if not is_path(path):
            self.leave_out(path, "path")
            return
        shown_as = name.strip()[:MAX_NAME]
        if not shown_as or not shown_as.isprintable():
            shown_as = shown(path)
        self._fields.setdefault(path, Field(path, type_, shown_as, required))
        if len(self._fields) > MAX_FIELDS:
            raise refusal("fields", "", limit=MAX_FIELDS)

    def leave_out(self, path: str, code: str) -> None:
        if len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.append((path[:MAX_NAME], code))

    def as_pasted(
        self, kind: str, suggested: Mapping[str, str], not_checked: Iterable[str] = ()
    ) -> Pasted:
        """What was found.

        Raises:
            Problem: 422 ``no_fields``.
        """
        if not self._fields:
            raise refusal("no_fields", "")
        fields = tuple(self._fields.values())
        given = {name: text for name, text in suggested.items() if text}
        key_path = person_path(fields)
        if key_path:
            given["key_path"] = key_path
        return Pasted(kind, fields, tuple(self.left_out), tuple(sorted(not_checked)), given)


# Where people are usually named, the surest first; compared without case, dots and underscores.
_PERSONS = (
    "endUserIDsexperiencemcidid", "personid", "customerid", "userid", "memberid", "profileid",
    "contactid", "guestid", "clientid", "subscriberid", "accountid", "ecid", "personemail",
    "customeremail", "useremail", "email",
)  # fmt: skip
_RANK = {name.lower(): place for place, name in enumerate(_PERSONS)}


def person_path(fields: Iterable[Field]) -> str:
    """The field that most probably names the person; empty where none looks so."""
    ranked = [
        (_RANK[plain], found.path)
        for found in fields
        if found.type in ("string", "integer")
        and (plain := found.path.replace(".", "").replace("_", "").lower()) in _RANK
    ]
    return min(ranked)[1] if ranked else ""
