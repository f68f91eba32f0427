"""The same operations from a shell, and what the admin shows."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from demo import graphs
from journeys.models import Journey

pytestmark = pytest.mark.django_db


def exported(journey):
    out = io.StringIO()
    call_command("export_journey", str(journey.pk), stdout=out)
    return out.getvalue()


def test_a_journey_goes_out_and_comes_in_as_a_file(journey, tmp_path):
    file = tmp_path / "spa.json"
    file.write_text(exported(journey))
    out = io.StringIO()
    call_command("import_journey", str(file), stdout=out)
    again = Journey.objects.get(pk=int(out.getvalue().split()[0]))
    assert again.draft.graph == graphs.SPA
    assert exported(again) == exported(journey)


def test_a_journey_that_is_not_there_is_no_traceback():
    with pytest.raises(CommandError, match="no such journey"):
        call_command("export_journey", "999999")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "format"),
        ("{}", "format"),
        ('{"gilmok": 1}', "invalid"),
        ('{"gilmok": 1, "name": 7, "graph": {}}', "/name"),
        ('{"gilmok": 1, "name": " ", "graph": {}}', "/name"),
    ],
)
def test_a_file_that_is_no_journey_is_refused_in_words(tmp_path, text, told):
    file = tmp_path / "bad.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=told):
        call_command("import_journey", str(file))
    assert not Journey.objects.exists()


def test_unknown_things_are_listed_one_a_line(journey, tmp_path):
    document = json.loads(exported(journey))
    document["graph"]["nodes"]["discount"]["config"]["action"] = "elsewhere"
    file = tmp_path / "spa.json"
    file.write_text(json.dumps(document))
    with pytest.raises(CommandError, match="/uses/actions unknown_reference: elsewhere"):
        call_command("import_journey", str(file))


@pytest.fixture
def admin(person_of):
    client = Client()
    client.force_login(person_of("administrator"))
    return client


def test_the_admin_shows_a_journey_and_its_way_to_the_canvas(admin, journey):
    page = admin.get(f"/admin/journeys/journey/{journey.pk}/change/").content.decode()
    assert f"/journeys/{journey.pk}/" in page
    assert "SpaBeacon" in page
    assert 'name="_save"' not in page


def test_the_admin_lists_journeys_and_versions(admin, journey):
    assert "Spa" in admin.get("/admin/journeys/journey/").content.decode()
    assert admin.get("/admin/journeys/version/").status_code == 200


@pytest.mark.parametrize("page", ["add/", "1/delete/"])
def test_the_admin_changes_no_journey(admin, page):
    assert admin.get(f"/admin/journeys/journey/{page}").status_code in (302, 403)


def test_a_name_in_the_admin_is_text(admin, author):
    from journeys.operations.create import create
    from tests.integration.journeys_product.conftest import MONDAY

    create("<script>alert(1)</script>", author, MONDAY)
    assert "<script>alert(1)" not in admin.get("/admin/journeys/journey/").content.decode()
