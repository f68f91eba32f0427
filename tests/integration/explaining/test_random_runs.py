"""Whatever happened to people in journeys drawn by chance: run again, it is what was recorded."""

from collections import Counter

import pytest
from pytest_httpserver import HTTPServer

from config import clock
from journeys.reports.reading import ask
from journeys.reports.runs import run
from journeys.reports.why import why
from tests.engine.clean import HOT
from tests.integration.explaining.lives import Lives
from tests.scenarios.story import Story

_RUNS = """
    select i.id, i.journey_id, v.number from instance i
    join journeys_version v on v.id = i.version_id order by i.id
"""


def rows() -> dict[str, int]:
    """How many rows each table of the hot path has."""
    return {table: ask(f'select count(*) from "{table}"', {})[0][0] for table in HOT}


def recorded(number: int) -> list[list[str]]:
    """The steps that a run left, and by which ports."""
    told = run(number)
    assert told is not None
    return [[left["node"], left["port"]] for step in told["steps"] for left in step["path"]]


def explained(met: Counter[str]) -> int:
    """How many runs there are, each explained by the path that it took."""
    before, found = rows(), ask(_RUNS, {})
    for number, *_ in found:
        told = why(number, clock.now())
        assert told is not None
        assert (told["replayed"], told["differs"], told["lacks"]) == (True, None, [])
        nodes = [node for step in told["steps"] for node in step["nodes"] if node["port"]]
        assert [[node["node"], node["port"]] for node in nodes] == recorded(number)
        met.update(f"{step['by']} {step['code']}" for step in told["steps"])
        met.update([told["run"]["status"]])
    assert rows() == before
    return len(found)


def simulated(api) -> int:
    """How many runs there are, each taken the same way by its simulation."""
    before, found = rows(), ask(_RUNS, {})
    for number, journey, version in found:
        body = api.get(f"/api/v1/runs/{number}/simulation").json()
        assert body["exact"] is True
        path = f"/api/v1/journeys/{journey}/simulate"
        told = api.post(path, body | {"version": version}, format="json").json()
        assert told["path"] == recorded(number)
        live = run(number)
        assert live is not None
        stands = told["stands"]
        assert (stands["node"], stands["status"]) == (live["node"], live["status"])
        assert told["left"] is None
    assert rows() == before
    return len(found)


def test_random_runs_are_explained_and_simulated_by_the_path_that_they_took(
    story: Story, httpserver: HTTPServer, api
):
    Lives(story, httpserver, seed=3).draw(3).people(6)
    met: Counter[str] = Counter()

    assert explained(met) == simulated(api) >= 10
    assert met["answered answered"] >= 5, met


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_random_runs_are_explained_by_the_path_that_they_took(
    story: Story, httpserver: HTTPServer, seed: int
):
    Lives(story, httpserver, seed).draw(9).people(24).stop_one().much_later()
    met: Counter[str] = Counter()

    assert explained(met) >= 100
    for what, least in {
        "answered answered": 50, "woke woke": 50, "arrived moved": 10, "arrived queued": 5,
        "later came_too_early": 5, "arrived condition_false": 1, "failed": 1, "stopped": 5,
    }.items():  # fmt: skip
        assert met[what] >= least, met


@pytest.mark.slow
def test_two_hundred_live_runs_take_the_path_of_their_simulation(
    story: Story, httpserver: HTTPServer, api
):
    Lives(story, httpserver, seed=11).draw(9).people(36).stop_one().much_later()

    assert simulated(api) >= 200
