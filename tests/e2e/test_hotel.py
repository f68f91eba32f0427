"""The hotel, played from its canvas: a day, an event by the form and by curl, the clock, reset.

It moves the clock of the installation that this file has for itself.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.hotel import Hotel, eventually
from tests.e2e.test_pages import SIZES, SPILLS, violations
from tests.engine.live import Installation

A_DAY = 90_000  # milliseconds: it takes half of that on an idle machine
COUNTS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    def ask(text):
        cursor.execute(text)
        return cursor.fetchall()
    version = ask("select v.id from journeys_version v where v.entry_event = 'LobbyBeacon'")[0][0]
    print(json.dumps({
        "entered": ask(f"select count(*) from instance where version_id = {version}")[0][0],
        "inside": ask(
            f"select count(*) from instance where version_id = {version} and ended_at is null")[0][0],
        "welcomed": ask("select count(*) from actions_message where node = 'welcome'")[0][0],
        "invited": ask("select count(*) from actions_message where node = 'invite'")[0][0],
        "dined": ask("select count(*) from actions_message where node = 'meal'")[0][0],
        "messages": ask("select count(*) from actions_message")[0][0],
    }))
"""


Opened = Callable[..., Page]


@pytest.fixture
def opened(
    browser: Browser, installation: Installation, signed_in: Any, hotel: Hotel
) -> Iterator[Opened]:
    """The lobby's canvas in a size, colours and a language; the hotel is reset before."""
    contexts: list[BrowserContext] = []
    hotel._ask("POST", "/demo/reset", {})

    def open_page(
        size: str = "desk", colours: Any = "light", language: str = "en-GB",
        motion: Any = "reduce", journey: str = "Lobby and restaurant",
    ) -> Page:  # fmt: skip
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=installation.url, storage_state=signed_in, viewport={"width": width, "height": height},
            color_scheme=colours, locale=language, reduced_motion=motion, bypass_csp=True,
        )  # fmt: skip
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/journeys/{hotel.journey(journey)['id']}/")
        page.get_by_test_id("hotel").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened()


def counts(installation: Installation) -> Any:
    """What SQL says of the lobby."""
    return json.loads(installation.python(COUNTS).strip().splitlines()[-1])


def number(page: Page, node: str, what: str) -> Any:
    return page.get_by_test_id(f"number:{node}:{what}")


def send(page: Page, guest: str = "Jane", event: str = "Lobby beacon") -> None:
    """Send one event by the form, and close it."""
    page.get_by_test_id("send-event").click()
    page.get_by_label("Guest", exact=True).select_option(label=_label(page, "Guest", guest))
    page.get_by_label("Event", exact=True).select_option(label=event)
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("hotel-sent")).to_contain_text("Accepted as event")
    page.keyboard.press("Escape")


def _label(page: Page, select: str, beginning: str) -> str:
    options = page.get_by_label(select, exact=True).locator("option").all_inner_texts()
    return next(option for option in options if option.startswith(beginning))


def reset(page: Page) -> None:
    page.get_by_test_id("reset").click()
    page.get_by_test_id("reset-confirm").click()
    expect(page.locator(".toasts")).to_contain_text("Reset.")


@pytest.mark.slow
def test_a_day_is_played_with_numbers_that_are_those_of_the_tables(
    opened: Opened, installation: Installation
):
    page = opened(motion="no-preference")
    page.get_by_test_id("play-day").click()

    expect(page.get_by_test_id("mode:live")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("token").first).to_be_attached()
    phone, mailbox = page.get_by_test_id("hotel-phone"), page.get_by_test_id("hotel-mailbox")
    expect(phone.get_by_test_id("notification").first).to_contain_text("Welcome, Inès")
    expect(mailbox.get_by_test_id("mail").first).to_contain_text("Become one of us", timeout=A_DAY)
    expect(page.get_by_test_id("hotel-says")).to_have_text(
        "Oliver slept in for two days. Everyone has left.", timeout=A_DAY
    )
    expect(page.get_by_test_id("play-day")).to_have_text("Play another day", timeout=A_DAY)

    told = counts(installation)
    assert (told["entered"], told["inside"], told["messages"]) == (13, 0, 23)
    for node, what, name in (
        ("lobby", "passed", "entered"), ("dinner", "inside", "inside"),
        ("welcome", "passed", "welcomed"), ("invite", "passed", "invited"),
        ("meal", "passed", "dined"),
    ):  # fmt: skip
        expect(number(page, node, what)).to_have_attribute("data-count", str(told[name]))
    expect(page.get_by_test_id("token")).to_have_count(0)
    assert (
        len(phone.get_by_test_id("notification").all()) + len(mailbox.get_by_test_id("mail").all())
        == told["messages"]
    )


def test_the_day_is_held_goes_on_and_is_stopped(page: Page):
    says = page.get_by_test_id("hotel-says")
    page.get_by_test_id("play-day").click()
    expect(says).to_contain_text("comes into the lobby")
    page.get_by_test_id("pause-day").click()
    expect(page.get_by_test_id("pause-day")).to_have_text("Go on")
    page.wait_for_timeout(1_500)
    held = says.inner_text()
    page.wait_for_timeout(2_500)
    assert says.inner_text() == held

    page.get_by_test_id("pause-day").click()
    expect(says).not_to_have_text(held)
    page.get_by_test_id("stop-day").click()
    expect(page.get_by_test_id("play-day")).to_be_enabled()


def test_without_motion_the_counts_rise_and_nothing_runs(page: Page):
    send(page)

    expect(number(page, "dinner", "inside")).to_have_attribute("data-count", "1")
    expect(page.get_by_test_id("token")).to_have_count(0)


def test_an_event_that_was_typed_brings_a_push_with_what_was_typed(page: Page):
    page.get_by_test_id("send-event").click()
    page.get_by_label("First name").fill("Ottilie")
    page.get_by_label("Phone", exact=True).fill("phone-of-ottilie")
    page.get_by_test_id("send").click()

    sent = page.get_by_test_id("hotel-sent")
    expect(sent.get_by_role("link")).to_have_text(re.compile("ECID/ecid-jane-[0-9a-f]{8}"))
    notification = page.get_by_test_id("hotel-phone").get_by_test_id("notification").first
    expect(notification).to_contain_text("Welcome, Ottilie")
    expect(notification).to_contain_text("phone-of-ottilie")


def test_a_guest_who_is_no_member_finds_a_mail(page: Page):
    send(page, "Alex")

    mail = page.get_by_test_id("hotel-mailbox").get_by_test_id("mail").first
    expect(mail).to_contain_text("The Marlton")
    expect(mail).to_contain_text("alex@example.com")
    expect(mail).to_contain_text("Dear Alex,")


def test_the_copied_line_sends_another_person_each_time(page: Page, hotel: Hotel):
    page.get_by_test_id("send-event").click()
    page.get_by_label("First name").fill("Zoë O'Hara")
    page.get_by_test_id("copy-curl").click()
    expect(page.get_by_test_id("copy-curl")).to_have_text("Copied")
    line = page.evaluate("() => navigator.clipboard.readText()")

    for _ in range(2):
        done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["status"] == 202, done.stdout
        page.wait_for_timeout(1_100)

    runs = eventually(
        lambda: found if len(found := hotel.read("/runs")["runs"]) == 2 else None, "two runs"
    )
    assert len({run["person"] for run in runs}) == 2
    page.keyboard.press("Escape")
    page.get_by_test_id("hotel-messages").click()
    expect(page.get_by_test_id("notification").first).to_contain_text("Welcome, Zoë O'Hara")


def test_fast_forward_goes_to_the_moment_at_which_someone_is_due(page: Page, hotel: Hotel):
    send(page, "Sam")
    expect(number(page, "dinner", "inside")).to_have_attribute("data-count", "1")

    page.get_by_test_id("forward").click()
    choice = page.get_by_test_id("forward:next")
    expect(choice).to_contain_text(re.compile("in (6 hr|5 hr 59 min)"))
    choice.click()

    expect(number(page, "end_late", "left")).to_have_attribute("data-count", "1")
    expect(page.get_by_test_id("hotel-time")).to_contain_text("6 hr ahead")
    assert hotel.read("/demo/clock")["offset_seconds"] >= 6 * 3600 - 60


def test_it_goes_on_by_an_hour_and_says_when_nobody_waits(page: Page):
    page.get_by_test_id("forward").click()
    expect(page.get_by_role("dialog")).to_contain_text("Nobody waits for a moment.")
    page.get_by_test_id("forward:PT1H").click()

    expect(page.get_by_test_id("hotel-time")).to_contain_text("1 hr ahead")


def test_a_reset_clears_the_canvas_and_the_devices_and_sets_the_clock_back(page: Page):
    send(page, "Jane")
    send(page, "Alex")
    expect(page.get_by_test_id("mail")).to_have_count(1)
    page.get_by_test_id("forward").click()
    page.get_by_test_id("forward:P1D").click()
    expect(page.get_by_test_id("hotel-time")).to_contain_text("1 day ahead")

    reset(page)

    expect(page.get_by_test_id("hotel-time")).not_to_contain_text("ahead")
    expect(page.get_by_test_id("notification")).to_have_count(0)
    expect(page.get_by_test_id("mail")).to_have_count(0)
    expect(number(page, "lobby", "passed")).to_have_attribute("data-count", "0")
    send(page, "Jane")
    expect(number(page, "lobby", "passed")).to_have_attribute("data-count", "1")


def test_somebody_who_is_no_guest_is_asked_about_before_the_clock_moves(
    page: Page, hotel: Hotel, installation: Installation
):
    hotel.post("CheckedIn", "walter", room="3", nights=1)
    hotel.waits_at("walter", "First breakfast?")

    page.get_by_test_id("forward").click()
    page.get_by_test_id("forward:PT1H").click()
    trouble = page.locator(".hotel-trouble")
    expect(trouble).to_contain_text("People who are not the hotel's guests are on their way (1).")
    expect(page.get_by_test_id("hotel-time")).not_to_contain_text("ahead")
    trouble.get_by_role("button", name="Move on for them too").click()
    expect(page.get_by_test_id("hotel-time")).to_contain_text("1 hr ahead")
    page.get_by_test_id("forward").click()
    page.get_by_test_id("forward:P1D").click()
    trouble.get_by_role("button", name="Move on for them too").click()
    expect(page.get_by_test_id("hotel-time")).to_contain_text("1 day 1 hr ahead")

    # He is sent on until he has left, so that the next story may set the clock back.
    page.get_by_test_id("forward").click()
    page.get_by_test_id("forward:P1D").click()
    trouble.get_by_role("button", name="Move on for them too").click()
    assert hotel.ended("walter")["node_name"] == "Slept in"


def test_the_keyboard_alone_plays_it(page: Page):
    keyboard = page.keyboard
    page.get_by_test_id("play-day").focus()
    keyboard.press("Tab")
    expect(page.get_by_test_id("send-event")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(page.get_by_label("Guest", exact=True)).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(page.get_by_label("Phone", exact=True)).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_test_id("hotel-sent")).to_contain_text("Accepted as event")
    expect(number(page, "dinner", "inside")).to_have_attribute("data-count", "1")
    keyboard.press("Escape")
    expect(page.get_by_test_id("send-event")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    page.get_by_test_id("forward:next").wait_for()
    keyboard.press("Tab")
    expect(page.get_by_test_id("forward:next")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_test_id("hotel-time")).to_contain_text("6 hr ahead")
    page.get_by_test_id("reset").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(page.get_by_test_id("reset-confirm")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_test_id("hotel-time")).not_to_contain_text("ahead")
    page.get_by_test_id("play-day").focus()
    keyboard.press("Space")
    expect(page.get_by_test_id("pause-day")).to_be_focused()
    expect(page.get_by_test_id("hotel-says")).to_contain_text("comes into the lobby")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_test_id("play-day")).to_be_visible()


def test_the_strip_is_put_away_stays_so_and_comes_back(page: Page):
    page.get_by_role("button", name="Put the hotel away").click()
    page.reload()
    expect(page.get_by_test_id("hotel-open")).to_be_visible()
    expect(page.get_by_test_id("hotel")).to_have_count(0)

    page.get_by_test_id("hotel-open").click()
    expect(page.get_by_test_id("play-day")).to_be_visible()


def test_what_guests_get_is_put_away_and_stays_so(page: Page):
    send(page)
    expect(page.get_by_test_id("hotel-column")).to_be_visible()
    page.get_by_test_id("hotel-messages").click()
    expect(page.get_by_test_id("hotel-column")).to_have_count(0)
    page.reload()
    send(page)
    expect(page.get_by_test_id("hotel-column")).to_have_count(0)


def test_a_journey_of_one_s_own_has_no_strip(page: Page, hotel: Hotel):
    own = hotel.draw("My own", {"schema": 1, "nodes": {}, "edges": []})
    page.goto(f"/journeys/{own}/")
    expect(page.get_by_test_id("status")).to_be_visible()
    expect(page.get_by_test_id("hotel")).to_have_count(0)


def test_a_viewer_looks_and_does_not_play(
    browser: Browser, installation: Installation, hotel: Hotel
):
    context = browser.new_context(base_url=installation.url, locale="en")
    page = context.new_page()
    link = installation.manage("sign_in_link", "--user", "vera", "--role", "viewer")
    page.goto(link.split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/(journeys/)?$"))
    page.goto(f"/journeys/{hotel.journey('Lobby and restaurant')['id']}/")
    expect(page.get_by_test_id("hotel")).to_contain_text("You can look but not play.")
    for name in ("play-day", "send-event", "forward", "reset"):
        expect(page.get_by_test_id(name)).to_be_disabled()
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(opened: Opened, colours: str):
    page = opened(colours=colours, language="ko")
    assert violations(page) == []
    for name in ("send-event", "forward", "reset"):
        page.get_by_test_id(name).click()
        assert violations(page) == [], name
        page.keyboard.press("Escape")
    page.get_by_test_id("play-day").click()
    page.get_by_test_id("mail").first.wait_for(timeout=A_DAY)
    page.get_by_test_id("pause-day").click()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off(opened: Opened, size: str, language: str):
    page = opened(size=size, language=language)
    assert page.evaluate(SPILLS) == []
    for name in ("send-event", "forward", "reset"):
        page.get_by_test_id(name).click()
        assert page.evaluate(SPILLS) == [], name
        box = page.locator(".hotel .popover").bounding_box()
        assert box
        assert box["y"] + box["height"] <= SIZES[size][1]
        page.keyboard.press("Escape")
    page.get_by_test_id("play-day").click()
    page.get_by_test_id("pause-day").wait_for()
    if size == "phone":
        page.get_by_test_id("hotel-messages").click()
    page.get_by_test_id("mail").first.wait_for(timeout=A_DAY)
    assert page.evaluate(SPILLS) == []
