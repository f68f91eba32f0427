"""Attributes against their declaration."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from config.problems import Fault
from datasources import definitions
from remote.places import put
from remote.values import fits

_log = logging.getLogger(__name__)


def faults(attributes: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with attributes that somebody sends, each with its JSON pointer.

    ``type`` where a declared attribute is given a value of another type, ``unknown_field`` where
    none is declared and the schema is strict. Null is taken everywhere: it means "not known".
    """
    now = definitions.current()
    for path, value in leaves(attributes, now.attributes):
        kind = _kind(path, now.attributes)
        if kind is None and now.is_strict:
            yield Fault(pointer(path), "unknown_field", _("This attribute is not declared."))
        elif kind is not None and not fits(value, kind):
            words = _("This is not of type %(type)s.") % {"type": kind}
            yield Fault(pointer(path), "type", words, {"type": kind})


def leaves(tree: Mapping[str, Any], declared: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """path -> value, down to what is declared or is no object. Iterative."""
    inner = {path.rpartition(".")[0] for path in declared}
    above = {
        ".".join(path.split(".")[:end]) for path in inner for end in range(1, path.count(".") + 2)
    }
    stack = [(str(key), value) for key, value in reversed(tree.items())]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict) and value and (path in above or path not in declared):
            stack.extend((f"{path}.{key}", part) for key, part in reversed(value.items()))
        else:
            yield path, value


def _kind(path: str, declared: Mapping[str, str]) -> str | None:
    """The type of this path; of a path on the way to declared ones it is an object."""
    if path in declared:
        return declared[path]
    return "object" if any(known.startswith(f"{path}.") for known in declared) else None


def pointer(path: str) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in path.split("."))


def patch(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes by path as one merge patch, without those that the declaration does not take."""
    now = definitions.current()
    made: dict[str, Any] = {}
    for path, value in changes.items():
        kind = _kind(path, now.attributes)
        if (kind is None and now.is_strict) or (kind is not None and not fits(value, kind)):
            _log.warning("An event's value does not fit the attribute %s and was left out.", path)
            continue
        put(made, path, value)
    return made
