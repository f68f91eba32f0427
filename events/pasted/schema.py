"""Fields from a JSON Schema or an XDM schema. Nothing is fetched, and recursion is cut off.

Only the form is read: names, types, which are required. What restricts values further is named in
``not_checked``; a schema whose form depends on the data (``if``, ``not``, ...) is refused, because
fields read from it would say something else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from events.pasted.found import Collected, Pasted, refusal
from events.pasted.sample import merged, type_of
from events.strict_json import escape

MOST_NODES = 20_000
MOST_LEVELS = 32
_UNSUPPORTED = frozenset(
    (
        "uniqueItems", "not", "if", "then", "else", "contains", "dependentSchemas", "dependencies",
        "dependentRequired", "patternProperties", "propertyNames", "unevaluatedItems",
        "unevaluatedProperties", "$dynamicRef", "$recursiveRef",
    )
)  # fmt: skip
_NOT_CHECKED = frozenset(
    (
        "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
        "minProperties", "maxProperties", "contentEncoding", "contentMediaType",
    )
)  # fmt: skip
_TYPES = {
    "string": "string", "integer": "integer", "number": "decimal", "boolean": "boolean",
    "object": "object", "array": "array",
}  # fmt: skip
_FORMATS = {"date-time": "dateTime", "date": "dateOnly", "duration": "duration"}
_XDM_TYPES = {
    "date-time": "dateTime", "date": "dateOnly", "byte": "integer", "short": "integer",
    "int": "integer", "integer": "integer", "long": "integer", "number": "decimal",
    "double": "decimal", "boolean": "boolean", "string": "string", "map": "map",
}  # fmt: skip
# A schema and where it stands in the document; a place that lies above itself is a recursion.
Placed = tuple[Any, str]
Places = frozenset[str]


def looks_like_schema(document: Any) -> bool:
    """Whether a document describes data rather than being some."""
    if not isinstance(document, dict):
        return False
    if any(str(document.get(name, "")).strip() for name in ("$schema", "$ref")):
        return True
    if document.get("type") == "object" and isinstance(document.get("properties"), dict):
        return all(isinstance(one, dict | bool) for one in document["properties"].values())
    return any(name.startswith("meta:") for name in document) or any(
        isinstance(document.get(name), list) for name in ("allOf", "anyOf", "oneOf")
    )


def of_schema(document: Any) -> Pasted:
    """The fields of the objects that a schema describes.

    Raises:
        Problem: 422 where it refers to elsewhere or to itself, or is of a form that we do not read.
    """
    reader = _Reader(document)
    is_xdm = isinstance(document, dict) and any(name.startswith("meta:") for name in document)
    return reader.read("xdm" if is_xdm else "json_schema")


@dataclass(slots=True)
class _Flat:
    """A schema with its references and combinations put together."""

    types: set[str] = field(default_factory=set)
    format: str = ""
    title: str = ""
    members: dict[str, list[Placed]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: list[Placed] = field(default_factory=list)
    is_map: bool = False


class _Reader:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._nodes = 0
        self._fields = Collected()
        self._not_checked: set[str] = set()

    def read(self, kind: str) -> Pasted:
        flat = _Flat()
        self._merge(flat, self._document, "", frozenset(("#",)))
        if flat.types - {"object"}:
            raise refusal("not_object_schema", "")
        self._members(flat, "", frozenset(), 0)
        root = self._document
        schema_id = root.get("$id", "") if kind == "xdm" else ""
        said = {"name": flat.title, "xdm_schema": schema_id if isinstance(schema_id, str) else ""}
        return self._fields.as_pasted(kind, said, self._not_checked)

    # --- Walking down -------------------------------------------------------------------------

    def _members(self, flat: _Flat, prefix: str, above: Places, level: int) -> None:
        if level >= MOST_LEVELS:
            self._fields.leave_out(prefix.rstrip("."), "depth")
            return
        for name, schemas in flat.members.items():
            path = prefix + name
            if "." in name or "[" in name:  # it would read as another path
                self._fields.leave_out(path, "path")
            else:
                self._field(schemas, path, above, level, required=name in flat.required)

    def _field(
        self, schemas: list[Placed], path: str, above: Places, level: int, *, required: bool
    ) -> None:
        flat, inside = self._entered(schemas, path, above)
        kind = _kind(flat)
        if kind == "object" and flat.members:
            if required:
                self._fields.add(path, "object", flat.title, required=True)
            self._members(flat, path + ".", inside, level + 1)
        elif kind == "array":
            self._list(flat, path, inside, level + 1, required=required)
        else:
            self._fields.add(path, kind, flat.title, required=required)

    def _list(self, flat: _Flat, path: str, above: Places, level: int, *, required: bool) -> None:
        item, inside = self._entered(flat.items, path + "[]", above)
        kind = _kind(item)
        if kind == "object" and item.members:
            if required:
                self._fields.add(path, "list<object>", flat.title, required=True)
            self._members(item, path + "[].", inside, level)
        elif kind == "array" and level < MOST_LEVELS:
            self._list(item, path + "[]", inside, level + 1, required=False)
        else:
            kind = "any" if kind == "array" else kind
            self._fields.add(path, f"list<{kind}>", flat.title, required=required)

    def _entered(self, schemas: list[Placed], path: str, above: Places) -> tuple[_Flat, Places]:
        """What stands at a path, and the places that now lie above; nothing, for a recursion."""
        places = frozenset(at for _schema, at in schemas)
        flat = _Flat()
        if places & above:
            self._fields.leave_out(path, "recursive")
            return flat, above
        for schema, at in schemas:
            self._merge(flat, schema, at, frozenset())
        return flat, above | places

    # --- Putting one place together -----------------------------------------------------------

    def _merge(self, flat: _Flat, schema: Any, at: str, chain: frozenset[str]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise refusal("schema_size", at)
        if isinstance(schema, bool):
            return
        if not isinstance(schema, dict):
            raise refusal("schema", at)
        self._refuse_unsupported(schema, at)
        self._not_checked |= _NOT_CHECKED & schema.keys()
        if "$ref" in schema:
            self._follow(flat, schema["$ref"], f"{at}/$ref", chain)
        _merge_type(flat, schema, at)
        _merge_members(flat, schema, at)
        _merge_items(flat, schema, at)
        for one, where in _listed(schema, "allOf", at):
            self._merge(flat, one, where, chain)
        for name in ("anyOf", "oneOf"):
            self._choose(flat, _listed(schema, name, at), chain)

    def _refuse_unsupported(self, schema: Mapping[str, Any], at: str) -> None:
        for name in sorted(_UNSUPPORTED & schema.keys()):
            if schema[name] is not False:
                raise refusal("schema_keyword", f"{at}/{name}", keyword=name)

    def _follow(self, flat: _Flat, ref: Any, at: str, chain: frozenset[str]) -> None:
        if not isinstance(ref, str) or not ref.startswith("#"):
            raise refusal("schema_elsewhere", at)
        if ref in chain:
            raise refusal("schema_loop", at)
        self._merge(flat, self._found(ref, at), ref[1:], chain | {ref})

    def _found(self, ref: str, at: str) -> Any:
        found = self._document
        for token in ref[1:].split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and name in found:
                found = found[name]
            else:
                raise refusal("schema_ref", at, ref=ref[:200])
        return found

    def _choose(self, flat: _Flat, choices: list[Placed], chain: frozenset[str]) -> None:
        """Any of these may be there, so what only some require is not required."""
        for one, where in choices:
            apart = _Flat()
            self._merge(apart, one, where, chain)
            flat.types |= apart.types
            flat.items += apart.items
            flat.is_map = flat.is_map or apart.is_map
            flat.format = flat.format or apart.format
            for name, schemas in apart.members.items():
                flat.members.setdefault(name, []).extend(schemas)


def _listed(schema: Mapping[str, Any], name: str, at: str) -> list[Placed]:
    found = schema.get(name, [])
    if not isinstance(found, list):
        raise refusal("schema", f"{at}/{name}")
    return [(one, f"{at}/{name}/{place}") for place, one in enumerate(found)]


def _merge_type(flat: _Flat, schema: Mapping[str, Any], at: str) -> None:
    given = schema.get("type", [])
    names = given if isinstance(given, list) else [given]
    for name in names:
        if name == "null":
            continue
        if not isinstance(name, str) or name not in _TYPES:
            raise refusal("schema", f"{at}/type")
        flat.types.add(_TYPES[name])
    if "type" not in schema:
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        flat.types |= _types_of(values)
    for name in ("format", "title"):
        text = schema.get(name)
        if isinstance(text, str) and not getattr(flat, name):
            setattr(flat, name, text)
    xdm = schema.get("meta:xdmType")
    if isinstance(xdm, str) and xdm in _XDM_TYPES:
        kind = _XDM_TYPES[xdm]
        flat.is_map = flat.is_map or kind == "map"
        if kind != "map":
            flat.types, flat.format = {kind}, ""


def _types_of(values: Any) -> set[str]:
    if not isinstance(values, list):
        return set()
    # The words of a list of choices are texts, also where one looks like a date.
    found = {"string" if isinstance(v, str) else type_of(v) for v in values if v is not None}
    return {"array" if kind == "list" else kind for kind in found}


def _merge_members(flat: _Flat, schema: Mapping[str, Any], at: str) -> None:
    members = schema.get("properties", {})
    required = schema.get("required", [])
    if not isinstance(members, dict):
        raise refusal("schema", f"{at}/properties")
    for name, one in members.items():
        if one is not False:
            flat.members.setdefault(name, []).append((one, f"{at}/properties/{escape(name)}"))
    if isinstance(required, list):  # draft 3 and XDM of old say true at the member itself
        flat.required |= {name for name in required if isinstance(name, str)}
    more = schema.get("additionalProperties")
    flat.is_map = flat.is_map or (isinstance(more, dict) and not members)


def _merge_items(flat: _Flat, schema: Mapping[str, Any], at: str) -> None:
    items = schema.get("items")
    if isinstance(items, dict):
        flat.items.append((items, f"{at}/items"))


def _kind(flat: _Flat) -> str:
    """The one word for what stands at this place."""
    types = set(flat.types)
    if not types:
        if flat.members:
            return "object"
        if flat.items:
            return "array"
    if types == {"string"} and flat.format:
        return _FORMATS.get(flat.format, "string")
    if flat.is_map and types <= {"object"} and not flat.members:
        return "map"
    return types.pop() if len(types) == 1 else merged(types)
