"""C2, the advanced use case: lobby, membership, reservation, restaurant."""

import pytest

from tests.scenarios.story import Story


@pytest.fixture
def lobby(story: Story) -> Story:
    return story.hotel().publish("Lobby and restaurant", "LOBBY")


def test_who_was_written_to_13_hours_ago_gets_nothing_and_nothing_is_looked_up(lobby: Story):
    lobby.profile("ecid-jane", member=True).wrote_to("ecid-jane", hours_ago=13)

    lobby.event("LobbyBeacon", "ecid-jane").run()

    assert lobby.messages("ecid-jane") == []
    assert lobby.reservations.asked == []
    assert lobby.status("ecid-jane") == "finished"


def test_who_is_no_member_and_was_written_to_25_hours_ago_gets_one_invitation(lobby: Story):
    lobby.profile("ecid-alex", member=False, mail="alex@example.com").wrote_to(
        "ecid-alex", hours_ago=25
    )

    lobby.event("LobbyBeacon", "ecid-alex").run()

    assert lobby.sent("ecid-alex") == ["loyalty_mail"]


def test_a_member_without_a_room_gets_the_rates_after_one_look_up(lobby: Story):
    lobby.profile("ecid-minji", member=True).reservations.answer({"reservation": False})

    lobby.event("LobbyBeacon", "ecid-minji").run()

    assert lobby.sent("ecid-minji") == ["room_rates_push"]
    (asked,) = lobby.reservations.asked
    assert asked.query == {"id": "ecid-minji"}
    assert asked.authorization == ("marlton", "secret")


def test_a_member_with_a_room_gets_the_welcome_with_the_first_token_and_waits(lobby: Story):
    lobby.profile("ecid-jane", member=True, first="Jane")

    lobby.event("LobbyBeacon", "ecid-jane", tokens=["first", "second"]).run()

    (welcome,) = lobby.messages("ecid-jane")
    assert (welcome.action, welcome.to) == ("welcome_push", "first")
    assert lobby.status("ecid-jane") == "waiting"


def test_the_restaurant_after_two_hours_brings_the_meal_discount_and_nothing_later(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.after(hours=2).event("RestaurantBeacon", "ecid-jane").run().after(hours=6).run()

    assert lobby.sent("ecid-jane") == ["welcome_push", "meal_discount_push"]
    assert lobby.path("ecid-jane")[-1] == "end_meal"


def test_without_the_restaurant_the_run_ends_after_six_hours(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.after(hours=5, minutes=59).run()
    still = lobby.status("ecid-jane")
    lobby.after(minutes=1).run()

    assert (still, lobby.status("ecid-jane")) == ("waiting", "finished")
    assert lobby.path("ecid-jane")[-1] == "end_late"


def test_the_restaurant_a_minute_too_late_does_nothing(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.after(hours=6).run().after(minutes=1).event("RestaurantBeacon", "ecid-jane").run()

    assert lobby.sent("ecid-jane") == ["welcome_push"]


def test_an_event_that_comes_while_its_timer_is_overdue_does_not_beat_the_timer(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.after(hours=6, minutes=1).event("RestaurantBeacon", "ecid-jane").run()

    assert lobby.path("ecid-jane")[-1] == "end_late"


def test_the_restaurant_before_the_lobby_is_ignored_with_a_reason(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("RestaurantBeacon", "ecid-jane").run()

    assert lobby.runs("ecid-jane") == []
    assert lobby.summary(lobby.last_event) == "nobody_inside"


def test_a_second_lobby_event_while_waiting_starts_no_second_run(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.after(minutes=5).event("LobbyBeacon", "ecid-jane").run()

    assert len(lobby.runs("ecid-jane")) == 1
    assert lobby.fates(lobby.last_event) == ["already_inside"]


def test_the_restaurant_of_another_person_moves_nobody(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.event("RestaurantBeacon", "ecid-sam").run()

    assert lobby.status("ecid-jane") == "waiting"


def test_a_failing_reservation_system_stops_the_person_visibly_without_a_push(lobby: Story):
    lobby.profile("ecid-jane", member=True).reservations.answer_status(500)

    lobby.event("LobbyBeacon", "ecid-jane").run().after(minutes=5).run()

    assert lobby.messages("ecid-jane") == []
    assert lobby.status("ecid-jane") == "failed"
    assert lobby.node("ecid-jane") == "room"
    assert len(lobby.reservations.asked) > 1


def test_with_an_error_path_the_person_goes_there(story: Story):
    graph = story.hotel().graph("LOBBY")
    graph["nodes"]["room"]["config"]["on_error"] = "path"
    graph["edges"].append({"from": "room", "port": "error", "to": "rates"})
    story.publish("With an error path", graph).profile("ecid-jane", member=True)
    story.reservations.answer_status(500)

    story.event("LobbyBeacon", "ecid-jane").run().after(minutes=5).run()

    assert story.sent("ecid-jane") == ["room_rates_push"]


def test_a_slow_reservation_system_is_a_time_out(lobby: Story):
    lobby.profile("ecid-jane", member=True).reservations.answer_after(seconds=1.5)
    lobby.look_up_timeout(1)

    lobby.event("LobbyBeacon", "ecid-jane").run().after(minutes=5).run()

    assert lobby.status("ecid-jane") == "failed"
    assert lobby.error("ecid-jane")["kind"] == "timeout"


def test_the_reservation_is_asked_once_in_ten_minutes_and_again_after(story: Story):
    graph = story.hotel().graph("TWICE")
    story.publish("Twice", graph).profile("ecid-jane", member=True)

    story.event("LobbyBeacon", "ecid-jane").run().after(minutes=5).run()
    within = len(story.reservations.asked)
    story.after(minutes=10).run()

    assert within == 1
    assert len(story.reservations.asked) == 2


def test_who_waits_in_version_1_finishes_it_and_others_enter_version_2(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()
    changed = lobby.graph("LOBBY")
    changed["nodes"]["welcome"]["config"]["action"] = "room_rates_push"
    lobby.republish("Lobby and restaurant", changed).profile("ecid-sam", member=True)

    lobby.event("LobbyBeacon", "ecid-sam").event("RestaurantBeacon", "ecid-jane").run()

    assert lobby.sent("ecid-jane") == ["welcome_push", "meal_discount_push"]
    assert lobby.sent("ecid-sam") == ["room_rates_push"]
    assert [lobby.version("ecid-jane"), lobby.version("ecid-sam")] == [1, 2]


def test_after_a_stop_the_restaurant_does_nothing(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.stop("Lobby and restaurant").event("RestaurantBeacon", "ecid-jane").run()

    assert lobby.sent("ecid-jane") == ["welcome_push"]


def test_after_a_close_those_inside_finish_and_nobody_enters(lobby: Story):
    lobby.profile("ecid-jane", member=True).event("LobbyBeacon", "ecid-jane").run()

    lobby.shut("Lobby and restaurant").event("RestaurantBeacon", "ecid-jane").run()
    lobby.profile("ecid-sam", member=True).event("LobbyBeacon", "ecid-sam").run()

    assert lobby.sent("ecid-jane") == ["welcome_push", "meal_discount_push"]
    assert lobby.runs("ecid-sam") == []
