"""The front page and the list of journeys: what to do first, what needs attention, and where it is."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.hotel import Hotel
from tests.e2e.test_events import BROKEN, fresh
from tests.e2e.test_pages import inhabited, opened

__all__ = ["inhabited", "opened"]


def test_the_first_action_opens_the_hotel(page: Page, hotel: Hotel):
    page.goto("/")
    page.get_by_role("link", name="Open the hotel and play a day").click()
    page.wait_for_url(f"**/journeys/{hotel.journey('Lobby and restaurant')['id']}/**")


def test_what_lives_is_told_with_the_people_inside(page: Page, inhabited: Hotel):
    page.goto("/")
    row = page.locator(".lives li").filter(has_text="Lobby and restaurant")
    expect(row).to_contain_text(re.compile(r"\d+ inside"))
    expect(row).to_contain_text(re.compile(r"\d+ in 24 h"))


def test_a_rejected_event_needs_attention_and_the_link_leads_to_it(page: Page, hotel: Hotel):
    hotel.try_to_post(BROKEN)
    page.goto("/")
    attention = page.get_by_test_id("attention")
    expect(attention).to_contain_text("data.guest.firstName is a number, expected text")

    attention.get_by_role("link", name=re.compile("rejected in 24 hours: Lobby beacon")).click()

    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"type": ["LobbyBeacon"], "fate": ["rejected"]}
    expect(page.locator(".event-row").first).to_contain_text("Rejected")


def test_the_newest_event_is_on_the_front_page_and_opens_in_the_inbox(page: Page, hotel: Hotel):
    person = fresh("front")
    page.goto("/")
    hotel.beacon("SpaBeacon", person)
    first = page.locator(".latest li").first
    expect(first).to_contain_text("Entered “Spa discount”.")
    first.get_by_role("link").click()
    expect(page.get_by_test_id("detail")).to_contain_text(person)


def test_the_first_steps_are_ticked_by_facts(page: Page, inhabited: Hotel):
    steps = {row["step"]: row["done"] for row in inhabited.read("/overview")["start"]}
    assert steps["event"]
    page.goto("/")
    expect(page.locator(".lives li").first).to_be_visible()
    if all(steps.values()):  # the stories before this one may have drawn and published
        expect(page.get_by_test_id("start")).to_have_count(0)
        return
    for step, is_done in steps.items():
        tick = page.locator(f'[data-step="{step}"] .tick .icon')
        expect(tick).to_have_count(1 if is_done else 0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_front_page_is_one_screen(opened, hotel: Hotel, language: str):
    hotel.try_to_post(BROKEN)
    page = opened("/", language=language)
    expect(page.locator(".latest li").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollHeight") <= 900


def test_journeys_are_found_by_their_event_and_their_status(page: Page, hotel: Hotel):
    hotel.draw("A draft to be found", {"schema": 1, "settings": {}, "nodes": {}, "edges": []})
    page.goto("/journeys/")
    rows = page.locator("tbody tr")
    page.get_by_role("button", name=re.compile("^Draft")).click()
    expect(rows.filter(has_text="A draft to be found")).to_be_visible()
    expect(rows.filter(has_text="Spa discount")).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query) == {"status": ["draft"]}

    page.get_by_test_id("search").fill("spa beacon")
    expect(page.get_by_text("Nothing matches “spa beacon”.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_test_id("search").fill("spa beacon")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Spa discount")
