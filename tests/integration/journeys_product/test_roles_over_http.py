"""What each role meets at the API of journeys."""

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def client_of(person):
    client = APIClient(enforce_csrf_checks=False)
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("technical", 403), ("administrator", 201)],
)
def test_who_may_make_a_journey(person_of, role, status):
    answer = client_of(person_of(role)).post("/api/v1/journeys", {"name": "x"}, format="json")
    assert answer.status_code == status


def test_a_viewer_reads(person_of, journey):
    viewer = client_of(person_of("viewer"))
    assert viewer.get("/api/v1/journeys").status_code == 200
    assert viewer.get(f"/api/v1/journeys/{journey.pk}/draft").status_code == 200


@pytest.mark.parametrize("order", ["publish", "close", "stop"])
def test_a_viewer_ends_nothing(person_of, journey, order):
    viewer = client_of(person_of("viewer"))
    answer = viewer.post(f"/api/v1/journeys/{journey.pk}/{order}", {"revision": 1}, format="json")
    assert answer.status_code == 403


def test_who_has_not_signed_in_is_401(journey):
    answer = APIClient().get("/api/v1/journeys")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_a_session_without_its_csrf_token_writes_nothing(author):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post("/api/v1/journeys", {"name": "x"}, format="json").status_code == 403
