"""Whatever is typed, there is an answer: a value, a problem or an EvaluationError; never a crash."""

import json
import random
import time
from pathlib import Path

import pytest

import expressions
from expressions import parser
from expressions.functions import FUNCTIONS

from .surroundings import facts

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


def _tried(text, env):
    """Runs a text through everything; whatever is no answer of the language is raised."""
    assert isinstance(expressions.check(text).problems, list)
    expressions.complete(text, len(text) // 2)
    expressions.hover(text, len(text) // 3)
    expressions.signature_help(text, len(text))
    try:
        compiled = expressions.compile(text)
        expressions.words(compiled.tree, "ko")
        value = compiled.evaluate(env)
        json.dumps(expressions.to_json(value))
    except (expressions.ExpressionError, expressions.EvaluationError):
        return
    assert compiled.explain(env).error is None


def _sweep(count, seed):
    dice = random.Random(seed)
    order = {"total": 1.5, "items": [{"a": 1}, {"a": None}, 3], "at": "2026-03-01T10:00:00Z"}
    for _ in range(count):
        seed_text, context = dice.choice(SEEDS)
        if dice.random() < 0.4:
            seed_text, context = _built(dice), {"event": {"Order": order}}
        text = _mutated(seed_text, dice) if dice.random() < 0.7 else seed_text
        started = time.perf_counter()
        try:
            _tried(text, facts(**context))
        except Exception as fault:
            raise AssertionError(repr(text)) from fault
        assert time.perf_counter() - started < 1, text


def test_two_thousand_mutated_texts_all_get_an_answer():
    _sweep(2_000, seed=1)


@pytest.mark.slow
def test_a_hundred_thousand_mutated_texts_all_get_an_answer():
    _sweep(100_000, seed=2)
