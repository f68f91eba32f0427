"""A text that checks clean gives a value of its type: types never lie about a conforming payload.

In particular it never ends in an error of types; what may still fail is named in AT_RUN_TIME.
"""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import expressions
from expressions import Scope, Type
from expressions.types import accepts

from .surroundings import NOW, facts

FIELDS = {
    "text": "string",
    "count": "integer",
    "total": "decimal",
    "paid": "boolean",
    "at": "dateTime",
    "local": "dateTimeOnly",
    "day": "dateOnly",
    "took": "duration",
    "tags": "list<string>",
    "scores": "list<integer>",
    "items[].price": "decimal",
    "items[].sku": "string",
    "items[].at": "dateTime",
}
SCOPE = Scope(events={"E": FIELDS}, sources={}, actions={})
# What may fail in a run although the types fit: values out of range, texts that are no number.
AT_RUN_TIME = {
    "number_out_of_range",
    "integer_out_of_range",
    "date_out_of_range",
    "duration_out_of_range",
    "part_out_of_range",
    "not_a_number",
    "too_many_items",
}
FIELD_OF = {
    "string": ["text", "items.first().sku"],
    "integer": ["count", "scores.at(0)"],
    "decimal": ["total", "items.last(currentEventField.price > 1).price", "count"],
    "boolean": ["paid"],
    "dateTime": ["at", "items.first().at"],
    "dateTimeOnly": ["local"],
    "dateOnly": ["day"],
    "duration": ["took"],
    "list<string>": ["tags", 'items.all(currentEventField.sku != "b").sku'],
    "list<integer>": ["scores"],
    "list<decimal>": ["items.price", "scores"],
    "list<dateTime>": ["items.at"],
    "list<object>": ["items", "items.all(currentEventField.price > 2)"],
}
CONSTANT = {
    "string": ['"a"', '""', '"B c"', "'12'"],
    "integer": ["0", "3", "-7"],
    "decimal": ["1.5", "-0.25", "2"],
    "boolean": ["true", "false"],
    "timezone": ['toTimeZone("Asia/Seoul")', '"+09:00"'],
    "duration": ['toDuration("PT1H")', "toDuration(1500)"],
    "dateTime": ["now()", 'toDateTime("2026-03-01T10:00:00+09:00")'],
    "dateOnly": ['toDateOnly("2026-02-28")'],
    "dateTimeOnly": ['toDateTimeOnly("2026-03-01T10:00:00")'],
}
OPERATIONS = {
    "string": ["({string} + {integer})", "({dateTime} + {string})"],
    "integer": ["({integer} + {integer})", "({integer} % {integer})", "-{integer}"],
    "decimal": ["({decimal} / {integer})", "({decimal} * {decimal})", "({duration} / {duration})"],
    "boolean": [
        "({decimal} < {integer})",
        "({dateTime} >= {dateTime})",
        "({string} == {string})",
        "({boolean} and not {boolean})",
        "{list<string>} has null",
        "({decimal} is numeric)",
    ],
    "dateTime": ["({dateTime} + {duration})", "({dateTime} - {duration})"],
    "dateOnly": ["({dateOnly} - {duration})"],
    "dateTimeOnly": ["({duration} + {dateTimeOnly})"],
    "duration": [
        "({dateTime} - {dateTime})",
        "({duration} * {decimal})",
        "({dateOnly} - {dateOnly})",
    ],
    "list<integer>": ["[{integer}, {integer}, null]"],
    "list<string>": ["[{string}, {string}]"],
}
TYPES = sorted({*FIELD_OF, *CONSTANT})
_PARTS = {
    "unit": '"days"',
    "part": '"hours"',
    "segment": '"vip"',
    "pattern": '"a+"',
    "key": '"sku"',
}


def _text(type_, dice, depth=0):
    options = [f"@{{E.{path}}}" for path in FIELD_OF.get(type_, ())] + CONSTANT.get(type_, [])
    if depth < 3 and dice.random() < 0.75:
        options = [lambda: _operation(type_, dice, depth), lambda: _call(type_, dice, depth)]
        options = [made for make in options if (made := make()) is not None] or [None]
        if dice.random() < 0.2:
            condition, one, two = (_text(one, dice, depth + 1) for one in ("boolean", type_, type_))
            options = [f"(if ({condition}) then ({one}) else ({two}))"]
    chosen = dice.choice([one for one in options if one] or ["null"])
    return chosen


def _operation(type_, dice, depth):
    forms = OPERATIONS.get(type_)
    if not forms:
        return None
    form = dice.choice(forms)
    for name in TYPES:
        while "{" + name + "}" in form:
            form = form.replace("{" + name + "}", _text(name, dice, depth + 1), 1)
    return form


def _call(type_, dice, depth):
    wanted = Type.parse(type_)
    fitting = [
        (one, signature)
        for one in expressions.FUNCTIONS
        for signature in one.signatures
        if signature.result == wanted
    ]
    if not fitting:
        return None
    function, signature = dice.choice(fitting)
    if function.name == "formatDate":
        return 'formatDate(now(), "yyyy-MM-dd")'
    arguments = []
    for parameter in signature.parameters:
        if parameter.name in _PARTS:
            arguments.append(_PARTS[parameter.name])
            continue
        name = str(parameter.type).replace("T", "integer") if "T" in str(parameter.type) else None
        name = name or str(parameter.type).replace("<any>", "<integer>")
        if name not in TYPES:
            return None
        arguments.append(_text(name, dice, depth + 1))
    return f"{function.name}({', '.join(arguments)})"


def _payload(dice):
    def maybe(value):
        return None if dice.random() < 0.15 else value

    items = [
        {
            "price": maybe(dice.choice((1, 2.5, 0))),
            "sku": maybe(dice.choice("abc")),
            "at": maybe(_at(dice)),
        }
        for _ in range(dice.randrange(4))
    ]
    return {
        "text": maybe(dice.choice(("", "a", "Aa", "12", "한글"))),
        "count": maybe(dice.choice((0, 1, -5, 7))),
        "total": maybe(dice.choice((0, 1.5, -2, 100.25))),
        "paid": maybe(dice.random() < 0.5),
        "at": maybe(_at(dice)),
        "local": maybe("2026-03-01T09:30:00"),
        "day": maybe("2026-02-28"),
        "took": maybe("PT90M"),
        "tags": maybe(["a", "b", None, "a"]),
        "scores": maybe([3, 1, None, 2]),
        "items": maybe(items),
    }


def _at(dice):
    return (NOW - timedelta(hours=dice.randrange(100))).isoformat()


dice = st.randoms(use_true_random=False)


def assert_sound(type_, dice):
    text = _text(type_, dice)
    found = expressions.check(text, SCOPE)
    assume(not found.errors)
    _assert_sound(text, found.type, facts(event={"E": _payload(dice)}))


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(TYPES), dice)
def test_a_clean_text_gives_a_value_of_its_type(type_, dice):
    assert_sound(type_, dice)


@pytest.mark.slow
@settings(max_examples=2_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(TYPES), dice)
def test_many_clean_texts_give_values_of_their_types(type_, dice):
    assert_sound(type_, dice)


@pytest.mark.parametrize("type_", TYPES)
def test_texts_of_every_type_are_clean_often_enough_to_be_tried(type_):
    texts = (_text(type_, random.Random(seed)) for seed in range(30))
    assert sum(not expressions.check(text, SCOPE).errors for text in texts) > 7


def _assert_sound(text, static, env):
    try:
        value = expressions.compile(text, SCOPE).evaluate(env)
    except expressions.EvaluationError as fault:
        if fault.code in AT_RUN_TIME:
            return
        raise AssertionError(text) from fault
    assert accepts(static, expressions.type_of(value)), (text, static, value)
