"""What is published about the API is true: answers have the shapes that OpenAPI tells, and the
schema of a journey's document takes what goes out and refuses what may not come in."""

import copy

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from demo import graphs
from journeys.api.document_schema import document_schema
from journeys.core.schema import node_types
from journeys.core.structure import structure_faults
from journeys.operations.publish import publish
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db

OPENAPI = SchemaGenerator().get_schema(request=None, public=True)


def wrong(answer, path, method):
    """What in an answer is not as OpenAPI tells of it."""
    told = OPENAPI["paths"][path][method]["responses"][str(answer.status_code)]
    (content,) = told["content"].values()
    schema = content["schema"] | {"components": OPENAPI["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/journeys",
        "/api/v1/journeys/{journey_id}",
        "/api/v1/journeys/{journey_id}/draft",
        "/api/v1/journeys/{journey_id}/document",
        "/api/v1/journeys/{journey_id}/versions/{number}",
        "/api/v1/runs",
        "/api/v1/node-types",
        "/api/v1/catalog",
    ],
)
def test_what_is_read_has_its_published_shape(api, journey, author, path):
    publish(journey, 1, "First", author, MONDAY)
    answer = api.get(path.format(journey_id=journey.pk, number=1))
    assert answer.status_code == 200
    assert wrong(answer, path, "get") == []


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/api/v1/journeys", "post", {"name": "x"}, 201),
        ("/api/v1/journeys", "post", {"name": ""}, 422),
        ("/api/v1/journeys/import", "post", {"gilmok": 1, "name": "x", "graph": graphs.SPA}, 201),
        ("/api/v1/journeys/import", "post", {"gilmok": 2, "name": "x", "graph": {}}, 422),
        ("/api/v1/journeys/{journey_id}", "patch", {"name": "y"}, 200),
        ("/api/v1/journeys/{journey_id}/draft", "put", {"graph": graphs.LOBBY}, 200),
        ("/api/v1/journeys/{journey_id}/draft", "put", {"graph": {}}, 422),
        ("/api/v1/journeys/{journey_id}/publish", "post", {"revision": 1}, 201),
        ("/api/v1/journeys/{journey_id}/publish", "post", {"revision": 7}, 412),
        ("/api/v1/journeys/{journey_id}/close", "post", {}, 409),
        ("/api/v1/journeys/{journey_id}/stop", "post", {}, 409),
        ("/api/v1/expressions/check", "post", {"text": "1 +"}, 200),
    ],
)
def test_what_is_written_is_answered_in_its_published_shape(
    api, journey, path, method, body, status
):
    send = getattr(api, method)
    answer = send(
        path.format(journey_id=journey.pk), body, format="json", headers={"If-Match": '"1"'}
    )
    assert answer.status_code == status
    assert wrong(answer, path, method) == []


# The document of a journey


@pytest.fixture(scope="module")
def document_fits():
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema).is_valid


def document(graph, **more):
    return {"gilmok": 1, "name": "Spa", "graph": graph, **more}


@pytest.mark.parametrize("name", ["SPA", "LOBBY", "CHECK_IN"])
def test_the_demonstration_fits_the_published_schema(document_fits, name):
    assert document_fits(document(getattr(graphs, name)))


def test_what_goes_out_fits_the_published_schema(api, journey, document_fits):
    assert document_fits(api.get(f"/api/v1/journeys/{journey.pk}/document").json())


def test_an_empty_canvas_fits_the_published_schema(api, document_fits):
    made = api.post("/api/v1/journeys", {"name": "x"}, format="json").json()
    assert document_fits(api.get(f"/api/v1/journeys/{made['id']}/document").json())


def changed(place, value):
    graph = copy.deepcopy(graphs.LOBBY)
    *parents, last = place.split("/")
    inner = graph
    for part in parents:
        inner = inner[int(part)] if part.isdigit() else inner[part]
    inner[last] = value
    return graph


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("nodes", []),
        ("edges", {}),
        ("schema", 2),
        ("settings/timezone", 7),
        ("nodes/lobby", {}),
        ("nodes/1st", {"type": "end"}),
        ("nodes/constructor", {"type": "end"}),
        ("nodes/lobby/type", "bomb"),
        ("nodes/lobby/name", "x" * 201),
        ("nodes/room/config/paths", {}),
        ("nodes/room/config/on_error", "explode"),
        ("nodes/dinner/config/alternatives", [{"key": "a"}]),
        ("nodes/welcome/config/parameters", {"a": 7}),
        ("edges/0/to", 7),
        ("edges/0/port", "x" * 81),
    ],
)
def test_what_a_save_refuses_does_not_fit_the_schema_either(document_fits, place, value):
    graph = changed(place, value)
    assert structure_faults({"graph": graph})
    assert not document_fits(document(graph))


@pytest.mark.parametrize("part", ["settings", "schema"])
def test_what_may_be_left_out_may_be_left_out_by_the_schema_too(document_fits, part):
    graph = {name: value for name, value in graphs.SPA.items() if name != part}
    assert structure_faults({"graph": graph}) == []
    assert document_fits(document(graph))


@pytest.mark.parametrize("kind", node_types()["types"], ids=lambda kind: kind["type"])
def test_a_step_without_settings_fits_the_schema(document_fits, kind):
    graph = {"nodes": {"a": {"type": kind["type"]}}, "edges": []}
    assert structure_faults({"graph": graph}) == []
    assert document_fits(document(graph))
