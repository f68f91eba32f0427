"""The published description of the API: whole, without guesses, and each call under one name."""

import re
from collections import Counter

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tests.contract.routes import Route, routes

ITSELF = {"/api/v1/schema", "/api/v1/docs"}


@pytest.fixture(scope="module")
def told():
    GENERATOR_STATS.reset()
    return SchemaGenerator().get_schema(request=None, public=True)


def ours() -> list[Route]:
    return [
        route for route in routes() if route.path.startswith("/api/") and route.path not in ITSELF
    ]


def test_it_is_openapi_3_1(told):
    assert told["openapi"].startswith("3.1")


def test_nothing_in_it_is_guessed(told):
    """The generator warns where it cannot know a shape."""
    assert (dict(GENERATOR_STATS._error_cache), dict(GENERATOR_STATS._warn_cache)) == ({}, {})


def test_every_call_is_in_it(told):
    there = {(path, method.upper()) for path, calls in told["paths"].items() for method in calls}
    lacking = [
        (route.path, method)
        for route in ours()
        for method in route.methods
        if (re.sub(r"<\w+:(\w+)>", r"{\1}", route.path), method) not in there
    ]
    assert lacking == []


def test_every_call_has_a_name_of_its_own(told):
    names = Counter(
        call["operationId"] for calls in told["paths"].values() for call in calls.values()
    )
    assert [name for name, count in names.items() if count > 1] == []
