"""The hands on the canvas: every way to add, connect, move, delete and find, and what is kept."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo import graphs
from tests.e2e.designer import Designer
from tests.e2e.hotel import Hotel, eventually

GREET = graphs.action("Greet", "stay_push", {"text": '"Good morning."'})


def small() -> Any:
    """in -> big? -(yes)-> greet -> done; big? -(else)-> bye"""
    return {
        "schema": 1,
        "settings": graphs.settings(),
        "nodes": {
            "in": graphs.entry("Sits down", "BreakfastServed"),
            "big": graphs.condition(
                "Window?", ("yes", "Window", '@{BreakfastServed.table} == "7"')
            ),
            "greet": GREET,
            "done": graphs.end("Done"),
            "bye": graphs.end("Bye"),
        },
        "edges": graphs.edges(
            "in next -> big", "big path:yes -> greet", "greet next -> done", "big else -> bye"
        ),
    }


@pytest.fixture
def designer(page: Page, hotel: Hotel, request: pytest.FixtureRequest) -> Designer:
    """The designer with a small journey of five steps."""
    return Designer(page).open(hotel.draw(request.node.name[:80], small()))


def server_edges(hotel: Hotel, designer: Designer) -> set[str]:
    designer.saved()
    return {
        f"{edge['from']} {edge['port']} {edge['to']}"
        for edge in hotel.drawn(designer.journey)["edges"]
    }


# --- Adding -----------------------------------------------------------------------------------


def test_an_item_dropped_on_a_line_is_inserted_there(designer: Designer, hotel: Hotel):
    designer.palette.drop_on("Wait", "greet", "next")
    expect(designer.edge("greet", "next", "wait")).to_be_attached()
    expect(designer.edge("wait", "alt:after", "done")).to_be_attached()
    assert {"greet next wait", "wait alt:after done"} <= server_edges(hotel, designer)
    assert "greet next done" not in server_edges(hotel, designer)


def test_a_click_in_the_palette_adds_after_the_chosen_step(designer: Designer):
    designer.card("Greet").open()
    designer.palette.click("Wait")
    expect(designer.edge("greet", "next", "wait")).to_be_attached()
    expect(designer.pane.field("Name of the step")).to_have_attribute("placeholder", "Wait")


def test_a_step_is_added_by_the_keyboard_alone(designer: Designer):
    designer.card("Greet").box.focus()
    designer.press("a")
    designer.quick_add().press_sequentially("wait")
    designer.press("Enter")
    expect(designer.card("Wait").box).to_be_visible()


def test_a_line_dropped_on_nothing_asks_what_follows(designer: Designer):
    designer.card("Done").box.focus()
    designer.press("Delete")
    port = designer.card("Greet").port()
    box = port.bounding_box()
    assert box
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    designer.drag(start, (start[0] + 40, start[1] + 90))
    designer.quick_add().press_sequentially("End")
    designer.press("Enter")
    expect(designer.edge("greet", "next", "end")).to_be_attached()


def test_the_button_on_a_line_inserts_there(designer: Designer):
    line = designer.edge("in", "next", "big")
    line.hover(force=True)
    designer.page.get_by_test_id("insert:in:next").click()
    designer.quick_add().fill("random")
    designer.press("Enter")
    expect(designer.edge("in", "next", "split")).to_be_attached()


# --- Connecting -------------------------------------------------------------------------------


def test_connecting_again_replaces_the_line_and_names_what_it_led_to(designer: Designer):
    designer.card("Window?").connect_to("Done", "else")
    expect(designer.edge("big", "else", "done")).to_be_attached()
    expect(designer.edge("big", "else", "bye")).to_have_count(0)
    expect(designer.toast()).to_contain_text("“Bye” is no longer connected here")


def test_two_clicks_connect(designer: Designer):
    designer.card("Window?").port("else").click()
    designer.card("Done").box.click()
    expect(designer.edge("big", "else", "done")).to_be_attached()


def test_the_keyboard_connects(designer: Designer):
    designer.card("Window?").box.focus()
    designer.press("c")
    choice = designer.page.get_by_test_id("connect")
    choice.get_by_role("button", name="Else", exact=True).click()
    designer.page.get_by_test_id("connect:done").press("Enter")
    expect(designer.edge("big", "else", "done")).to_be_attached()


def test_what_cannot_be_connected_says_why(designer: Designer):
    designer.card("Greet").connect_to("Window?")
    expect(designer.toast()).to_contain_text("That would go in a circle.")
    designer.card("Greet").connect_to("Sits down")
    expect(designer.toast()).to_contain_text("Nothing can lead back to the entry.")
    expect(designer.edge("greet", "next", "done")).to_be_attached()


# --- Moving and deleting ----------------------------------------------------------------------


def test_moving_a_card_changes_nothing_but_its_place(designer: Designer, hotel: Hotel):
    before = hotel.drawn(designer.journey)
    at = designer.card("Bye").place()
    designer.card("Bye").move_by(120, 80)
    designer.saved()
    assert designer.card("Bye").place() != at
    assert hotel.drawn(designer.journey) == before


def test_a_card_dragged_onto_a_line_goes_there_and_heals_where_it_was(
    designer: Designer, hotel: Hotel
):
    start, big = designer.card("Sits down").place(), designer.card("Window?").place()
    greet = designer.card("Greet")
    designer.drag(greet.place(), ((start[0] + big[0]) / 2, (start[1] + big[1]) / 2))
    expect(designer.edge("in", "next", "greet")).to_be_attached()
    expect(designer.edge("greet", "next", "big")).to_be_attached()
    expect(designer.edge("big", "path:yes", "done")).to_be_attached()
    designer.toast().get_by_role("button", name="Undo").click()
    expect(designer.edge("big", "path:yes", "greet")).to_be_attached()


def test_deleting_closes_the_gap_and_can_be_undone(designer: Designer, hotel: Hotel):
    designer.card("Greet").box.focus()
    designer.press("Delete")
    expect(designer.edge("big", "path:yes", "done")).to_be_attached()
    expect(designer.toast()).to_contain_text("Deleted “Greet”")
    designer.press("Control+z")
    expect(designer.edge("big", "path:yes", "greet")).to_be_attached()
    designer.press("Control+Shift+z")
    expect(designer.card("Greet").box).to_have_count(0)
    assert "big path:yes done" in server_edges(hotel, designer)


def test_deleting_with_what_follows_leaves_what_others_reach(designer: Designer):
    designer.card("Window?").connect_to("Done", "else")
    designer.card("Greet").box.focus()
    designer.press("Shift+Delete")
    expect(designer.card("Greet").box).to_have_count(0)
    expect(designer.card("Done").box).to_be_visible()
    designer.press("Control+z")
    designer.card("Window?").box.focus()
    designer.press("Shift+Delete")
    expect(designer.page.locator(".card-name")).to_have_text(["Sits down", "Bye"])


def test_steps_are_copied_into_another_journey(
    designer: Designer, hotel: Hotel, context: BrowserContext
):
    designer.click_nothing()
    designer.press("Control+a")
    designer.press("Control+c")
    other = Designer(context.new_page()).start_new("A copy")
    other.click_nothing()
    other.press("Control+v")
    expect(other.page.locator(".card-name")).to_have_count(5)
    assert server_edges(hotel, other) == server_edges(hotel, designer)


def test_a_copy_beside_its_original_has_a_name_of_its_own(designer: Designer):
    designer.card("Greet").box.focus()
    designer.press("Control+d")
    expect(designer.card("Greet (2)").box).to_be_visible()


def test_tidying_lays_no_card_over_another(designer: Designer):
    designer.card("Greet").move_by(-150, -90)
    designer.page.get_by_test_id("tidy").click()
    boxes = designer.page.locator(".react-flow__node").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().toJSON())"
    )
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one, other)


def test_a_right_click_opens_a_menu_that_the_arrows_walk(designer: Designer):
    designer.card("Greet").box.click(button="right")
    menu = designer.page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    designer.press("ArrowDown")
    expect(menu.get_by_role("menuitem", name="Rename")).to_be_focused()
    designer.press("Enter")
    designer.page.locator(".card-rename").fill("Say hello")
    designer.press("Enter")
    expect(designer.card("Say hello").box).to_be_focused()


# --- Seeing -----------------------------------------------------------------------------------


def test_find_leads_from_step_to_step(designer: Designer):
    designer.click_nothing()
    designer.press("/")
    designer.page.get_by_role("textbox", name="Find a step").fill("stay_push")
    expect(designer.page.get_by_test_id("find")).to_contain_text("1 of 1")
    designer.press("Escape")
    expect(designer.card("Greet").box).to_be_focused()


def test_a_problem_leads_to_its_field(designer: Designer):
    designer.card("Greet").open().fill("Text", "")
    expect(designer.problems()).to_have_attribute("aria-label", "1 problem")
    designer.click_nothing()
    designer.press("F8")
    expect(designer.pane.field("Text")).to_be_focused()
    designer.page.get_by_test_id("publish").click()
    expect(designer.page.get_by_test_id("publish-confirm")).to_be_disabled()


def test_the_zoom_goes_by_keys_and_buttons(designer: Designer):
    designer.click_nothing()
    designer.press("0")
    value = designer.page.locator(".zoom-value")
    expect(value).to_have_text("100 %")
    designer.press("-")
    expect(value).not_to_have_text("100 %")
    designer.page.get_by_test_id("fit").click()
    inside = designer.canvas.bounding_box()
    last = designer.card("Done").box.bounding_box()
    assert inside
    assert last
    assert last["y"] + last["height"] < inside["y"] + inside["height"]


# --- Keeping ----------------------------------------------------------------------------------


def test_what_is_drawn_offline_is_kept_through_a_reload(
    designer: Designer, hotel: Hotel, context: BrowserContext
):
    context.set_offline(True)
    designer.card("Bye").open().name("See you")
    expect(designer.page.get_by_test_id("status")).to_contain_text("kept here")
    context.set_offline(False)
    designer.page.on("dialog", lambda dialog: dialog.accept())
    designer.page.reload()
    expect(designer.card("See you").box).to_be_visible()
    eventually(
        lambda: hotel.drawn(designer.journey)["nodes"]["bye"]["name"] == "See you",
        "the name is at the server",
    )


def in_two_windows(designer: Designer, context: BrowserContext) -> Designer:
    """The same journey in a second window, which saves first; then the first one changes too."""
    other = Designer(context.new_page()).open(designer.journey)
    other.card("Bye").open().name("Theirs")
    other.saved()
    expect(other.page.get_by_test_id("status")).to_have_text("Saved")
    other.page.wait_for_timeout(1_000)
    designer.card("Bye").open().name("Mine")
    expect(designer.page.get_by_test_id("conflict")).to_be_visible()
    return other


def test_of_two_who_draw_the_later_may_take_the_others_version(
    designer: Designer, context: BrowserContext
):
    in_two_windows(designer, context)
    designer.page.get_by_test_id("load-theirs").click()
    expect(designer.card("Theirs").box).to_be_visible()
    designer.click_nothing()
    designer.press("Control+z")
    expect(designer.card("Mine").box).to_be_visible()


def test_of_two_who_draw_the_later_may_keep_the_own_version(
    designer: Designer, hotel: Hotel, context: BrowserContext
):
    in_two_windows(designer, context)
    designer.page.get_by_test_id("keep-mine").click()
    expect(designer.page.get_by_test_id("conflict")).to_have_count(0)
    designer.saved()
    assert hotel.drawn(designer.journey)["nodes"]["bye"]["name"] == "Mine"


def test_a_version_becomes_the_draft_again(designer: Designer):
    designer.publish()
    designer.card("Bye").open().name("Changed")
    designer.saved()
    designer.versions()
    designer.page.get_by_test_id("use:1").click()
    expect(designer.card("Bye").box).to_be_visible()
    expect(designer.card("Changed").box).to_have_count(0)
