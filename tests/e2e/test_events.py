"""The event inbox: what arrives, what became of it and why, and mending what was refused."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from demo import graphs
from tests.e2e.hotel import Hotel, eventually
from tests.e2e.test_pages import SIZES, SPILLS, inhabited, opened, violations

__all__ = ["inhabited", "opened"]
SOON = 10_000  # milliseconds; it takes 3 s at most, where the machine is not shared
BROKEN = {
    "type": "LobbyBeacon",
    "data": {"guest": {"firstName": 7, "loyaltyMember": "yes"}},
}


def fresh(name: str) -> str:
    return f"ecid-{name}-{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def breakfast(hotel: Hotel) -> Iterator[str]:
    """A live journey that only breakfasts at the first table let people into; its id."""
    nodes = {
        "served": graphs.entry("Breakfast", "BreakfastServed"),
        "thanks": graphs.end("Thanks"),
    }
    nodes["served"]["config"]["condition"] = '@{BreakfastServed.table} == "T1"'
    journey = hotel.draw(
        "Table one",
        {
            "schema": 1,
            "settings": graphs.settings(),
            "nodes": nodes,
            "edges": graphs.edges("served next -> thanks"),
        },
    )
    hotel.publish(journey)
    yield journey
    hotel.stop(journey)


class Inbox:
    """The page as a reader uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator(".event-row")
        self.detail = page.get_by_test_id("detail")

    def open(self, query: str = "") -> "Inbox":
        self.page.goto(f"/events/{query}")
        expect(self.page.get_by_role("status").first).to_have_text("Listening")
        return self

    def row(self, person: str) -> Locator:
        return self.rows.filter(has_text=person).first

    def rejected(self) -> Locator:
        return self.rows.filter(has_text="Rejected").first

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)


@pytest.fixture
def inbox(page: Page) -> Inbox:
    return Inbox(page)


def test_an_accepted_event_slides_in_with_its_sentence(inbox: Inbox, hotel: Hotel):
    inbox.open()
    person = fresh("new")

    hotel.beacon("LobbyBeacon", person)

    row = inbox.row(person)
    expect(row).to_contain_text("Entered “Lobby and restaurant”.", timeout=SOON)
    expect(inbox.page.locator(".as-of")).to_contain_text("as of")


def test_an_ignored_event_says_why(inbox: Inbox, hotel: Hotel):
    person = fresh("jane-twice")  # who has a room, and stays
    hotel.beacon("LobbyBeacon", person)
    eventually(lambda: hotel.runs(person), "is inside")
    inbox.open(f"?person=ECID/{person}")

    hotel.beacon("LobbyBeacon", person)

    sentence = re.compile(r"Ignored by “Lobby and restaurant”: already inside since \d\d:\d\d\.")
    expect(inbox.rows.first).to_contain_text(sentence, timeout=SOON)


def test_an_event_that_moved_somebody_says_past_which_step(inbox: Inbox, hotel: Hotel):
    person = fresh("jane")  # has a room, and is invited
    hotel.beacon("LobbyBeacon", person)
    hotel.waits_at(person, hotel_wait(hotel))
    inbox.open(f"?person=ECID/{person}")

    hotel.beacon("RestaurantBeacon", person)

    expect(inbox.rows.first).to_contain_text(f"Moved {person} past", timeout=SOON)


def hotel_wait(hotel: Hotel) -> str:
    """The name of the step at which guests wait for the restaurant."""
    nodes = hotel.drawn(hotel.journey("Lobby and restaurant")["id"])["nodes"]
    return next(str(node["name"]) for node in nodes.values() if node["type"] == "wait")


def test_a_rejected_event_is_pointed_at_mended_and_sent_again(inbox: Inbox, hotel: Hotel):
    inbox.open()
    assert hotel.try_to_post(BROKEN)[0] == 422
    rejected = inbox.rejected()
    reason = "Rejected: data.guest.firstName is a number, expected text."
    expect(rejected).to_contain_text(reason, timeout=SOON)

    rejected.locator(".row-link").click()
    area = inbox.page.get_by_test_id("mend")
    inbox.detail.get_by_role("button", name="Line 5").click()
    expect(area).to_be_focused()
    assert area.evaluate("a => a.value.slice(a.selectionStart, a.selectionEnd)").strip() == (
        '"firstName": 7,'
    )

    area.fill("{ oops")
    expect(inbox.detail).to_contain_text("A name in double quotes is needed at column 3.")
    expect(inbox.page.get_by_test_id("send-mended")).to_be_disabled()

    area.fill(
        '{"type": "LobbyBeacon", "person": "x",\n "data": {"guest": {"loyaltyMember": "yes"}}}'
    )
    inbox.page.get_by_test_id("send-mended").click()
    expect(inbox.detail.get_by_role("status").filter(has_text="loyaltyMember")).to_be_visible()
    expect(inbox.detail.get_by_role("button", name="Line 2")).to_be_visible()

    person = fresh("mended")
    area.fill(f'{{"type": "SpaBeacon", "person": "{person}", "data": {{}}}}')
    inbox.page.get_by_test_id("send-mended").click()
    outcome = inbox.page.get_by_test_id("outcome")
    expect(outcome).to_contain_text("Accepted as event")
    outcome.get_by_role("link").click()
    expect(inbox.page.get_by_test_id("detail-sentence")).to_contain_text("Entered “Spa discount”.")
    expect(inbox.row(person)).to_be_visible()


def test_filters_narrow_and_stand_in_the_address(inbox: Inbox, hotel: Hotel):
    person = fresh("filtered")
    hotel.beacon("SpaBeacon", person)
    hotel.try_to_post(BROKEN)
    inbox.open()
    expect(inbox.row(person)).to_be_visible()

    inbox.page.get_by_label("What became of it").select_option("rejected")
    expect(inbox.row(person)).to_have_count(0)
    assert inbox.query == {"fate": ["rejected"]}
    expect(inbox.rejected()).to_be_visible()
    assert inbox.rows.count() == inbox.rows.filter(has_text="Rejected").count()

    inbox.page.reload()
    expect(inbox.page.get_by_label("What became of it")).to_have_value("rejected")
    inbox.page.get_by_role("button", name="Clear filters").click()
    expect(inbox.row(person)).to_be_visible()

    inbox.page.get_by_test_id("filter-person").fill(person)
    inbox.page.keyboard.press("Enter")
    expect(inbox.rows.filter(has_not_text=person)).to_have_count(0)
    assert inbox.query == {"person": [person]}

    inbox.page.get_by_label("Type").select_option("LobbyBeacon")
    expect(inbox.page.get_by_text("No event matches these filters")).to_be_visible()
    inbox.page.go_back()
    expect(inbox.row(person)).to_be_visible()


def test_why_it_started_nothing_is_answered_for_every_live_journey_in_one_click(
    inbox: Inbox, hotel: Hotel, breakfast: str
):
    person = fresh("late")
    inbox.open(f"?person=ECID/{person}")
    hotel.post("BreakfastServed", person, table="T9")
    expect(inbox.rows.first).to_contain_text("Ignored", timeout=SOON)

    inbox.rows.first.get_by_role("button", name="Why did Breakfast served start nothing?").click()

    live = [row for row in hotel.read("/journeys")["journeys"] if row["status"] == "live"]
    for row in live:
        expect(inbox.page.get_by_test_id(f"answer:{row['id']}")).to_contain_text(row["name"])
    told = inbox.page.get_by_test_id(f"answer:{breakfast}")
    expect(told).to_contain_text("Ignored by “Table one”: the condition does not hold.")
    expect(told).to_contain_text("T9")
    expect(told).to_contain_text("from the event “Breakfast served”")


def test_an_ignored_event_is_sent_again_after_a_mend(inbox: Inbox, hotel: Hotel):
    person = fresh("again")
    inbox.open(f"?person=ECID/{person}")
    hotel.post("BreakfastServed", person, table="T9")
    inbox.rows.first.locator(".row-link").click()

    inbox.page.get_by_test_id("send-again").click()

    expect(inbox.page.get_by_test_id("outcome")).to_contain_text("Accepted as event")
    expect(inbox.rows).to_have_count(2)


def test_a_fate_leads_to_the_run_and_to_the_canvas(inbox: Inbox, hotel: Hotel):
    person = fresh("led")
    hotel.beacon("LobbyBeacon", person)
    run = eventually(lambda: hotel.runs(person), "is inside")[0]
    inbox.open(f"?person=ECID/{person}&type=LobbyBeacon")

    inbox.rows.first.locator(".row-link").click()

    fates = inbox.page.get_by_test_id("fates")
    expect(fates.get_by_role("link", name="The run of this person")).to_have_attribute(
        "href", f"/people/?person=ECID%2F{person}&run={run['id']}"
    )
    expect(fates.get_by_role("link", name="On the canvas")).to_have_attribute(
        "href", f"/journeys/{run['journey']}/?run={run['id']}"
    )
    inbox.detail.get_by_role("button", name="Copy").click()
    assert person in inbox.page.evaluate("() => navigator.clipboard.readText()")


def test_the_keyboard_alone_opens_a_row_and_closes_it(inbox: Inbox, hotel: Hotel):
    people = [fresh("keys"), fresh("keys")]
    for person in people:
        hotel.beacon("SpaBeacon", person)
    inbox.open()
    page = inbox.page
    for person in people:  # then nothing new comes that would be the first
        expect(inbox.row(person)).to_be_visible(timeout=SOON)
    page.get_by_label("What became of it").focus()
    page.keyboard.press("Tab")
    expect(inbox.rows.first.locator(".row-link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    second = inbox.rows.nth(1).locator(".row-link")
    expect(second).to_be_focused()

    page.keyboard.press("Enter")
    expect(inbox.detail).to_be_focused()
    assert "open" in inbox.query

    page.keyboard.press("Escape")
    expect(inbox.detail).to_have_count(0)
    expect(second).to_be_focused()


def test_a_pause_keeps_the_list_still_until_it_goes_on(inbox: Inbox, hotel: Hotel):
    inbox.open()
    inbox.page.get_by_test_id("pause").click()
    expect(inbox.page.get_by_role("status").first).to_have_text("Paused")
    person = fresh("missed")

    hotel.beacon("SpaBeacon", person)
    inbox.page.wait_for_timeout(3_000)
    expect(inbox.row(person)).to_have_count(0)

    inbox.page.get_by_role("button", name="Go on").click()
    expect(inbox.row(person)).to_be_visible(timeout=SOON)


def test_older_events_come_on_demand(inbox: Inbox, hotel: Hotel):
    person = fresh("many")
    for _time in range(53):
        hotel.post("BreakfastServed", person, table="T9")
    inbox.open(f"?person=ECID/{person}")
    expect(inbox.rows).to_have_count(50)

    inbox.page.get_by_test_id("older").click()

    expect(inbox.rows).to_have_count(53)


def test_event_types_and_sources_are_tabs_of_the_same_place(inbox: Inbox):
    page = inbox.open().page
    page.get_by_role("link", name="Event types").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Event types")
    expect(page.locator(".rail [aria-current=page]")).to_have_text("Events")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sources")
    page.get_by_role("link", name="Arriving").click()
    page.wait_for_url("**/events/")


NOTHING = {"rows": [], "next": None, "newest": "0.0"}


def test_before_the_first_event_the_command_that_sends_one_is_copied(inbox: Inbox):
    page = inbox.page
    page.route("**/api/v1/inbox*", lambda route: route.fulfill(json=NOTHING))
    inbox.open()
    empty = page.get_by_test_id("nothing-yet")
    expect(empty).to_contain_text("Nothing has arrived yet")

    empty.get_by_role("button", name="Copy the command").click()

    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("curl -sS ")
    assert "/api/v1/events" in copied


def test_a_lost_server_is_told_and_found_again(inbox: Inbox):
    page = inbox.open().page
    page.route("**/api/v1/inbox*", lambda route: route.abort())
    expect(page.get_by_role("status").first).to_contain_text("Connection lost")
    expect(page.get_by_role("alert")).to_contain_text("Trying again")
    page.unroute("**/api/v1/inbox*")
    expect(page.get_by_role("status").first).to_have_text("Listening")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_who_was_signed_out_is_led_to_sign_in_and_back(inbox: Inbox):
    page = inbox.open("?fate=entered").page
    page.context.clear_cookies()
    page.get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/sign-in/?**")
    assert parse_qs(urlsplit(page.url).query) == {"next": ["/events/?fate=entered"]}


Opened = Callable[..., Page]


def newest(hotel: Hotel, fate: str) -> str:
    row: Any = hotel.read(f"/inbox?limit=1&fate={fate}")["rows"][0]
    return ("e" if row["kind"] == "event" else "r") + str(row["id"])


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("fate", ["entered", "ignored", "rejected"])
def test_axe_finds_nothing_in_an_open_event(
    opened: Opened, hotel: Hotel, breakfast: str, fate: str, colours: str
):
    hotel.try_to_post(BROKEN)
    hotel.post("BreakfastServed", fresh("axe"), table="T9")
    page = opened(f"/events/?open={newest(hotel, fate)}&why=1", colours=colours)
    expect(page.get_by_test_id("detail-sentence")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fate", ["ignored", "rejected"])
def test_nothing_of_an_open_event_is_cut_off(
    opened: Opened, hotel: Hotel, breakfast: str, fate: str, size: str, language: str
):
    hotel.try_to_post(BROKEN)
    hotel.post("BreakfastServed", fresh("wide"), table="T9")
    path = f"/events/?open={newest(hotel, fate)}&why=1"
    page = opened(path, size=size, language=language)
    expect(page.get_by_test_id("detail-sentence")).to_be_visible()
    assert page.evaluate(SPILLS) == []
