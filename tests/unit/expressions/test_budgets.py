"""No input takes more than 50 ms or grows memory: not to check, not to run, not to explain."""

import gc
import json
import tracemalloc
from contextlib import suppress

import pytest

import expressions

from .hostile import PAYLOAD, RUNS, SCOPE, TEXTS
from .surroundings import SECONDS, facts, seconds

MEGABYTES = 40  # what a run may hold on its way, of payloads that hold 10
QUICK = (
    "growing constants",
    "brackets",
    "large patterns",
    "upper case",
    "equal objects",
    "dates read",
)


@pytest.fixture(scope="module", autouse=True)
def payload_is_settled():
    """The payload's hundred thousand objects are no work of the language's garbage collection."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def editor_works(text):
    middle = len(text) // 2
    return {
        "check": lambda: expressions.check(text, SCOPE),
        "compile": lambda: expressions.compile(text, SCOPE),
        "words": lambda: expressions.words(text, "ko"),
        "format": lambda: expressions.format(expressions.parse(text)),
        "complete": lambda: expressions.complete(text, len(text) - 1, SCOPE),
        "hover": lambda: expressions.hover(text, middle, SCOPE),
        "signature": lambda: expressions.signature_help(text, len(text) - 1),
    }


def assert_within_budget(works):
    times = {name: seconds(work) for name, work in works.items()}
    assert {name: took for name, took in times.items() if took >= SECONDS} == {}


def assert_run_within_budget(text):
    compiled, env = expressions.compile(text), facts(event={"E": PAYLOAD})
    assert_within_budget(
        {
            "evaluate": lambda: compiled.evaluate(env),
            "explain": lambda: json.dumps(compiled.explain(env).to_json()),
        }
    )


@pytest.mark.parametrize("name", [name for name in QUICK if name in TEXTS])
def test_a_hostile_text_is_answered_at_once(name):
    assert_within_budget(editor_works(TEXTS[name]))


@pytest.mark.parametrize("name", [name for name in QUICK if name in RUNS])
def test_a_hostile_run_ends_at_once(name):
    assert_run_within_budget(RUNS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TEXTS, *RUNS])
def test_every_hostile_text_is_answered_at_once(name):
    assert_within_budget(editor_works((TEXTS | RUNS)[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_every_hostile_run_ends_at_once(name):
    assert_run_within_budget(RUNS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_no_hostile_run_grows_memory(name):
    compiled, env = expressions.compile(RUNS[name]), facts(event={"E": PAYLOAD})
    tracemalloc.start()
    with suppress(expressions.EvaluationError):
        compiled.evaluate(env)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTES * 2**20


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_phrase_says_an_argument_twice(language):
    """Else a text of a few levels would be a sentence of megabytes."""
    from expressions.phrases import CALLS, EN, KO

    phrases = {"en": EN, "ko": KO}[language]
    templates = [*CALLS[language].values(), *phrases.comparisons.values(), *phrases.chosen.values()]
    for template in [*templates, *phrases.tests.values(), *phrases.steps.values()]:
        used = [piece for piece in ("{0}", "{1}", "{2}") if template.count(piece) > 1]
        assert used == [], template
        assert template.count("{}") <= 2, template
