"""C3 and C4: a score of the profile decides; a weather service is asked with its key."""

import pytest

from tests.scenarios.story import Story, minimal

LEVEL = "#{Profile.JourneyAIScores.Profile.journeyAI.emailScore.fatigue.fatigueLevel}"


@pytest.fixture
def fatigue(story: Story) -> Story:
    paths = [
        {"key": level, "name": level, "kind": "expression", "expression": f'{LEVEL} == "{level}"'}
        for level in ("low", "medium", "high")
    ]
    config = {"paths": paths, "on_error": "stop", "timeout": 5}
    node = {"type": "condition", "name": "How tired?", "config": config}
    ports = ("path:low", "path:medium", "path:high")
    return story.hotel().publish("Fatigue", minimal(node, *ports, action="stay_push"))


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_each_level_takes_its_own_path_and_only_that(fatigue: Story, level):
    fatigue.attributes("p-1", {"journeyAI": {"emailScore": {"fatigue": {"fatigueLevel": level}}}})

    fatigue.event("CheckedIn", "p-1").run()

    assert fatigue.path("p-1")[-1] == f"to_{level}"
    assert len(fatigue.messages("p-1")) == 1


@pytest.mark.parametrize("level", [None, "Low"])
def test_no_score_or_another_case_takes_no_path(fatigue: Story, level):
    fatigue.attributes("p-1", {"journeyAI": {"emailScore": {"fatigue": {"fatigueLevel": level}}}})

    fatigue.event("CheckedIn", "p-1").run()

    assert fatigue.messages("p-1") == []
    assert fatigue.status("p-1") == "finished"


@pytest.fixture
def weather(story: Story) -> Story:
    return story.hotel().weather()


def hot(params: str, group: str = "city") -> dict:
    text = f"#{{Weather.{group}.main.temp, params: {{{params}}}}} > 30"
    path = {"key": "hot", "name": "Hot", "kind": "expression", "expression": text}
    config = {"paths": [path], "on_error": "stop", "timeout": 5}
    return minimal({"type": "condition", "name": "Hot?", "config": config}, "path:hot", "else")


def test_the_weather_is_asked_with_the_city_and_the_key(weather: Story):
    weather.service.answer({"main": {"temp": 31}})
    weather.publish("Weather", hot("city: @{CheckedIn.city}"))

    weather.event("CheckedIn", "p-1", city="London,uk").run()

    (asked,) = weather.service.asked
    assert (asked.method, asked.query) == ("GET", {"city": "London,uk", "appid": "1234"})
    assert weather.path("p-1")[-1] == "to_hot"


def test_a_cool_day_takes_the_other_path(weather: Story):
    weather.service.answer({"main": {"temp": 12.5}})
    weather.publish("Weather", hot("city: @{CheckedIn.city}"))

    weather.event("CheckedIn", "p-1", city="Oslo,no").run()

    assert weather.path("p-1")[-1] == "to_else"


def test_two_people_in_one_city_ask_once_in_ten_minutes(weather: Story):
    weather.service.answer({"main": {"temp": 31}})
    weather.publish("Weather", hot("city: @{CheckedIn.city}"))

    weather.event("CheckedIn", "p-1", city="Seoul").run().event(
        "CheckedIn", "p-2", city="Seoul"
    ).run()
    within = len(weather.service.asked)
    weather.after(minutes=11).event("CheckedIn", "p-3", city="Seoul").run()

    assert (within, len(weather.service.asked)) == (1, 2)


def test_the_post_form_puts_the_parameter_into_its_place_in_the_body(weather: Story):
    weather.service.answer({"main": {"temp": 31}})
    weather.publish("Weather", hot("identifier: @{CheckedIn.city}", group="posted"))

    weather.event("CheckedIn", "p-1", city="Seoul").run()

    (asked,) = weather.service.asked
    assert (asked.method, asked.json) == ("POST", {"id": "Seoul"})
