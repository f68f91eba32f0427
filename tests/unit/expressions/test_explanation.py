"""Why a value is what it is: the values read, each part's value, and what was never looked at."""

import json

import expressions

from .surroundings import facts

ORDER = {"total": 120.5, "country": "KR", "none": None, "items": [{"p": 1}, {"p": 5}]}


def explained(text, **context):
    context.setdefault("event", {"O": ORDER})
    return expressions.compile(text).explain(facts(**context))


def test_each_part_has_its_value_in_the_order_of_the_work():
    found = explained('@{O.total} > 100 and @{O.country} == "KR"')
    steps = [(step.text, expressions.to_json(step.value)) for step in found.steps]
    assert found.value is True
    assert steps == [
        ("@{O.total}", 120.5),
        ("@{O.total} > 100", True),
        ("@{O.country}", "KR"),
        ('@{O.country} == "KR"', True),
        ('@{O.total} > 100 and @{O.country} == "KR"', True),
    ]


def test_each_value_read_says_where_from():
    found = explained(
        "#{Profile.Loyalty.points} + @{O.total}", datasource={"Profile": {"Loyalty": {"points": 2}}}
    )
    assert [(use.kind, use.key, use.text) for use in found.uses] == [
        ("source", "Profile.Loyalty", "#{Profile.Loyalty.points}"),
        ("event", "O", "@{O.total}"),
    ]


def test_a_default_that_stood_in_is_marked():
    used, unused = (
        explained("@{O.none, defaultValue: 1 + 1}"),
        explained("@{O.total, defaultValue: 1 + 1}"),
    )
    assert [use.defaulted for use in used.uses] == [True]
    assert [use.defaulted for use in unused.uses] == [False]
    assert [(one.text, one.because) for one in unused.skipped] == [("1 + 1", "default")]


def test_what_and_stopped_was_not_looked_at():
    found = explained('@{O.total} > 500 and inSegment("vip") and @{O.none} is null')
    assert [(one.text, one.because) for one in found.skipped] == [
        ('inSegment("vip")', "and"),
        ("@{O.none} is null", "and"),
    ]


def test_the_branch_not_taken_was_not_looked_at():
    found = explained('if (@{O.total} > 100) then ("big") else (@{O.country})')
    assert [(one.text, one.because) for one in found.skipped] == [("@{O.country}", "if")]


def test_null_where_it_decides_is_noted():
    assert _notes("@{O.none} > 1") == {"@{O.none} > 1": "null_compared"}
    assert _notes("not @{O.none}") == {"not @{O.none}": "null_as_false"}
    assert _notes("@{O.total} / 0") == {"@{O.total} / 0": "division_by_zero"}
    assert _notes("toDateTime(@{O.country})") == {"toDateTime(@{O.country})": "unreadable"}


def _notes(text):
    return {step.text: step.note for step in explained(text).steps if step.note}


def test_a_condition_over_a_list_shows_each_element():
    found = explained("count(@{O.items.all(currentEventField.p > 3)})")
    looks = [step.value for step in found.steps if step.text == "currentEventField.p > 3"]
    assert looks == [False, True]


def test_a_run_that_failed_is_explained_up_to_the_fault():
    found = explained("@{O.total} > 1 and toInteger(@{O.country}) > 1")
    assert found.error.code == "not_a_number"
    assert [step.text for step in found.steps][:2] == ["@{O.total}", "@{O.total} > 1"]


def test_an_explanation_is_plain_json():
    found = explained("@{O.total} > 1 and now() > now()")
    assert json.loads(json.dumps(found.to_json("ko")))["value"] is False


def test_explaining_gives_the_value_of_evaluating():
    text = "random() + toInteger(substr(uuid(), 0, 0) + 1)"
    compiled = expressions.compile(text)
    assert compiled.explain(facts()).value == compiled.evaluate(facts())
