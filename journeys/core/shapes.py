"""A small part of JSON Schema: whether a value has the shape that a step type's CONFIG declares.

Only what makes a value unreadable is a fault here (type, length, number, choice, key); what it
means is judged by ``validate``. Unknown properties are let pass: a newer designer may send them.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

Fault = tuple[str, str, dict[str, Any]]  # pointer, code, params
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
FORBIDDEN = frozenset(("constructor", "prototype"))
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
}


def is_key(text: Any) -> bool:
    """Whether a text may be the key of a node, a path or an alternative."""
    return isinstance(text, str) and bool(KEY.fullmatch(text)) and text not in FORBIDDEN


def escaped(key: str) -> str:
    """A key as one part of a JSON pointer (RFC 6901)."""
    return key[:100].replace("~", "~0").replace("/", "~1")


def shape_faults(value: Any, schema: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    """The faults of a value against a schema. As deep as the schema, whatever the value."""
    if not _has_type(value, schema.get("type")):
        yield pointer, "type", {"expected": schema["type"]}
    elif isinstance(value, str):
        yield from _text_faults(value, schema, pointer)
    elif isinstance(value, list):
        yield from _list_faults(value, schema, pointer)
    elif isinstance(value, dict):
        yield from _object_faults(value, schema, pointer)


def _has_type(value: Any, declared: str | list[str] | None) -> bool:
    names = [declared] if isinstance(declared, str) else declared or ()
    return not names or any(_is(value, name) for name in names)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(value, _TYPES[name])


def _text_faults(value: str, schema: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    if len(value) > schema.get("maxLength", math.inf):
        yield pointer, "length", {"limit": schema["maxLength"]}
    elif schema.get("x-key") and not is_key(value):
        yield pointer, "id_chars", {}
    elif "enum" in schema and value not in schema["enum"]:
        yield pointer, "choice", {"choices": schema["enum"]}


def _list_faults(value: list[Any], schema: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    limit = schema.get("maxItems", math.inf)
    if len(value) > limit:
        yield pointer, "too_many", {"limit": limit}
        return
    for at, item in enumerate(value):
        yield from shape_faults(item, schema.get("items", {}), f"{pointer}/{at}")


def _object_faults(
    value: dict[str, Any], schema: Mapping[str, Any], pointer: str
) -> Iterator[Fault]:
    if len(value) > schema.get("maxProperties", math.inf):
        yield pointer, "too_many", {"limit": schema["maxProperties"]}
        return
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{pointer}/{name}", "missing", {"field": name}
    declared, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, item in value.items():
        inner = declared.get(name, others if isinstance(others, dict) else None)
        if inner is not None:
            yield from shape_faults(item, inner, f"{pointer}/{escaped(name)}")
