"""Sending a failed run on from the step where it stands."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from config import database
from config.problems import Problem
from events import hooks
from journeys.core.run import Status
from journeys.engine import control
from journeys.operations.asking import ask_of, one_run

_INSIDE_AGAIN = """
    select 1 from instance where holds and person = %(person)s and journey_id = %(journey)s
      and ended_at is null and id <> %(run)s limit 1
"""


def retry_run(run_id: int, by: Any, now: datetime) -> None:
    """Ask the engine to try the run's step again; it does so at its next cycle.

    Raises:
        Problem: 404; 409 ``not_failed``, or ``inside_again`` where the person has entered anew.
    """
    run = one_run(run_id)
    if run.status is not Status.FAILED:
        raise Problem(409, "not_failed", _("This run has not failed."))
    if run.asks(_INSIDE_AGAIN):
        words = _("This person has entered the journey again and is inside.")
        raise Problem(409, "inside_again", words)
    ask_of(lambda: control.retry(database.connection(), run_id))
    hooks.wake()
    run.record("retry", by, now)
