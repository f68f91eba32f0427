"""Partitions of the logs by ranges of the one order number (PostgreSQL only).

``event``, ``trail`` and ``exchange`` never have a default partition: an insert without a partition
fails and is answered 503, so they are made ahead, at migration and by the sweep each minute.
Small ones keep the random index entries (on person) within what a checkpoint touches.
"""

from config.database import Connection, Statement

SIZE = 2_000_000
AHEAD = 3

LAST_NUMBER = Statement("read last order number", "select last_value from order_number", "select 0")
_FOUND = Statement(
    "find partition", "select to_regclass(%(name)s) is not null", "select 1 where :name = ''"
)


def make_ahead(connection: Connection, table: str, size: int = SIZE, ahead: int = AHEAD) -> int:
    """Make the partition of ``table`` in which the next number falls and ``ahead`` more.

    Call inside a transaction of its own. Returns how many were made; none on SQLite.
    """
    if connection.vendor != "postgresql":
        return 0
    first = connection.rows(LAST_NUMBER)[0][0] // size
    return sum(_make(connection, table, number, size) for number in range(first, first + ahead + 1))


def partition_name(table: str, number: int) -> str:
    """The name of the partition that holds the ids from ``number * size`` on."""
    return f"{table}_{number:06d}"


def _make(connection: Connection, table: str, number: int, size: int) -> bool:
    name = partition_name(table, number)
    if connection.rows(_FOUND, {"name": name})[0][0]:
        return False
    # Made apart and attached: CREATE ... PARTITION OF would lock the whole log against reads.
    bounds = f"from ({number * size}) to ({(number + 1) * size})"
    for text in (
        f"create table {name} (like {table} including defaults including storage)",
        f"alter table {table} attach partition {name} for values {bounds}",
    ):
        connection.execute(Statement(f"make partition of {table}", text, text))
    return True
