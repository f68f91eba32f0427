"""What each stimulus does to a run. The order of things at one moment is decided here.

An event comes first on a tie; a timer due before an event was received fires before it. Events
that come while a call or a look-up is out are stacked, and judged in order once the run waits.
"""

from datetime import datetime
from typing import Any

from journeys.core.commands import Fate
from journeys.core.faults import Missing, StepFault
from journeys.core.limits import MAX_PENDING, MAX_SEEN
from journeys.core.packing import looked_up, packed, unpacked
from journeys.core.run import Event, Status
from journeys.core.stimuli import Answered, Arrived, Ended, Entered, Retried, Stimulus, Woke
from journeys.core.walk import Walk

_OUT = (Status.CALLING, Status.LOOKING_UP, Status.HELD)


def apply(walk: Walk, stimulus: Stimulus) -> Fate:
    """Do to a walk what the stimulus asks, and tell its fate."""
    handler: Any = _HANDLERS[type(stimulus)]
    if walk.run.status.is_over and type(stimulus) is not Retried:
        return Fate.STALE
    fate: Fate = handler(walk, stimulus)
    return fate


def _entered(walk: Walk, stimulus: Entered) -> Fate:
    event = stimulus.event
    held = packed(event)
    walk.section("events")[event.type] = held
    walk.section("nodes")[walk.program.entry.key] = held
    walk.enter(walk.program.entry.key)
    settle(walk)
    return Fate.ENTERED


def _arrived(walk: Walk, stimulus: Arrived) -> Fate:
    event, now = stimulus.event, walk.now
    while _is_due_before(walk, event.received_at):
        walk.now = walk.wake_at  # type: ignore[assignment]
        _fire(walk)
        settle(walk)
    walk.now = now
    if walk.status is Status.WAITING:
        fate = judge(walk, event)
        settle(walk)
        return fate
    if walk.status in _OUT:
        return _stack(walk, event)
    return Fate.NOT_LISTENING


def _is_due_before(walk: Walk, moment: datetime) -> bool:
    return walk.status is Status.WAITING and walk.wake_at is not None and walk.wake_at < moment


def _woke(walk: Walk, _: Woke) -> Fate:
    if walk.status is not Status.WAITING or walk.wake_at is None or walk.wake_at > walk.now:
        return Fate.STALE
    _fire(walk)
    settle(walk)
    return Fate.WOKE


def _answered(walk: Walk, answered: Answered) -> Fate:
    if walk.status is Status.CALLING:
        try:
            result = walk.step.answered(walk, answered)  # type: ignore[attr-defined]
        except StepFault as fault:
            result = walk.failed(fault)
        walk.follow(result)
    elif walk.status is Status.LOOKING_UP:
        _looked_up(walk, answered)
    else:
        return Fate.STALE
    settle(walk)
    return Fate.ANSWERED


def _looked_up(walk: Walk, answered: Answered) -> None:
    asked = walk.memory["asked"]
    event = unpacked(asked["event"]) if "event" in asked else None
    walk.moved = True
    if answered.ok:
        value = looked_up(answered.answer, answered.at, walk.node)
        walk.section("lookups")[asked["key"]] = value
    if event is not None:
        walk.resume_waiting()
        fate = judge(walk, event) if answered.ok else _unjudged(walk, answered)
        if fate is not Fate.QUEUED:
            walk.taken.append((event.id, fate))
    elif answered.ok:
        walk.enter(str(walk.node))
    else:
        walk.follow(walk.failed(fault_of(answered, "fetch")))


def _unjudged(walk: Walk, answered: Answered) -> Fate:
    """An event whose condition needs a value that could not be fetched moves nobody."""
    fault = fault_of(answered, "fetch")
    walk.error = walk.told(fault)
    return Fate.ERROR


def _retried(walk: Walk, _: Retried) -> Fate:
    if walk.status not in (Status.FAILED, Status.HELD) or walk.node is None:
        return Fate.STALE
    walk.enter(walk.node)
    settle(walk)
    return Fate.RETRIED


def _ended(walk: Walk, ended: Ended) -> Fate:
    walk.finish(ended.reason, Status.STOPPED)
    return Fate.ENDED


def _fire(walk: Walk) -> None:
    """The run's timer: the alternative that is due, or the end of the longest stay."""
    result = walk.step.woke(walk)  # type: ignore[attr-defined]
    if result is None:
        walk.finish("expired", Status.STOPPED)
    else:
        walk.follow(result)


def judge(walk: Walk, event: Event) -> Fate:
    """What an event means to a run that waits: moved, or why not."""
    try:
        result = walk.step.arrived(walk, event)  # type: ignore[attr-defined]
    except Missing as missing:
        walk.ask(missing.lookup, "event", event)
        return Fate.QUEUED
    except StepFault as fault:
        walk.error = walk.told(fault)
        return Fate.ERROR
    finally:
        walk.environment.arriving = None
    if isinstance(result, Fate):
        return _keep(walk, event) or result
    walk.take(event)
    walk.follow(result)
    return Fate.MOVED


def _keep(walk: Walk, event: Event) -> Fate | None:
    """Keep an event that a later step will count; None when none does."""
    if event.type not in walk.program.kept_behind(str(walk.node)):
        return None
    if len(walk.memory.get("seen", ())) >= MAX_SEEN:
        return Fate.TOO_MANY_PENDING
    walk.queue("seen").append(packed(event))
    return Fate.QUEUED


def _stack(walk: Walk, event: Event) -> Fate:
    """An event during a call or a look-up: kept until the run waits."""
    if event.type not in walk.program.awaited_from(str(walk.node)):
        return Fate.NOT_LISTENING
    if len(walk.memory.get("pending", ())) >= MAX_PENDING:
        return Fate.TOO_MANY_PENDING
    walk.queue("pending").append(packed(event))
    return Fate.QUEUED


def settle(walk: Walk) -> None:
    """Judge stacked events in order, then timers that are due, for as long as the run waits."""
    while walk.moved and walk.status is Status.WAITING:
        pending = walk.memory.get("pending")
        if pending:
            first = unpacked(pending[0])
            if _is_due_before(walk, first.received_at):
                _fire(walk)
                continue
            walk.queue("pending").pop(0)
            fate = judge(walk, first)
            if fate is not Fate.QUEUED:
                walk.taken.append((first.id, _late(fate)))
        elif walk.wake_at is not None and walk.wake_at <= walk.now:
            _fire(walk)
        else:
            return


def _late(fate: Fate) -> Fate:
    return Fate.CAME_TOO_EARLY if fate is Fate.NOT_LISTENING else fate


def fault_of(answered: Answered, of: str) -> StepFault:
    """The error of an outcome. of: action or fetch."""
    kind = answered.error or "error"
    code = f"{of}_{kind}"
    status = answered.status
    return StepFault(code, kind=kind, status=status, of=of)


_HANDLERS = {
    Entered: _entered,
    Arrived: _arrived,
    Woke: _woke,
    Answered: _answered,
    Retried: _retried,
    Ended: _ended,
}
