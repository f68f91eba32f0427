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
from journeys.engine import versions
from journeys.engine.apply import TALLY, TRAIL
from journeys.engine.claim import LOCK_LANES, NO_BOUND, SPACE, Kind

DEATHS = 5  # after so many, an input is set aside
SHRINK = 8  # with each further death a batch is that much smaller
NO_NODE = -1  # nor a port, in the tally
OWNERS = 0x676F776E  # the advisory locks that tell whether a process lives
_log = logging.getLogger(__name__)

LIVE = Statement(
    "say that this process lives",
    "select pg_advisory_lock_shared(%(space)s, %(owner)s)",
    "select 1",
)
END_MARKER = Statement(
    "delete marker",
    "delete from cycle where id = %(id)s",
    "delete from cycle where id = :id",
    prepared=True,
)
LEFT_OVERS = Statement(
    "read left-over markers",
    """select id, lanes, input, at from cycle where owner <> %(owner)s and not exists (
         select from pg_locks where locktype = 'advisory' and classid = %(space)s::int8::oid
         and objid = cycle.owner::int8::oid and granted) order by id""",
    "select id, lanes, input, at from cycle where owner <> :owner order by id",
    prepared=True,
)
NAME_INPUT = Statement(
    "name the input of a marker",
    "update cycle set input = %(input)s where id = %(id)s",
    "update cycle set input = :input where id = :id",
)
# One probe a lane: behind it a backlog may wait that is not to be walked for each suspect.
FIRST_INPUT = Statement(
    "read the first suspect",
    """select i.id, l.lane from unnest(%(lanes)s::int[]) as l(lane) cross join lateral (
         select id from inbox where inbox.lane = l.lane and id < %(below)s order by id limit 1) i
       order by i.id limit 1""",
    "select id, lane from inbox where id < :below order by id limit 1",
)
# In the order in which a cycle claims them, so that the one that is named is the one that is taken.
FIRST_TIMER = Statement(
    "read the first suspect timer",
    """select instance_id, lane from timer where lane = any(%(lanes)s::int[]) and due_at <= %(at)s
       order by due_at, lane, instance_id limit 1""",
    """select instance_id, lane from timer where due_at <= :at
       order by due_at, lane, instance_id limit 1""",
)
READ_INPUT = Statement(
    "read an input",
    "select kind, ref, size, data from inbox where lane = %(lane)s and id = %(input)s",
    "select kind, ref, size, data from inbox where lane = :lane and id = :input",
)
DROP_INPUT = Statement(
    "drop an input",
    "delete from inbox where lane = %(lane)s and id = %(input)s",
    "delete from inbox where lane = :lane and id = :input",
)
READ_RUN = Statement(
    "read a run to fail",
    """select journey_id, version_id, node, seq from instance
       where id = %(run)s and ended_at is null""",
    """select journey_id, version_id, node, seq from instance
       where id = :run and ended_at is null""",
)
FAIL_RUN = Statement(
    "fail a run",
    """update instance set status = %(status)s, seq = seq + 1, wake_at = null, ended_at = %(now)s,
         holds = %(holds)s, reenter_at = %(again)s where id = %(run)s""",
    """update instance set status = :status, seq = seq + 1, wake_at = null, ended_at = :now,
         holds = :holds, reenter_at = :again where id = :run""",
)
DROP_TIMERS = Statement(
    "drop the timers of a run",
    "delete from timer where lane = %(lane)s and instance_id = %(run)s",
    "delete from timer where lane = :lane and instance_id = :run",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a cycle did: how many inputs it ended, and how many calls it made ready."""

    inputs: int
    calls: int


@dataclass(frozen=True, slots=True)
class Suspect:
    """An input that may be what killed a process: its inbox number, or the negative of the run
    whose timer it is; and its lane."""

    number: int
    lane: int


# (connection, marker, lanes, limit, below, due by) -> what a cycle over these lanes did.
Run = Callable[..., Turn]


@dataclass(frozen=True, slots=True)
class Suspects:
    """What the dead left: their markers, lanes, the bound of their inputs, how many markers name
    no input, and how often each input (a run's timer is the run's number, negative) is named."""

    markers: Sequence[int]
    lanes: Sequence[int]
    below: int
    at: datetime | None
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
    # In their order: the batch of a single death is then taken again as it was.
    lanes = list(dict.fromkeys(lane for row in rows for lane in _lanes(row[1])))
    # A marker's number is of the one sequence: what waited when it died has a smaller one.
    return Suspects(
        [row[0] for row in rows],
        lanes,
        rows[-1][0],
        connection.from_moment(rows[-1][3]),
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
        bounds = (NO_BOUND, None) if found is None else (left.below, left.at)
        done = run(connection, marker, left.lanes, max(share, 1), *bounds)
        if left.nameless < 2 or _first(connection, left.lanes, left.below, left.at) is None:
            _forget(connection, left)
        return Turn(max(done.inputs, 1), done.calls)
    if left.deaths.get(found.number, 0) >= DEATHS:
        set_aside(connection, found, marker, f"It ended its process {DEATHS} times.")
        return Turn(1, 0)
    with connection.fleeting():
        connection.execute(NAME_INPUT, {"input": found.number, "id": marker})
    done = _alone(connection, marker, found, run)
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
    now = _now(connection)
    for _ in range(settings.ENGINE_BATCH):
        found = _first(connection, lanes, NO_BOUND, now)
        if found is None:
            break
        done = _alone(connection, marker, found, run)
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
    connection: Connection, lanes: Sequence[int], below: int, at: datetime | None
) -> Suspect | None:
    """The first inbox row, else the first timer that was due then."""
    named = {"lanes": list(lanes), "below": below, "at": connection.moment(at)}
    with connection.each_alone():
        for number, lane in connection.rows(FIRST_INPUT, named):
            return Suspect(number, lane)
        for run, lane in connection.rows(FIRST_TIMER, named):
            return Suspect(-run, lane)
    return None


def _alone(connection: Connection, marker: int, suspect: Suspect, run: Run) -> Turn:
    below = suspect.number + 1 if suspect.number > 0 else 0
    try:
        return run(connection, marker, [suspect.lane], 1, below)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 (what is refused alone is set aside)
        _log.exception("Input %s cannot be applied.", suspect.number)
        set_aside(connection, suspect, marker, f"{type(error).__name__}: {error}"[:500])
        return Turn(1, 0)


def set_aside(connection: Connection, suspect: Suspect, marker: int, why: str) -> None:
    """Take an input out of the queue, with what it was and why on the trail.

    The run whose timer or answer it was fails: nothing else would move it any more. Where another
    worker has the lane, and with it perhaps this input, nothing is done.
    """
    with connection.transaction():
        locked = connection.rows(LOCK_LANES, {"lanes": [suspect.lane], "space": SPACE})
        if locked:
            _set_aside(connection, suspect, why, connection.now())
        end_marker(connection, marker)


def _set_aside(connection: Connection, suspect: Suspect, why: str, now: datetime) -> None:
    taken = _taken(connection, suspect)
    if taken is None:
        return
    _log.error("Input %s was set aside. %s", suspect.number, why)
    kind, ref, told = taken
    told |= {"kind": kind, "error": {"code": "set_aside", "message": why}}
    journey_id = version_id = seq = None
    if kind in (Kind.ANSWER, Kind.TIMER):
        journey_id, version_id, seq = _fail(connection, ref, now)
    event, run = (ref, None) if kind == Kind.EVENT else (None, ref)
    (number,) = connection.next_ids(1)
    row = (
        number, now, event, int(Fate.SET_ASIDE), journey_id, version_id, run, seq, None,
        json.text(told),
    )  # fmt: skip
    connection.copy("trail", TRAIL, [row])


def _taken(connection: Connection, suspect: Suspect) -> tuple[int, int, dict[str, Any]] | None:
    """The kind of an input, its event or run, and what else it was; None where it is gone."""
    if suspect.number < 0:
        run = -suspect.number
        gone = connection.execute(DROP_TIMERS, {"lane": suspect.lane, "run": run})
        return (int(Kind.TIMER), run, {}) if gone else None
    named = {"lane": suspect.lane, "input": suspect.number}
    rows = connection.rows(READ_INPUT, named)
    if not rows:
        return None
    connection.execute(DROP_INPUT, named)
    kind, ref, size, data = rows[0]
    return kind, ref, {"lane": suspect.lane, "size": size, "data": json.loads(data or "null")}


def _fail(connection: Connection, run: int, now: datetime) -> tuple[Any, Any, Any]:
    """Fail a run without planning it; its journey, version and seq, if it is still inside."""
    rows = connection.rows(READ_RUN, {"run": run})
    if not rows:
        return None, None, None
    journey_id, version_id, node, seq = rows[0]
    rules = versions.version(connection, versions.board(connection), version_id).program.rules
    named = {
        "run": run, "status": int(Status.FAILED), "now": connection.moment(now),
        "holds": not rules.reentrance or bool(rules.pause),
        "again": connection.moment(now + rules.pause) if rules.reentrance and rules.pause else None,
    }  # fmt: skip
    connection.execute(FAIL_RUN, named)
    at = NO_NODE if node is None else node
    connection.copy("tally", TALLY, [(now, version_id, at, NO_NODE, int(Status.FAILED), 1)])
    return journey_id, version_id, seq + 1
