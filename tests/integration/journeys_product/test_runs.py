"""People on their way, as the API tells it from the engine's tables."""

from datetime import timedelta

import pytest
from django.db import connection

from config import json
from demo import graphs
from journeys.core.commands import Fate
from journeys.core.run import Status
from journeys.operations.publish import publish
from journeys.reports.drawn import drawn
from journeys.reports.fates import fates
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db

JANE = "ECID/jane"


def stored(value):
    """A value as the engine stores it in this database."""
    if connection.vendor == "sqlite" and hasattr(value, "tzinfo"):
        return int(value.timestamp() * 1_000_000)
    if isinstance(value, dict) or (isinstance(value, list) and connection.vendor == "sqlite"):
        return json.text(value)
    return value


def put(table, **row):
    names = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({names}) values ({marks})", [stored(v) for v in row.values()]
        )


@pytest.fixture
def version(journey, author):
    drawn.cache_clear()
    return publish(journey, 1, "", author, MONDAY)


@pytest.fixture
def inside(version):
    """Jane came in, was found to be female, and is at the call."""
    nodes = sorted(graphs.SPA["nodes"])
    spa, female, discount = (nodes.index(key) for key in ("spa", "female", "discount"))
    put(
        "instance", id=70, journey_id=version.journey_id, version_id=version.pk, person=JANE,
        supplemental="", holds=True, status=Status.CALLING, node=discount, seq=1,
        entered_at=MONDAY,
    )  # fmt: skip
    put(
        "trail", id=71, at=MONDAY, event_id=69, code=Fate.ENTERED, journey_id=version.journey_id,
        version_id=version.pk, instance_id=70, seq=1, path=[spa, 0, female, 0],
        detail={"reads": [{"reference": "#{Profile.x}", "value": "female", "source": "profile"}]},
    )  # fmt: skip
    return version


def test_an_event_s_fate_says_where_it_led(inside):
    fate = fates([69, 5])[69][0]
    assert fate["code"] == "entered"
    assert (fate["journey_name"], fate["version"]) == ("Spa", 1)
    assert (fate["node"], fate["node_name"]) == ("discount", "Spa discount")


def test_a_fate_that_led_nowhere_says_why(version):
    put(
        "trail", id=72, at=MONDAY, event_id=68, code=Fate.CONDITION_FALSE,
        journey_id=version.journey_id, version_id=version.pk,
    )  # fmt: skip
    fate = fates([68])[68][0]
    assert (fate["code"], fate["node"]) == ("condition_false", None)


def test_runs_are_found_by_journey(api, inside):
    found = api.get("/api/v1/runs", {"journey": inside.journey_id}).json()["runs"]
    assert [(run["id"], run["person"], run["status"]) for run in found] == [("70", JANE, "calling")]
    assert found[0]["node_name"] == "Spa discount"


def test_runs_are_found_by_person(api, inside):
    assert len(api.get("/api/v1/runs", {"person": JANE}).json()["runs"]) == 1
    assert api.get("/api/v1/runs", {"person": "ECID/sam"}).json()["runs"] == []


def test_a_run_tells_its_path_with_names(api, inside):
    run = api.get("/api/v1/runs/70").json()
    step = run["steps"][0]
    assert [(left["node"], left["port"], left["to"]) for left in step["path"]] == [
        ("spa", "next", "female"),
        ("female", "path:yes", "discount"),
    ]
    assert step["path"][1]["port_name"] == "Female"
    assert step["reads"][0]["value"] == "female"


def test_the_list_counts_people_inside(api, inside):
    row = api.get("/api/v1/journeys").json()["journeys"][0]
    assert row["inside"] == 1
    assert api.get(f"/api/v1/journeys/{inside.journey_id}").json()["inside"] == 1


@pytest.mark.parametrize("run_id", ["1", "9" * 18, "9" * 30])
def test_a_run_that_is_not_there_is_404(api, version, run_id):
    assert api.get(f"/api/v1/runs/{run_id}").status_code == 404


@pytest.mark.parametrize(
    "query", [{"limit": "x"}, {"before": "-1"}, {"journey": "9" * 30}, {"person": "x" * 600}]
)
def test_a_bad_filter_is_refused(api, version, query):
    answer = api.get("/api/v1/runs", query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_page_is_at_most_200(api, version):
    for number in range(205):
        put(
            "instance", id=100 + number, journey_id=version.journey_id, version_id=version.pk,
            person=f"ECID/{number}", supplemental="", holds=True, status=Status.WAITING, node=0,
            seq=1, entered_at=MONDAY + timedelta(seconds=number),
        )  # fmt: skip
    found = api.get("/api/v1/runs", {"limit": 10**9}).json()["runs"]
    assert len(found) == 200
    assert found[0]["person"] == "ECID/204"
