"""Numbers on the cards: equal to the rows, whatever has happened."""

from collections import Counter

import pytest
from pytest_httpserver import HTTPServer

from config import clock, database
from demo import graphs
from journeys.engine import control, sweep
from journeys.models import Journey, Version
from journeys.reports.drawn import drawn
from journeys.reports.numbers import numbers
from journeys.reports.reading import ask, parsed
from tests.integration.explaining.lives import Lives
from tests.scenarios.story import Story, minimal


def counted(version: Version) -> dict:
    """The same numbers, counted row by row."""
    told = drawn(version.pk)
    nodes = {
        key: {"inside": 0, "passed": 0, "left": 0, "failed": 0, "ports": dict.fromkeys(ports, 0)}
        for key, ports in zip(told.keys, told.ports, strict=True)
    }
    rows = ask("select node, status from instance where version_id = %(v)s", {"v": version.pk})
    for node, status in rows:
        of = "inside" if status < 5 else "failed" if status == 5 else "left"
        nodes[told.keys[node]][of] += 1
    for (path,) in ask("select path from trail where version_id = %(v)s", {"v": version.pk}):
        for left in told.path(parsed(path) or []):
            nodes[left["node"]]["passed"] += 1
            nodes[left["node"]]["ports"][left["port"]] += 1
    return nodes


def test_after_a_random_load_each_number_is_that_of_the_rows(story: Story, httpserver: HTTPServer):
    Lives(story, httpserver, seed=5).draw(5).people(16).stop_one()
    met: Counter[str] = Counter()

    for version in Version.objects.all():
        told = numbers(version)["nodes"]
        assert told == counted(version)
        met.update(
            {
                of: sum(row[of] for row in told.values())
                for of in ("inside", "passed", "left", "failed")
            }
        )

    assert all(met[of] > 0 for of in ("inside", "passed", "left", "failed")), met


def test_the_numbers_stay_when_the_counts_are_folded(story: Story, httpserver: HTTPServer):
    Lives(story, httpserver, seed=6).draw(2).people(8)
    before = [numbers(version) for version in Version.objects.all()]

    sweep.keep_order(database.connection(), story.after(hours=1) and clock.now())

    assert ask("select count(*) from tally", {}) == [(0,)]
    assert [numbers(version) for version in Version.objects.all()] == before


@pytest.fixture
def waiting(story: Story) -> Story:
    wait = graphs.wait(
        "Breakfast?",
        graphs.on_event("came", "came", "BreakfastServed"),
        graphs.after("late", "late", "P1D"),
    )
    story.hotel().publish("Stay", minimal(wait, "alt:came", "alt:late"))
    return story


@pytest.fixture
def journey(waiting: Story) -> Journey:
    return Journey.objects.get()


def test_each_card_tells_who_is_there_who_passed_and_by_which_way(waiting, journey, get):
    waiting.events("CheckedIn", ["ann", "bo", "cy"]).run().event("BreakfastServed", "ann").run()

    told = get(f"journeys/{journey.pk}/numbers")

    assert told["nodes"]["step"] == {
        "inside": 2, "passed": 1, "left": 0, "failed": 0, "ports": {"alt:came": 1, "alt:late": 0},
    }  # fmt: skip
    assert told["nodes"]["to_came"]["left"] == 1
    assert told["totals"] == {"entered": 3, "inside": 2, "finished": 1, "stopped": 0, "failed": 0}
    assert (told["version"], told["status"]) == (1, "live")


def test_who_asks_again_while_nothing_moves_is_told_so(waiting, journey, api):
    waiting.event("CheckedIn", "ann").run()
    path = f"/api/v1/journeys/{journey.pk}/numbers"
    tag = api.get(path).headers["ETag"]

    assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
    waiting.event("CheckedIn", "bo").run()
    assert api.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_each_version_has_its_own_numbers(waiting, journey, get):
    waiting.event("CheckedIn", "ann").run()
    waiting.republish("Stay", journey.draft.graph)
    waiting.event("CheckedIn", "bo").run().event("CheckedIn", "cy").run()

    inside = [get(f"journeys/{journey.pk}/numbers?version={n}")["totals"]["inside"] for n in (1, 2)]

    assert inside == [1, 2]
    assert get(f"journeys/{journey.pk}/numbers")["version"] == 2


def test_a_run_that_is_sent_on_again_has_not_failed(story: Story, get):
    story.hotel().publish("Lobby", "LOBBY").profile("ann", member=True)
    story.reservations.answer_status(500)
    story.event("LobbyBeacon", "ann").run()
    path = f"journeys/{Journey.objects.get().pk}/numbers"
    failed = get(path)["nodes"]["room"]["failed"]
    (row,) = get(f"{path}/room/people?what=failed")["people"]

    story.reservations.answer({"reservation": True})
    control.retry(database.connection(), int(row["run"]))
    story.run()

    assert (failed, row["error"]["node"], row["status"]) == (1, "room", "failed")
    assert all(row["error"]["words"][language] for language in ("en", "ko"))
    assert get(path)["nodes"]["room"]["failed"] == 0
    assert get(path)["nodes"]["dinner"]["inside"] == 1
    assert get(f"{path}/room/people?what=failed")["people"] == []


def test_the_people_behind_each_number_are_listed(waiting, journey, get):
    waiting.events("CheckedIn", ["ann", "bo", "cy"]).run().event("BreakfastServed", "ann").run()
    numbers = f"journeys/{journey.pk}/numbers"

    inside = get(f"{numbers}/step/people?what=inside")["people"]
    passed = get(f"{numbers}/step/people?what=passed")["people"]
    left = get(f"{numbers}/to_came/people?what=left")["people"]

    assert sorted(row["person"] for row in inside) == ["ECID/bo", "ECID/cy"]
    assert all(row["until"] and row["since"] for row in inside)
    assert [(row["person"], row["port"]) for row in passed] == [("ECID/ann", "alt:came")]
    assert [row["person"] for row in left] == ["ECID/ann"]
    assert get(f"{numbers}/step/people?what=passed&port=alt:late")["people"] == []


def test_the_people_come_page_by_page(waiting, journey, get):
    waiting.events("CheckedIn", [f"p{at}" for at in range(7)]).run()
    path = f"journeys/{journey.pk}/numbers"

    for what, node in (("inside", "step"), ("passed", "entry")):
        seen, following = [], ""
        while following is not None:
            page = get(f"{path}/{node}/people?what={what}&limit=3&before={following}")
            seen += [row["person"] for row in page["people"]]
            assert len(page["people"]) <= 3
            following = page["next"]
        assert sorted(seen) == [f"ECID/p{at}" for at in range(7)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("what=all", "choice"),
        ("", "choice"),
        ("what=inside&before=x", "type"),
        ("what=inside&version=99999999999", "type"),
    ],
)
def test_a_question_that_means_nothing_is_refused_with_its_place(
    waiting, journey, api, query, code
):
    answer = api.get(f"/api/v1/journeys/{journey.pk}/numbers/step/people?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


@pytest.mark.parametrize("path", ["numbers?version=9", "numbers/nowhere/people?what=inside"])
def test_numbers_of_what_is_not_there_are_not_found(waiting, journey, api, path):
    assert api.get(f"/api/v1/journeys/{journey.pk}/{path}").status_code == 404


def test_a_viewer_sees_numbers_and_no_people(waiting, journey, api_of):
    viewer = api_of("viewer")
    path = f"/api/v1/journeys/{journey.pk}/numbers"
    assert viewer.get(path).status_code == 200
    assert viewer.get(f"{path}/step/people?what=inside").status_code == 403
