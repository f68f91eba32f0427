"""Takes the pictures of the documentation: the walk of docs/walk.md, in both languages.

    make pictures        (or: python tests/e2e/take_pictures.py [folder])

Needs Chromium (`apt-get install chromium`, or its path in CHROMIUM) and the built front end.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import FLAGS, NAMES  # noqa: E402
from tests.e2e.hotel import a_house  # noqa: E402
from tests.e2e.walk import LOCALES, Walk, a_window  # noqa: E402


def main(folder: Path) -> int:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not chromium:
        print("No Chromium on this machine (`apt-get install chromium`, or name it in CHROMIUM).")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for language in LOCALES:
            place = folder / language
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory() as own:
                house = a_house(Path(own))
                try:
                    page = a_window(browser, house, language)
                    take = lambda name: page.screenshot(path=place / f"{name}.png")  # noqa: B023, E731
                    for stop in Walk(page, house, take).stops:
                        stop()
                finally:
                    house.stop()
            print(f"{language}: {', '.join(sorted(path.stem for path in place.iterdir()))}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"))
