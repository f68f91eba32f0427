"""Texts in plain words."""

import json
from pathlib import Path

import pytest

import expressions
from expressions.functions import FUNCTIONS
from expressions.phrases import CALLS

LINES = (Path(__file__).parents[2] / "fixtures/expression-cases.jsonl").read_text(encoding="utf-8")


def test_a_condition_reads_as_a_sentence():
    text = '@{Order.total} >= 100 and not inSegment("vip")'
    assert expressions.words(text) == (
        "Order › total is at least 100, and it is not so that the person is in “vip”"
    )
    assert expressions.words(
        text, "ko", {"Order": "주문", "total": "총액", "vip": "우수 고객"}
    ) == ("주문의 total ≥ 100 (이상) 그리고 다음이 아님: “우수 고객” 세그먼트에 속함")


def test_display_names_stand_for_paths():
    names = {"Order.total": "the order value"}
    assert expressions.words("@{Order.total} > 1", names=names) == "the order value is more than 1"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_example_has_words(language):
    for line in LINES.splitlines():
        text = json.loads(line)["expression"]
        try:
            tree = expressions.parse(text)
        except expressions.ExpressionError:
            continue
        assert expressions.words(tree, language)


def test_phrases_are_of_functions_that_exist_and_alike_in_both_languages():
    assert set(CALLS["en"]) == set(CALLS["ko"])
    assert {name for name, _ in CALLS["en"]} <= set(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "english", "korean"),
    [
        ('nowWithDelta(-1, "days")', "1 day ago", "1일 전"),
        ('nowWithDelta(2, "hours")', "2 hours from now", "2시간 뒤"),
        ('toDuration("PT90M")', "1 hour 30 minutes", "1시간 30분"),
        (
            '@{Order.at} > now() - toDuration("P1D")',
            "Order › at is after (now − 1 day)",
            "Order의 at > (지금 − 1일) (이후)",
        ),
        ('not (@{Order.c} == "x")', "Order › c is not “x”", "Order의 c ≠ “x”"),
        ("not (@{Order.n} > 5)", "it is not so that (Order › n is more than 5)",
         "다음이 아님: (Order의 n > 5 (초과))"),
    ],
)  # fmt: skip
def test_times_and_negations_read_as_people_say_them(text, english, korean):
    assert expressions.words(text) == english
    assert expressions.words(text, "ko") == korean
