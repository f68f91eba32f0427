"""Where parameters go: path segments, the query, headers, places in a JSON body.

Values are data: a body is built as a tree and then dumped, a segment is percent-encoded, a
header's value is checked. Nothing is ever spliced into text.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from outbound.outcome import RenderError

_SLOT = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,63})\}")
MISSING: Any = object()
DEPTH = 32


def slots(path: str) -> list[str]:
    """The parameters that a path names, as in ``/orders/{order}``."""
    return _SLOT.findall(path)


def filled_path(path: str, values: Mapping[str, str]) -> str:
    """``path`` with each slot replaced by its value as one percent-encoded segment.

    Raises:
        RenderError: a value is empty, ``.`` or ``..``: those would change the path.
    """
    return _SLOT.sub(lambda found: segment(found[1], values[found[1]]), path)


def segment(name: str, value: str) -> str:
    if value in ("", ".", ".."):
        raise RenderError("parameter_value", f"{name} cannot stand in a path: it is {value!r}.")
    return quote(value, safe="")


def url_with(base: str, path: str, query: list[tuple[str, str]]) -> str:
    """``base`` with a path behind its own and more parameters behind its query.

    By text: ``urlsplit`` drops tabs and fragments, and the guard is to see what was configured.
    """
    place, _mark, own = base.partition("?")
    if path:
        place = f"{place.rstrip('/')}/{path.lstrip('/')}"
    more = "&".join(text for text in (own, urlencode(query, quote_via=quote)) if text)
    return f"{place}?{more}" if more else place


def placeholders(template: Any) -> Iterator[str]:
    """The parameters that a body's template names by ``{"param": "name"}``."""
    stack = [template]
    while stack:
        part = stack.pop()
        name = _named(part)
        if name is not None:
            yield name
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)


def _named(part: Any) -> str | None:
    """The reference product's form of a placeholder."""
    if isinstance(part, dict) and len(part) == 1 and isinstance(part.get("param"), str):
        return str(part["param"])
    return None


def filled(template: Any, values: Mapping[str, Any], depth: int = 0) -> Any:
    """The template with its placeholders replaced; what has no value is left out.

    ``template`` is bounded at save (:func:`too_deep`), so the recursion is.
    """
    name = _named(template)
    if name is not None:
        return values.get(name, MISSING)
    if isinstance(template, dict):
        pairs = ((key, filled(part, values, depth + 1)) for key, part in template.items())
        return {key: value for key, value in pairs if value is not MISSING}
    if isinstance(template, list):
        items = (filled(part, values, depth + 1) for part in template)
        return [item for item in items if item is not MISSING]
    return template


def put(tree: dict[str, Any], path: str, value: Any) -> None:
    """Set ``a.b.c`` in a tree of objects, making those on the way."""
    *way, last = path.split(".")
    for key in way:
        inner = tree.get(key)
        if not isinstance(inner, dict):
            inner = tree[key] = {}
        tree = inner
    tree[last] = value


def too_deep(tree: Any) -> bool:
    """Whether JSON is nested beyond 32; iterative, so that nothing it is given can hurt it."""
    level = [tree]
    for _depth in range(DEPTH + 1):
        if not level:
            return False
        level = [
            inner
            for part in level
            if isinstance(part, dict | list)
            for inner in (part.values() if isinstance(part, dict) else part)
        ]
    return bool(level)
