"""Whatever is typed, there is an answer: a value, a problem or an EvaluationError; never a crash.

Each text is checked, completed, explained and run, mostly within a millisecond, all within 50.
"""

import json
import random
from pathlib import Path

import pytest

import expressions
from expressions import parser
from expressions.functions import FUNCTIONS

from .surroundings import SECONDS, facts, seconds

LINES = (Path(__file__).parents[2] / "fixtures/expression-cases.jsonl").read_text(encoding="utf-8")
CASES = [json.loads(line) for line in LINES.splitlines()]
SEEDS = [(case["expression"], case.get("context") or {}) for case in CASES]
PIECES = [
    *FUNCTIONS,
    *parser.CURRENT_NAMES,
    *[
        "and",
        "or",
        "not",
        "is",
        "null",
        "has",
        "true",
        "false",
        "if",
        "then",
        "else",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "+",
        "-",
        "*",
        "/",
        "%",
        "==",
        "!=",
        "<",
        ">",
    ],
    *['"x"', "'", '"', "\\", "0", "1", "-1", "9223372036854775807", "1.5", "@{", "#{", "${", "}"],
    *["@{Order.total}", ".all(", ".first()", ".at(0)", "defaultValue:", "params:", "\n", "한", "é"],
    *['"PT1H"', '"2026-03-01T10:00:00Z"', '"Asia/Seoul"', '"days"', "[1,null]", "\ud800", "\x00"],
]


def _mutated(text, dice):
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice((0, 0, 1, 3, 12)))
        text = text[:start] + dice.choice(("", " ", "")) + dice.choice(PIECES) + text[end:]
    return text


def _built(dice, depth=0):
    """A text that mostly parses, of functions called with whatever comes."""
    if depth > 2 or dice.random() < 0.3:
        return dice.choice([*PIECES[-16:-3], "now()", "null", "true", "3", '"a"', "@{Order.items}"])
    name = dice.choice(list(FUNCTIONS))
    count = dice.choice([len(one.parameters) for one in FUNCTIONS[name].signatures])
    return f"{name}({', '.join(_built(dice, depth + 1) for _ in range(count))})"


def _random(dice):
    """Anything: signs of the language in any order, or characters of any script."""
    if dice.random() < 0.7:
        return dice.choice(("", " ")).join(dice.choices(PIECES, k=dice.randint(1, 40)))
    return "".join(
        chr(dice.choice((dice.randrange(128), dice.randrange(0x11000)))) for _ in range(30)
    )


def _works(text, env, *, all_of_them):
    """What is done with a text; each answers, or raises an error of the language."""
    yield lambda: expressions.check(text)
    yield lambda: json.dumps(expressions.to_json(expressions.compile(text).evaluate(env)))
    if not all_of_them:
        return
    yield lambda: expressions.complete(text, len(text) // 2)
    yield lambda: expressions.hover(text, len(text) // 3)
    yield lambda: expressions.signature_help(text, len(text))
    yield lambda: expressions.words(text, "ko")
    yield lambda: json.dumps(expressions.compile(text).explain(env).to_json())


def _sweep(count, seed):
    dice = random.Random(seed)
    order = {"total": 1.5, "items": [{"a": 1}, {"a": None}, 3], "at": "2026-03-01T10:00:00Z"}
    for number in range(count):
        text, context = dice.choice(SEEDS)
        if dice.random() < 0.4:
            text, context = _built(dice), {"event": {"Order": order}}
        if dice.random() < 0.7:
            text = _mutated(text, dice)
        elif dice.random() < 0.5:
            text = _random(dice)
        for work in _works(text, facts(**context), all_of_them=number % 5 == 0):
            try:
                took = seconds(work)
            except Exception as fault:
                raise AssertionError(repr(text)) from fault
            assert took < SECONDS, text


def test_four_hundred_random_and_mutated_texts_all_get_an_answer():
    _sweep(400, seed=1)


@pytest.mark.slow
def test_a_hundred_thousand_random_and_mutated_texts_all_get_an_answer():
    _sweep(100_000, seed=2)
