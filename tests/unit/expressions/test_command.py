"""The command line: files of cases, and single texts."""

import json
from pathlib import Path

from expressions.__main__ import main

FILE = Path(__file__).parents[2] / "fixtures/expression-cases.jsonl"


def printed(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_reference_cases_pass(capsys):
    assert main([str(FILE)]) == 0
    results = printed(capsys)
    assert len(results) == len(FILE.read_text(encoding="utf-8").splitlines())
    assert all({"id", "ok"} <= set(result) for result in results)


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
