"""Trying a draft out on its own canvas: what would happen to somebody, and nothing does."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from demo import graphs
from tests.e2e.designer import Designer
from tests.e2e.hotel import Hotel
from tests.e2e.simulator import TryOut
from tests.e2e.test_pages import SIZES, SPILLS, violations
from tests.engine.live import Installation

PATH_TO_WAIT = ["lobby:next", "member:path:member", "room:path:reserved", "welcome:next"]
ROWS = """
import json
from django.db import connection
TABLES = ("event", "event_key", "inbox", "instance", "trail", "timer", "call", "exchange",
          "lookup_cache", "profile", "actions_message", "events_rejection", "journeys_draft",
          "journeys_version", "tally", "tally_total")
with connection.cursor() as cursor:
    found = {}
    for table in TABLES:
        cursor.execute(f"select count(*) from {table}")
        found[table] = cursor.fetchone()[0]
print(json.dumps(found))
"""
CUT = """pane => [...pane.querySelectorAll("*")].filter(one => {
    const box = one.getBoundingClientRect();
    const own = pane.getBoundingClientRect();
    const isSeen = box.width > 0 && getComputedStyle(one).clipPath === "none";
    return isSeen && !one.closest("pre, textarea, svg, .unseen")
        && (box.right > own.right + 1 || box.left < own.left - 1);
}).map(one => one.outerHTML.slice(0, 120))"""


def rows(installation: Installation) -> Any:
    return json.loads(installation.python(ROWS).strip().splitlines()[-1])


@pytest.fixture
def lobby(hotel: Hotel) -> str:
    """A draft of the hotel's lobby that no other story changes."""
    return hotel.draw("Lobby, tried out", graphs.LOBBY)


@pytest.fixture
def try_out(page: Page, lobby: str) -> TryOut:
    return TryOut(page).open(lobby)


def to_the_wait(try_out: TryOut) -> TryOut:
    """A made-up member with a room, who was welcomed and now waits."""
    try_out.typed().start()
    return try_out.answer(has_a_room=True).stands("dinner")


def test_a_made_up_member_with_a_room_would_be_welcomed_and_waits(try_out: TryOut):
    try_out.typed().start().stands("room")
    expect(try_out.sent).to_contain_text("GET /reservation?id=person-1")

    try_out.answer(has_a_room=True).stands("dinner")

    assert try_out.lit() == PATH_TO_WAIT
    try_out.page.keyboard.press("ArrowLeft")
    try_out.stands("welcome")
    expect(try_out.sent).to_contain_text("To phone-1")
    expect(try_out.sent).to_contain_text("Welcome, Jane")
    expect(try_out.sent).to_contain_text("Dinner is served until ten")


def test_the_values_of_a_condition_are_told_with_where_they_came_from(try_out: TryOut):
    to_the_wait(try_out)
    try_out.at("member").get_by_role("button").first.click()

    told = try_out.at("member").locator(".rule.taken")
    expect(told).to_contain_text("Loyalty member")
    expect(told).to_contain_text("holds")
    expect(told).to_contain_text("from the profile")


def test_the_restaurant_after_two_hours_leads_to_the_discount(try_out: TryOut):
    to_the_wait(try_out).happens()

    try_out.stands("end_meal")
    expect(try_out.ending).to_contain_text("Dined with us")
    expect(try_out.ending).to_contain_text("Took 2 h")
    expect(try_out.page.locator(".line-mark")).to_contain_text("+2 h → ")
    try_out.at("meal").get_by_role("button").first.click()
    expect(try_out.sent).to_contain_text("A fifth off your dinner")


def test_nothing_leads_the_other_way(try_out: TryOut):
    to_the_wait(try_out)
    expect(try_out.pane.get_by_text("in 6 h → not in 6 hours")).to_be_visible()

    try_out.nothing().stands("end_late")

    expect(try_out.ending).to_contain_text("Did not come")
    expect(try_out.ending).to_contain_text("Took 6 h")


def test_one_goes_back_and_chooses_again(try_out: TryOut):
    to_the_wait(try_out).happens().stands("end_meal")
    for node in ("meal", "dinner", "dinner"):
        try_out.page.keyboard.press("ArrowLeft")
        try_out.stands(node)

    try_out.nothing().stands("end_late")

    assert "dinner:alt:came" not in try_out.lit()
    try_out.at("dinner").first.get_by_role("button").first.click()
    try_out.happens().stands("end_meal")


def test_lines_that_were_not_tried_are_dotted_and_counted(try_out: TryOut):
    to_the_wait(try_out).happens().stands("end_meal")
    tried = try_out.page.get_by_test_id("tried")
    expect(tried).to_contain_text("6 of 11 ways tried")
    expect(try_out.line("dinner", "alt:late")).to_have_class(re.compile("untried"))

    try_out.at("dinner").first.get_by_role("button").first.click()
    try_out.nothing().stands("end_late")

    expect(tried).to_contain_text("7 of 11 ways tried")
    expect(try_out.line("dinner", "alt:came")).not_to_have_class(re.compile("untried|lit"))


def test_a_change_of_the_draft_changes_the_way_at_once(try_out: TryOut, lobby: str):
    to_the_wait(try_out)
    try_out.at("member").get_by_role("button").first.click()
    try_out.at("member").get_by_role("button", name="Edit this step").click()
    designer = Designer(try_out.page)
    rule = designer.pane.box.locator("textarea").first
    rule.fill("false")

    try_out.page.get_by_test_id("mode:test").click()
    expect(try_out.at("dinner")).to_have_count(0)
    assert try_out.stands("member").way() == ["lobby", "member"]
    expect(try_out.at("member").locator(".rule.taken")).to_contain_text("no path above holds")

    # Undone in Test, without leaving it.
    try_out.page.keyboard.press("Control+z")
    expect(try_out.at("dinner")).to_have_count(1)
    assert try_out.way() == ["lobby", "member", "room", "welcome", "dinner"]


def test_a_recorded_event_takes_the_way_that_the_live_run_took(
    page: Page, hotel: Hotel, installation: Installation
):
    hotel.beacon("LobbyBeacon", "ecid-jane-recorded")
    run = hotel.waits_at("ecid-jane-recorded", "Restaurant within 6 hours?")
    try_out = TryOut(page).open(run["journey"])
    try_out.pane.get_by_role("radio", name=re.compile("ecid-jane-recorded")).check()

    try_out.start()
    expect(try_out.at("member")).to_be_visible()

    # The reservation that was read for the live run is still kept, so nobody has to answer.
    try_out.stands("dinner")
    assert try_out.lit() == taken(hotel, run["id"])


def test_a_recorded_run_takes_its_way_again_and_goes_on_otherwise(page: Page, hotel: Hotel):
    hotel.beacon("LobbyBeacon", "ecid-sam-replayed")
    run = hotel.waits_at("ecid-sam-replayed", "Restaurant within 6 hours?")
    hotel.beacon("RestaurantBeacon", "ecid-sam-replayed")
    run = hotel.ended("ecid-sam-replayed")
    try_out = TryOut(page).open(run["journey"], run["id"])

    try_out.stands("end_meal")
    expect(try_out.pane.get_by_text(f"As recorded in run {run['id']}")).to_be_visible()
    assert try_out.lit() == taken(hotel, run["id"])

    try_out.at("dinner").first.get_by_role("button").first.click()
    try_out.nothing().stands("end_late")


def taken(hotel: Hotel, run: str) -> list[str]:
    """`start:port` of the lines that a live run went along."""
    steps = hotel.read(f"/runs/{run}")["steps"]
    left = [left for step in steps for left in step["path"] if left["to"]]
    return sorted(f"{one['node']}:{one['port']}" for one in left)


def test_nothing_is_sent_and_nothing_is_stored(try_out: TryOut, installation: Installation):
    before = rows(installation)

    to_the_wait(try_out).happens().stands("end_meal")

    expect(try_out.pane.get_by_text("Nothing is sent, nothing is stored")).to_be_visible()
    assert rows(installation) == before


def test_a_broken_draft_says_where_it_would_stop(page: Page, hotel: Hotel):
    broken = copy.deepcopy(graphs.LOBBY)
    broken["nodes"]["member"]["config"]["paths"][0]["expression"] = "@{Nowhere.is} =="
    try_out = TryOut(page).open(hotel.draw("Broken lobby", broken))

    try_out.typed().start()

    expect(try_out.stopped).to_contain_text("Would stop here")
    expect(try_out.card("member")).to_have_attribute("data-state", "is-failed")
    expect(try_out.ending).to_contain_text("Would stop here")


def test_an_event_that_lets_nobody_in_says_why(page: Page, hotel: Hotel):
    closed = copy.deepcopy(graphs.LOBBY)
    closed["nodes"]["lobby"]["config"]["condition"] = "@{LobbyBeacon.guest.loyaltyMember} == false"
    try_out = TryOut(page).open(hotel.draw("Not for members", closed))

    try_out.typed().start()

    refused = page.get_by_test_id("test-refused")
    expect(refused).to_contain_text("Would not enter")
    expect(refused).to_contain_text("Loyalty member")
    expect(refused).to_contain_text("yes")


def test_a_source_and_a_call_can_fail(try_out: TryOut):
    try_out.typed().start().stands("room")
    try_out.pane.get_by_role("button", name="No answer in time").click()
    expect(try_out.stopped).to_contain_text("no answer came in time")

    try_out.pane.get_by_text("answer something else").click()
    try_out.pane.get_by_role("button", name="Answer this").click()
    try_out.stands("dinner")
    try_out.page.keyboard.press("ArrowLeft")
    try_out.pane.get_by_label("And then").select_option("http")
    expect(try_out.stopped).to_contain_text("answered 500")
    try_out.pane.get_by_label("And then").select_option("ok")
    try_out.stands("welcome")
    expect(try_out.at("dinner")).to_have_count(1)


def test_at_a_split_one_chooses_the_way_or_lets_chance_decide(page: Page, hotel: Hotel):
    try_out = TryOut(page).open(hotel.draw("Breakfast, tried out", graphs.CHECK_IN))
    try_out.typed().start().stands("breakfast")
    try_out.happens().stands("a_day")
    try_out.nothing().stands("end_offer")
    split = try_out.at("which")
    split.get_by_role("button").first.click()

    split.get_by_label("Late check-out").check()
    expect(try_out.at("offer_late")).to_have_count(1)
    split.get_by_label(re.compile("^Spa")).check()
    expect(try_out.at("offer_spa")).to_have_count(1)
    split.get_by_label("Let chance decide").check()
    expect(split.get_by_text(re.compile("falls on .* of 100"))).to_be_visible()


def test_json_is_checked_with_the_place_of_its_fault(try_out: TryOut):
    try_out.typed()
    try_out.pane.get_by_role("button", name="JSON").first.click()
    text = try_out.pane.get_by_label("Data of the event as JSON")

    text.fill('{"guest": {"loyaltyMember": maybe}}')
    expect(try_out.pane.get_by_text("line 1, column 29")).to_be_visible()
    expect(try_out.page.get_by_test_id("test-start")).to_be_disabled()
    try_out.pane.get_by_role("button", name="Show the place").click()
    assert text.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "m"

    text.fill('{"guest": {"loyaltyMember": "maybe"}}')
    expect(try_out.pane.get_by_text("guest.loyaltyMember")).to_be_visible()
    text.fill('{"guest": {"loyaltyMember": true}}')
    expect(try_out.page.get_by_test_id("test-start")).to_be_enabled()


def test_somebody_who_is_known_has_the_profile_of_then(try_out: TryOut):
    try_out.typed()
    try_out.pane.get_by_role("button", name="Known", exact=True).click()
    try_out.pane.get_by_label("Find a person").fill("ECID/ecid-alex")
    try_out.pane.get_by_role("button", name="ECID/ecid-alex", exact=True).click()

    try_out.start().stands("end_invite")

    assert "member:path:other" in try_out.lit()


def test_the_keyboard_alone_is_enough(page: Page, lobby: str):
    page.goto(f"/journeys/{lobby}/")
    expect(page.get_by_test_id("node:lobby")).to_be_visible()
    press = page.keyboard.press
    press("t")
    try_out = TryOut(page)
    try_out.pane.get_by_role("button", name="Typed", exact=True).focus()
    press("Enter")
    tab_to(page, "test-start")
    press("Enter")
    try_out.stands("room")
    expect(try_out.said).to_contain_text("Step 3 of 3: Has a room?")
    tab_to(page, "", "Answer this")
    press("Enter")
    try_out.stands("dinner")
    expect(try_out.at("dinner").get_by_role("button").first).to_be_focused()

    press("Home")
    try_out.stands("lobby")
    press("ArrowRight")
    try_out.stands("member")
    expect(try_out.said).to_contain_text("Loyalty member")
    press("Shift+ArrowRight")
    try_out.stands("dinner")
    press("Shift+ArrowRight")
    try_out.stands("end_late")
    press("Home")
    press("Space")
    expect(try_out.card("end_late")).to_have_attribute("data-state", "is-here", timeout=20_000)


def tab_to(page: Page, test_id: str, name: str = "") -> None:
    """On by Tab until the button has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "[document.activeElement.dataset.testid ?? '', document.activeElement.textContent]"
        )
        if told[0] == test_id and name in told[1]:
            return
    raise AssertionError(f"Tab does not lead to {test_id or name}.")


Opened = Callable[..., TryOut]


@pytest.fixture
def opened(
    browser: Browser, installation: Installation, signed_in: Any, lobby: str
) -> Iterator[Opened]:
    """The pane of Test in a size, colours and a language."""
    contexts: list[BrowserContext] = []

    def open_pane(size: str = "desk", colours: Any = "light", language: str = "en") -> TryOut:
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
        context.set_default_timeout(10_000)
        contexts.append(context)
        return TryOut(context.new_page()).open(lobby)

    yield open_pane
    for context in contexts:
        context.close()


def typed_by_place(try_out: TryOut) -> TryOut:
    """Typed, whatever the language."""
    try_out.pane.locator(".segments button").nth(1).click()
    return try_out


def all_states(try_out: TryOut) -> Iterator[str]:
    """The form in both forms, a look-up, a wait, a call, the end."""
    yield "recorded"
    typed_by_place(try_out)
    yield "typed"
    try_out.start()
    answer = try_out.pane.locator(".test-choice-actions .button.primary")
    answer.wait_for()
    yield "look-up"
    answer.click()
    try_out.page.get_by_test_id("test-happens").wait_for()
    yield "wait"
    try_out.page.keyboard.press("ArrowLeft")
    try_out.pane.locator(".call-choice select").wait_for()
    yield "call"
    try_out.page.keyboard.press("ArrowRight")
    try_out.happens()
    try_out.ending.wait_for()
    yield "end"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(opened: Opened, colours: str):
    try_out = opened(colours=colours, language="ko")
    for state in all_states(try_out):
        assert violations(try_out.page) == [], state


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(opened: Opened, size: str, language: str):
    try_out = opened(size=size, language=language)
    for state in all_states(try_out):
        assert try_out.page.evaluate(SPILLS) == [], state
        assert try_out.pane.evaluate(CUT) == [], state


def test_it_speaks_korean(opened: Opened):
    try_out = opened(language="ko")
    typed_by_place(try_out).start()
    try_out.pane.locator(".test-choice-actions .button.primary").click()
    try_out.page.get_by_test_id("test-happens").wait_for()

    expect(try_out.pane.get_by_text("아무것도 보내거나 저장하지 않습니다")).to_be_visible()
    expect(try_out.pane.get_by_text("이제 무슨 일이 일어날까요?")).to_be_visible()
    try_out.nothing()
    expect(try_out.ending).to_contain_text("‘Did not come’")
    expect(try_out.said).to_contain_text("단계")
