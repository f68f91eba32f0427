"""What the admin shows of journeys: everything, and nothing to change."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.roles import ADMINISTRATOR, BUSINESS, TECHNICAL, VIEWER
from demo import graphs
from journeys.models import Journey, Version
from journeys.operations.create import create
from journeys.operations.publish import publish
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser_of(person_of):
    def make(role):
        user = User.objects.filter(username=role).first() or person_of(role)
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def admin(browser_of):
    return browser_of("administrator")


@pytest.fixture
def version(journey, author):
    return publish(journey, 1, "First of all", author, MONDAY)


def text(client, path):
    answer = client.get(f"/admin/journeys/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_journey_is_shown_with_its_way_to_the_canvas(admin, journey, version):
    page = text(admin, f"journey/{journey.pk}/change/")
    assert f'href="/journeys/{journey.pk}/"' in page
    assert "SpaBeacon" in page
    assert "First of all" in page
    assert "Female?" in page  # the name of a step, in the graph


def test_a_version_is_shown_with_what_was_published(admin, version):
    page = text(admin, f"version/{version.pk}/change/")
    assert f'href="/journeys/{version.journey_id}/"' in page
    assert "Female?" in page


def test_the_list_tells_where_each_journey_stands(admin, version, author):
    create("Only drawn", author, MONDAY)
    page = text(admin, "journey/")
    assert '<td class="field-status">Live</td>' in page
    assert '<td class="field-status">Draft</td>' in page
    assert '<td class="field-live_version">1</td>' in page


def test_the_list_of_versions_can_be_searched(admin, version):
    assert "SpaBeacon" in text(admin, "version/?q=Spa")
    assert "SpaBeacon" not in text(admin, "version/?q=nothing")


@pytest.mark.parametrize("path", ["journey/{}/change/", "version/{}/change/"])
def test_there_is_nothing_to_save(admin, journey, version, path):
    number = journey.pk if path.startswith("journey") else version.pk
    page = text(admin, path.format(number))
    assert 'name="_save"' not in page
    assert "deletelink" not in page
    assert admin.post(f"/admin/journeys/{path.format(number)}", {"name": "x"}).status_code == 403
    assert Journey.objects.get().name == "Spa"


@pytest.mark.parametrize("path", ["journey/add/", "journey/{}/delete/", "version/add/", "version/{}/delete/"])  # fmt: skip
def test_nothing_is_added_or_deleted(admin, journey, version, path):
    number = journey.pk if path.startswith("journey") else version.pk
    assert admin.get(f"/admin/journeys/{path.format(number)}").status_code == 403
    assert (Journey.objects.count(), Version.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", [BUSINESS, TECHNICAL, ADMINISTRATOR])
def test_every_role_that_may_enter_the_admin_may_look(browser_of, journey, role):
    assert "Spa" in text(browser_of(role), "journey/")


def test_a_viewer_looks_at_journeys_on_their_own_pages(browser_of, journey):
    assert browser_of(VIEWER).get("/admin/journeys/journey/").status_code == 302


def test_a_long_list_costs_no_more_queries_than_a_short_one(admin, author, version):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            text(admin, "journey/")
        return len(seen)

    few = queries()
    for number in range(5):
        publish(create(str(number), author, MONDAY, graph=graphs.SPA), 1, "", author, MONDAY)
    assert queries() == few


def test_the_list_does_not_read_graphs(admin, version):
    with CaptureQueriesContext(connection) as seen:
        text(admin, "journey/")
        text(admin, "version/")
    assert not [query["sql"] for query in seen if '"graph"' in query["sql"]]


def test_a_name_in_the_admin_is_text(admin, author):
    journey = create("<script>alert(1)</script>", author, MONDAY)
    assert "<script>alert(1)" not in text(admin, "journey/")
    assert "<script>alert(1)" not in text(admin, f"journey/{journey.pk}/change/")


def test_the_admin_speaks_korean(admin, version):
    page = admin.get("/admin/journeys/journey/", headers={"Accept-Language": "ko"}).content.decode()
    assert "운영 중" in page
    assert "캔버스" in page
