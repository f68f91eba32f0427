"""The clock's offset in the database: a process that starts reads it, the demonstration writes it.

Every process reads it once, at its start. Only the embedded form may move it, because there is
one process then: others would go on by the offset that they read.
"""

import logging
from datetime import datetime, timedelta

from config import clock, database
from config.database import Connection, Statement

_MICROSECOND = timedelta(microseconds=1)
_log = logging.getLogger(__name__)

READ = Statement(
    "read the clock's offset",
    "select clock_offset from installation",
    "select clock_offset from installation",
)
WRITE = Statement(
    "write the clock's offset",
    "update installation set clock_offset = %(offset)s",
    "update installation set clock_offset = :offset",
)


def restore() -> None:
    """Set this process's clock to where the last one left it. A database that is away is no error
    here: who starts without it waits for it, and has moved nobody's clock."""
    try:
        # In no transaction: it only reads, and must not wait for a writer.
        microseconds = database.connection().rows(READ)[0][0]
        clock.set_offset(microseconds * _MICROSECOND)
    except Exception as error:  # noqa: BLE001 (tables that are not made yet: /readyz tells it)
        _log.warning("The clock's offset could not be read. %s", error)
    finally:
        # A fork must not inherit it.
        database.close()


def write(connection: Connection, offset: timedelta) -> None:
    """Keep an offset, in the caller's transaction, and set this process's clock by it.

    Before the commit: what waits for the transaction must go on by the new clock.
    """
    connection.execute(WRITE, {"offset": offset // _MICROSECOND})
    clock.set_offset(offset)


def until(moment: datetime) -> timedelta:
    """The offset with which it is ``moment`` now."""
    return clock.offset() + (moment - clock.now())
