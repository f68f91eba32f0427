"""Where an event type, a source, a field group or an action is used.

``config.wiring`` hands these to the lower parts, which refuse to delete or narrow what is used.
Asked inside a transaction, each holds the row till its end, so that the answer stays true while
the asker acts on it (see ``journeys.reports.references``).
"""

from django.db import connection
from django.db.models import Q

from journeys.models import Use
from journeys.models.journey import UNFINISHED
from journeys.reports.references import hold

_COUNTS = Q(version=None) | Q(version__status__in=UNFINISHED)


def used_by_event(key: str) -> list[str]:
    """Names of the journeys whose draft or unfinished version takes or reads this event type."""
    return _names(Use.Kind.EVENT, key)


def used_by_source(key: str) -> list[str]:
    """Names of the journeys that read some group of this source."""
    return _names(Use.Kind.SOURCE, key)


def used_by_group(key: str) -> list[str]:
    """Names of the journeys that read this group: ``source.group``."""
    return _names(Use.Kind.GROUP, key)


def used_by_action(key: str) -> list[str]:
    """Names of the journeys that carry out this action."""
    return _names(Use.Kind.ACTION, key)


def _names(kind: str, key: str) -> list[str]:
    """One index read, however many journeys there are."""
    if connection.in_atomic_block:
        hold([(kind, key)])
    found = Use.objects.filter(_COUNTS, kind=kind, key=key)
    return list(found.order_by("journey__name").values_list("journey__name", flat=True).distinct())
