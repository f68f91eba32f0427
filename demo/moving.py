"""Fast-forward: moves the installation's clock on, from one moment at which something is due to
the next.

In one leap, a wait that begins when another one ends would begin at the end of the leap, and
whoever was due first could come last. So the clock stops at each moment, and goes on when the
engine has nothing left to do.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from config import clock, kept_clock, wake
from config.database import Connection, Statement
from config.problems import Problem
from demo import guests

ZONE = "Europe/Paris"
MORNING = 7  # o'clock in the hotel
TOGETHER = timedelta(seconds=1)  # what falls due within it is one moment
LONGEST = timedelta(days=31)
PATIENCE = 10.0  # seconds for the engine to come to rest
WORK = 25.0  # seconds of one call; whoever asks again goes on
_PAUSE = 0.01
_one_at_a_time = threading.Lock()

NEXT_TIMER = Statement(
    "read the next timer",
    """select min(t.due_at) from generate_series(0, 255) l cross join lateral (
         select due_at from timer where lane = l order by due_at limit 1) t""",
    "select min(due_at) from timer",
)
NEXT_CALL = Statement(
    "read the next call",
    "select min(due_at) from call where dead_at is null",
    "select min(due_at) from call where dead_at is null",
)
# In one statement: between two of them a call may end and leave its answer where was looked already.
# A call that is under way is still due.
AT_WORK = Statement(
    "is there anything to do now",
    """select exists (select from inbox)
       or exists (select from timer t where t.lane = any(array(select generate_series(0, 255)))
         and t.due_at <= %(now)s)
       or exists (select from call where dead_at is null and due_at <= %(now)s)""",
    """select exists (select 1 from inbox) or exists (select 1 from timer where due_at <= :now)
       or exists (select 1 from call where dead_at is null and due_at <= :now)""",
)
UNDER_WAY = Statement(
    "is a call under way",
    "select exists (select from call where dead_at is null and lease_until >= %(now)s)",
    "select exists (select 1 from call where dead_at is null and lease_until >= :now)",
)
# Whoever leases a call updates it. So none is leased while the clock is being moved: its lease
# would be over at once, and the call made twice. On SQLite every transaction is alone.
NO_LEASES = Statement("let no call be leased", "lock table call in share mode", "select 1")
MOST_COUNTED = 1_000
OTHERS = Statement(
    "count who else is inside",
    f"""select count(*) from (select from instance where ended_at is null
         and not {guests.everyone("person")} limit {MOST_COUNTED}) i""",  # noqa: S608
    f"""select count(*) from (select 1 from instance where ended_at is null
         and not {guests.everyone("person")} limit {MOST_COUNTED})""",  # noqa: S608 (our own text)
)


def why_not() -> str:
    """Why the clock cannot be moved here; empty where it can."""
    if settings.EMBEDDED:
        return ""
    return _(
        "The clock can be moved only where Gilmok runs as one process. Here several share the work."
    )


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else moves the clock or resets meanwhile.

    Raises:
        Problem: 409; it cannot be moved here, or somebody else is at it for too long.
    """
    if reason := why_not():
        raise Problem(409, "not_embedded", reason)
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Problem(409, "busy", _("Somebody else is moving the clock. Try again in a moment."))
    try:
        yield
    finally:
        _one_at_a_time.release()


def next_moment(connection: Connection) -> datetime | None:
    """When something falls due next; None where nobody waits for a moment."""
    with connection.each_alone():
        found = [connection.rows(one)[0][0] for one in (NEXT_TIMER, NEXT_CALL)]
    moments = [connection.from_moment(value) for value in found if value is not None]
    return min((moment for moment in moments if moment is not None), default=None)


def others_inside(connection: Connection) -> int:
    """How many are on their way who are no guests of the hotel, up to MOST_COUNTED."""
    with connection.each_alone():
        return int(connection.rows(OTHERS)[0][0])


def next_morning(now: datetime) -> datetime:
    """The next seven o'clock in the hotel."""
    local = now.astimezone(ZoneInfo(ZONE))
    today = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def to_next(connection: Connection) -> datetime | None:
    """Move to the next moment at which something is due; that moment, None where there is none."""
    settle(connection)
    due = next_moment(connection)
    if due is not None:
        _step(connection, due + TOGETHER)
        settle(connection)
    return due


def to(connection: Connection, goal: datetime) -> bool:
    """Move to a moment, through all that fall due before it.

    False where the time of one call is over before that; who asks again goes on.
    """
    ends = time.monotonic() + WORK
    settle(connection)
    while clock.now() < goal:
        if time.monotonic() > ends:
            return False
        due = next_moment(connection)
        _step(connection, goal if due is None else min(due + TOGETHER, goal))
        settle(connection)
    return True


def settle(connection: Connection) -> None:
    """Wait until the engine has nothing to do.

    Raises:
        Problem: 409; it did not come to rest.
    """
    ends = time.monotonic() + PATIENCE
    while not is_quiet(connection):
        wake.engine()
        wake.calls()
        if time.monotonic() > ends:
            words = _("The engine is still at work. Try again in a moment.")
            raise Problem(409, "at_work", words)
        time.sleep(_PAUSE)


def is_quiet(connection: Connection) -> bool:
    """Whether nothing is due, no input waits, and no call is under way."""
    with connection.each_alone():
        named = {"now": connection.moment(connection.now())}
        return not connection.rows(AT_WORK, named)[0][0]


def _step(connection: Connection, moment: datetime) -> None:
    """Make it that moment, as soon as no call is under way."""
    ends = time.monotonic() + PATIENCE
    while not _try_step(connection, moment):
        if time.monotonic() > ends:
            words = _("A call to the outside is still under way. Try again in a moment.")
            raise Problem(409, "at_work", words)
        time.sleep(_PAUSE)


def _try_step(connection: Connection, moment: datetime) -> bool:
    before = clock.offset()
    try:
        with connection.transaction():
            connection.execute(NO_LEASES)
            named = {"now": connection.moment(clock.now())}
            if connection.rows(UNDER_WAY, named)[0][0]:
                return False
            if moment > clock.now():
                kept_clock.write(connection, kept_clock.until(moment))
    except BaseException:
        clock.set_offset(before)
        raise
    return True
