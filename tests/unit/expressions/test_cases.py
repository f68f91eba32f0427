"""Every example of the reference that is not marked doubtful gives what its page says."""

import json
from pathlib import Path

import pytest

from expressions.cases import run_case

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures/expression-cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
CERTAIN = [case for case in CASES if not case.get("doubtful")]


@pytest.mark.parametrize("case", CERTAIN, ids=lambda case: f"{case['id']}")
def test_the_example_gives_what_its_page_says(case):
    result = run_case(case)
    assert result["ok"], (case["expression"], case["expected"], result)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "corrected_expected" in case],
    ids=lambda case: f"{case['id']}",
)
def test_a_doubtful_example_gives_its_corrected_value(case):
    assert run_case(case)["value"] == case["corrected_expected"]
