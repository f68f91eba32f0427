"""Two people at one canvas, in the same moment."""

import threading
import time

import pytest
from django.db import connections, transaction

from actions.models import ActionDefinition
from config.problems import Problem
from datasources.models import DataSource
from demo import graphs
from events.models import EventType
from journeys.models import Draft, Journey, Status, Version
from journeys.operations.close import close
from journeys.operations.create import create
from journeys.operations.publish import publish
from journeys.operations.rename import rename
from journeys.operations.save_draft import save_draft
from journeys.reports.references import hold
from journeys.reports.uses import used_by_action, used_by_event, used_by_source
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run each in a thread; what each answered or raised, in their order."""
    gate = threading.Barrier(len(works))
    ends = [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            ends[number] = work()
        except Problem as problem:
            ends[number] = problem.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return ends


def test_of_two_saves_at_once_one_wins():
    journey = create("Spa", None, MONDAY, graph=graphs.SPA)
    ends = at_once(
        *(lambda: save_draft(journey, graphs.LOBBY, {}, 1, None, MONDAY)[0] for _ in range(4))
    )
    assert sorted(map(str, ends)) == ["2", "conflict", "conflict", "conflict"]
    assert Draft.objects.get().revision == 2


def test_of_two_publications_at_once_one_version_stays_live():
    journey = create("Spa", None, MONDAY, graph=graphs.SPA)
    ends = at_once(*(lambda: publish(journey, 1, "", None, MONDAY).number for _ in range(3)))
    assert sorted(ends) == [1, 2, 3]
    assert list(Version.objects.order_by("number").values_list("status", flat=True)) == [
        "closed",
        "closed",
        "live",
    ]


def test_a_rename_does_not_undo_what_happens_beside_it():
    journey = create("Spa", None, MONDAY, graph=graphs.SPA)
    publish(journey, 1, "", None, MONDAY)
    at_once(
        lambda: rename(journey, None, MONDAY, name="Renamed"),
        lambda: close(Journey.objects.get(pk=journey.pk), None, MONDAY),
    )
    assert Journey.objects.get().name == "Renamed"
    assert Version.objects.get().status == Status.CLOSED


def test_a_draft_lost_no_use_in_the_race():
    journey = create("Spa", None, MONDAY, graph=graphs.SPA)
    at_once(
        lambda: save_draft(journey, graphs.LOBBY, {}, 1, None, MONDAY),
        lambda: publish(journey, 1, "", None, MONDAY),
    )
    named = set(journey.uses.filter(version=None).values_list("key", flat=True))
    assert "LobbyBeacon" in named
    assert "SpaBeacon" not in named


@pytest.mark.parametrize(
    ("kind", "key", "users", "model"),
    [
        ("event", "SpaBeacon", used_by_event, EventType),
        ("action", "spa_discount", used_by_action, ActionDefinition),
        ("source", "MarltonReservation", used_by_source, DataSource),
    ],
)
def test_a_publication_finds_gone_what_was_deleted_a_moment_before(kind, key, users, model):
    asked = threading.Event()

    def deletion():
        with transaction.atomic():
            found = users(key)
            asked.set()
            time.sleep(0.2)
            model.objects.filter(key=key).delete()
        return found

    def publication():
        asked.wait(10)
        with transaction.atomic():
            return hold([(kind, key)])

    assert at_once(deletion, publication) == [[], {(kind, key)}]


@pytest.mark.parametrize(
    ("kind", "key", "users"),
    [("event", "SpaBeacon", used_by_event), ("action", "spa_discount", used_by_action)],
)
def test_a_deletion_finds_the_version_that_was_published_a_moment_before(kind, key, users):
    held = threading.Event()

    def publication():
        with transaction.atomic():
            hold([(kind, key)])
            held.set()
            time.sleep(0.2)
            journey = create("Spa", None, MONDAY, graph=graphs.SPA)
            return publish(journey, 1, "", None, MONDAY).number

    def deletion():
        held.wait(10)
        with transaction.atomic():
            return users(key)

    assert at_once(publication, deletion) == [1, ["Spa"]]
