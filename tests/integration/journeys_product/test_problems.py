"""What stands in the way of a publication; and that a large journey is answered fast.

Times are of this process's CPU, so that a busy machine fails nobody.
"""

import copy
import time

import pytest

from demo import graphs
from events import catalog
from events.models import EventType
from journeys.models import Draft, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(api, journey):
    def post(revision):
        url = f"/api/v1/journeys/{journey.pk}/publish"
        return api.post(url, {"revision": revision}, format="json")

    return post


def changed(**nodes):
    graph = copy.deepcopy(graphs.SPA)
    graph["nodes"] |= nodes
    return graph


def chain(length):
    """A journey of so many steps, one behind the other."""
    steps = {
        f"s{at}": graphs.condition(f"Step {at}", ("yes", "Yes", "1 < 2")) for at in range(length)
    }
    nodes = {"spa": graphs.entry("In", "SpaBeacon")} | steps
    lines = [f"s{at} path:yes -> s{at + 1}" for at in range(length - 1)]
    edges = graphs.edges("spa next -> s0", *lines)
    return {"schema": 1, "settings": graphs.settings(), "nodes": nodes, "edges": edges}


@pytest.mark.parametrize("name", ["SPA", "LOBBY"])
def test_the_demonstration_s_journeys_have_no_errors(save, name):
    problems = save(getattr(graphs, name)).json()["problems"]
    assert [problem for problem in problems if problem["severity"] == "error"] == []


def test_an_unknown_action_is_told_at_the_save_and_stops_the_publication(save, publish, journey):
    graph = changed(discount=graphs.action("Discount", "nowhere", {}))
    found = save(graph).json()["problems"]
    assert ("discount", "error") in [(problem["node"], problem["severity"]) for problem in found]
    assert Draft.objects.get(pk=journey.pk).problems >= 1
    answer = publish(2)
    assert (answer.status_code, answer.json()["code"]) == (422, "problems")
    fault = answer.json()["errors"][0]
    assert fault["pointer"].startswith("/nodes/discount/")
    assert fault["params"]["node"] == "discount"
    assert not Version.objects.exists()


def test_problems_are_told_in_the_language_of_the_request(api, journey, save):
    unfinished = changed(discount=graphs.action("Discount", "nowhere", {}))
    unfinished["nodes"]["female"]["config"]["paths"][0]["expression"] = "@{SpaBeacon."
    save(unfinished)
    korean = {"Accept-Language": "ko"}
    url = f"/api/v1/journeys/{journey.pk}"
    told = {
        problem["code"]: problem["message"]
        for problem in api.get(f"{url}/draft", headers=korean).json()["problems"]
    }
    assert told["unknown_reference"].startswith("‘nowhere’")
    assert not told["expression"].isascii()
    refused = api.post(f"{url}/publish", {"revision": 2}, format="json", headers=korean).json()
    assert not any(
        text.isascii() for text in [refused["detail"], *(e["detail"] for e in refused["errors"])]
    )


def test_a_refused_save_is_told_in_the_language_of_the_request(api, journey):
    body = {"graph": {"nodes": {"a": {"type": "bomb"}}, "edges": []}}
    headers = {"If-Match": '"1"', "Accept-Language": "ko"}
    url = f"/api/v1/journeys/{journey.pk}/draft"
    refused = api.put(url, body, format="json", headers=headers).json()
    assert refused["errors"][0]["detail"] == "bomb 단계 유형이 없습니다."


def test_an_event_type_deleted_after_the_save_stops_the_publication(publish):
    EventType.objects.filter(key="SpaBeacon").delete()  # the cached catalog still has it
    answer = publish(1)
    assert (answer.status_code, answer.json()["code"]) == (422, "problems")
    catalog.forget()


def test_an_empty_journey_cannot_be_published(api):
    made = api.post("/api/v1/journeys", {"name": "Empty"}, format="json").json()
    answer = api.post(f"/api/v1/journeys/{made['id']}/publish", {"revision": 1}, format="json")
    assert [fault["code"] for fault in answer.json()["errors"]] == ["no_entry"]


def test_warnings_do_not_stop_a_publication(save, publish):
    graph = changed()
    graph["nodes"]["female"]["config"]["extra"] = 1
    assert {problem["severity"] for problem in save(graph).json()["problems"]} >= {"warning"}
    assert publish(2).status_code == 201


@pytest.mark.parametrize(
    "graph",
    [
        [],
        "x",
        7,
        None,
        {"edges": []},
        {"nodes": [], "edges": []},
        {"nodes": {"length": 10**9}, "edges": []},
        {"nodes": {"__proto__": {"type": "end"}}, "edges": []},
        {"nodes": {"a": {"type": "end"}}, "edges": [{"from": "a", "port": "x", "to": "zz"}]},
        {"nodes": {"a": {"type": "bomb"}}, "edges": []},
        {"nodes": {"a": {"type": "end", "name": "x" * 1_000}}, "edges": []},
    ],
)
def test_a_graph_that_could_not_be_opened_is_refused(save, journey, graph):
    answer = save(graph)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert Draft.objects.get(pk=journey.pk).graph == graphs.SPA


@pytest.mark.parametrize(
    "layout", [[], "x", {"positions": {"a": {"x": 1e308, "y": 0}}}, {"positions": {"a": "x"}}]
)
def test_a_layout_without_places_is_refused(save, layout):
    assert save(graphs.SPA, layout=layout).status_code == 422


def test_a_layout_comes_back_as_it_was_saved(save, api, journey):
    layout = {"positions": {"spa": {"x": 10, "y": -20.5}}, "direction": "down"}
    assert save(graphs.SPA, layout=layout).status_code == 200
    assert api.get(f"/api/v1/journeys/{journey.pk}/draft").json()["layout"] == layout


def test_five_hundred_steps_are_saved_and_published_within_a_second(save, publish):
    began = time.process_time()
    assert save(chain(499)).status_code == 200
    saved = time.process_time()
    assert publish(2).status_code == 201
    assert saved - began < 1
    assert time.process_time() - saved < 1


def test_three_thousand_steps_are_refused_at_once(save):
    save({})  # the first request of a process loads its modules
    began = time.process_time()
    assert save(chain(3_000)).status_code in (413, 422)
    assert time.process_time() - began < 1
