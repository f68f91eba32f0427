"""``python -m expressions.document`` writes the tables of functions into docs/expressions.md.

``--check`` says by its exit status whether they are fresh. They stand between two marks.
"""

import sys
from pathlib import Path

from expressions.functions import ALL, Function
from expressions.pages import PAGES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "expressions.md"
BEGIN, END = "<!-- functions: begin -->", "<!-- functions: end -->"


def tables() -> str:
    """The functions by category, as Markdown."""
    parts = []
    for category in dict.fromkeys(function.category for function in ALL):
        rows = "\n".join(_row(one) for one in ALL if one.category == category)
        parts.append(
            f"### {category.title()}\n\n"
            "| function | called as | what it does | example | of null |\n|---|---|---|---|---|\n"
            f"{rows}\n"
        )
    return "\n".join(parts)


def _row(function: Function) -> str:
    page = PAGES[function.name]
    names = f"`{function.name}`"
    if function.aliases:
        names += f" (also {', '.join(f'`{alias}`' for alias in function.aliases)})"
    forms = "<br>".join(f"`{form}`" for form in function.signatures)
    example = f"`{page.example}` = `{page.result}`".replace("|", "\\|")
    return f"| {names} | {forms} | {page.english} | {example} | {page.null_text()} |"


def refreshed(text: str) -> str:
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    fresh = refreshed(text)
    if "--check" in sys.argv:
        return int(text != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
