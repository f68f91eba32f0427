"""Lists as parameters of one statement on both databases."""

from collections.abc import Sequence
from typing import Any

from config import json
from config.database import Connection


def listed(connection: Connection, values: Sequence[str] | Sequence[int]) -> Any:
    """``values`` for ``= any(%(x)s)`` on PostgreSQL, and ``in (select value from json_each(:x))``."""
    return list(values) if connection.vendor == "postgresql" else json.text(list(values))
