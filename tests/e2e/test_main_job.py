"""The main job in a browser: a journey drawn by hand takes a person to a message; and what is
published later leaves those who are inside alone."""

from playwright.sync_api import Page, expect

from tests.e2e.designer import Designer
from tests.e2e.hotel import Hotel, eventually

NAME = "Breakfast by the window"


def draw(designer: Designer) -> None:
    """Entry, condition, action and end, each dragged, then joined by hand."""
    designer.palette.drop("Breakfast served", 380, 60)
    designer.palette.drop("Condition", 380, 300)
    designer.palette.drop("Push during the stay", 200, 520)
    designer.palette.drop("End", 560, 520)


def configure(designer: Designer) -> None:
    pane = designer.card("Condition").open()
    pane.name("By the window?")
    pane.fill("Name of path 1", "Window")
    pane.fill("Holds if", '@{BreakfastServed.table} == "7"')
    pane = designer.card("Push during the stay").open()
    pane.name("Good morning")
    pane.fill("Text", '"The sun rises at your table."')
    designer.card("End").open().name("Had breakfast")


def test_a_journey_drawn_with_the_mouse_sends_its_message(page: Page, hotel: Hotel):
    designer = Designer(page).start_new(NAME)
    draw(designer)
    configure(designer)
    condition = designer.card("By the window?").key
    designer.card("Breakfast served").connect_to("By the window?")
    designer.card("By the window?").connect_to("Good morning", "path:yes")
    designer.card("By the window?").connect_to("Had breakfast", "else")
    designer.card("Good morning").connect_to("Had breakfast")
    entry, action, end = (
        designer.card(name).key for name in ("Breakfast served", "Good morning", "Had breakfast")
    )
    assert designer.edges() == sorted(
        [
            f"{entry}:next:{condition}",
            f"{condition}:path:yes:{action}",
            f"{condition}:else:{end}",
            f"{action}:next:{end}",
        ]
    )
    expect(designer.problems()).to_have_text("No problems")
    designer.saved().publish("The first one")
    expect(page.get_by_test_id("live-chip")).to_have_text("Live v1")

    hotel.post("BreakfastServed", "window", table="7")
    hotel.post("BreakfastServed", "corner", table="2")
    page.goto("/messages/")
    # Others may have published journeys with this entry too.
    message = page.locator(".message").filter(has_text="ECID/window").filter(has_text=NAME)
    expect(message).to_contain_text("The sun rises at your table.")
    expect(message).to_contain_text(f"{NAME} v1")
    assert hotel.ended("corner")["status"] == "finished"
    assert [one for one in hotel.messages("corner") if one["journey_name"] == NAME] == []


def test_someone_who_waits_in_version_1_finishes_there_after_version_2_is_published(
    page: Page, hotel: Hotel
):
    name = "Lobby and restaurant"
    hotel.beacon("LobbyBeacon", "ecid-jane-waits")
    hotel.waits_at("ecid-jane-waits", "Restaurant within 6 hours?")

    designer = Designer(page).open(hotel.journey(name)["id"])
    expect(page.get_by_test_id("live-chip")).to_have_text("Live v1")
    pane = designer.card("Has a room?").open()
    pane.fill("Name of path 1", "Nobody has")
    pane.fill("Holds if", '@{LobbyBeacon.guest.lastName} == "Nobody"')
    designer.saved().publish("Rooms no longer count")
    expect(page.get_by_test_id("live-chip")).to_have_text("Live v2")
    first = designer.versions().filter(has_text="Version 1")
    expect(first).to_contain_text("1 person inside")

    hotel.beacon("LobbyBeacon", "ecid-jane-new")
    assert hotel.ended("ecid-jane-new")["version"] == 2
    assert [one["node_name"] for one in hotel.messages("ecid-jane-new")] == ["Room rates"]

    hotel.beacon("RestaurantBeacon", "ecid-jane-waits")
    finished = hotel.ended("ecid-jane-waits")
    assert (finished["version"], finished["status"]) == (1, "finished")
    eventually(
        lambda: (
            [one["node_name"] for one in reversed(hotel.messages("ecid-jane-waits"))]
            == ["Welcome", "Meal discount"]
        ),
        "the meal discount of version 1",
    )
