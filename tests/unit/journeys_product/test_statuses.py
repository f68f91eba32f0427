"""A journey's status, derived from those of its versions."""

import pytest

from journeys.models import Version
from journeys.reports.journeys import derived, live


def versions(*statuses):
    """Versions, the newest first."""
    return [Version(number=len(statuses) - at, status=status) for at, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), "draft"),
        (("live",), "live"),
        (("paused",), "paused"),
        (("live", "closed"), "live"),
        (("closed", "finished"), "closed"),
        (("stopped", "closed"), "closed"),
        (("stopped", "finished"), "stopped"),
        (("finished", "stopped"), "finished"),
        (("stopping", "stopped"), "stopping"),
    ],
)
def test_the_newest_that_may_hold_people_decides(statuses, status):
    assert derived(versions(*statuses)) == status


def test_only_one_version_is_entered():
    assert live(versions("closed", "live", "finished")).number == 2
    assert live(versions("closed", "stopped")) is None
