"""The surroundings that the tests of the language share."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from expressions.cases import CaseEnvironment

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


def facts(**context):
    return CaseEnvironment(context, NOW, SEOUL, "run-1:step-2")
