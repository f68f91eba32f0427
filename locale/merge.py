"""Make ko/LC_MESSAGES/django.po and .mo from the parts; ``--check`` says whether they are fresh.

Each area keeps its Korean beside it (``locale/parts/<area>.po``). The compiled file is committed,
because a bare machine has no gettext.
"""

import sys
from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent
TARGET = HERE / "ko" / "LC_MESSAGES" / "django"


def merged() -> polib.POFile:
    """All parts as one catalogue; a text that two parts translate differently is an error."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "ko",
                          "Plural-Forms": "nplurals=1; plural=0;"}  # fmt: skip
    known: dict[str, polib.POEntry] = {}
    for part in sorted((HERE / "parts").glob("*.po")):
        for entry in polib.pofile(str(part)):
            before = known.get(entry.msgid)
            if before and before.msgstr != entry.msgstr:
                raise SystemExit(
                    f"{part.name}: “{entry.msgid}” is translated differently elsewhere"
                )
            known[entry.msgid] = entry
    catalogue.extend(known[text] for text in sorted(known))
    return catalogue


def main() -> int:
    catalogue = merged()
    po, mo = TARGET.with_suffix(".po"), TARGET.with_suffix(".mo")
    if "--check" in sys.argv:
        fresh = (
            po.exists()
            and po.read_text() == str(catalogue)
            and mo.read_bytes() == catalogue.to_binary()
        )
        return 0 if fresh else 1
    po.write_text(str(catalogue))
    mo.write_bytes(catalogue.to_binary())
    return 0


if __name__ == "__main__":
    sys.exit(main())
