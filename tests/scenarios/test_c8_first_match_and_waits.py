"""C8: the first path that matches, waits beside one another, random splits."""

from collections import Counter

import pytest

from tests.scenarios.story import Story, minimal

VIP = ("vip", "VIP", "@{CheckedIn.vip}")
MALE = ("male", "Male", '@{CheckedIn.gender} == "male"')


def choosing(*paths) -> dict:
    return minimal(
        {"type": "condition", "name": "Which?", "config": {
            "paths": [{"key": k, "name": n, "kind": "expression", "expression": e} for k, n, e in paths],
            "on_error": "stop", "timeout": 5}},
        *(f"path:{key}" for key, _, _ in paths),
    )  # fmt: skip


@pytest.mark.parametrize(("paths", "taken"), [((VIP, MALE), "to_vip"), ((MALE, VIP), "to_male")])
def test_the_upper_of_two_matching_paths_is_taken(story: Story, paths, taken):
    story.hotel().publish("Choosing", choosing(*paths))

    story.event("CheckedIn", "p-1", vip=True, gender="male").run()

    assert story.path("p-1")[-1] == taken


def waiting(*alternatives: dict) -> dict:
    return minimal(
        {"type": "wait", "name": "Wait", "config": {"alternatives": list(alternatives)}},
        *(f"alt:{alternative['key']}" for alternative in alternatives),
    )


def duration(key: str, length: str, condition: str = "") -> dict:
    return {"key": key, "name": key, "kind": "duration", "duration": length, "condition": condition}


def test_of_an_hour_above_and_half_an_hour_below_the_half_hour_wins(story: Story):
    story.hotel().publish("Waiting", waiting(duration("hour", "PT1H"), duration("half", "PT30M")))

    story.event("CheckedIn", "p-1").run().after(minutes=30).run()

    assert story.path("p-1")[-1] == "to_half"


def test_of_two_equal_waits_the_upper_one_wins(story: Story):
    story.hotel().publish(
        "Waiting",
        waiting(
            duration("woman", "PT1H", '@{CheckedIn.gender} == "female"'),
            duration("vip", "PT1H", "@{CheckedIn.vip}"),
        ),
    )

    story.event("CheckedIn", "p-1", gender="female", vip=True)
    story.event("CheckedIn", "p-2", gender="male", vip=True).run().after(hours=1).run()

    assert (story.path("p-1")[-1], story.path("p-2")[-1]) == ("to_woman", "to_vip")


def test_who_fulfils_no_wait_leaves_at_once(story: Story):
    story.hotel().publish("Waiting", waiting(duration("vip", "PT1H", "@{CheckedIn.vip}")))

    story.event("CheckedIn", "p-1", vip=False).run()

    assert story.status("p-1") == "finished"


def test_a_split_of_70_and_30_holds_its_shares_and_loses_nobody(story: Story):
    split = {"type": "split", "name": "Split", "config": {"paths": [
        {"key": "a", "name": "A", "percent": 70}, {"key": "b", "name": "B", "percent": 30}]}}  # fmt: skip
    story.hotel().publish("Split", minimal(split, "path:a", "path:b"))
    people = [f"p-{number}" for number in range(2_000)]

    story.events("CheckedIn", people).run()

    shares = Counter(story.last_nodes(people))
    assert sum(shares.values()) == 2_000
    # Four standard deviations of a binomial(2000, 0.7) are 82.
    assert abs(shares["to_a"] - 1_400) < 82


def test_a_person_keeps_the_branch_on_the_next_entrance(story: Story):
    split = {"type": "split", "name": "Split", "config": {"paths": [
        {"key": "a", "name": "A", "percent": 50}, {"key": "b", "name": "B", "percent": 50}]}}  # fmt: skip
    story.hotel().publish("Split", minimal(split, "path:a", "path:b"))

    for _ in range(5):
        story.event("CheckedIn", "p-1").run().after(days=1)

    assert len({run.path[-1] for run in story.runs("p-1")}) == 1
