"""What became of calls: written once, by whoever still has the lease.

The end of a call is an input of its run again. An attempt that may be repeated puts the call
back, later each time, with the same key and the same bytes.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config import json
from config.database import Connection, Statement
from journeys.engine import leases
from journeys.engine.claim import Kind
from journeys.engine.leases import Leased
from outbound.outcome import Outcome

FIRST_PAUSE = {"action": 1.0, "source": 0.5}  # seconds before the first repetition
LONGEST_PAUSE = 300.0
CRASHED = "crashed"  # the error of a call whose every attempt ended its sender
_EXCHANGE = (
    "id", "call_id", "attempt", "instance_id", "at", "status", "ms", "error", "message", "answer",
)  # fmt: skip
_INBOX = ("lane", "id", "kind", "ref", "size", "data")

END_CALLS = Statement(
    "delete ended calls",
    """delete from call using unnest(%(ids)s::bigint[], %(attempts)s::smallint[]) as v(id, attempts)
       where call.id = any(array[v.id]) and call.attempts = v.attempts returning call.id""",
    """delete from call where (id, attempts) in
       (select i.value, a.value from json_each(:ids) i join json_each(:attempts) a on a.key = i.key)
       returning id""",
    prepared=True,
)
BURY_CALLS = Statement(
    "bury dead calls",
    """update call set dead_at = %(now)s, reason = 'crashed', lease_until = null
       from unnest(%(ids)s::bigint[], %(attempts)s::smallint[]) as v(id, attempts)
       where call.id = any(array[v.id]) and call.attempts = v.attempts returning call.id""",
    """update call set dead_at = :now, reason = 'crashed', lease_until = null
       where (id, attempts) in
       (select i.value, a.value from json_each(:ids) i join json_each(:attempts) a on a.key = i.key)
       returning id""",
)
RETRY_CALLS = Statement(
    "put calls back",
    """update call set due_at = v.due_at, failures = failures + 1, lease_until = null
       from unnest(%(ids)s::bigint[], %(attempts)s::smallint[], %(dues)s::timestamptz[])
         as v(id, attempts, due_at)
       where call.id = any(array[v.id]) and call.attempts = v.attempts returning call.id""",
    """update call set due_at = v.due_at, failures = failures + 1, lease_until = null
       from (select i.value as id, a.value as attempts, d.value as due_at from json_each(:ids) i
             join json_each(:attempts) a on a.key = i.key
             join json_each(:dues) d on d.key = i.key) v
       where call.id = v.id and call.attempts = v.attempts returning call.id""",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """One attempt and how it ended."""

    call: Leased
    outcome: Outcome


def write(connection: Connection, ends: Sequence[Ended], now: datetime) -> int:
    """Write these outcomes in one transaction; how many ended their call for good.

    Whoever lost the lease writes nothing: another sender has made, or makes, the same call.
    """
    again = {end.call.id: due for end in ends if (due := _again_at(end, now)) is not None}
    final = [end for end in ends if end.call.id not in again]
    with connection.transaction():
        ours = _end(connection, final, now) | _put_back(connection, ends, again)
        written = [end for end in ends if end.call.id in ours]
        numbers = iter(connection.next_ids(2 * len(written)))
        connection.copy(
            "exchange", _EXCHANGE, [_exchange(end, next(numbers), now) for end in written]
        )
        ended = [end for end in written if end.call.id not in again]
        connection.copy("inbox", _INBOX, [_answer(end, next(numbers), now) for end in ended])
        _hold_back(connection, written, now)
    return len(ended)


def _hold_back(connection: Connection, ends: Sequence[Ended], now: datetime) -> None:
    pauses: dict[str, float] = {}
    for end in ends:
        name, pause = end.call.destination, end.outcome.retry_after or 0.0
        pauses[name] = max(pause, pauses.get(name, 0.0))
    # Sorted, as leases lock them: two senders then wait in one order.
    for name in sorted(pauses):
        if pauses[name] > 0:
            leases.hold_back(connection, name, now, pauses[name])


def _again_at(end: Ended, now: datetime) -> datetime | None:
    """When the call is made again; None when this was its last attempt.

    The deadline bounds repetitions alone: a first attempt that was late because we were away,
    or the destination capped, is made all the same.
    """
    call, outcome = end.call, end.outcome
    if outcome.ok or not outcome.retryable or call.failures >= call.retries:
        return None
    first = FIRST_PAUSE[call.destination.partition(":")[0]]
    pause = min(first * 2**call.failures, LONGEST_PAUSE) * random.uniform(0.8, 1.2)  # noqa: S311
    due = now + timedelta(seconds=max(pause, outcome.retry_after or 0.0))
    return due if due < call.deadline_at else None


def _end(connection: Connection, ends: Sequence[Ended], now: datetime) -> set[int]:
    """Those that are over for good. What ended its senders stays, to be seen."""
    dead = [end for end in ends if end.outcome.error == CRASHED]
    done = [end for end in ends if end.outcome.error != CRASHED]
    found: set[int] = set()
    if done:
        found |= {row[0] for row in connection.rows(END_CALLS, _keys(connection, done))}
    if dead:
        named = {**_keys(connection, dead), "now": connection.moment(now)}
        found |= {row[0] for row in connection.rows(BURY_CALLS, named)}
    return found


def _put_back(
    connection: Connection, ends: Sequence[Ended], again: dict[int, datetime]
) -> set[int]:
    repeated = [end for end in ends if end.call.id in again]
    if not repeated:
        return set()
    dues = connection.array(again[end.call.id] for end in repeated)
    named = {**_keys(connection, repeated), "dues": dues}
    return {row[0] for row in connection.rows(RETRY_CALLS, named)}


def _keys(connection: Connection, ends: Sequence[Ended]) -> dict[str, Any]:
    return {
        "ids": connection.array(end.call.id for end in ends),
        "attempts": connection.array(end.call.attempts for end in ends),
    }


def _exchange(end: Ended, number: int, now: datetime) -> tuple[Any, ...]:
    call, outcome = end.call, end.outcome
    answer = json.text(outcome.answer) if outcome.answer is not None else None
    return (
        number, call.id, call.attempts, call.instance_id, now, outcome.status,
        outcome.elapsed_ms, outcome.error, outcome.message[:500] or None, answer,
    )  # fmt: skip


def _answer(end: Ended, number: int, now: datetime) -> tuple[Any, ...]:
    call, outcome = end.call, end.outcome
    told = json.text(
        {
            "seq": call.seq,
            "call": call.id,
            "destination": call.destination,
            "ok": outcome.ok,
            "status": outcome.status,
            "error": outcome.error,
            "answer": outcome.answer,
            "at": now.isoformat(),
        }
    )
    return (call.lane, number, int(Kind.ANSWER), call.instance_id, len(told), told)
