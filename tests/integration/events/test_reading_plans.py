"""The log is read by its indexes, however long it is."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from events import finding
from events.models import Event

ROWS = 20_000
FILL = {
    "postgresql": """
        insert into event (id, event_id, person, occurred_at, received_at, disposition, data)
        select n, 'e' || n, 'customer/' || n %% 500, now(), now(), 2, '{}'
        from generate_series(1, %s) n""",
    "sqlite": """
        with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < %s)
        insert into event (id, event_id, person, occurred_at, received_at, disposition, data)
        select n, 'e' || n, 'customer/' || n %% 500, 0, 0, 2, '{}' from numbers""",
}


@pytest.fixture
def long_log(clean_slate: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL[connection.vendor], [ROWS])
        if connection.vendor == "postgresql":  # autovacuum does so; SQLite never has statistics
            cursor.execute("analyze event")


def plan(found: QuerySet[Event]) -> str:
    return found[:51].explain()


def walks(text: str) -> bool:
    """Whether a plan reads the whole log. The partitions that were made ahead are empty."""
    if connection.vendor == "postgresql":
        return "Seq Scan on event_000000" in text
    return "SCAN event\n" in text + "\n"


def sorts(text: str) -> bool:
    """Whether a plan puts what it found in order, where an index would give it so."""
    return "Sort" in text or "TEMP B-TREE" in text


def test_the_events_of_a_person_are_found_by_the_index_on_the_person(long_log: None) -> None:
    for found in (finding.log(), finding.log().filter(id__lt=ROWS)):
        text = plan(found.filter(person="customer/7"))
        assert re.search(r"event(_\d+)?_person", text)
        assert not walks(text)


def test_the_newest_events_are_read_from_the_end(long_log: None) -> None:
    text = plan(finding.log().filter(id__lt=ROWS))
    assert not walks(text)
    assert not sorts(text)


def test_an_event_is_found_by_its_number(long_log: None) -> None:
    assert not walks(plan(finding.log().filter(pk=777)))
    assert not walks(plan(finding.log().filter(id__in=[7, 777], event_id="e7")))


def test_a_filter_by_type_reads_no_more_than_its_window(long_log: None) -> None:
    found = finding.log().filter(type=5, id__lt=ROWS, id__gte=ROWS - 1000)
    assert not walks(plan(found))


@pytest.mark.parametrize("asked", [{}, {"person": "customer/7"}, {"type": "none"}])
def test_a_page_costs_the_same_statements_however_many_events_are_on_it(
    api: APIClient, long_log: None, asked: Any
) -> None:
    def statements(limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert api.get("/api/v1/events", {"limit": limit, **asked}).status_code == 200
        return len(captured)

    assert statements(1) == statements(30)
