"""Why a person went a way: lit on the canvas, told beside it, found on the page of people."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.hotel import Hotel, eventually
from tests.e2e.test_pages import SIZES, SPILLS, inhabited, opened, violations
from tests.engine.live import Installation

__all__ = ["inhabited", "opened"]
Opened = Callable[..., Page]
STAMP = uuid4().hex[:6]
KINDS = ("jane", "sam", "minji", "alex")
LAST = {
    "jane": "Restaurant within 6 hours?",
    "sam": "Dined with us",
    "minji": "Knows the rates",
    "alex": "Loyalty membership",
}
GUESTS = {
    "jane": {"firstName": "Jane", "lastName": "Doe", "loyaltyMember": True},
    "sam": {"firstName": "Sam", "lastName": "Carter", "loyaltyMember": True},
    "minji": {"firstName": "민지", "lastName": "김", "loyaltyMember": True},
    # Whose address nobody knows: the mail cannot be written.
    "alex": {"firstName": "Alex", "lastName": "Novak", "loyaltyMember": False},
}
TRAIL = """
import json
from journeys.reports.drawn import drawn
from journeys.reports.reading import ask, parsed
version = ask("select version_id from instance where id = {run}", {{}})[0][0]
rows = ask("select path from trail where instance_id = {run} order by seq, id", {{}})
way = [one for (path,) in rows for one in drawn(version).path(parsed(path))]
print(json.dumps([one["node"] + ":" + one["port"] + ":" + one["to"] for one in way]))
"""
LIT = """() => [...document.querySelectorAll(".react-flow__edge:has(.way.lit)")]
    .map(one => one.dataset.testid.replace("edge:", ""))"""
CUT = """() => {
    const pane = document.querySelector("[data-testid=why-pane], .page");
    const right = pane.getBoundingClientRect().right;
    const scrolls = one => one.closest("pre, .unseen, .table-box");
    return [...pane.querySelectorAll("*")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && !scrolls(one) && box.right > right + 1;
    }).map(one => one.outerHTML.slice(0, 120));
}"""


def key_of(kind: str) -> str:
    return f"ecid-{kind}-why-{STAMP}"


def enter(hotel: Hotel, person: str, kind: str) -> None:
    tokens = {"pushNotificationTokens": [{"token": f"phone-of-{person}", "platform": "apns"}]}
    data: dict[str, Any] = {
        "endUserIDs": {"_experience": {"mcid": {"id": person}}},
        "_experience": {"campaign": {"message": {"profileSnapshot": tokens}}},
        "guest": GUESTS[kind],
    }
    hotel.post("LobbyBeacon", person, **data)


@pytest.fixture(scope="module")
def guests(hotel: Hotel) -> dict[str, Any]:
    """The four kinds of guests, each at the end of their way; their runs."""
    for kind in KINDS:
        enter(hotel, key_of(kind), kind)
    hotel.waits_at(key_of("sam"), LAST["jane"])
    hotel.beacon("RestaurantBeacon", key_of("sam"))
    return {kind: arrived(hotel, kind) for kind in KINDS}


def arrived(hotel: Hotel, kind: str) -> Any:
    status = {"jane": "waiting", "alex": "failed"}.get(kind, "finished")
    return eventually(
        lambda: next(
            (
                run
                for run in hotel.runs(key_of(kind))
                if run["node_name"] == LAST[kind] and run["status"] == status
            ),
            None,
        ),
        f"{kind} is {status} at “{LAST[kind]}”",
    )


def open_canvas(page: Page, run: Any) -> None:
    page.goto(f"/journeys/{run['journey']}/?run={run['id']}")
    page.get_by_test_id("why-pane").get_by_test_id("stands").wait_for()


def passage(page: Page, node: str) -> Any:
    return page.get_by_test_id(f"passage:{node}")


# --- on the canvas ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_lit_lines_are_the_path_of_the_trail(
    page: Page, installation: Installation, guests: dict[str, Any], kind: str
):
    run = guests[kind]
    trail = json.loads(installation.python(TRAIL.format(run=run["id"])).splitlines()[-1])
    open_canvas(page, run)
    expect(page.locator(".way.lit")).to_have_count(len(set(trail)))
    assert sorted(page.evaluate(LIT)) == sorted(set(trail))


def test_cards_are_passed_or_faded_and_show_where_the_person_is(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["jane"])
    for step, state in {
        "lobby": "passed",
        "welcome": "passed",
        "dinner": "here",
        "meal": "off",
    }.items():
        expect(page.get_by_test_id(f"node:{step}").locator(".card")).to_have_attribute(
            "data-state", f"is-{state}"
        )
    time = page.get_by_test_id("node:lobby").locator(".card-time")
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
    open_canvas(page, guests["alex"])
    failed = page.get_by_test_id("node:invite").locator(".card")
    expect(failed).to_have_attribute("data-state", "is-failed")


def test_a_condition_tells_its_values_and_where_they_came_from(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["minji"])
    room = passage(page, "room").nth(1)
    expect(room).to_contain_text("Has a room? → Else")
    rule = room.locator("[data-rule=reserved]")
    expect(rule).to_contain_text("does not hold")
    expect(rule).to_contain_text("Reservations › Has a room")
    expect(rule.locator(".use.source")).to_contain_text(
        re.compile(r"no.*read \d\d:\d\d:\d\d from “Reservations”")
    )
    expect(rule.locator(".use.event")).to_contain_text(key_of("minji"))
    expect(rule.locator(".use.event")).to_contain_text("from the event “Lobby beacon”")
    member = passage(page, "member")
    expect(member.locator("[data-rule=member]")).to_contain_text("the profile › Loyalty member")
    expect(member.locator("[data-rule=member] .use").last).to_contain_text("from the profile")
    expect(member.locator("[data-rule=other]")).to_contain_text("not looked at")


def test_the_member_of_a_condition_that_decided_is_named(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["alex"])
    rule = passage(page, "member").locator("[data-rule=member]")
    expect(rule.locator(".decided")).to_have_text(
        "Decided by: the profile › Loyalty member. This was not so."
    )


def test_what_was_asked_and_sent_is_told_with_its_answer(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["sam"])
    pane = page.get_by_test_id("why-pane")
    expect(pane.locator(".web-request")).to_have_text(f"GET /reservation?id={key_of('sam')}")
    expect(pane.locator(".attempts").first).to_contain_text("200")
    expect(pane.locator(".answer")).to_have_text("Answer reservation yes")
    expect(pane.locator(".letter").first).to_contain_text("Welcome, Sam")
    used = passage(page, "welcome").first.locator("details")
    used.locator("summary").click()
    expect(used).to_contain_text("Phone")
    expect(used).to_contain_text(f"phone-of-{key_of('sam')}")


def test_who_waits_is_told_for_what_and_until_when(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["jane"])
    stands = page.get_by_test_id("stands")
    expect(stands).to_contain_text("when “Restaurant beacon” happens → came to the restaurant")
    expect(stands.get_by_test_id("until")).to_contain_text(
        re.compile(r"\d\d:\d\d \(Europe/Paris\) in 5 h 59 min")
    )


def test_the_payload_is_there_on_demand(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["jane"])
    payload = page.locator(".payload details").first
    expect(payload.locator("pre")).to_be_hidden()
    payload.locator("summary").click()
    expect(payload.locator("pre")).to_contain_text('"firstName": "Jane"')


def test_a_row_chooses_its_card_and_a_card_its_row(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["sam"])
    passage(page, "welcome").first.locator(".passage-head").click()
    expect(page.get_by_test_id("node:welcome").locator(".card")).to_have_class(
        re.compile("selected")
    )
    page.get_by_test_id("node:member").locator(".card-name").click()
    expect(passage(page, "member")).to_have_class(re.compile("is-chosen"))
    assert passage(page, "welcome").first.get_attribute("class") == "passage action "


def test_the_arrows_walk_the_story_and_escape_leaves(page: Page, guests: dict[str, Any]):
    open_canvas(page, guests["jane"])
    for step in ("lobby", "member", "room"):
        page.keyboard.press("ArrowDown")
        expect(page.locator(".passage.is-chosen")).to_have_attribute(
            "data-testid", f"passage:{step}"
        )
        expect(page.locator(".card.selected")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".passage.is-chosen")).to_have_attribute("data-testid", "passage:member")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("why-pane")).to_have_count(0)
    expect(page.locator(".way.lit")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"mode=live"))


def test_the_pane_follows_the_run_and_keeps_what_was_opened(
    page: Page, hotel: Hotel, guests: dict[str, Any]
):
    person = f"{key_of('jane')}-moves"
    enter(hotel, person, "jane")
    open_canvas(page, hotel.waits_at(person, LAST["jane"]))
    page.locator(".payload summary").first.click()
    hotel.beacon("RestaurantBeacon", person)
    expect(page.get_by_test_id("stands")).to_contain_text("Finished at “Dined with us”.")
    expect(page.locator(".payload pre").first).to_be_visible()
    expect(page.get_by_test_id("node:meal").locator(".card")).to_have_attribute(
        "data-state", "is-passed"
    )


def test_a_wait_tells_on_its_line_how_long_it_took(
    page: Page, hotel: Hotel, guests: dict[str, Any]
):
    person = f"{key_of('jane')}-waits"
    enter(hotel, person, "jane")
    run = hotel.waits_at(person, LAST["jane"])
    page.wait_for_timeout(2_100)
    hotel.beacon("RestaurantBeacon", person)
    hotel.ended(person)
    open_canvas(page, run)
    expect(page.locator(".line-mark")).to_have_text(re.compile(r"^\+\d+ s$"))


def test_a_failed_call_explains_itself_and_is_tried_again(
    page: Page, hotel: Hotel, guests: dict[str, Any]
):
    person = f"{key_of('alex')}-retry"
    enter(hotel, person, "alex")
    run = hotel.ended(person)
    open_canvas(page, run)
    failure = page.get_by_test_id("why-pane").locator(".failure")
    expect(failure).to_contain_text("“E-mail address” has no value.")
    expect(failure).to_contain_text("Fill in what is missing")
    hotel._ask("PATCH", f"/profiles/ECID/{person}", {"personalEmail": {"address": "a@example.com"}})
    page.get_by_test_id("retry-run").click()
    expect(page.get_by_test_id("stands")).to_contain_text("Finished at “Invited”.")
    expect(passage(page, "end_invite")).to_be_visible()
    expect(page.get_by_test_id("node:end_invite").locator(".card")).to_have_attribute(
        "data-state", "is-passed"
    )


def test_a_run_is_ended_only_when_one_says_so_twice(
    page: Page, hotel: Hotel, guests: dict[str, Any]
):
    person = f"{key_of('jane')}-ends"
    enter(hotel, person, "jane")
    open_canvas(page, hotel.waits_at(person, LAST["jane"]))
    page.get_by_test_id("end-run").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("This cannot be undone.")
    page.get_by_test_id("end-run-yes").click()
    expect(page.locator(".run-status")).to_have_text("Stopped")


def signed_in_as(browser: Browser, installation: Installation, role: str) -> Page:
    page = browser.new_context(base_url=installation.url, locale="en").new_page()
    link = installation.manage("sign_in_link", "--user", f"why-{role}", "--role", role)
    page.goto(link.split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/journeys/**")
    return page


def test_who_may_not_publish_can_neither_retry_nor_end(
    browser: Browser, installation: Installation, guests: dict[str, Any]
):
    page = signed_in_as(browser, installation, "technical")
    for address in ("/journeys/{journey}/?run={id}", "/people/?person={person}&run={id}"):
        page.goto(address.format(**guests["alex"]))
        expect(page.get_by_test_id("retry-run")).to_be_disabled()
        expect(page.get_by_test_id("end-run")).to_be_disabled()
    page.context.close()


def test_who_may_not_see_people_is_told_so(
    browser: Browser, installation: Installation, guests: dict[str, Any]
):
    page = signed_in_as(browser, installation, "viewer")
    page.goto("/journeys/{journey}/?version=1&run={id}".format(**guests["jane"]))
    expect(page.get_by_role("alert")).to_contain_text("You may not see people.")
    expect(page.locator(".way.lit")).to_have_count(0)
    page.context.close()


def test_the_simulator_is_one_click_away(page: Page, guests: dict[str, Any]):
    run = guests["minji"]
    open_canvas(page, run)
    link = page.get_by_test_id("why-pane").get_by_role("link", name="Try this in the simulator")
    expect(link).to_have_attribute(
        "href", f"/journeys/{run['journey']}/?mode=test&from={run['id']}"
    )


def test_a_run_that_is_not_there_says_so(page: Page, guests: dict[str, Any]):
    page.goto(f"/journeys/{guests['jane']['journey']}/?version=1&run=999999999")
    expect(page.get_by_test_id("why-pane").get_by_role("alert")).to_contain_text(
        "This run is not kept any more."
    )


# --- people -----------------------------------------------------------------------------------


def test_a_person_is_found_as_one_types_and_one_click_leads_to_the_lit_canvas(
    page: Page, guests: dict[str, Any]
):
    run = guests["sam"]
    page.goto("/people/")
    page.get_by_test_id("find-person").fill(key_of("sam"))
    found = page.get_by_role("option")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Sam Carter")
    found.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sam Carter")
    expect(page).to_have_url(re.compile(rf"person=ECID/{key_of('sam')}"))
    page.get_by_test_id(f"canvas:{run['id']}").click()
    expect(page.locator(".way.lit")).to_have_count(6)


def test_a_person_is_found_and_understood_by_the_keyboard_alone(page: Page, guests: dict[str, Any]):
    page.goto("/people/")
    field = page.get_by_test_id("find-person")
    field.focus()
    page.keyboard.type(f"ecid-jane-why-{STAMP}")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jane Doe")
    opener = page.get_by_test_id(f"open-run:{guests['jane']['id']}")
    for _ in range(40):
        if opener.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_test_id("stands")).to_contain_text("Waits at")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("why-pane")).to_be_visible()


def test_escape_closes_the_list_and_nobody_is_told_so(page: Page, guests: dict[str, Any]):
    page.goto("/people/")
    field = page.get_by_test_id("find-person")
    field.fill("zzz-nobody")
    expect(page.locator(".found.none")).to_contain_text("No id begins with “zzz-nobody”.")
    field.press("Escape")
    expect(page.locator(".found.none")).to_have_count(0)
    page.goto("/people/?person=ECID/zzz-nobody")
    expect(page.get_by_text("Nothing is known about “ECID/zzz-nobody”.")).to_be_visible()


def test_a_profile_is_told_by_the_names_of_its_fields(page: Page, guests: dict[str, Any]):
    page.goto(f"/people/?person=ECID/{key_of('sam')}")
    rows = page.locator(".attributes > div")
    expect(rows).to_have_count(3)
    told = dict(
        zip(rows.locator("dt").all_inner_texts(), rows.locator("dd").all_inner_texts(), strict=True)
    )
    assert told == {"Loyalty member": "yes", "First name": "Sam", "Last name": "Carter"}


def test_past_events_tell_what_became_of_them(page: Page, guests: dict[str, Any]):
    page.goto(f"/people/?person=ECID/{key_of('sam')}")
    events = page.get_by_role("region", name="Events")
    expect(events).to_contain_text("Entered “Lobby and restaurant”.")
    expect(events).to_contain_text("past “Restaurant within 6 hours?” in “Lobby and restaurant”.")
    events.locator("details summary").last.click()
    expect(events.locator("pre").last).to_contain_text('"firstName": "Sam"')


def test_what_is_still_to_come_stands_above(page: Page, guests: dict[str, Any]):
    page.goto(f"/people/?person=ECID/{key_of('jane')}")
    coming = page.get_by_test_id(f"coming:{guests['jane']['id']}")
    expect(coming).to_contain_text("will leave “Restaurant within 6 hours?” at the latest")
    expect(coming).to_contain_text("(Europe/Paris)")


def test_the_address_names_the_open_run_and_back_leads_back(page: Page, guests: dict[str, Any]):
    run = guests["minji"]
    page.goto("/people/")
    page.get_by_test_id("find-person").fill(key_of("minji"))
    page.get_by_role("option").click()
    page.get_by_test_id(f"open-run:{run['id']}").click()
    expect(page).to_have_url(re.compile(rf"&run={run['id']}$"))
    expect(page.get_by_text("Finished at “Knows the rates”.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Finished at “Knows the rates”.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_many_events_are_paged(page: Page, hotel: Hotel):
    person = f"ecid-many-{STAMP}"
    for table in range(25):
        hotel.post("BreakfastServed", person, table=str(table))
    page.goto(f"/people/?person=ECID/{person}")
    events = page.locator(".event-heard")
    expect(events).to_have_count(20)
    page.get_by_test_id("older-events").click()
    expect(events).to_have_count(25)
    expect(page.get_by_test_id("older-events")).to_have_count(0)


# --- how it looks -----------------------------------------------------------------------------


@pytest.fixture
def places(guests: dict[str, Any]) -> dict[str, str]:
    jane, alex = guests["jane"], guests["alex"]
    return {
        "everyone": "/people/",
        "person": f"/people/?person=ECID/{key_of('sam')}",
        "run": f"/people/?person=ECID/{key_of('jane')}&run={jane['id']}",
        "failed": f"/people/?person=ECID/{key_of('alex')}&run={alex['id']}",
        "canvas": f"/journeys/{jane['journey']}/?run={jane['id']}",
        "failed canvas": f"/journeys/{alex['journey']}/?run={alex['id']}",
    }


PLACES = ("everyone", "person", "run", "failed", "canvas", "failed canvas")


def settled(page: Page, place: str) -> Page:
    if place in ("run", "failed", "canvas", "failed canvas"):
        page.get_by_test_id("stands").wait_for()
    return page


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(opened: Opened, places: dict[str, str], place: str, colours: str):
    page = settled(opened(places[place], colours=colours), place)
    for fold in page.locator("details.json summary").all()[:3]:
        fold.click()
    assert violations(page) == []


def test_axe_finds_nothing_in_the_list_of_people_found(opened: Opened, guests: dict[str, Any]):
    page = opened("/people/", language="ko")
    page.get_by_test_id("find-person").fill("ecid-")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut_off(
    opened: Opened, places: dict[str, str], place: str, size: str, language: str
):
    page = settled(opened(places[place], size=size, language=language), place)
    assert page.evaluate(SPILLS) == []
    assert page.evaluate(CUT) == []


def test_the_story_is_told_in_korean(opened: Opened, guests: dict[str, Any]):
    run = guests["sam"]
    page = opened(f"/journeys/{run['journey']}/?run={run['id']}", language="ko")
    pane = page.get_by_test_id("why-pane")
    expect(pane).to_contain_text("‘Lobby beacon’ 이벤트로 진입했습니다.")
    expect(pane).to_contain_text("‘Dined with us’ 단계에서 완료했습니다.")
    expect(pane.locator(".use.source").first).to_contain_text(
        re.compile("‘Reservations’에서 .* 조회")
    )
