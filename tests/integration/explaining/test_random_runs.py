"""Whatever happened to people in journeys drawn by chance: run again, it is what was recorded."""

from collections import Counter

from pytest_httpserver import HTTPServer

from journeys.reports.reading import ask
from journeys.reports.runs import run
from journeys.reports.why import why
from tests.integration.explaining.lives import Lives
from tests.scenarios.story import Story


def all_runs() -> list[int]:
    return [row[0] for row in ask("select id from instance order by id", {})]


def test_a_hundred_random_runs_are_explained_by_the_path_that_they_took(
    story: Story, httpserver: HTTPServer
):
    Lives(story, httpserver, seed=1).draw(9).people(24).stop_one().much_later()
    met: Counter[str] = Counter()

    for number in all_runs():
        told = why(number)
        assert (told["replayed"], told["differs"], told["lacks"]) == (True, None, [])
        recorded = [
            (left["node"], left["port"]) for step in run(number)["steps"] for left in step["path"]
        ]
        explained = [
            (node["node"], node["port"])
            for step in told["steps"] for node in step["nodes"] if node["port"]
        ]  # fmt: skip
        assert explained == recorded
        met.update(f"{step['by']} {step['code']}" for step in told["steps"])
        met.update([told["run"]["status"]])

    assert met["entered entered"] >= 100, met
    assert met["answered answered"] >= 50, met
    assert met["arrived queued"] >= 5, met
    assert met["failed"] >= 1, met
