"""Every text that the server shows is translatable, and has its Korean."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from tests.contract.test_names import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext"}


def marked() -> Iterator[tuple[str, str]]:
    """(file, text) of each text that is marked for translation."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in MARKS
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                    and node.args[0].value
                ):
                    yield str(path.relative_to(ROOT)), node.args[0].value


def known() -> set[str]:
    parts = (ROOT / "locale/parts").glob("*.po")
    return {entry.msgid for part in parts for entry in polib.pofile(str(part)) if entry.msgstr}


def test_every_marked_text_has_its_korean():
    there = known()
    assert sorted({found for found in marked() if found[1] not in there}) == []


def test_the_merged_catalogue_is_fresh():
    """``python locale/merge.py`` after every change of a part."""
    done = subprocess.run([sys.executable, "locale/merge.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0
