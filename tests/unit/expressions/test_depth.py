"""However a text is nested, it is answered: what is too deep is refused, the rest is worked out."""

import pytest

import expressions

from .surroundings import facts

# Each wraps a text once more. One pair of brackets may hold many levels of the tree.
FORMS = {
    "brackets": "({})",
    "not": "not ({}) and true or true",
    "minus": "-({}) * 1 + 1",
    "every operator": "({}) * 1 + 1 == 1 and true or true",
    "call": "coalesce({}) * 1 + 1 == 1 and true or true",
    "list": "[{}]",
    "condition": "if ({}) then (1) else (2)",
    "branch": "if (true) then (1) else ({})",
    "default": "@{{a.b, defaultValue: {}}} * 1 + 1 == 1 and true or true",
    "parameter": "#{{a.b.c, params: {{x: {}}}}} * 1 + 1 == 1 and true or true",
    "path": "@{{a.b.all({})}}",
    "test": "({}) * 1 + 1 is null and true or true",
}


def worked_out(text):
    """Everything that can be done with a text; the code of the problem if it is refused."""
    found = expressions.check(text)
    syntax = {one.code for one in found.problems} & {"too_deep", "too_many_nodes", "too_long"}
    if syntax:
        return syntax.pop()
    tree = expressions.parse(text)
    assert expressions.parse(expressions.format(tree)) == tree
    assert expressions.words(tree, "ko")
    compiled = expressions.compile(text)
    compiled.explain(facts()).to_json()
    return None


def nested(form, times):
    text = "1"
    for _ in range(times):
        text = form.format(text)
    return text


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_depth_of_nesting_is_answered(form):
    answers = {worked_out(nested(form, times)) for times in (5, 12, 16, 21, 31, 63, 65)}
    assert answers == {None, "too_deep"}


def test_operators_side_by_side_are_not_deep():
    assert worked_out("1" + " + 1" * 400) is None
    assert worked_out(" and ".join(["1 < 2"] * 300)) is None
