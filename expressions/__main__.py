"""``python -m expressions FILE.jsonl`` runs example cases; ``--eval TEXT`` evaluates one text.

Of each case a line of JSON is printed; the exit status is 1 when one that is not marked doubtful
differs. ``--context FILE`` holds the surroundings of ``--eval`` in the form of a case's context.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from expressions.cases import environment, run_case
from expressions.checker import check
from expressions.compiled import compile_text
from expressions.problems import EvaluationError, ExpressionError
from expressions.values import to_json, type_of


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m expressions")
    parser.add_argument("file", nargs="?", type=Path, help="cases, one JSON object a line")
    parser.add_argument("--eval", dest="text", help="a text to evaluate")
    parser.add_argument("--context", type=Path, help="JSON: event, datasource, action, journey ...")
    parser.add_argument("--now", help="the moment of now(), ISO 8601")
    options = parser.parse_args(arguments)
    if options.text is None and options.file is None:
        parser.error("a file of cases or --eval is needed")
    try:
        if options.text is not None:
            return _evaluate(options.text, options.context, options.now)
        return _run_file(options.file)
    except (OSError, ValueError) as fault:
        parser.error(f"cannot read that: {fault}")


def _run_file(file: Path) -> int:
    failed = False
    with file.open(encoding="utf-8-sig", newline="\n") as lines:
        for line in filter(str.strip, lines):
            case = json.loads(line)
            result = run_case(case)
            _print(result)
            failed |= not result["ok"] and not case.get("doubtful", False)
    return int(failed)


def _evaluate(text: str, context: Path | None, now: str | None) -> int:
    facts = json.loads(context.read_text(encoding="utf-8-sig")) if context else {}
    warnings = [one.to_json() for one in check(text).problems if one.severity == "warning"]
    try:
        value = compile_text(text).evaluate(environment(facts, now))
    except ExpressionError as fault:
        _print({"error": str(fault), "problems": [one.to_json() for one in fault.problems]})
        return 1
    except EvaluationError as fault:
        _print({"error": fault.message, **fault.to_json()})
        return 1
    _print({"value": to_json(value), "type": str(type_of(value)), "warnings": warnings})
    return 0


def _print(result: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
