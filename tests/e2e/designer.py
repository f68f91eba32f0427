"""The designer as a user's hands: the palette, the cards, the pane, and what the header does.

designer.palette.drop("Wait", 400, 300)
designer.card("Wait").connect_to("End")
"""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Designer:
    """The page of one journey."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.get_by_test_id("canvas")
        self.palette = Palette(self)
        self.pane = Pane(page)

    def open(self, journey: str) -> "Designer":
        self.page.goto(f"/journeys/{journey}/")
        expect(self.page.get_by_test_id("status")).to_have_text("Saved")
        return self

    def start_new(self, name: str) -> "Designer":
        """A new journey from the list, with a name."""
        self.page.goto("/journeys/")
        self.page.get_by_test_id("new-journey").click()
        self.page.wait_for_url(re.compile(r"/journeys/\d+/"))
        title = self.page.get_by_test_id("journey-name")
        title.fill(name)
        title.press("Enter")
        expect(self.page).to_have_title(f"{name} · Gilmok")
        return self

    @property
    def journey(self) -> str:
        return self.page.url.rstrip("/").rpartition("/")[2]

    def card(self, name: str) -> "Card":
        face = self.page.locator(".card-name").get_by_text(name, exact=True)
        return Card(self, self.page.locator(".react-flow__node").filter(has=face))

    def cards(self) -> list[str]:
        """The names on the canvas, in the order of the flow."""
        return self.page.locator(".card-name").all_inner_texts()

    def edge(self, start: str, port: str, end: str) -> Locator:
        return self.page.get_by_test_id(f"edge:{start}:{port}:{end}")

    def edges(self) -> list[str]:
        """`start:port:end` of every connection, by the steps' keys."""
        ids = self.page.locator(".react-flow__edge").evaluate_all(
            "all => all.map(one => one.dataset.testid)"
        )
        return sorted(one.removeprefix("edge:") for one in ids)

    def saved(self) -> "Designer":
        """Everything drawn is at the server."""
        expect(self.page.get_by_test_id("undo")).to_be_visible()
        expect(self.page.get_by_test_id("status")).to_have_text("Saved")
        return self

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the canvas as one of the window."""
        box = _box(self.canvas)
        return box["x"] + x, box["y"] + y

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move in steps as a hand does, release."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 8, start[1] + 8)
        mouse.move(*end, steps=12)
        mouse.up()

    def quick_add(self) -> Locator:
        """The list of steps that opens where one will go."""
        return self.page.get_by_test_id("quick-add").get_by_role("combobox")

    def toast(self) -> Locator:
        return self.page.locator(".toasts")

    def click_nothing(self) -> None:
        self.page.mouse.click(*self.point(20, 20))

    def problems(self) -> Locator:
        return self.page.get_by_test_id("problems")

    def publish(self, note: str = "") -> None:
        """Review and publish; fails where a problem stands in the way."""
        self.page.get_by_test_id("publish").click()
        if note:
            self.page.get_by_test_id("publish-note").fill(note)
        self.page.get_by_test_id("publish-confirm").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def versions(self) -> Locator:
        """The opened list of versions."""
        self.page.get_by_test_id("versions").click()
        return self.page.locator(".version")


class Palette:
    """What can be added, at the left of the canvas."""

    def __init__(self, designer: Designer) -> None:
        self._designer = designer
        self._box = designer.page.get_by_test_id("palette")

    def item(self, name: str) -> Locator:
        return self._box.get_by_role("button", name=name, exact=True)

    def drop(self, name: str, x: float, y: float) -> None:
        """Drag an item to a point of the canvas; the card's middle comes to lie there."""
        self._designer.drag(_middle(self.item(name)), self._designer.point(x, y))

    def drop_on(self, name: str, start: str, port: str) -> None:
        """Drag an item onto the connection that leaves a port."""
        line = self._designer.page.locator(f'[data-testid^="edge:{start}:{port}:"] path').first
        at = line.evaluate(
            """path => {
                const middle = path.getPointAtLength(path.getTotalLength() / 2);
                const on = middle.matrixTransform(path.getScreenCTM());
                return [on.x, on.y];
            }"""
        )
        self._designer.drag(_middle(self.item(name)), (at[0], at[1]))

    def click(self, name: str) -> None:
        self.item(name).click()


class Card:
    """One step on the canvas."""

    def __init__(self, designer: Designer, box: Locator) -> None:
        self._designer = designer
        self.box = box

    @property
    def key(self) -> str:
        return self.box.get_attribute("data-id") or ""

    def open(self) -> "Pane":
        """Select the step; its settings are in the pane."""
        self.box.locator(".card-name").click()
        return self._designer.pane

    def port(self, port: str = "next") -> Locator:
        return self._designer.page.get_by_test_id(f"port:{self.key}:{port}")

    def connect_to(self, name: str, port: str = "next") -> None:
        """Drag a line from a way out to another card."""
        target = self._designer.card(name).box
        self._designer.drag(_middle(self.port(port)), _middle(target))

    def move_by(self, x: float, y: float) -> None:
        start = _middle(self.box)
        self._designer.drag(start, (start[0] + x, start[1] + y))

    def place(self) -> tuple[float, float]:
        return _middle(self.box)


class Pane:
    """The settings of the chosen step, or of the journey."""

    def __init__(self, page: Page) -> None:
        self.box = page.get_by_test_id("pane")

    def field(self, label: str) -> Locator:
        return self.box.get_by_label(label).first

    def name(self, text: str) -> "Pane":
        self.box.get_by_label("Name of the step").fill(text)
        return self

    def fill(self, label: str, text: str) -> "Pane":
        self.field(label).fill(text)
        return self

    def choose(self, label: str, option: str) -> "Pane":
        self.field(label).select_option(label=option)
        return self

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=name)


def _box(of: Locator) -> Any:
    of.wait_for()
    box = of.bounding_box()
    assert box is not None
    return box


def _middle(of: Locator) -> tuple[float, float]:
    box = _box(of)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
