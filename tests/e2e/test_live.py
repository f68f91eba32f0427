"""Live numbers on the canvas: each is what the tables hold, and leads to the people behind it."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from demo import graphs
from tests.e2e.designer import Designer
from tests.e2e.hotel import Hotel, eventually
from tests.e2e.test_pages import (  # noqa: F401 (fixtures)
    SIZES,
    SPILLS,
    inhabited,
    opened,
    violations,
)
from tests.engine.live import Installation

NAME = "Watched lobby"
WHAT = ("inside", "passed", "left", "failed")
# A step's number is its place among the sorted keys; a path is a flat list of steps and ports.
STANDING = """
    select node, case when status < 5 then 'inside' when status = 5 then 'failed' else 'left' end,
           count(*)
    from instance where version_id = ? group by 1, 2
"""
PASSED = """
    select one.value, 'passed', count(*)
    from trail, json_each(trail.path) as one
    where trail.version_id = ? and one.key % 2 = 0 group by 1
"""
TALLIED = """
    select node, sum(n) from (
        select node, n from tally where version_id = :v and port >= 0
        union all select node, n from tally_total where version_id = :v and port >= 0)
    group by node
"""
PEOPLE = {
    "inside": "select person from instance where version_id = ? and node = ? and ended_at is null",
    "failed": "select person from instance where version_id = ? and node = ? and status = 5",
    "left": "select person from instance where version_id = ? and node = ? and status > 5",
    "passed": """
        select distinct i.person from instance i join trail t on t.instance_id = i.id,
               json_each(t.path) as one
        where t.version_id = ? and one.key % 2 = 0 and one.value = ?""",
}
BOXES = """() => [...document.querySelectorAll(".react-flow__node, .pill, .numbers, .number")].map(
    one => { const {x, y, width, height} = one.getBoundingClientRect();
             return [x, y, width, height]; })"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".react-flow .number")].map(
    one => [one.dataset.testid.slice(7), [Number(one.dataset.count),
                                       one.querySelector(".number-text").innerText]]))"""

Numbers = dict[str, int]


class Watched:
    """A journey of the hotel with people in it, and its tables beside what the product says."""

    def __init__(self, installation: Installation, hotel: Hotel, name: str = NAME) -> None:
        self._database = installation.folder / "gilmok.sqlite3"
        self.hotel = hotel
        self.journey = hotel.draw(name, graphs.LOBBY)
        hotel.publish(self.journey)

    def ask(self, sql: str, *values: Any) -> list[Any]:
        return self.ask_all((sql, *values))[0]

    def ask_all(self, *questions: tuple[Any, ...]) -> list[list[Any]]:
        """The answers to several questions, all of one moment."""
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            connection.execute("begin")
            return [connection.execute(*question).fetchall() for question in questions]

    def version(self, number: int = 1) -> tuple[int, list[str]]:
        """The row of a version, and its steps in the order of their numbers."""
        sql = "select id, graph from journeys_version where journey_id = ? and number = ?"
        ((row, graph),) = self.ask(sql, (int(self.journey), number))
        return row, sorted(json.loads(graph)["nodes"])

    def counted(self) -> Numbers:
        """`step:what` of every number, counted row by row."""
        row, keys = self.version()
        found = {f"{key}:{what}": 0 for key in keys for what in WHAT}
        standing, passed, tallied = self.ask_all(
            (STANDING, (row,)), (PASSED, (row,)), (TALLIED, {"v": row})
        )
        for node, what, n in standing + passed:
            found[f"{keys[node]}:{what}"] += n
        for node, n in tallied:
            assert found[f"{keys[node]}:passed"] == n
        return found

    def people(self, step: str, what: str) -> list[str]:
        row, keys = self.version()
        return sorted(person for (person,) in self.ask(PEOPLE[what], (row, keys.index(step))))

    def settled(self, **wanted: int) -> Numbers:
        """The counts once some of them are what the events should have made them."""
        return eventually(
            lambda: (
                counts
                if all(
                    (counts := self.counted())[name.replace("__", ":")] == n
                    for name, n in wanted.items()
                )
                else None
            ),
            f"the tables hold {wanted}",
        )

    def meet(self, person: str, member: bool = True, **guest: Any) -> None:
        tokens = {"pushNotificationTokens": [{"token": f"phone-of-{person}", "platform": "apns"}]}
        data: dict[str, Any] = {
            "endUserIDs": {"_experience": {"mcid": {"id": person}}},
            "_experience": {"campaign": {"message": {"profileSnapshot": tokens}}},
        }
        told = {"firstName": "Jane", "lastName": "Doe", "loyaltyMember": member, **guest}
        self.hotel.post("LobbyBeacon", person, **data, guest=told)


@pytest.fixture(scope="module")
def watched(installation: Installation, hotel: Hotel) -> Watched:
    """Three wait for dinner, two members have no room, two others fail for want of an address."""
    own = Watched(installation, hotel)
    for name in ("a", "b", "c"):
        own.meet(f"ecid-jane-live-{name}")
    for name in ("d", "e"):
        own.meet(f"ecid-roomless-live-{name}")
    for name in ("f", "g"):
        own.meet(f"ecid-stranger-live-{name}", member=False)
    own.settled(dinner__inside=3, end_rates__left=2, invite__failed=2)
    return own


def open_live(page: Page, watched: Watched) -> Page:
    page.goto(f"/journeys/{watched.journey}/?mode=live")
    expect(page.locator(".react-flow .number[data-count]").first).to_be_visible()
    return page


def shown(page: Page) -> dict[str, tuple[int, str]]:
    return {name: (n, text) for name, (n, text) in page.evaluate(SHOWN).items()}


def number(page: Page, name: str) -> Any:
    return page.locator(f'.react-flow [data-testid="number:{name}"]')


def listed(page: Page) -> list[str]:
    """The people in the list, once it is there."""
    expect(page.locator(".behind .person").first).to_be_visible()
    return sorted(page.locator(".person-name").all_inner_texts())


def agree(page: Page, watched: Watched) -> bool:
    counts = watched.counted()
    return all(n == counts[name] and text == str(n) for name, (n, text) in shown(page).items())


def test_each_number_on_each_card_is_what_the_tables_hold(page: Page, watched: Watched):
    open_live(page, watched)

    eventually(lambda: agree(page, watched), "cards and tables agree")
    on_cards, counts = shown(page), watched.counted()

    missing = {name for name, n in counts.items() if n and name not in on_cards}
    assert missing == set()
    assert {what for name, n in counts.items() if n for what in [name.split(":")[1]]} == set(WHAT)
    assert page.get_by_test_id("total:entered").inner_text() == str(counts["lobby:passed"])


def test_numbers_follow_within_three_seconds_and_move_no_box(page: Page, watched: Watched):
    open_live(page, watched)
    boxes, before = page.evaluate(BOXES), watched.counted()

    watched.meet("ecid-jane-live-late")
    watched.meet("ecid-roomless-live-late")
    after = watched.settled(
        dinner__inside=before["dinner:inside"] + 1, end_rates__left=before["end_rates:left"] + 1
    )
    since = time.monotonic()
    eventually(
        lambda: all(n == after[name] for name, (n, _) in shown(page).items()), "the cards follow"
    )

    assert time.monotonic() - since < 3
    assert page.evaluate(BOXES) == boxes


def test_the_people_behind_a_number_are_those_that_the_tables_name(page: Page, watched: Watched):
    open_live(page, watched)
    for step, what in (
        ("dinner", "inside"),
        ("invite", "failed"),
        ("end_rates", "left"),
        ("room", "passed"),
    ):
        number(page, f"{step}:{what}").click()
        assert listed(page) == watched.people(step, what), (step, what)
        page.get_by_test_id("back-to-step").click()


def test_the_ways_out_of_a_step_have_shares_and_people(page: Page, watched: Watched):
    open_live(page, watched)
    counts = watched.counted()
    with_room, all_of = counts["welcome:passed"], counts["room:passed"]
    share = f"{round(100 * with_room / all_of)} %"

    expect(page.locator(".pill", has_text="Reservation").locator(".pill-share")).to_have_text(share)
    page.locator('[data-testid="node:room"] .card-name').click()
    page.get_by_test_id("number:room:path:reserved").click()

    assert listed(page) == watched.people("welcome", "passed")
    expect(page.get_by_test_id("people-title")).to_have_text(f"{with_room} passed")


def test_each_person_leads_to_their_way_and_to_all_about_them(page: Page, watched: Watched):
    open_live(page, watched)
    number(page, "dinner:inside").click()
    person = watched.people("dinner", "inside")[0]
    row = page.get_by_test_id(f"behind:{person}")

    expect(row.locator(".person-name")).to_have_attribute(
        "href", re.compile(r"^/people/\?person=ECID%2Fecid-jane-live-")
    )
    row.get_by_test_id(f"way:{person}").click()

    expect(page).to_have_url(re.compile(r"mode=live.*run=\d+"))
    expect(page.locator(".react-flow .number")).to_have_count(0)


def test_the_list_is_paged(page: Page, watched: Watched):
    before = watched.counted()["lobby:passed"]
    for at in range(30):
        watched.meet(f"ecid-roomless-paged-{at:02}")
    watched.settled(lobby__passed=before + 30)
    open_live(page, watched)
    number(page, "lobby:passed").click()
    expect(page.locator(".person")).to_have_count(25)

    page.get_by_test_id("more-people").click()

    expect(page.locator(".person")).to_have_count(before + 30)
    assert sorted(set(listed(page))) == watched.people("lobby", "passed")


def test_who_failed_is_sent_on_again(page: Page, watched: Watched):
    person = "ecid-stranger-live-f"
    before = watched.counted()
    # Now there is an address; this beacon also lets them in once more.
    watched.meet(person, member=False, email="f@example.com")
    watched.settled(end_invite__left=before["end_invite:left"] + 1)
    open_live(page, watched)
    number(page, "invite:failed").click()
    expect(page.get_by_test_id(f"behind:ECID/{person}").locator(".error-text")).not_to_be_empty()

    page.get_by_test_id(f"retry:ECID/{person}").click()

    expect(page.get_by_test_id(f"behind:ECID/{person}")).to_have_count(0)
    expect(number(page, "invite:failed")).to_have_attribute(
        "data-count", str(before["invite:failed"] - 1)
    )
    watched.settled(end_invite__left=before["end_invite:left"] + 2)


def test_all_that_are_listed_are_sent_on_after_a_count(page: Page, watched: Watched):
    open_live(page, watched)
    count = watched.counted()["invite:failed"]
    number(page, "invite:failed").click()
    page.get_by_test_id("retry-all").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Loyalty membership")

    dialog.get_by_test_id("confirm").click()

    expect(page.locator(".toasts")).to_contain_text("being sent on")
    # They have no address still, so they fail again: nobody is lost.
    eventually(lambda: watched.counted()["invite:failed"] == count, "they failed again")
    eventually(lambda: agree(page, watched), "cards and tables agree")


def test_who_is_inside_is_ended_after_a_word_about_it(page: Page, watched: Watched):
    watched.meet("ecid-jane-live-ended")
    person = "ECID/ecid-jane-live-ended"
    eventually(lambda: person in watched.people("dinner", "inside"), "they wait")
    open_live(page, watched)
    number(page, "dinner:inside").click()

    page.get_by_test_id(f"end:{person}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("It cannot be undone.")
    dialog.get_by_test_id("confirm").click()

    expect(page.get_by_test_id(f"behind:{person}")).to_have_count(0)
    assert person in watched.people("dinner", "left")


def test_the_keyboard_alone_opens_the_people_and_comes_back(page: Page, watched: Watched):
    open_live(page, watched)
    page.locator('[data-testid="node:dinner"]').focus()
    page.keyboard.press("Tab")
    expect(number(page, "dinner:inside")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_test_id("back-to-step")).to_be_focused()
    expect(page.locator(".person").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(number(page, "dinner:inside")).to_be_focused()
    expect(page.locator(".step-numbers")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("total:inside")).to_be_visible()


@pytest.fixture
def other(installation: Installation, hotel: Hotel) -> Iterator[Watched]:
    """A journey of one's own that nobody is in."""
    own = Watched(installation, hotel, f"Quiet lobby {time.monotonic_ns()}")
    yield own
    hotel.stop(own.journey)


def test_live_shows_the_version_and_lets_nothing_be_drawn(page: Page, other: Watched):
    designer = Designer(page).open(other.journey)
    designer.card("Welcome").open().name("Good evening")
    designer.saved()

    page.get_by_test_id("mode:live").click()
    expect(designer.card("Welcome").box).to_be_visible()
    expect(designer.card("Good evening").box).to_have_count(0)
    designer.card("Welcome").open()
    for key in ("a", "F2", "c", "Delete", "Control+d", "Control+z"):
        designer.press(key)
    designer.card("Welcome").box.locator(".card-name").dblclick()

    expect(page.locator(".quick-add, .connect-bar, .card-rename, .stub-add")).to_have_count(0)
    expect(page.get_by_test_id("palette")).to_have_count(0)
    page.get_by_test_id("mode:edit").click()
    expect(designer.card("Good evening").box).to_be_visible()


def test_a_version_without_people_says_what_brings_the_first(page: Page, other: Watched):
    page.goto(f"/journeys/{other.journey}/?mode=live")

    expect(page.get_by_test_id("nobody")).to_contain_text("Nobody has entered yet")
    expect(page.get_by_test_id("nobody")).to_contain_text("Lobby beacon")


def test_numbers_that_cannot_be_renewed_are_told_to_be_old(page: Page, watched: Watched):
    open_live(page, watched)
    expect(page.get_by_test_id("as-of")).to_contain_text("As of")

    page.context.set_offline(True)

    expect(page.locator(".as-of.old")).to_be_visible()
    expect(page.locator(".live-pane").get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".as-of.old")).to_have_count(0)


def test_a_viewer_sees_the_numbers_and_not_the_people(
    browser: Browser, installation: Installation, watched: Watched
):
    context = browser.new_context(base_url=installation.url, locale="en")
    page = context.new_page()
    link = installation.manage("sign_in_link", "--user", "vivian", "--role", "viewer")
    page.goto(link.split()[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/journeys/**")
    open_live(page, watched)
    number(page, "dinner:inside").click()

    expect(page.locator(".live-pane").get_by_role("alert")).to_contain_text("Ask an administrator")
    context.close()


# In words


def test_a_step_is_told_in_its_pane_as_it_is_changed(page: Page, other: Watched):
    designer = Designer(page).open(other.journey)
    pane = designer.card("Restaurant within 6 hours?").open()
    sentence = page.get_by_test_id("sentence")
    expect(sentence).to_contain_text("after 6 hours")

    pane.box.locator('input[type="number"]').last.fill("4")

    expect(sentence).to_contain_text("after 4 hours")
    page.context.set_offline(True)
    pane.box.locator('input[type="number"]').last.fill("5")
    page.wait_for_timeout(800)
    expect(sentence).to_contain_text("after 4 hours")
    page.context.set_offline(False)
    expect(sentence).to_contain_text("after 5 hours")


def test_the_outline_is_walked_by_keys_and_in_step_with_the_canvas(page: Page, other: Watched):
    designer = Designer(page).open(other.journey)
    designer.card("Welcome").open()
    designer.press("o")
    tree = page.get_by_role("tree")
    expect(tree.get_by_role("treeitem", selected=True)).to_contain_text("Welcome")

    tree.locator('[tabindex="0"]').focus()
    designer.press("End")
    designer.press("Home")
    designer.press("ArrowDown")
    expect(page.locator(":focus")).to_contain_text("Not written to today?")
    designer.press("Enter")
    expect(designer.pane.field("Name of the step")).to_have_value("Not written to today?")
    page.locator("[data-testid='line:step:end_rates']").focus()
    designer.press("Delete")

    expect(tree.get_by_role("treeitem").filter(has_text="Knows the rates")).to_have_count(0)
    designer.press("Control+z")
    expect(tree.get_by_role("treeitem").filter(has_text="Knows the rates")).to_have_count(1)
    designer.press("o")
    expect(designer.card("Welcome").box).to_be_visible()


def test_the_canvas_is_described_by_the_journey_in_words(page: Page, other: Watched):
    Designer(page).open(other.journey)

    expect(page.get_by_test_id("canvas")).to_have_accessible_description(
        re.compile("People enter when “Lobby beacon” happens")
    )


def test_the_review_tells_all_of_it_and_what_changes(page: Page, other: Watched):
    other.meet("ecid-jane-reviewed")
    other.settled(dinner__inside=1)
    designer = Designer(page).open(other.journey)
    designer.card("Restaurant within 6 hours?").open().name("Dinner?")
    designer.card("Knows the rates").box.locator(".card-name").click()
    designer.press("Delete")
    designer.saved()
    page.get_by_test_id("publish").click()
    sheet = page.get_by_role("dialog")

    expect(sheet.get_by_test_id("review:1")).to_contain_text("People enter when “Lobby beacon”")
    expect(sheet.get_by_test_id("change:changed:dinner")).to_contain_text("another name")
    expect(sheet.get_by_test_id("change:removed:end_rates")).to_contain_text("removed")
    expect(sheet.get_by_test_id("change:changed:rates")).to_contain_text("leads elsewhere")
    expect(sheet.get_by_test_id("stay:1")).to_contain_text("1 person is inside version 1")
    sheet.get_by_test_id("told:step:welcome").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(designer.pane.field("Name of the step")).to_have_value("Welcome")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "People enter when “Lobby beacon” happens."),
        ("ko", "‘Lobby beacon’ 이벤트가 발생하면 진입합니다."),
    ],
)
def test_words_are_told_in_each_language(opened, watched: Watched, language: str, sentence: str):  # noqa: F811
    page = opened(f"/journeys/{watched.journey}/?step=lobby", language=language)
    expect(page.get_by_test_id("sentence")).to_have_text(sentence)
    page.get_by_test_id("publish").click()
    expect(page.get_by_test_id("told:step:lobby")).to_contain_text(sentence)
    page.keyboard.press("Escape")
    page.get_by_test_id("outline").click()
    expect(page.get_by_test_id("line:step:lobby")).to_contain_text(sentence)


def states(page: Page, watched: Watched) -> Iterator[str]:
    """Every look of Live and of the words, one after another."""
    page.goto(f"/journeys/{watched.journey}/?mode=live")
    page.locator(".number[data-count]").first.wait_for()
    is_drawn = page.get_by_test_id("canvas").count() > 0
    yield "live"
    page.get_by_test_id("number:dinner:inside").first.click()
    page.locator(".person").first.wait_for()
    yield "people"
    page.keyboard.press("Escape")
    page.locator(".step-numbers").wait_for()
    yield "step"
    page.goto(f"/journeys/{watched.journey}/")
    if is_drawn:
        page.get_by_test_id("outline").click()
    page.get_by_role("treeitem").first.wait_for()
    yield "outline"
    page.get_by_test_id("publish").click()
    page.get_by_test_id("told:step:lobby").wait_for()
    yield "review"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_live_and_in_words(opened, watched: Watched, colours: str):  # noqa: F811
    page = opened("/journeys/", colours=colours, language="ko")
    for state in states(page, watched):
        assert violations(page) == [], state


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_live_is_cut_off(opened, watched: Watched, size: str, language: str):  # noqa: F811
    page = opened("/journeys/", size=size, language=language)
    for state in states(page, watched):
        assert page.evaluate(SPILLS) == [], state
