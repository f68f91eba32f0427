"""The one schema of step types: what the server publishes and the canvas is generated from."""

import pytest

from journeys.core.nodes import NODE_TYPES
from journeys.core.schema import node_types
from journeys.core.structure import structure_faults
from tests.unit.journeys_core.drawing import compiled, draw, entry

KINDS = node_types()["types"]


def defaults(schema):
    """The settings of a fresh step."""
    return {
        name: told["default"] for name, told in schema["properties"].items() if "default" in told
    }


def objects(schema):
    """Every object schema within a schema."""
    if schema.get("type") == "object":
        yield schema
    for inner in (*schema.get("properties", {}).values(), schema.get("items")):
        if inner:
            yield from objects(inner)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
def test_a_step_type_is_told_in_both_languages(kind):
    for texts in (kind["names"], kind["description"]):
        assert set(texts) == {"en", "ko"}
        assert all(texts.values())
    assert kind["category"] in ("event", "flow", "action", "end")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
def test_a_fresh_step_can_be_saved_and_compiled(kind):
    graph = draw({"in": entry(), "x": {"type": kind["type"], "config": defaults(kind["config"])}})
    assert structure_faults({"graph": graph}) == []
    assert "x" in compiled(graph).steps


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
def test_the_published_rule_of_ports_gives_the_ports_of_the_core(kind):
    """The canvas works out the ports from the rule; the core from the settings."""
    for config in (defaults(kind["config"]), defaults(kind["config"]) | {"on_error": "path"}):
        told = []
        for rule in kind["ports"]:
            if "each" in rule:
                told += [rule["port"].format(**row) for row in config[rule["each"]]]
            elif all(config.get(name) == value for name, value in rule.get("when", {}).items()):
                told.append(rule["port"])
        assert tuple(told) == NODE_TYPES[kind["type"]].ports(config)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
def test_every_choice_has_a_name_in_both_languages(kind):
    for schema in objects(kind["config"]):
        for told in schema["properties"].values() if "properties" in schema else ():
            if told.get("x-widget") == "select":
                assert set(told["x-names"]) == set(told["enum"])
                assert all(set(names) == {"en", "ko"} for names in told["x-names"].values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["type"])
def test_what_is_shown_on_condition_depends_on_a_setting_beside_it(kind):
    for schema in objects(kind["config"]):
        properties = schema.get("properties", {})
        for told in properties.values():
            for name, values in told.get("x-when", {}).items():
                values = values if isinstance(values, list) else [values]
                assert set(values) <= set(properties[name]["enum"])


def test_the_schema_names_the_limits():
    told = node_types()
    assert told["schema"] == 1
    assert told["limits"] == {
        "nodes": 500, "edges": 1_000, "bytes": 524_288, "name": 200, "expression": 10_000, "paths": 50,
    }  # fmt: skip
    assert set(told["settings"]["properties"]) == {
        "timezone", "person_timezone", "reentrance", "reentrance_pause", "longest_stay", "starts_at", "ends_at",
    }  # fmt: skip
