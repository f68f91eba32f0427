"""The page about the language leaves no function out, and the package imports nothing of others."""

import subprocess
import sys
from pathlib import Path

from expressions.functions import FUNCTIONS

ROOT = Path(__file__).parents[3]


def test_every_function_is_on_the_page():
    page = (ROOT / "docs/expressions.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}`" not in page] == []


def test_the_language_loads_no_framework():
    code = "import expressions, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"django", "celery", "requests", "rest_framework"} & set(run.stdout.split())
