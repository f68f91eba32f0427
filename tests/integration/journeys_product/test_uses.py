"""Where an event type, a source or an action is used."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo import graphs
from journeys.models import Status, Version
from journeys.operations.close import close
from journeys.operations.publish import publish
from journeys.operations.save_draft import save_draft
from journeys.reports.uses import (
    used_by_action,
    used_by_event,
    used_by_group,
    used_by_source,
)
from tests.integration.journeys_product.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_a_draft_uses_what_it_names(journey):
    assert used_by_event("SpaBeacon") == ["Spa"]
    assert used_by_action("spa_discount") == ["Spa"]
    assert used_by_source("Profile") == ["Spa"]
    assert used_by_group("Profile.ProfileFieldGroup") == ["Spa"]
    assert used_by_event("LobbyBeacon") == []


def test_a_save_that_drops_a_step_drops_its_uses(journey, author):
    save_draft(journey, graphs.LOBBY, {}, 1, author, MONDAY)
    assert used_by_event("SpaBeacon") == []
    assert used_by_event("RestaurantBeacon") == ["Spa"]


def test_a_live_version_uses_what_its_draft_no_longer_names(journey, author):
    publish(journey, 1, "", author, MONDAY)
    save_draft(journey, graphs.LOBBY, {}, 1, author, MONDAY)
    assert used_by_event("SpaBeacon") == ["Spa"]


def test_a_finished_version_uses_nothing(journey, author):
    publish(journey, 1, "", author, MONDAY)
    save_draft(journey, graphs.LOBBY, {}, 1, author, MONDAY)
    close(journey, author, MONDAY)
    Version.objects.update(status=Status.FINISHED)
    assert used_by_event("SpaBeacon") == []


def test_asking_costs_one_query_and_its_lock(journey):
    with CaptureQueriesContext(connection) as queries:
        used_by_event("SpaBeacon")
    assert len(queries) == 2
