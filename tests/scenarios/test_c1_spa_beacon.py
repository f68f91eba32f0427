"""C1, the simple use case: a woman who passes the spa gets a discount by mail."""

from tests.scenarios.story import Story


def spa(story: Story) -> Story:
    return story.hotel().publish("Spa journey", "SPA")


def test_a_woman_gets_the_discount_with_her_name(story: Story):
    spa(story).profile(
        "ecid-jane", gender="female", first="Jane", last="Doe", mail="jane@example.com"
    )

    story.event("SpaBeacon", "ecid-jane").run()

    (mail,) = story.messages("ecid-jane")
    assert (mail.action, mail.to) == ("spa_discount", "jane@example.com")
    assert "Jane" in mail.text
    assert story.path("ecid-jane") == ["spa", "female", "discount", "done"]
    assert story.status("ecid-jane") == "finished"


def test_a_man_gets_nothing_and_his_run_ends_normally(story: Story):
    spa(story).profile("ecid-john", gender="male")

    story.event("SpaBeacon", "ecid-john").run()

    assert story.messages("ecid-john") == []
    assert story.path("ecid-john") == ["spa", "female"]
    assert story.status("ecid-john") == "finished"


def test_a_person_without_a_gender_ends_normally(story: Story):
    spa(story).profile("ecid-x")

    story.event("SpaBeacon", "ecid-x").run()

    assert story.messages("ecid-x") == []
    assert story.status("ecid-x") == "finished"


def test_an_event_of_an_unknown_type_is_refused_with_a_reason(story: Story):
    spa(story)

    answer = story.post({"type": "NoSuchBeacon", "person": "ecid-jane", "data": {}})

    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown_event_type" or answer.json()["errors"][0]["code"]
    assert story.rejections()[0].code


def test_before_its_start_and_after_its_end_nobody_enters_and_the_event_says_why(story: Story):
    story.hotel().publish(
        "Spa journey", "SPA", starts_at="2019-12-01T00:00", ends_at="2019-12-31T00:00"
    ).profile("ecid-jane", gender="female", mail="jane@example.com")

    early = story.at("2019-11-30T10:00Z").event("SpaBeacon", "ecid-jane").run().last_event
    late = story.at("2020-01-02T10:00Z").event("SpaBeacon", "ecid-jane").run().last_event

    assert story.fates(early) == ["not_started"]
    assert story.fates(late) == ["over"]
    assert story.messages("ecid-jane") == []


def test_a_second_event_during_the_first_run_starts_no_second_run(story: Story):
    spa(story).profile("ecid-jane", gender="female", mail="jane@example.com")

    story.event("SpaBeacon", "ecid-jane").event("SpaBeacon", "ecid-jane").run_without_sending()

    assert len(story.runs("ecid-jane")) == 1
    assert story.fates(story.last_event) in (["already_inside"], ["queued"])


def test_the_next_day_the_person_may_enter_again(story: Story):
    spa(story).profile("ecid-jane", gender="female", mail="jane@example.com")

    story.event("SpaBeacon", "ecid-jane").run().after(days=1).event("SpaBeacon", "ecid-jane").run()

    assert len(story.messages("ecid-jane")) == 2


def test_with_reentrance_off_the_next_day_brings_no_second_run(story: Story):
    story.hotel().publish("Spa journey", "SPA", reentrance=False).profile(
        "ecid-jane", gender="female", mail="jane@example.com"
    )

    story.event("SpaBeacon", "ecid-jane").run().after(days=1).event("SpaBeacon", "ecid-jane").run()

    assert len(story.messages("ecid-jane")) == 1
    assert story.fates(story.last_event) == ["no_reentrance"]


def test_publishing_with_an_unmapped_address_is_refused_at_the_step(story: Story):
    graph = story.hotel().graph("SPA")
    del graph["nodes"]["discount"]["config"]["parameters"]["address"]

    problems = story.refused(graph)

    assert [(p["node"], p["severity"]) for p in problems] == [("discount", "error")]
