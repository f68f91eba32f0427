"""What each role meets at each call of journeys, over HTTP with real sessions and tokens."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from access.models import ApiToken
from access.roles import ADMINISTRATOR, BUSINESS, ROLES, TECHNICAL, VIEWER
from demo import graphs
from journeys.models import Draft, Journey, Version
from journeys.urls import urlpatterns
from tests.contract.routes import may, routes

pytestmark = pytest.mark.django_db

EVERYONE = set(ROLES)
AUTHORS = {BUSINESS, ADMINISTRATOR}
STAFF = {BUSINESS, TECHNICAL, ADMINISTRATOR}
DRAFT = {"graph": graphs.SPA, "layout": {}}
DOCUMENT = {"gilmok": 1, "name": "Spa", "graph": graphs.SPA}

# name of the route, method, body, who may, and what they are answered
CALLS = [
    ("journeys-api", "get", None, EVERYONE, 200),
    ("journeys-api", "post", {"name": "New"}, AUTHORS, 201),
    ("journey-import", "post", DOCUMENT, AUTHORS, 201),
    ("journey-api", "get", None, EVERYONE, 200),
    ("journey-api", "patch", {"name": "Other"}, AUTHORS, 200),
    ("journey-api", "delete", None, AUTHORS, 204),
    ("draft", "get", None, EVERYONE, 200),
    ("draft", "put", DRAFT, AUTHORS, 200),
    ("publish", "post", {"revision": 1}, AUTHORS, 201),
    ("close", "post", {}, AUTHORS, 409),  # there is nothing to close yet
    ("stop", "post", {}, AUTHORS, 409),
    ("version", "get", None, EVERYONE, 404),  # it has no version yet
    ("journey-document", "get", None, EVERYONE, 200),
    ("runs", "get", None, STAFF, 200),
    ("run", "get", None, STAFF, 404),
    ("run-why", "get", None, STAFF, 404),
    ("journey-words", "get", None, EVERYONE, 200),
    ("words", "post", {"graph": graphs.SPA}, EVERYONE, 200),
    ("journey-schema", "get", None, EVERYONE, 200),
    ("node-types", "get", None, EVERYONE, 200),
    ("catalog", "get", None, EVERYONE, 200),
    ("expression-check", "post", {"text": "1 + 1"}, EVERYONE, 200),
    ("expression-complete", "post", {"text": "1 + 1", "at": 1}, EVERYONE, 200),
    ("expression-hover", "post", {"text": "1 + 1", "at": 1}, EVERYONE, 200),
    ("expression-signature", "post", {"text": "1 + 1", "at": 1}, EVERYONE, 200),
    ("expression-format", "post", {"text": "1 + 1"}, EVERYONE, 200),
    ("expression-words", "post", {"text": "1 + 1"}, EVERYONE, 200),
    ("expression-evaluate", "post", {"text": "1 + 1"}, STAFF, 200),
]
IDS = [f"{name} {method}" for name, method, *_ in CALLS]


def path_of(name, journey):
    (found,) = (one.pattern for one in urlpatterns if one.name == name)
    path = str(found).replace("<int:journey_id>", str(journey.pk))
    return "/" + path.replace("<int:number>", "1").replace("<int:run_id>", "1")


def call(client, name, method, body, journey, **headers):
    headers |= {"If-Match": '"1"'}
    return getattr(client, method)(
        path_of(name, journey), body, format="json" if body is not None else None, headers=headers
    )


def snapshot():
    return (
        list(Journey.objects.values_list("pk", "name").order_by("pk")),
        list(Draft.objects.values_list("pk", "revision").order_by("pk")),
        Version.objects.count(),
    )


@pytest.fixture
def client_of(person_of):
    def make(role):
        client = APIClient()
        client.force_login(User.objects.filter(username=role).first() or person_of(role))
        return client

    return make


OURS = [
    (route, method)
    for route in routes()
    if route.view in {one.callback for one in urlpatterns}
    for method in route.methods
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("route", "method"), OURS, ids=[f"{method} {route.path}" for route, method in OURS]
)
def test_what_the_table_of_roles_says_is_what_http_answers(client_of, journey, route, method, role):
    """Every call of journeys, those too that stand in no table here; with an empty body."""
    path = re.sub(r"<int:journey_id>", str(journey.pk), route.path)
    path = re.sub(r"<\w+:\w+>", "1", path)
    body = {} if method in ("POST", "PUT", "PATCH") else None
    answer = getattr(client_of(role), method.lower())(path, body, format="json")
    assert (answer.status_code != 403) == may(route, method, role)
    assert answer.status_code < 500


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "method", "body", "allowed", "status"), CALLS, ids=IDS)
def test_a_role_may_what_it_may_and_nothing_else(
    client_of, journey, role, name, method, body, allowed, status
):
    before = snapshot()
    answer = call(client_of(role), name, method, body, journey)
    if role in allowed:
        assert answer.status_code == status
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert snapshot() == before


@pytest.mark.parametrize(("name", "method", "body"), [one[:3] for one in CALLS], ids=IDS)
def test_who_has_not_signed_in_is_told_so(journey, name, method, body):
    before = snapshot()
    answer = call(APIClient(), name, method, body, journey)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer["WWW-Authenticate"]
    assert snapshot() == before


def test_someone_without_a_role_may_nothing(journey):
    client = APIClient()
    client.force_login(User.objects.create(username="nobody"))
    for name, method, body, *_ in CALLS:
        assert call(client, name, method, body, journey).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_method_that_a_call_does_not_have_is_405(client_of, method):
    answer = getattr(client_of(ADMINISTRATOR), method)("/api/v1/node-types", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


# Sessions and tokens


def test_a_session_without_its_csrf_token_writes_nothing(author):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post("/api/v1/journeys", {"name": "x"}, format="json").status_code == 403
    assert not Journey.objects.exists()


@pytest.fixture
def program_of(person_of):
    """A program that acts for a user of a role with these scopes."""

    def make(role, *scopes):
        user = User.objects.filter(username=role).first() or person_of(role)
        _, secret = ApiToken.issue(user, "ci", list(scopes), datetime.now(UTC))
        client = APIClient(enforce_csrf_checks=True)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


def test_a_program_does_what_its_token_says(program_of, journey):
    client = program_of(BUSINESS, "journeys.read", "journeys.edit")
    assert call(client, "draft", "put", DRAFT, journey).status_code == 200
    answer = call(client, "publish", "post", {"revision": 2}, journey)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_token_gives_no_right_that_its_user_lacks(program_of, journey):
    client = program_of(VIEWER, "journeys.read", "journeys.publish")
    assert call(client, "journey-api", "get", None, journey).status_code == 200
    assert call(client, "publish", "post", {"revision": 1}, journey).status_code == 403


def test_a_token_that_is_not_known_is_401(journey):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer gmt_nothing")
    assert call(client, "journeys-api", "get", None, journey).status_code == 401


def test_the_author_of_a_program_s_save_is_its_user(program_of, journey):
    call(program_of(ADMINISTRATOR, "journeys.edit"), "draft", "put", DRAFT, journey)
    assert Draft.objects.get().updated_by.username == ADMINISTRATOR
