"""Fields from samples: the types of the values that are there."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.fields import is_day, moment
from events.pasted.found import Collected, Pasted, refusal
from events.xdm import EVENT_ID

_DATES = frozenset(("dateTime", "dateTimeOnly", "dateOnly", "string"))
_OURS = frozenset(("type", "id", "person", "occurred_at", "data"))


class _Seen:
    """Everything that stood at one place of the samples."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.members: dict[str, _Seen] = {}
        self.item: _Seen | None = None

    def see(self, value: Any) -> None:
        if value is None:
            return
        self.kinds.add(type_of(value))
        if isinstance(value, dict):
            for name, member in value.items():
                self.members.setdefault(name, _Seen()).see(member)
        elif isinstance(value, list):
            self.item = self.item or _Seen()
            for item in value:
                self.item.see(item)


def type_of(value: Any) -> str:
    """The name of a value's type; of a list "list". A text that is a date is one."""
    kinds = {bool: "boolean", int: "integer", float: "decimal", list: "list", type(None): "any"}
    if type(value) in kinds:
        return kinds[type(value)]
    if isinstance(value, dict):
        return "object"
    if is_day(value):
        return "dateOnly"
    read = moment(value)
    if not isinstance(read, str):
        return "dateTime"
    return "dateTimeOnly" if read == "date_offset" else "string"


def of_sample(document: Any) -> Pasted:
    """The fields of one event, or of a list of events of one type.

    An event in an envelope (ours, or that of the streaming ingestion) is taken out of it.

    Raises:
        Problem: 422 where no data is in it.
    """
    samples, said = _samples(document)
    seen = _Seen()
    for sample in samples:
        seen.see(sample)
    fields = Collected()
    _members(seen, "", fields)
    return fields.as_pasted("sample", said)


def _samples(document: Any) -> tuple[list[Any], dict[str, str]]:
    """The data of each event, and what their envelope said."""
    if isinstance(document, dict) and isinstance(document.get("events"), list):
        document = document["events"]
    elif isinstance(document, dict) and isinstance(document.get("messages"), list):
        document = document["messages"]
    listed = document if isinstance(document, list) else [document]
    opened = [_opened(one) for one in listed]
    if not opened or not all(isinstance(data, dict) for data, _said in opened):
        raise refusal("not_object", "")
    return [data for data, _said in opened], opened[0][1]


def _opened(document: Any) -> tuple[Any, dict[str, str]]:
    if not isinstance(document, dict):
        return document, {}
    if isinstance(document.get("data"), dict) and document.keys() <= _OURS:
        return document["data"], {}
    body = document.get("body")
    if isinstance(body, dict) and isinstance(body.get("xdmEntity"), dict):
        return body["xdmEntity"], _said_by(document, body["xdmEntity"])
    return document, {}


def _said_by(message: Mapping[str, Any], entity: Mapping[str, Any]) -> dict[str, str]:
    header = message.get("header")
    schema = header.get("schemaRef") if isinstance(header, dict) else None
    named: Any = entity
    for name in EVENT_ID:
        named = named.get(name) if isinstance(named, dict) else None
    found = {
        "xdm_event_id": named,
        "xdm_schema": schema.get("id") if isinstance(schema, dict) else None,
    }
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _members(seen: _Seen, prefix: str, fields: Collected) -> None:
    for name, member in seen.members.items():
        path = prefix + name
        if "." in name or "[" in name:  # it would read as another path
            fields.leave_out(path, "path")
        else:
            _field(member, path, fields)


def _field(seen: _Seen, path: str, fields: Collected) -> None:
    if path.rpartition(".")[2] == "identityMap" and seen.kinds == {"object"}:
        fields.add(path, "map")  # its names are namespaces: data, and no fields
    elif seen.kinds == {"object"} and seen.members:
        _members(seen, path + ".", fields)
    elif seen.kinds == {"list"} and seen.item is not None:
        _list(seen.item, path, fields)
    else:
        fields.add(path, merged(seen.kinds))


def _list(item: _Seen, path: str, fields: Collected) -> None:
    if item.kinds == {"object"} and item.members:
        _members(item, path + "[].", fields)
    elif item.kinds == {"list"}:
        _field(item, path + "[]", fields)
    else:
        fields.add(path, f"list<{merged(item.kinds)}>")


def merged(kinds: Iterable[str]) -> str:
    """The one type that holds values of all of these."""
    found = set(kinds)
    if len(found) == 1:
        kind = found.pop()
        return "list<any>" if kind == "list" else kind
    if found and found <= {"integer", "decimal"}:
        return "decimal"
    return "string" if found and found <= _DATES else "any"
