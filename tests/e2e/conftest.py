"""An installation with the hotel for each file, started as `make run` starts it, and a browser that is
signed in. What one file publishes and posts disturbs no other.

Without Chromium, or without the built front end, these tests are skipped and say so; where
REQUIRE_ALL=1 (CI) they fail instead.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.hotel import Hotel, a_house
from tests.engine.live import Installation

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WINDOW = {"width": 1440, "height": 900}
# What is looked for comes at once; a machine that does other things too is given longer.
expect.set_options(timeout=15_000)


def _missing(reason: str) -> None:
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium on this machine."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        _missing(
            "No Chromium on this machine (`apt-get install chromium`, or name it in CHROMIUM)."
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Embedded, on SQLite, with the demonstration loaded."""
    if not (ROOT / "frontend/dist/.vite/manifest.json").exists():
        _missing("The front end is not built (`cd frontend && npm ci && npm run build`).")
    own = a_house(tmp_path_factory.mktemp("var"))
    yield own
    own.stop()


@pytest.fixture(scope="module")
def hotel(installation: Installation) -> Hotel:
    return Hotel(installation)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, installation: Installation) -> Any:
    """The cookies of an administrator who used the one-time link."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(installation.manage("sign_in_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/journeys/**")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(
    browser: Browser, installation: Installation, signed_in: Any
) -> Iterator[BrowserContext]:
    own = browser.new_context(
        base_url=installation.url,
        storage_state=signed_in,
        viewport=WINDOW,
        locale="en-GB",
        reduced_motion="reduce",
    )
    own.grant_permissions(["clipboard-read", "clipboard-write"])
    own.set_default_timeout(10_000)
    yield own
    own.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which no script may fail."""
    own = context.new_page()
    failures: list[str] = []
    own.on("pageerror", lambda error: failures.append(str(error)))
    yield own
    assert failures == []
