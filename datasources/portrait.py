"""Who a person is and what is known of them, by the names that the profile's schema gives."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasources.models import ProfileField

Json = dict[str, Any]
_FIRST = ("firstName", "first_name", "givenName", "given_name")
_LAST = ("lastName", "last_name", "familyName", "family_name", "surname")
_WHOLE = ("fullName", "full_name", "displayName", "display_name", "name")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
MOST = 200  # attributes that are told one by one


def schema() -> list[Json]:
    """The declared attributes: path, name and type, in the order of the paths."""
    return list(ProfileField.objects.order_by("path").values("path", "name", "type"))


def name_of(attributes: Mapping[str, Any], declared: Iterable[Mapping[str, Any]]) -> str | None:
    """What a person is called, where the schema has a name for it: whole, or first and last.

    Korean names are written with the family name first.
    """
    paths = {row["path"].rpartition(".")[2]: row["path"] for row in declared}
    whole = _first(attributes, paths, _WHOLE)
    if whole:
        return whole
    first, last = _first(attributes, paths, _FIRST), _first(attributes, paths, _LAST)
    if first and last and _HANGUL.fullmatch(first + last):
        return last + first
    return " ".join(filter(None, (first, last))) or None


def _first(attributes: Mapping[str, Any], paths: Mapping[str, str], keys: Sequence[str]) -> str:
    found = (_at(attributes, paths[key]) for key in keys if key in paths)
    return next((text for text in found if isinstance(text, str) and text.strip()), "").strip()


def _at(attributes: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(attributes, Mapping):
            return None
        attributes = attributes.get(part)
    return attributes


def rows(attributes: Mapping[str, Any], declared: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Attribute by attribute: the declared ones that have a value, then what else there is."""
    found = dict(_leaves(attributes, ""))
    known = [
        {"path": row["path"], "name": row["name"] or None, "value": value}
        for row in declared
        if (value := _at(attributes, row["path"])) is not None
    ]
    told = [row["path"] for row in known]
    others = [
        {"path": path, "name": None, "value": value}
        for path, value in found.items()
        if not any(path == one or path.startswith(f"{one}.") for one in told)
    ]
    return [*known, *others][:MOST]


def _leaves(value: Any, path: str) -> Iterable[tuple[str, Any]]:
    """Path and value of everything that is no object; lists stay whole."""
    if not isinstance(value, Mapping) or (path and not value):
        yield path, value
        return
    for key, inner in value.items():
        yield from _leaves(inner, f"{path}.{key}" if path else str(key))
