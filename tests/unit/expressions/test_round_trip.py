"""Formatting and parsing are each other's inverse."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

import expressions
from expressions.limits import MAX_DEPTH
from expressions.tree import Literal, Name, Ref

from .strategies import trees

LINES = (Path(__file__).parents[2] / "fixtures/expression-cases.jsonl").read_text(encoding="utf-8")
TEXTS = [json.loads(line)["expression"] for line in LINES.splitlines()]


@settings(max_examples=60, deadline=None, database=None)
@given(trees)
def test_a_formatted_tree_parses_to_the_same_tree(tree):
    assert expressions.parse(expressions.format(tree)).root == tree


def test_formatting_an_example_keeps_its_meaning():
    for text in TEXTS:
        try:
            tree = expressions.parse(text)
        except expressions.ExpressionError:
            continue
        again = expressions.parse(expressions.format(tree))
        assert again == tree, text
        assert expressions.format(again) == expressions.format(tree), text


def test_a_long_chain_of_alternatives_is_not_deep():
    text = " or ".join(['@{Order.country} == "KR"'] * (MAX_DEPTH * 3))
    assert expressions.check(text).problems == []


def test_a_part_of_a_path_with_a_dot_is_quoted():
    reference = Ref("event", Name("e"), [Name("3h.x")])
    assert expressions.format(reference) == "@{e.'3h.x'}"


def test_the_lowest_integer_is_written_and_read():
    assert expressions.parse("-9223372036854775808").root == Literal(-(2**63))


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None, database=None)
@given(trees)
def test_many_formatted_trees_parse_to_the_same_trees(tree):
    assert expressions.parse(expressions.format(tree)).root == tree
