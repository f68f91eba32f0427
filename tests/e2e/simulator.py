"""The pane of Test as a user's hands: who and which event, then what happens next.

try_out.typed().start()
try_out.answer(has_a_room=True)
try_out.happens()
"""

from playwright.sync_api import Locator, Page, expect


class TryOut:
    """The simulator beside one journey's canvas."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pane = page.get_by_test_id("test-pane")
        self.sent = page.get_by_test_id("would-send")
        self.clock = page.get_by_test_id("test-clock")
        self.ending = page.get_by_test_id("test-ending")
        self.stopped = page.get_by_test_id("test-stopped")
        self.said = page.get_by_test_id("test-said")

    def open(self, journey: str, run: str | None = None) -> "TryOut":
        self.page.goto(f"/journeys/{journey}/?mode=test{f'&from={run}' if run else ''}")
        self.pane.wait_for()
        return self

    def typed(self) -> "TryOut":
        """A typed event of somebody made up, with the examples that are there."""
        self.pane.get_by_role("button", name="Typed", exact=True).click()
        return self

    def start(self) -> "TryOut":
        self.page.get_by_test_id("test-start").click()
        return self

    def answer(self, *, has_a_room: bool) -> "TryOut":
        """What the reservations say."""
        self.stands("room")
        self.pane.get_by_label("Has a room").select_option("true" if has_a_room else "false")
        self.pane.get_by_role("button", name="Answer this").click()
        return self

    def happens(self) -> "TryOut":
        """The event that is offered, after the two hours that are offered."""
        self.page.get_by_test_id("test-happens").click()
        return self

    def nothing(self) -> "TryOut":
        self.page.get_by_test_id("test-nothing").click()
        return self

    def stands(self, node: str) -> "TryOut":
        """The step in view, in the pane and on the canvas."""
        expect(self.pane.locator(".story-step.shown")).to_have_attribute("data-step", node)
        expect(self.card(node)).to_have_attribute("data-state", "is-here")
        return self

    def at(self, node: str) -> Locator:
        """The lines of a step in the list."""
        return self.pane.locator(f'.story-step[data-step="{node}"]')

    def way(self) -> list[str]:
        """The steps of the way, those that were passed in waiting once."""
        keys = self.pane.locator(".story-step").evaluate_all(
            "all => all.map(one => one.dataset.step)"
        )
        return list(dict.fromkeys(keys))

    def card(self, node: str) -> Locator:
        return self.page.locator(f'.react-flow__node[data-id="{node}"] .card')

    def line(self, start: str, port: str) -> Locator:
        return self.page.locator(f'[data-testid^="edge:{start}:{port}:"] path.way')

    def lit(self) -> list[str]:
        """`start:port` of the lines that are lit."""
        ids = self.page.locator(".react-flow__edge:has(path.lit)").evaluate_all(
            "all => all.map(one => one.dataset.testid.split(':').slice(1, -1).join(':'))"
        )
        return sorted(ids)
