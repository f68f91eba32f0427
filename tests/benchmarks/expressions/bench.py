"""How long the language takes, beside lark for parsing and a CEL library for evaluation.

    make bench-expressions          (or: python tests/benchmarks/expressions/bench.py [--quick])

Same texts, same payloads, same verdicts, same process. Lark parses by LALR and builds its plain
tree, without places. CEL is the Rust interpreter of the package common-expression-language,
compiled once. "CEL" is handed the payload as it is, plain data from JSON, as we are: an engine
meets another payload at every step. "CEL prepared" has the payload made its own beforehand, which
is its evaluation alone. Times are medians of the thread's own clock; a shared machine is noisy, so
the ratios are what counts.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cel
from lark import Lark

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

import expressions  # noqa: E402
from tests.benchmarks.expressions.conditions import CONDITIONS, VARIABLES, Payloads  # noqa: E402

QUICK = "--quick" in sys.argv
ROUNDS, SPAN = (3, 0.002) if QUICK else (15, 0.01)
PARSE_AIM, EVALUATE_AIM = 20.0, 2.0
GRAMMAR = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")


def medians(works: list[Callable[[], Any]]) -> list[float]:
    """Microseconds of each, measured in turn, so that all meet the same noise."""
    counts = [_count(work) for work in works]
    rounds = [
        [_once(work, n) for work, n in zip(works, counts, strict=True)] for _ in range(ROUNDS)
    ]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _count(work: Callable[[], Any]) -> int:
    work()
    return max(1, int(SPAN * 1e6 / max(_once(work, 3), 0.01)))


def _once(work: Callable[[], Any], count: int) -> float:
    gc.disable()  # as timeit does
    try:
        started = time.thread_time()
        for _ in range(count):
            work()
        return (time.thread_time() - started) / count * 1e6
    finally:
        gc.enable()


class Row:
    """One condition, measured."""

    def __init__(self, name: str, lark: Lark, env: Payloads) -> None:
        text, other, verdict = CONDITIONS[name]
        self.name, self.length = name, len(text)
        compiled, program = expressions.compile(text), cel.compile(other)
        prepared = cel.Context(variables=VARIABLES)
        assert compiled.evaluate(env) is verdict
        assert program.execute(VARIABLES) is verdict
        assert program.execute(prepared) is verdict
        self.parse, self.lark = medians([lambda: expressions.parse(text), lambda: lark.parse(text)])
        self.check, self.compile = medians(
            [lambda: expressions.check(text), lambda: expressions.compile(text)]
        )
        self.evaluate, self.cel, self.prepared, self.explain = medians(
            [
                lambda: compiled.evaluate(env),
                lambda: program.execute(VARIABLES),
                lambda: program.execute(prepared),
                lambda: compiled.explain(env),
            ]
        )

    def __str__(self) -> str:
        each = 100 / self.length
        return (
            f"{self.name:16} {self.length:4}  {self.parse * each:7.1f} {self.lark * each:7.1f}"
            f" {self.lark / self.parse:6.1f}x  {self.check:6.0f} {self.compile:7.0f}"
            f"  {self.evaluate:8.2f} {self.cel:8.1f} {self.cel / self.evaluate:6.0f}x"
            f" {self.prepared:12.2f}  {self.explain:7.0f}"
        )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    lark, env = Lark(GRAMMAR, parser="lalr"), Payloads()
    say("microseconds; parsing per 100 characters; ratios beside ours of the same run\n")
    say(
        "condition       chars    parse    lark  ratio   check compile  evaluate      CEL   ratio"
        " CEL prepared  explain"
    )
    rows = []
    for name in CONDITIONS:
        rows.append(Row(name, lark, env))
        say(str(rows[-1]))
    length = sum(row.length for row in rows)
    parse, parse_lark = (sum(getattr(row, of) for row in rows) for of in ("parse", "lark"))
    evaluate = statistics.median(row.evaluate for row in rows)
    say(
        f"\nall: parse {parse / length * 100:.1f} us per 100 characters (aim {PARSE_AIM:.0f}),"
        f" lark {parse_lark / length * 100:.1f}, ratio {parse_lark / parse:.1f};"
        f" evaluate {evaluate:.2f} us at the median (aim {EVALUATE_AIM:.0f}),"
        f" CEL {statistics.median(row.cel for row in rows):.1f},"
        f" ratio {statistics.median(row.cel / row.evaluate for row in rows):.0f}"
    )
    behind = [row.name for row in rows if row.lark < row.parse or row.cel < row.evaluate]
    say(f"behind in: {', '.join(behind) or 'nothing'}")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
