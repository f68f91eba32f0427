"""The surroundings that the tests of the language share."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from expressions import EvaluationError, ExpressionError
from expressions.cases import CaseEnvironment

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")


SECONDS = 0.05  # what no work of the language may take


QUIET = 0.0042  # what the loop below takes where nobody else is at work


def slowness():
    """How many times slower than a quiet machine this one is at this moment; at least once."""
    kept = {}
    started = time.thread_time()
    for number in range(100_000):
        kept[number & 255] = number
    return max(1.0, (time.thread_time() - started) / QUIET)


def seconds(work):
    """How long the work takes, which may be refused, on a quiet machine: the least of a few
    tries where it is over the limit, by the thread's own clock, for others use the cores too."""
    least = SECONDS * 100
    for _ in range(10):
        started = time.thread_time()
        with suppress(ExpressionError, EvaluationError):
            work()
        took = time.thread_time() - started
        least = min(least, took if took < SECONDS else took / slowness())
        if least < SECONDS:
            break
    return least


def facts(**context):
    return CaseEnvironment(context, NOW, SEOUL, "run-1:step-2")
