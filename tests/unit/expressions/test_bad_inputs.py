"""The hostile texts and values of the reference get an answer: a value, a problem, or a limit."""

import json
from pathlib import Path

import pytest

import expressions

from .surroundings import SECONDS, facts, seconds

FILE = Path(__file__).with_name("bad_inputs.jsonl")
REFUSED = {
    "empty": "empty",
    "100 000 open brackets": "too_long",
    "5 000 'not'": "too_deep",
    "unknown function": "unknown_function",
    "JavaScript constructor (n8n CVE-2025-68613 shape)": "unexpected",
    "Jinja": "unexpected",
    "str.format": "unexpected",
    "statement separators": "unexpected_character",
    "homoglyph operator": "unexpected_character",
    "number literal of 10 000 digits": "integer_out_of_range",
    "1e999999999 literal": "unexpected",
    "wrong argument count": "arity",
    "regex constant that RE2 refuses": "bad_pattern",
    "regex constant with nested counts": "bad_pattern",
}
FAILING = {
    "integer overflow": "integer_out_of_range",
    "string to number": "not_a_number",
    "toInteger of 5 000 digits": "number_out_of_range",
    "toInteger of 1e1000000 (76 s through int(Decimal), measured)": "number_out_of_range",
    "sort of mixed types": "cannot_compare",
    "date out of range": "date_out_of_range",
    "now + 10^9 days": "date_out_of_range",
    "setHours(99)": "part_out_of_range",
    "toDateTime(NaN epoch)": "date_out_of_range",
}
GIVING = {
    "string literal of 9 kB x concat": True,
    # Division by zero is null, and null equals nothing but null: docs/expressions.md.
    "modulo by zero": False,
    "regex from data, catastrophic under backtracking": False,
    "case mapping that changes length": 2,
    "field name with quotes and dots": True,
}


ROWS = {
    row["name"]: row["input"]
    for row in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
}


def _grown(value):
    """The value of a row, where long texts are written as recipes."""
    if isinstance(value, dict) and "repeat" in value:
        text, times = value["repeat"]
        return text * times
    if isinstance(value, dict) and "concat" in value:
        return "".join(map(_grown, value["concat"]))
    if isinstance(value, dict):
        return {key: _grown(item) for key, item in value.items()}
    return value


def _inputs(name):
    given = ROWS[name]
    return _grown(given["expr"]), facts(event=_grown(given.get("ctx", {})))


def test_every_row_has_an_expected_answer():
    assert set(ROWS) == {*REFUSED, *FAILING, *GIVING}


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_a_bad_text_is_refused_with_its_code(name, code):
    text, _ = _inputs(name)
    assert expressions.check(text).errors[0].code == code
    assert seconds(lambda: expressions.check(text)) < SECONDS
    with pytest.raises(expressions.ExpressionError):
        expressions.compile(text)


@pytest.mark.parametrize(("name", "code"), FAILING.items())
def test_a_bad_value_fails_the_run_with_its_code(name, code):
    text, env = _inputs(name)
    compiled = expressions.compile(text)
    assert seconds(lambda: compiled.evaluate(env)) < SECONDS
    with pytest.raises(expressions.EvaluationError) as caught:
        compiled.evaluate(env)
    assert caught.value.code == code
    assert caught.value.span is not None


@pytest.mark.parametrize(("name", "value"), GIVING.items())
def test_an_odd_but_good_text_gives_its_value(name, value):
    text, env = _inputs(name)
    assert expressions.compile(text).evaluate(env) == value


def test_choices_within_choices_are_as_good_as_any():
    text = "0"
    for number in range(10):
        text = f"if (@{{e.n}} == {number}) then ({number}) else ({text})"
    assert expressions.compile(text).evaluate(facts(event={"e": {"n": 3}})) == 3
