"""The types of values: what the checker compares, and what a declared field may be."""

from dataclasses import dataclass
from typing import ClassVar, Optional

SIMPLE = (
    "string",
    "integer",
    "decimal",
    "boolean",
    "dateTime",
    "dateTimeOnly",
    "dateOnly",
    "duration",
    "timezone",
    "null",
    "any",
    "object",
    "map",
)


@dataclass(frozen=True, slots=True)
class Type:
    """A type: one of the simple names, or ``list`` with the type of its items.

    ``str(type)`` is the form that is stored and shown: ``integer``, ``list<integer>``.
    ``decimal`` includes integers: a value of static type decimal may be an int.
    """

    name: str
    item: Optional["Type"] = None

    STRING: ClassVar["Type"]
    INTEGER: ClassVar["Type"]
    DECIMAL: ClassVar["Type"]
    BOOLEAN: ClassVar["Type"]
    DATETIME: ClassVar["Type"]
    DATETIME_ONLY: ClassVar["Type"]
    DATE_ONLY: ClassVar["Type"]
    DURATION: ClassVar["Type"]
    TIMEZONE: ClassVar["Type"]
    NULL: ClassVar["Type"]
    ANY: ClassVar["Type"]
    OBJECT: ClassVar["Type"]
    MAP: ClassVar["Type"]

    def __str__(self) -> str:
        return f"list<{self.item}>" if self.item is not None else self.name

    @property
    def is_list(self) -> bool:
        return self.item is not None

    @property
    def is_number(self) -> bool:
        return self.name in ("integer", "decimal")

    @classmethod
    def list_of(cls, item: "Type") -> "Type":
        return cls("list", item)

    @classmethod
    def parse(cls, name: str) -> "Type":
        """The type that a text names: ``integer``, ``list<string>``, ``listString``, ``list``.

        Upper and lower case do not matter, nor do the spellings ``number``, ``bool``,
        ``datetime``, ``date``. Raises ValueError for any other text.
        """
        found = _NAMES.get(name) or _NAMES.get(name.strip().lower())
        if found is None:
            raise ValueError(f"Unknown type: {name!r}")
        return found


STRING = Type.STRING = Type("string")
INTEGER = Type.INTEGER = Type("integer")
DECIMAL = Type.DECIMAL = Type("decimal")
BOOLEAN = Type.BOOLEAN = Type("boolean")
DATETIME = Type.DATETIME = Type("dateTime")
DATETIME_ONLY = Type.DATETIME_ONLY = Type("dateTimeOnly")
DATE_ONLY = Type.DATE_ONLY = Type("dateOnly")
DURATION = Type.DURATION = Type("duration")
TIMEZONE = Type.TIMEZONE = Type("timezone")
NULL = Type.NULL = Type("null")
ANY = Type.ANY = Type("any")
OBJECT = Type.OBJECT = Type("object")
MAP = Type.MAP = Type("map")

LIST_ANY = Type.list_of(ANY)
LIST_OBJECT = Type.list_of(OBJECT)


def _names() -> dict[str, Type]:
    names: dict[str, Type] = {}
    for simple in SIMPLE:
        plain, listed = Type(simple), Type.list_of(Type(simple))
        names[simple] = names[simple.lower()] = plain
        for spelling in (f"list<{simple}>", f"list{simple}"):
            names[spelling] = names[spelling.lower()] = listed
    names |= {"number": DECIMAL, "float": DECIMAL, "int": INTEGER, "bool": BOOLEAN, "text": STRING}
    names |= {"date": DATE_ONLY, "list": LIST_ANY, "array": LIST_ANY}
    return names


_NAMES = _names()


def accepts(wanted: Type, given: Type) -> bool:
    """Whether a value of type ``given`` may stand where ``wanted`` is needed."""
    if ANY in (wanted, given) or given in (wanted, NULL):
        return True
    if wanted == DECIMAL:
        return given == INTEGER
    if wanted.item is not None and given.item is not None:
        return accepts(wanted.item, given.item)
    pairs = ((OBJECT, MAP), (MAP, OBJECT), (TIMEZONE, STRING))
    return (wanted, given) in pairs


def common(left: Type, right: Type) -> Type | None:
    """The type that holds the values of both, or None when there is none."""
    if left == right or right == NULL:
        return left
    if left == NULL:
        return right
    if ANY in (left, right):
        return ANY
    if left.is_number and right.is_number:
        return DECIMAL
    if left.item is not None and right.item is not None:
        item = common(left.item, right.item)
        return Type.list_of(item) if item is not None else None
    return None
