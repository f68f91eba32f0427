"""Answers of external sources, kept across people and runs for as long as their group says."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from config import json
from config.database import Connection, Statement
from datasources.arrays import listed

_LONGEST_KEY = 500  # an index entry of PostgreSQL holds at most 2.7 kB

# "offset 0": without statistics the planner would read all answers that still hold, by their end.
GET = Statement(
    "cache get",
    "select k.key, c.value, c.at from unnest(%(keys)s::text[]) as k(key) cross join lateral ("
    " select value, at, expires_at from lookup_cache where key = k.key offset 0) c"
    " where c.expires_at > %(now)s",
    "select key, value, at from lookup_cache"
    " where key in (select value from json_each(:keys)) and expires_at > :now",
)
PUT = Statement(
    "cache put",
    "insert into lookup_cache (key, value, at, expires_at)"
    " select * from unnest(%(keys)s::text[], %(values)s::jsonb[], %(ats)s::timestamptz[],"
    " %(ends)s::timestamptz[]) on conflict (key) do update"
    " set value = excluded.value, at = excluded.at, expires_at = excluded.expires_at",
    "insert into lookup_cache (key, value, at, expires_at)"
    " select k.value, v.value, a.value, e.value from json_each(:keys) k"
    " join json_each(:values) v on v.key = k.key join json_each(:ats) a on a.key = k.key"
    " join json_each(:ends) e on e.key = k.key where true on conflict (key) do update"
    " set value = excluded.value, at = excluded.at, expires_at = excluded.expires_at",
)
DROP = Statement(
    "cache drop",
    "delete from lookup_cache where key = %(group)s or (key >= %(low)s and key < %(high)s)",
    "delete from lookup_cache where key = :group or (key >= :low and key < :high)",
)


def get(connection: Connection, keys: Sequence[str], now: datetime) -> dict[str, tuple[Any, str]]:
    """look-up key -> (value, ISO moment of the answer), for those that still hold."""
    if not keys:
        return {}
    stored = {_stored(key): key for key in keys}
    named = {"keys": listed(connection, list(stored)), "now": connection.moment(now)}
    return {
        stored[short]: (json.loads(text), _iso(connection, at))
        for short, text, at in connection.rows(GET, named)
    }


def put(connection: Connection, entries: Iterable[tuple[str, Any, float]], now: datetime) -> None:
    """Keep (key, value, seconds); what has no seconds is not kept. The last of equal keys wins."""
    kept = {_stored(key): (value, seconds) for key, value, seconds in entries if seconds > 0}
    if not kept:
        return
    keys = sorted(kept)  # two writers of the same keys then wait in one order
    ends = [connection.moment(now + timedelta(seconds=kept[key][1])) for key in keys]
    named = {
        "keys": listed(connection, keys),
        "values": listed(connection, [json.text(kept[key][0]) for key in keys]),
        "ats": listed(connection, [connection.moment(now)] * len(keys)),
        "ends": listed(connection, ends),
    }
    connection.execute(PUT, named)


def drop(connection: Connection, group: str) -> None:
    """Forget the answers of one group (``Source.group``), whatever their parameters."""
    # A key is the group, or the group, "?" and the parameters; "@" follows "?".
    connection.execute(DROP, {"group": group, "low": f"{group}?", "high": f"{group}@"})


def _stored(key: str) -> str:
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:100]}#{hashlib.sha256(key.encode()).hexdigest()}"


def _iso(connection: Connection, stored: Any) -> str:
    moment = connection.from_moment(stored)
    return moment.isoformat() if moment is not None else ""
