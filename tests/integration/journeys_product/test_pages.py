"""The pages: shells around one React root, for those who may read journeys."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from access.roles import ROLES
from events.models import Event, Source
from journeys.operations.create import create
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db
PAGES = ["/journeys/", "/journeys/{}/", "/messages/", "/events/", "/"]


@pytest.fixture
def browser_of(person_of):
    def make(role):
        client = Client()
        client.force_login(User.objects.filter(username=role).first() or person_of(role))
        return client

    return make


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_role_sees_the_pages(browser_of, journey, page, role):
    answer = browser_of(role).get(page.format(journey.pk))
    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies  # what the page sends with each change


@pytest.mark.parametrize("page", PAGES)
def test_who_has_not_signed_in_is_sent_to_sign_in(journey, page):
    answer = Client().get(page.format(journey.pk))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("page", PAGES)
def test_someone_without_a_role_is_told_no(journey, page):
    client = Client()
    client.force_login(User.objects.create(username="nobody"))
    assert client.get(page.format(journey.pk)).status_code == 403


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**30])
def test_a_journey_that_is_not_there_has_no_page(browser_of, number):
    assert browser_of("viewer").get(f"/journeys/{number}/").status_code == 404


def test_a_name_on_a_page_is_text(browser_of, author):
    journey = create("<script>alert(1)</script>", author, MONDAY)
    page = browser_of("viewer").get(f"/journeys/{journey.pk}/").content.decode()
    assert "<script>alert(1)" not in page


def test_the_command_of_the_first_event_has_the_key_of_the_hotel_for_who_may_see_it(
    browser_of, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    Source.objects.create(key="hotel", name="The hotel")
    assert "gms_" in browser_of("technical").get("/events/").content.decode()
    assert "gms_" not in browser_of("viewer").get("/events/").content.decode()
    assert "$KEY" in browser_of("viewer").get("/events/").content.decode()


def test_no_key_is_on_the_page_once_an_event_has_come(browser_of, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    source = Source.objects.create(key="hotel", name="The hotel")
    Event.objects.create(
        id=1, source=source, person="ECID/ann", occurred_at=MONDAY, received_at=MONDAY,
        disposition=Event.Disposition.NOBODY, data={},
    )  # fmt: skip
    assert "gms_" not in browser_of("technical").get("/events/").content.decode()
