"""The first quarter of an hour, as docs/walk.md tells it, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.hotel import a_house
from tests.e2e.test_pages import violations
from tests.e2e.walk import Walk, a_window
from tests.engine.live import Installation

# What fades in is looked at when it is there; what runs without end goes on.
SETTLED = """() => { for (const one of document.getAnimations())
    if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish(); }"""
pytestmark = pytest.mark.slow


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(tmp_path: Path, chromium: str) -> Iterator[Installation]:
    own = a_house(tmp_path)
    yield own
    own.stop()


@pytest.fixture
def newcomer(browser: Browser, house: Installation, language: str) -> Iterator[Page]:
    """A page of somebody who was never here; no script may fail on it."""
    page = a_window(browser, house, language)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    page.context.close()
    assert failures == []


def test_a_stranger_sees_all_of_it(newcomer: Page, house: Installation, language: str):
    seen: list[str] = []
    walk = Walk(newcomer, house, seen.append)
    for stop in walk.stops:
        stop()
    assert newcomer.locator("html").get_attribute("lang") == language
    assert len(seen) == 12


def test_every_stop_can_be_used_by_everyone(newcomer: Page, house: Installation):
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        newcomer.evaluate(SETTLED)
        found[name] = violations(newcomer)

    walk = Walk(newcomer, house, look)
    for stop in walk.stops:
        stop()
    assert {name: told for name, told in found.items() if told} == {}
