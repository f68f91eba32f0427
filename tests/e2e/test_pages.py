"""Every page in its shell: nothing is cut off, nothing overlaps, axe finds nothing, and the choices
of colours and language hold."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.designer import Designer
from tests.e2e.hotel import Hotel, eventually
from tests.engine.live import Installation

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PAGES = (
    "/",
    "/journeys/",
    "/events/",
    "/people/",
    "/messages/",
    "/admin/",
    "/admin/events/eventtype/",
    "/admin/events/eventtype/add/",
    "/admin/events/event/",
    "/admin/datasources/datasource/",
    "/admin/datasources/datasource/add/",
    "/admin/actions/actiondefinition/",
    "/admin/actions/actiondefinition/add/",
    "/admin/journeys/journey/",
    "/admin/auth/user/add/",
)
SIZES = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
LISTEN = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")))"""
SPILLS = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = one => one.closest(
        ".table-box, .results, .tabs, pre, .form-row table, .palette, .pane, .react-flow, [hidden]");
    return [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        const isSeen = box.width > 0 && box.height > 0 && getComputedStyle(one).opacity !== "0";
        return isSeen && !scrolls(one) && (box.right > width + 1 || box.left < -1)
            && !one.matches(".skip, .visually-hidden, [class*=sr-only]")
            && getComputedStyle(one).clipPath === "none";
    }).map(one => one.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def inhabited(hotel: Hotel) -> Hotel:
    """A guest has entered, and a message has gone out: no page is empty."""
    hotel.beacon("LobbyBeacon", "ecid-jane-seen")
    eventually(lambda: hotel.messages("ecid-jane-seen"), "a message has gone out")
    return hotel


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, installation: Installation, signed_in: Any, inhabited: Hotel) -> Any:
    """A page in a size, colours and a language."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, size: str = "desk", colours: Any = "light", language: str = "en"
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=installation.url,
            storage_state=signed_in,
            viewport={"width": width, "height": height},
            color_scheme=colours,
            locale=language,
            reduced_motion="reduce",
            bypass_csp=True,  # axe is handed in from outside
        )
        contexts.append(context)
        page = context.new_page()
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    return list(page.evaluate(LISTEN))


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(opened: Opened, path: str, colours: str):
    assert violations(opened(path, colours=colours)) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_designer(opened: Opened, inhabited: Hotel, colours: str):
    journey = inhabited.journey("Lobby and restaurant")["id"]
    page = opened(f"/journeys/{journey}/", colours=colours, language="ko")
    assert violations(page) == []
    for step in ("lobby", "member", "welcome", "dinner", "end_meal"):
        page.locator(f'[data-testid="node:{step}"] .card-name').click()
        assert violations(page) == [], step
    page.get_by_test_id("publish").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off(opened: Opened, path: str, size: str, language: str):
    assert opened(path, size=size, language=language).evaluate(SPILLS) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_designer_is_cut_off(
    opened: Opened, inhabited: Hotel, size: str, language: str
):
    journey = inhabited.journey("Lobby and restaurant")["id"]
    page = opened(f"/journeys/{journey}/", size=size, language=language)
    # On a phone the journey is read line by line.
    page.locator(".react-flow__node, [role=treeitem]").first.wait_for()
    assert page.evaluate(SPILLS) == []
    name = page.get_by_test_id("journey-name").bounding_box()
    assert name
    assert name["width"] > 60  # the name can be read


def test_on_a_phone_the_settings_take_the_whole_width(opened: Opened, inhabited: Hotel):
    journey = inhabited.journey("Lobby and restaurant")["id"]
    page = opened(f"/journeys/{journey}/?step=welcome", size="phone")
    pane = page.get_by_test_id("pane").bounding_box()
    assert pane
    assert pane["width"] == SIZES["phone"][0]


def test_the_browser_chooses_the_language_and_the_user_another(opened: Opened):
    page = opened("/journeys/", language="ko")
    expect(page.get_by_role("heading", level=1)).to_have_text("여정")
    page.locator(".rail-user summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journeys")


def test_colours_are_chosen_and_stay(opened: Opened):
    page = opened("/messages/")
    page.locator(".rail-user summary").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/admin/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(15, 19, 26)"


def test_the_rail_unfolds_by_its_key_and_stays_so(opened: Opened):
    page = opened("/journeys/")
    page.keyboard.press("[")
    expect(page.get_by_role("link", name="Data sources")).to_be_visible()
    page.reload()
    expect(page.locator("body")).to_have_class(re.compile("rail-wide"))


def test_signing_out_leads_back_to_the_door(browser: Browser, installation: Installation):
    context = browser.new_context(base_url=installation.url, locale="en")
    page = context.new_page()
    page.goto(installation.manage("sign_in_link").split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.locator(".rail-user summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.goto("/journeys/")
    page.wait_for_url("**/sign-in/?next=/journeys/")
    context.close()


def test_a_viewer_looks_and_changes_nothing(
    browser: Browser, installation: Installation, inhabited: Hotel
):
    context = browser.new_context(base_url=installation.url, locale="en")
    page = context.new_page()
    link = installation.manage("sign_in_link", "--user", "vera", "--role", "viewer")
    page.goto(link.split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/journeys/**")
    designer = Designer(page).open(inhabited.journey("Lobby and restaurant")["id"])
    expect(page.get_by_test_id("publish")).to_be_disabled()
    expect(designer.palette.item("Wait")).to_be_disabled()
    pane = designer.card("Welcome").open()
    expect(pane.box).to_contain_text("You can look but not change")
    expect(pane.field("Action")).to_be_disabled()
    context.close()
