"""What a graph names, found by reading its texts."""

import pytest

from demo import graphs
from journeys.operations.uses import used


def graph(*configs):
    nodes = {f"n{at}": {"type": "any", "config": config} for at, config in enumerate(configs)}
    return {"nodes": nodes, "edges": []}


def test_the_demonstration_names_what_it_needs():
    assert used(graphs.SPA) == {
        ("event", "SpaBeacon"),
        ("source", "Profile"),
        ("group", "Profile.ProfileFieldGroup"),
        ("action", "spa_discount"),
    }


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({}, set()),
        ({"event": ""}, set()),
        ({"event": "Order"}, {("event", "Order")}),
        ({"event": "  "}, set()),
        ({"event": "not a key"}, {("event", "not a key")}),
        ({"action": "1"}, {("action", "1")}),
        ({"condition": "@{Order.total} > 1"}, {("event", "Order")}),
        ({"condition": "@event{Order.total} > 1"}, {("event", "Order")}),
        ({"condition": "@node{wait_1.total} > 1"}, set()),
        ({"condition": "@action{send.id} > 1"}, set()),
        ({"action": "send"}, {("action", "send")}),
        ({"paths": [{"expression": "#{A.B.c}"}]}, {("source", "A"), ("group", "A.B")}),
        ({"parameters": {"x": "#{ A . B . c}"}}, {("source", "A"), ("group", "A.B")}),
        ({"alternatives": [{"event": "Order"}]}, {("event", "Order")}),
        ({"condition": "#{A.B"}, {("source", "A"), ("group", "A.B")}),
        ({"condition": "#{A."}, set()),
        ({"timeout": 5, "retries": None, "list": [1, True]}, set()),
    ],
)
def test_each_setting_names_what_it_reads(config, named):
    assert used(graph(config)) == named


def test_nested_without_end_is_no_recursion():
    config: dict = {"condition": "@{Order.x}"}
    for _ in range(5_000):
        config = {"a": [config]}
    assert used(graph(config)) == {("event", "Order")}
