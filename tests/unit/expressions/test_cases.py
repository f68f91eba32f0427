"""Every example of the reference gives what its page says; the doubtful ones what we decided."""

import json
from pathlib import Path

import pytest

from expressions.cases import run_case

CASES = {
    case["id"]: case
    for case in map(
        json.loads,
        (Path(__file__).parents[2] / "fixtures/expression-cases.jsonl")
        .read_text(encoding="utf-8")
        .strip()
        .split("\n"),
    )
}
CERTAIN = [case for case in CASES.values() if not case.get("doubtful")]
# By id: the value and type that follow from the decisions, or the code of the refusal.
DECIDED = {
    43: ("PT4S", "string"),  # toString of a duration is ISO 8601
    45: (1544712617131, "integer"),
    56: ("2019-06-03T06:30:00Z", "string"),  # of a date ISO 8601 with seconds
    63: ("2019-06-04T20:45:00Z", "dateTime"),  # setHours changes the hour alone
    105: (True, "boolean"),  # one backslash or two: one pattern
    114: (False, "boolean"),  # startWith is case sensitive
    146: "constant_unreadable",  # durations have a T before the time part
    147: "constant_unreadable",
    148: "constant_unreadable",
    181: (None, "decimal"),  # division by zero is null
    233: ("Arlington", "string"),
    253: (True, "boolean"),
    266: (["sports", "documentary"], "list<string>"),
    284: ("PT1.52S", "string"),
    288: ("2021-11-17T02:55:12.939318+11:00", "dateTime"),
    290: (12.0, "decimal"),  # integers and decimals multiply freely
    292: ("2019-06-03T06:30:00.001", "dateTimeOnly"),  # calls need no parentheses
}


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: f"{case['id']}")
def test_the_example_gives_what_its_page_says(case):
    result = run_case(case)
    assert result["ok"], (case["expression"], case["expected"], result)


def test_every_doubtful_example_is_decided():
    assert {one for one, case in CASES.items() if case.get("doubtful")} == set(DECIDED)


@pytest.mark.parametrize("id", DECIDED)
def test_a_doubtful_example_gives_what_was_decided(id):
    result = run_case(CASES[id])
    decided = DECIDED[id]
    if isinstance(decided, str):
        assert result["code"] == decided
    else:
        assert (result["value"], result["type"]) == decided
