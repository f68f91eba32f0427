"""Reading the tables of the hot path: the same on both databases.

They are read through Django's connection; only intake and the engine have connections of their own.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from config import json

Row = tuple[Any, ...]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ask(sql: str, params: Mapping[str, Any]) -> list[Row]:
    """Rows of a query with named parameters, written ``%(name)s``; a list is for ``in``."""
    with connection.cursor() as cursor:
        cursor.execute(*_expanded(sql, params))
        rows: list[Row] = cursor.fetchall()
        return rows


def _expanded(sql: str, params: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """``%(ids)s`` of a list becomes ``(%(ids_0)s, %(ids_1)s)``: SQLite has no arrays."""
    flat: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, list):
            each = {f"{name}_{at}": item for at, item in enumerate(value)}
            marks = ", ".join(f"%({key})s" for key in each)
            sql = sql.replace(f"%({name})s", f"({marks})")
            flat |= each
        else:
            flat[name] = value
    return sql, flat


def moment(value: Any) -> datetime | None:
    """A moment as stored: timestamptz, or integer microseconds."""
    if isinstance(value, int):
        return _EPOCH + timedelta(microseconds=value)
    return value


def parsed(value: Any) -> Any:
    """A JSON column, or an array, as plain JSON."""
    return json.loads(value) if isinstance(value, str | bytes) and value else value
