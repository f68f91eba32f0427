"""What is asked of the engine about one run: found first, asked, and kept in the log of acts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from config import database
from config.problems import Problem
from journeys.core.run import Status
from journeys.models import Journey
from journeys.operations.audit import record
from journeys.reports.reading import ask

_RUN = "select id, journey_id, person, status from instance where id = %(run)s"
_BIGGEST = 2**63


@dataclass(frozen=True, slots=True)
class AskedRun:
    """A run of which something is wanted."""

    id: int
    journey_id: int
    person: str
    status: Status

    def asks(self, sql: str) -> bool:
        """Whether a question about its person and journey finds anything."""
        params = {"person": self.person, "journey": self.journey_id, "run": self.id}
        return bool(ask(sql, params))

    def record(self, act: str, by: Any, now: datetime) -> None:
        journey = Journey.objects.get(pk=self.journey_id)
        record(journey, act, by, now, f"run {self.id}")


def one_run(run_id: int) -> AskedRun:
    """The run with this number.

    Raises:
        Problem: 404.
    """
    rows = ask(_RUN, {"run": run_id}) if run_id < _BIGGEST else []
    if not rows:
        raise Problem(404, "not_found", _("There is no such run."))
    number, journey, person, status = rows[0]
    return AskedRun(number, journey, person, Status(status))


def ask_of(want: Callable[[], object]) -> None:
    """Put it on the engine's queue, in a transaction of its own.

    Raises:
        Problem: 503 while the database is away.
    """
    try:
        want()
    except database.Unavailable as error:
        words = _("The database cannot be reached. Try again in a moment.")
        raise Problem(503, "unavailable", words, headers={"Retry-After": "1"}) from error
