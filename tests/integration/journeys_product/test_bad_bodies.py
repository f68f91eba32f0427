"""Whatever a client sends gets a clear answer and changes nothing."""

import copy

import pytest

from demo import graphs
from journeys.models import Draft, Journey

pytestmark = pytest.mark.django_db

JSON = {"content_type": "application/json"}


def nested(depth):
    return '{"a":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[]", 422),
        ('"text"', 422),
        ("null", 422),
        ("{}{}", 400),
        ('{"name": NaN}', 400),
        ('{"name": "\\ud800"}', 400),
        ('{"name": ""}', 422),
        ('{"name": "   "}', 422),
        ('{"name": 7}', 201),
        ('{"name": ["x"]}', 422),
        ('{"name": "a\\u0000b"}', 422),
        ('{"name": "x", "graph": []}', 422),
        ('{"name": "x", "graph": null}', 422),
        ('{"name": "x", "status": "live"}', 422),
        ('{"name": "x", "graph": {"schema": 1, "nodes": {"a": 1, "a": 2}}}', 422),
        ('{"name": "x", "graph": ' + nested(200) + "}", 422),
        ('{"name": "x", "graph": ' + nested(20_000) + "}", 400),
    ],
)
def test_a_bad_new_journey_is_refused(api, body, status):
    answer = api.generic("POST", "/api/v1/journeys", body, **JSON)
    assert answer.status_code == status
    if status != 201:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"]
        assert not Journey.objects.exists()


def test_a_name_in_any_script_is_kept(api):
    name = 'Весна "2026" 日本 👨‍👩‍👧 محمد'
    answer = api.post("/api/v1/journeys", {"name": name}, format="json")
    assert (answer.status_code, answer.json()["name"]) == (201, name)


def test_a_name_is_at_most_200_characters(api):
    answer = api.post("/api/v1/journeys", {"name": "x" * 201}, format="json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/name"
    assert answer.json()["errors"][0]["code"] == "max_length"


@pytest.mark.parametrize(
    "field", ["id", "status", "version", "live_version", "created_by", "published_at", "draft"]
)
def test_what_the_server_owns_cannot_be_assigned(api, journey, field):
    before = Journey.objects.values().get()
    answer = api.patch(f"/api/v1/journeys/{journey.pk}", {field: 99, "name": "x"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_field")
    assert Journey.objects.values().get() == before


@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 40])
def test_a_journey_that_is_not_there_is_404(api, number):
    for path in ("", "/draft", "/document", "/versions/1", f"/versions/{number}"):
        answer = api.get(f"/api/v1/journeys/{number}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("version", ["0", "7", "x", "-1", "9" * 30, "١"])
def test_a_document_of_no_version_is_404(api, journey, version):
    answer = api.get(f"/api/v1/journeys/{journey.pk}/document", {"version": version})
    assert answer.status_code == 404


@pytest.mark.parametrize("revision", [None, "1", "x", -1, 0, 1.5, True, [], {}, 2**31, 10**30])
def test_a_publication_names_a_revision(api, journey, revision):
    url = f"/api/v1/journeys/{journey.pk}/publish"
    answer = api.post(url, {"revision": revision}, format="json")
    assert answer.status_code in (412, 422) or revision in ("1", True)


def test_text_with_nul_in_a_graph_is_refused_with_its_place(save):
    graph = copy.deepcopy(graphs.SPA)
    graph["nodes"]["spa"]["name"] = "a\0b"
    answer = save(graph)
    assert (answer.status_code, answer.json()["code"]) == (422, "structure")
    fault = answer.json()["errors"][0]
    assert (fault["pointer"], fault["code"]) == ("/graph/nodes/spa/name", "nul")


def test_a_graph_of_more_than_512_kib_is_refused(save, journey):
    graph = copy.deepcopy(graphs.SPA)
    graph["nodes"]["spa"]["config"]["condition"] = "x" * 600_000
    assert save(graph).status_code in (413, 422)
    assert Draft.objects.get(pk=journey.pk).revision == 1


def test_markup_in_a_name_is_text(save, api, journey):
    graph = copy.deepcopy(graphs.SPA)
    graph["nodes"]["spa"]["name"] = "<script>alert(1)</script>"
    assert save(graph).status_code == 200
    kept = api.get(f"/api/v1/journeys/{journey.pk}/draft").json()["graph"]["nodes"]["spa"]["name"]
    assert kept == "<script>alert(1)</script>"


def test_another_content_type_is_415(api, journey):
    answer = api.generic("POST", "/api/v1/journeys", "name=x", content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")
