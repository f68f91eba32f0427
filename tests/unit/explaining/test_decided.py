"""Which part of a condition decided it."""

import pytest

import expressions
from journeys.reports.telling import decided
from tests.unit.expressions.surroundings import facts


def told(text, **values):
    """What explains an expression over an event ``E``."""
    return expressions.compile(text).explain(facts(event={"E": values})).to_json() | {"text": text}


@pytest.mark.parametrize(
    ("text", "values", "part"),
    [
        ("@{E.a} > 1 and @{E.b} > 1", {"a": 2, "b": 0}, "@{E.b} > 1"),
        ("@{E.a} > 1 and @{E.b} > 1", {"a": 0, "b": 2}, "@{E.a} > 1"),
        ("@{E.a} > 1 or @{E.b} > 1", {"a": 2, "b": 0}, "@{E.a} > 1"),
        ("@{E.a} > 1 or @{E.b} > 1", {"a": 0, "b": 2}, "@{E.b} > 1"),
        ("@{E.a} > 1 and (@{E.b} > 1 or @{E.c} > 1)", {"a": 2, "b": 0, "c": 0}, "@{E.b} > 1 or @{E.c} > 1"),
        ("@{E.a} > 1 or (@{E.b} > 1 and @{E.c} > 1)", {"a": 0, "b": 2, "c": 2}, "@{E.b} > 1 and @{E.c} > 1"),
        ("@{E.a} > 1 and not (@{E.b} > 1)", {"a": 2, "b": 2}, "not (@{E.b} > 1)"),
    ],
)  # fmt: skip
def test_the_smallest_part_that_alone_decided_is_found(text, values, part):
    found = decided(told(text, **values))
    assert found is not None
    assert found["text"].strip("()") == part.strip("()") or found["text"] == part


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("@{E.a} > 1", {"a": 2}),
        ("@{E.a} > 1 and @{E.b} > 1", {"a": 2, "b": 2}),
        ("@{E.a} > 1 or @{E.b} > 1", {"a": 0, "b": 0}),
        ("not @{E.a}", {"a": True}),
        ("@{E.a} + 1", {"a": 2}),
    ],
)
def test_where_all_of_it_decided_no_part_is_told(text, values):
    assert decided(told(text, **values)) is None


def test_no_value_counts_as_false():
    found = decided(told("@{E.a} > 1 and @{E.b}", a=2, b=None))
    assert found is not None
    assert found["text"] == "@{E.b}"


def test_the_sides_of_a_comparison_decide_nothing_alone():
    assert decided(told("@{E.a} == @{E.b}", a=None, b=True)) is None
