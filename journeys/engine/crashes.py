"""What a cycle that killed its process leaves behind, and how its inputs are worked through.

Before each cycle a marker is committed, and the cycle's own transaction deletes it. A marker
whose owner is gone names lanes on which a process died. Once is nothing; from the second death
on, what waited there is taken in smaller and smaller shares, at last alone, under a marker that
names it; what kills its process five times alone is set aside, visibly, and can be retried by
hand. Markers that name no input go after a clean pass, so however many kills from outside set
nobody innocent aside.
"""

import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from config import json
from config.database import Connection, Statement, Unavailable
from journeys.core.commands import Fate
from journeys.core.run import Status
from journeys.engine.claim import NO_BOUND

DEATHS = 5  # after so many, an input is set aside
SHRINK = 8  # with each further death a batch is that much smaller
OWNERS = 0x676F776E  # the advisory locks that tell whether a process lives
_log = logging.getLogger(__name__)

LIVE = Statement(
    "say that this process lives",
    "select pg_advisory_lock_shared(%(space)s, %(owner)s)",
    "select 1",
)
END_MARKER = Statement(
    "delete marker", "delete from cycle where id = %(id)s", "delete from cycle where id = :id"
)
LEFT_OVERS = Statement(
    "read left-over markers",
    """select id, lanes, input, at from cycle where owner <> %(owner)s and not exists (
         select from pg_locks where locktype = 'advisory' and classid = %(space)s::int8::oid
         and objid = cycle.owner::int8::oid and granted) order by id""",
    "select id, lanes, input, at from cycle where owner <> :owner order by id",
)
NAME_INPUT = Statement(
    "name the input of a marker",
    "update cycle set input = %(input)s where id = %(id)s",
    "update cycle set input = :input where id = :id",
)
FIRST_INPUT = Statement(
    "read the first suspect",
    "select min(id) from inbox where lane = any(%(lanes)s::int[]) and id < %(below)s",
    "select min(id) from inbox where id < :below",
)
FIRST_TIMER = Statement(
    "read the first suspect timer",
    """select instance_id, lane from timer where lane = any(%(lanes)s::int[]) and due_at <= %(at)s
       order by due_at, instance_id limit 1""",
    "select instance_id, lane from timer where due_at <= :at order by due_at, instance_id limit 1",
)
SET_ASIDE = Statement(
    "set an input aside",
    """insert into trail (id, at, event_id, code, instance_id, detail)
       select nextval('order_number'), clock_timestamp(), case when kind = 1 then ref end,
         %(code)s, case when kind <> 1 then ref end,
         jsonb_build_object('lane', lane, 'kind', kind, 'ref', ref, 'size', size, 'data', data)
       from inbox where lane = any(%(lanes)s::int[]) and id = %(input)s""",
    """insert into trail (id, at, event_id, code, instance_id, detail)
       select :id, :now, case when kind = 1 then ref end, :code, case when kind <> 1 then ref end,
         json_object('lane', lane, 'kind', kind, 'ref', ref, 'size', size, 'data', json(data))
       from inbox where id = :input""",
)
DROP_INPUT = Statement(
    "drop an input",
    "delete from inbox where lane = any(%(lanes)s::int[]) and id = %(input)s",
    "delete from inbox where id = :input",
)
_FAIL = f"""update instance set status = {int(Status.FAILED)}, seq = seq + 1, wake_at = null,
            ended_at = {{now}} where id = {{run}}"""  # noqa: S608
FAIL_RUN = Statement(
    "fail a run",
    _FAIL.format(now="clock_timestamp()", run="%(run)s"),
    _FAIL.format(now=":now", run=":run"),
)
DROP_TIMERS = Statement(
    "drop the timers of a run",
    "delete from timer where lane = any(%(lanes)s::int[]) and instance_id = %(run)s",
    "delete from timer where instance_id = :run",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a cycle did: how many inputs it ended, and how many calls it made ready."""

    inputs: int
    calls: int


# (connection, marker, lanes, limit, below) -> what a cycle over these lanes did.
Run = Callable[[Connection, int, Sequence[int], int, int], Turn]


@dataclass(frozen=True, slots=True)
class Suspects:
    """What the dead left: their markers, lanes, the bound of their inputs, how many markers name
    no input, and how often each input (a run's timer is the run's number, negative) is named."""

    markers: Sequence[int]
    lanes: Sequence[int]
    below: int
    at: Any
    nameless: int
    deaths: Mapping[int, int]


# Of this process, for as long as it lives.
_owner: tuple[int, int] | None = None
_owner_guard = threading.Lock()
_told = threading.local()


def me(connection: Connection) -> int:
    """The number of this process; a lock of its engine connections says that it lives."""
    global _owner  # noqa: PLW0603
    with _owner_guard:
        if _owner is None or _owner[0] != os.getpid():
            _owner = (os.getpid(), int.from_bytes(os.urandom(4), "big") & 0x7FFFFFFF)
    number = _owner[1]
    if getattr(_told, "by", None) is not connection:
        with connection.each_alone():
            connection.rows(LIVE, {"space": OWNERS, "owner": number})
        _told.by = connection
    return number


def end_marker(connection: Connection, marker: int) -> None:
    """In the caller's transaction: the cycle of this marker has not died."""
    connection.execute(END_MARKER, {"id": marker})


def suspects(connection: Connection, owner: int) -> Suspects | None:
    """What dead processes left; None where all owners of markers live."""
    with connection.each_alone():
        rows = connection.rows(LEFT_OVERS, {"owner": owner, "space": OWNERS})
    if not rows:
        return None
    lanes = sorted({lane for row in rows for lane in _lanes(row[1])})
    # A marker's number is of the one sequence: what waited when it died has a smaller one.
    return Suspects(
        [row[0] for row in rows],
        lanes,
        rows[-1][0],
        rows[-1][3],
        sum(row[2] is None for row in rows),
        Counter(row[2] for row in rows if row[2] is not None),
    )


def _lanes(stored: Any) -> Sequence[int]:
    lanes: Sequence[int] = json.loads(stored) if isinstance(stored, str) else stored
    return lanes or [0]


def work_through(connection: Connection, marker: int, left: Suspects, run: Run) -> Turn:
    """Take what the dead had before them, in shares that shrink with each death, at last alone.

    After one death the same batch is simply taken again: most processes are killed from outside.
    """
    found = _first(connection, left.lanes, left.below, left.at)
    share = settings.ENGINE_BATCH // SHRINK ** max(0, left.nameless - 1)
    if found is None or share > 1:
        below = NO_BOUND if found is None or left.nameless < 2 else left.below
        done = run(connection, marker, left.lanes, share or 1, below)
        if below == NO_BOUND or _first(connection, left.lanes, left.below, left.at) is None:
            _forget(connection, left)
        return Turn(max(done.inputs, 1), done.calls)
    suspect, lanes = found
    if left.deaths.get(suspect, 0) >= DEATHS:
        _log.error("Input %s killed its process %s times; it is set aside.", suspect, DEATHS)
        set_aside(connection, lanes, suspect, marker)
        return Turn(1, 0)
    with connection.fleeting():
        connection.execute(NAME_INPUT, {"input": suspect, "id": marker})
    done = _alone(connection, marker, lanes, suspect, run)
    if _first(connection, left.lanes, left.below, left.at) is None:
        _forget(connection, left)
    return done


def _forget(connection: Connection, left: Suspects) -> None:
    with connection.fleeting():
        for dead in left.markers:
            end_marker(connection, dead)


def one_by_one(connection: Connection, marker: int, lanes: Sequence[int], run: Run) -> Turn:
    """A batch was refused: each input alone, and the one that is refused again is set aside."""
    inputs = calls = 0
    now = connection.moment(_now(connection))
    for _ in range(settings.ENGINE_BATCH):
        found = _first(connection, lanes, NO_BOUND, now)
        if found is None:
            break
        done = _alone(connection, marker, found[1], found[0], run)
        if not done.inputs:
            break  # another worker has the lanes
        inputs, calls = inputs + done.inputs, calls + done.calls
    with connection.transaction():
        end_marker(connection, marker)
    return Turn(inputs, calls)


def _now(connection: Connection) -> datetime:
    with connection.each_alone():
        return connection.now()


def _first(
    connection: Connection, lanes: Sequence[int], below: int, at: Any
) -> tuple[int, Sequence[int]] | None:
    """The first inbox row, else the first due timer (as the negative of its run); its lanes."""
    named = {"lanes": list(lanes), "below": below, "at": at}
    with connection.each_alone():
        number = connection.rows(FIRST_INPUT, named)[0][0]
        if number is not None:
            return int(number), lanes
        timers = connection.rows(FIRST_TIMER, named)
    return (-int(timers[0][0]), [timers[0][1]]) if timers else None


def _alone(
    connection: Connection, marker: int, lanes: Sequence[int], suspect: int, run: Run
) -> Turn:
    below = suspect + 1 if suspect > 0 else 0
    try:
        return run(connection, marker, lanes, 1, below)
    except Unavailable:
        raise
    except Exception:  # noqa: BLE001 (what is refused alone is set aside)
        _log.exception("Input %s cannot be applied; it is set aside.", suspect)
        set_aside(connection, lanes, suspect, marker)
        return Turn(1, 0)


def set_aside(connection: Connection, lanes: Sequence[int], suspect: int, marker: int) -> None:
    """Take an input out of the queue, with what it was on the trail; of a timer, fail its run."""
    named: dict[str, Any] = {
        "lanes": list(lanes),
        "input": suspect,
        "run": -suspect,
        "code": int(Fate.SET_ASIDE),
    }
    with connection.transaction():
        if connection.vendor == "sqlite":
            now = connection.now()
            named |= {"id": connection.next_ids(1)[0], "now": connection.moment(now)}
        if suspect > 0:
            connection.execute(SET_ASIDE, named)
            connection.execute(DROP_INPUT, named)
        else:
            connection.execute(FAIL_RUN, named)
            connection.execute(DROP_TIMERS, named)
        end_marker(connection, marker)
