"""The first quarter of an hour, walked as a new user would, stop by stop, with a picture of each.

    walk = Walk(page, house, language)
    for stop in walk.stops:
        stop()

``tests/e2e/take_pictures.py`` walks it for the documentation, ``test_first_quarter.py`` for proof.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.hotel import Hotel
from tests.engine.live import Installation

A_DAY = 150_000  # milliseconds: it takes a third of that on an idle machine
LOCALES = {"en": "en-GB", "ko": "ko-KR"}
WINDOW = {"width": 1440, "height": 900}
STRANGER = {"type": "LobbyBeacon", "data": {"guest": {"firstName": 7, "loyaltyMember": "yes"}}}


def a_window(browser: Browser, house: Installation, language: str, colours: str = "light") -> Page:
    """A browser that has never been here, in a language."""
    context = browser.new_context(
        base_url=house.url, viewport=WINDOW, locale=LOCALES[language],
        color_scheme=colours, bypass_csp=True,
    )  # fmt: skip
    context.set_default_timeout(20_000)
    return context.new_page()


class Walk:
    """Each stop does what a reader of docs/walk.md is told to do, and looks at what is promised."""

    def __init__(
        self, page: Page, house: Installation, see: Callable[[str], None] = lambda _name: None
    ) -> None:
        self.page = page
        self.house = house
        self._see = see
        self.stops = (
            self.arrive, self.home, self.play, self.people_behind_a_number, self.why,
            self.a_person, self.events, self.try_out, self.draw, self.publish, self.messages,
        )  # fmt: skip

    def _get(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def arrive(self) -> None:
        """The link that the terminal printed leads to the canvas."""
        journey = Hotel(self.house).journey("Lobby and restaurant")["id"]
        link = self.house.manage("sign_in_link", "--next", f"/journeys/{journey}/").split()[-1]
        self.page.goto(link)
        self.page.locator("main form button").click()
        self.page.wait_for_url(f"**/journeys/{journey}/**")
        self.journey = journey
        expect(self._get("node:welcome")).to_be_visible()
        expect(self._get("hotel")).to_be_visible()
        self._see("canvas")

    def home(self) -> None:
        """Home tells where to start, and leads to the hotel."""
        self.page.goto("/")
        expect(self._get("start")).to_be_visible()
        self._see("home")
        self._get("play").click()
        self.page.wait_for_url(f"**/journeys/{self.journey}/**")

    def play(self) -> None:
        """A day: people move, numbers rise, messages arrive beside the canvas."""
        self._get("play-day").click()
        expect(self._get("hotel-phone").get_by_test_id("notification").nth(1)).to_be_visible(
            timeout=A_DAY
        )
        expect(self._get("hotel-mailbox").get_by_test_id("mail").first).to_be_visible(timeout=A_DAY)
        expect(self._get("token").first).to_be_visible()
        self._see("day")
        expect(self._get("play-day")).to_be_enabled(timeout=A_DAY)
        self._see("evening")

    def people_behind_a_number(self) -> None:
        """A number on a card opens the people behind it."""
        self.page.locator('.react-flow [data-testid="number:meal:passed"]').click()
        expect(self.page.locator(".behind .person").first).to_be_visible()
        self._see("people-behind")

    def why(self) -> None:
        """One of them: the way lit on the canvas, told step by step with the values used then."""
        self.page.locator(".behind [data-testid^='way:']").first.click()
        expect(self._get("why-pane").get_by_test_id("stands")).to_be_visible()
        expect(self.page.locator(".way.lit").first).to_be_attached()
        self._get("passage:member").scroll_into_view_if_needed()
        self._see("why")

    def a_person(self) -> None:
        """Who that is: the profile, past events, every way."""
        self._get("why-pane").locator("a[href^='/people/']").first.click()
        self.page.wait_for_url("**/people/**")
        expect(
            self.page.locator("[data-testid^='run:'] [data-testid^='why:']").first
        ).to_be_visible()
        self._see("person")

    def events(self) -> None:
        """Every event with its fate; what was refused says where and why."""
        Hotel(self.house).try_to_post(STRANGER)
        self.page.goto("/events/")
        refused = self.page.locator(".event-row").filter(has_text=re.compile("Rejected|거부됨"))
        refused.first.click()
        expect(self._get("detail-sentence")).to_be_visible()
        self._see("events")

    def try_out(self) -> None:
        """The draft, tried out with somebody made up. Nothing is sent."""
        self.page.goto(f"/journeys/{self.journey}/?mode=test")
        pane = self._get("test-pane")
        pane.get_by_role("button", name=re.compile("^(Typed|직접 입력)$")).click()
        self._get("test-start").click()
        pane.locator("select").last.select_option("true")
        pane.get_by_role("button", name=re.compile("^(Answer this|이렇게 응답)$")).click()
        expect(self._get("test-happens")).to_be_visible()
        self._see("test")
        self._get("test-happens").click()
        expect(self._get("test-ending")).to_be_visible()

    def draw(self) -> None:
        """Edit: a change is saved by itself; the pane says in words what the step does."""
        self._get("mode:edit").click()
        self.page.locator('[data-testid="node:dinner"] .card-name').click()
        expect(self._get("pane")).to_be_visible()
        length = self._get("pane").locator("input[type=number]").first
        length.fill("8")
        expect(self._get("status")).to_have_class(re.compile("saved"))
        self._see("edit")

    def publish(self) -> None:
        """What changes, in words, before it is published; who is inside stays in their version."""
        self._get("publish").click()
        expect(self.page.get_by_role("dialog")).to_be_visible()
        expect(self._get("change:changed:dinner")).to_be_visible()
        self._see("review")
        self._get("publish-confirm").click()
        expect(self._get("live-chip")).to_contain_text("2")

    def messages(self) -> None:
        """Everything that was said, to whom, and from which step."""
        self.page.goto("/messages/")
        expect(self.page.locator("article, .message").first).to_be_visible()
        self._see("messages")
