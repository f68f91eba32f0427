"""Every Celery task of the product. Messages carry nothing: they wake, the database knows.

Names are for ever. A lost message costs a second, a doubled one nothing.
"""

import threading

from celery import shared_task

from config import clock, database, tick, wake
from journeys.engine import sweep as duties
from journeys.engine.drain import drain
from journeys.engine.sender import Sender

_senders = threading.local()


def sender() -> Sender:
    """This thread's sender, with the connections that it keeps."""
    found = getattr(_senders, "own", None)
    if found is None:
        found = _senders.own = Sender()
    return found


@shared_task(name="journeys.advance", ignore_result=True)
def advance() -> None:
    """Take people on: match events, fire timers, plan, write."""
    with database.lost_is_no_error():
        connection = database.connection()
        with wake.listening(wake.ENGINE) as bell:
            bell.until_quiet(lambda: drain(connection, on_calls=wake.calls))
        drain(connection, on_calls=wake.calls)


@shared_task(name="journeys.send", ignore_result=True)
def send() -> None:
    """Make the look-ups and calls that are due."""
    with database.lost_is_no_error():
        connection = database.connection()
        own = sender()
        with wake.listening(wake.CALLS) as bell:
            own.stay(
                bell.hear, lambda: own.work(connection, clock.now, wake.engine), wake.LINGER,
                bell.is_shared,
            )  # fmt: skip
        own.work(connection, clock.now, wake.engine)


@shared_task(name="journeys.sweep", ignore_result=True)
def sweep() -> None:
    """Each second: wake what waits, keep the tables in order."""
    with database.lost_is_no_error():
        work = duties.sweep(database.connection(), clock.now(), tick.swept())
        if work.inputs:
            wake.engine(again=True)
        if work.calls:
            wake.calls(again=True)
