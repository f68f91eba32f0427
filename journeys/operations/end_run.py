"""Ending one person's run where it stands."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from config import database
from config.problems import Problem
from events import hooks
from journeys.engine import control
from journeys.operations.asking import ask_of, one_run


def end_run(run_id: int, by: Any, now: datetime) -> None:
    """Ask the engine to end the run; it does so at its next cycle. It cannot be undone.

    Raises:
        Problem: 404; 409 ``over``.
    """
    run = one_run(run_id)
    if run.status.is_over:
        raise Problem(409, "over", _("This run is over."))
    ask_of(lambda: control.end(database.connection(), run_id))
    hooks.wake()
    run.record("end", by, now)
