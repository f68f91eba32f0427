"""The same operations from a shell."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from demo import graphs
from journeys.models import Journey
from journeys.operations.publish import publish
from journeys.operations.save_draft import save_draft
from tests.integration.journeys_product.conftest import MONDAY

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


def test_a_version_goes_out_as_a_file_too(journey, author):
    publish(journey, 1, "", author, MONDAY)
    save_draft(journey, graphs.LOBBY, {}, 1, author, MONDAY)
    journey.draft.refresh_from_db()
    out = io.StringIO()
    call_command("export_journey", str(journey.pk), "--version-number", "1", stdout=out)
    assert json.loads(out.getvalue())["graph"] == graphs.SPA


@pytest.mark.parametrize("wanted", [("999999",), ("1", "--version-number", "9")])
def test_a_journey_that_is_not_there_is_no_traceback(wanted):
    with pytest.raises(CommandError, match="no such journey"):
        call_command("export_journey", *wanted)


def test_a_journey_comes_in_from_standard_input(journey, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(exported(journey)))
    call_command("import_journey", "-", stdout=io.StringIO())
    assert Journey.objects.count() == 2


def test_a_file_that_is_not_there_is_told_in_words():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_journey", "/nowhere/spa.json")


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
