"""Each function's page says what it does; docs/expressions.md is made of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import expressions
from expressions import FUNCTIONS, PAGES, document
from expressions.pages import NULLS

from .surroundings import facts

ROOT = Path(__file__).parents[3]
ORDER = {"items": [{"sku": "a"}, {"sku": "b"}]}
# An argument that is not null beside the null of the first.
OTHERS = {
    "string": '"a"',
    "integer": "1",
    "boolean": "true",
    "timezone": '"UTC"',
    "list<any>": "[1]",
    "list<T>": "[1]",
    "dateTime": "now()",
}


def test_every_function_has_a_page_and_every_page_a_function():
    assert set(PAGES) == {function.name for function in FUNCTIONS}


@pytest.mark.parametrize("name", PAGES)
def test_the_example_gives_what_its_page_says(name):
    page = PAGES[name]
    assert expressions.check(page.example).errors == []
    value = expressions.compile(page.example).evaluate(facts(event={"Order": ORDER}))
    assert expressions.to_json(value) == json.loads(page.result)
    assert name in page.example


def null_call(function):
    over_lists = PAGES[function.name].nulls == "skipped"
    _, *rest = function.signatures[0 if over_lists else -1].parameters
    others = [OTHERS.get(str(one.type), '"days"') for one in rest if not one.optional]
    if function.name in ("nowWithDelta", "dateDiff", "datePart"):
        others[-1] = '"days"'
    if function.name == "dateDiff":
        others[0] = "toDateOnly(2026, 1, 1)"
    return f"{function.name}({', '.join(['null', *others])})"


EXPECTED = {
    "null": [None],
    "skipped": [None],
    "counted": [0],
    "false": [False],
    "value": [False, True],
    "text": [None, "a"],
    "first": [None],
    "empty": [[]],
}


@pytest.mark.parametrize(
    "function",
    [one for one in FUNCTIONS if PAGES[one.name].nulls != "none"],
    ids=lambda one: one.name,
)
def test_null_does_what_the_page_says(function):
    value = expressions.compile(null_call(function)).evaluate(facts())
    assert value in EXPECTED[PAGES[function.name].nulls]


def test_the_document_is_made_of_the_pages():
    text = document.PAGE.read_text(encoding="utf-8")
    assert document.refreshed(text) == text, "run: python -m expressions.document"


def test_every_page_is_in_both_languages():
    for name, page in PAGES.items():
        assert page.english != page.korean, name
        assert page.null_text("ko") == NULLS[page.nulls][1]


def test_the_language_and_its_command_load_no_framework():
    code = (
        "import expressions.__main__ as command, sys; command.main(['--eval', '1'])\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"django", "celery", "requests", "rest_framework"} & set(run.stdout.split())
