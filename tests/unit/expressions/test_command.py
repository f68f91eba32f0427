"""The command line: files of cases, and single texts."""

import json
from pathlib import Path

import pytest

from expressions.__main__ import main
from expressions.cases import run_case

VALUE = frozenset(("id", "value", "type", "ok"))
ERROR = frozenset(("id", "error", "code", "ok"))
FILE = Path(__file__).parents[2] / "fixtures/expression-cases.jsonl"


def printed(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_reference_cases_pass(capsys):
    assert main([str(FILE)]) == 0
    results = printed(capsys)
    assert len(results) == len(FILE.read_text(encoding="utf-8").splitlines())
    shapes = {frozenset(result) for result in results}
    assert shapes == {VALUE, ERROR}


def test_a_case_that_differs_fails_the_run_unless_it_is_doubtful(tmp_path, capsys):
    case = {"id": 1, "expression": "1 + 1", "context": None, "expected": 3, "type": "integer"}
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(case), encoding="utf-8")
    assert main([str(file)]) == 1
    file.write_text(json.dumps(case | {"doubtful": True}), encoding="utf-8")
    assert main([str(file)]) == 0
    assert [result["ok"] for result in printed(capsys)] == [False, False]


def test_one_text_is_evaluated_in_a_context(tmp_path, capsys):
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"event": {"O": {"n": 2}}}), encoding="utf-8")
    assert main(["--eval", "@{O.n} * 21", "--context", str(context)]) == 0
    assert printed(capsys) == [{"value": 42, "type": "integer", "warnings": []}]


def test_a_bad_text_is_answered_with_its_problems(capsys):
    assert main(["--eval", "1 +"]) == 1
    (answer,) = printed(capsys)
    assert answer["problems"][0]["code"] == "unexpected_end"


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("1 +", "syntax", "unexpected_end"),
        ("lenght(1)", "name", "unknown_function"),
        ("1 + true", "type", "cannot_calculate"),
        ("toInteger(@{O.s})", "evaluation", "not_a_number"),
        ("@{O.t} + @{O.t}", "limit", "result_too_large"),
    ],
)
def test_a_refusal_has_its_kind_and_code(text, kind, code):
    context = {"event": {"O": {"s": "x", "t": "a" * 200_000}}}
    case = {"id": 7, "expression": text, "context": context, "expected": None, "type": "error"}
    assert run_case(case) == {"id": 7, "error": kind, "code": code, "ok": True}


def test_declared_types_may_be_of_anything_that_the_text_reads():
    declared = {"#{W.main.at}": "dateTime", "@action{A.took}": "duration"}
    context = {
        "datasource": {"W": {"main": {"at": "2026-03-01T10:00:00Z"}}},
        "action": {"A": {"took": "PT1H"}},
        "event": {"O": {"n": 1}},
    }
    case = {
        "id": 1,
        "expression": "if (@{O.n} > 0) then (#{W.main.at} + @action{A.took}) else (null)",
        "context": context,
        "declared_types": declared,
        "expected": "2026-03-01T11:00:00Z",
        "type": "dateTime",
    }
    assert run_case(case)["ok"]


def test_a_file_that_is_no_list_of_cases_is_refused_in_words(tmp_path, capsys):
    file = tmp_path / "cases.jsonl"
    file.write_text("not json", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main([str(file)])
    assert caught.value.code == 2
    assert "cannot read that" in capsys.readouterr().err
