"""What a save refuses: what the canvas could not open again. An unfinished journey is no fault."""

import time

import pytest

from journeys.core.limits import MAX_NODES
from journeys.core.structure import MAX_FAULTS, structure_faults
from tests.unit.journeys_core.drawing import after, condition, draw, end, entry, wait

NODE = {"type": "end"}


def graph(nodes=None, edges=None, **more):
    return {"schema": 1, "nodes": nodes or {}, "edges": edges or [], **more}


def faults(graph, **layout):
    return [(code, pointer) for pointer, code, _, _ in structure_faults({"graph": graph, **layout})]


def edge(source, target, port="next"):
    return {"from": source, "port": port, "to": target}


@pytest.mark.parametrize(
    "drawn",
    [
        graph(),
        draw({"in": entry("", "@{half")}),
        draw({"a": wait(after("")), "b": end()}, "a gone -> b"),
        graph({"a": {"type": "end"}}),
        graph({"a": {"type": "end", "config": {"unheard": {"of": [1]}}}}),
        {"nodes": {}, "edges": []},
    ],
)
def test_an_unfinished_journey_is_no_fault(drawn):
    assert faults(drawn) == []


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        ([], ("type", "/graph")),
        ("x", ("type", "/graph")),
        (None, ("type", "/graph")),
        ({"edges": []}, ("missing", "/graph/nodes")),
        ({"nodes": {}}, ("missing", "/graph/edges")),
        ({"nodes": [], "edges": []}, ("type", "/graph/nodes")),
        ({"nodes": {}, "edges": {}}, ("type", "/graph/edges")),
        (graph() | {"schema": 2}, ("schema_version", "/graph/schema")),
        (graph() | {"schema": True}, ("schema_version", "/graph/schema")),
        (graph(settings=[]), ("type", "/graph/settings")),
        (graph(settings={"timezone": 7}), ("type", "/graph/settings/timezone")),
        (graph(settings={"reentrance": "yes"}), ("type", "/graph/settings/reentrance")),
        (graph({"length": 1_000_000_000}), ("type", "/graph/nodes/length")),
        (graph({"a": {}}), ("missing", "/graph/nodes/a/type")),
        (graph({"a": {"type": 7}}), ("type", "/graph/nodes/a/type")),
        (graph({"a": {"type": "bomb"}}), ("unknown_type", "/graph/nodes/a/type")),
        (graph({"a": {"type": "end", "name": "x" * 201}}), ("length", "/graph/nodes/a/name")),
        (graph({"a": {"type": "end", "config": []}}), ("type", "/graph/nodes/a/config")),
        (
            graph({"a": {"type": "end", "config": {"outcome": "x"}}}),
            ("choice", "/graph/nodes/a/config/outcome"),
        ),
        (graph({"__proto__": NODE}), ("id_chars", "/graph/nodes/__proto__")),
        (graph({"constructor": NODE}), ("id_chars", "/graph/nodes/constructor")),
        (graph({"1a": NODE}), ("id_chars", "/graph/nodes/1a")),
        (graph({"": NODE}), ("id_chars", "/graph/nodes/")),
        (graph({"a/b~c": NODE}), ("id_chars", "/graph/nodes/a~1b~0c")),
        (graph({"a": NODE}, [edge("a", "z")]), ("unknown_node", "/graph/edges/0/to")),
        (graph({"a": NODE}, [edge("z", "a")]), ("unknown_node", "/graph/edges/0/from")),
        (graph({"a": NODE}, [edge("a", "a")]), ("self_edge", "/graph/edges/0")),
        (graph({"a": NODE}, [["a", "a"]]), ("type", "/graph/edges/0")),
        (graph({"a": NODE}, [{"from": "a"}]), ("missing", "/graph/edges/0/port")),
        (graph({"a": NODE}, [edge("a", 7)]), ("type", "/graph/edges/0/to")),
    ],
)
def test_a_form_that_cannot_be_opened_is_told_with_its_place(drawn, fault):
    assert fault in faults(drawn)


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ({"paths": {}}, ("type", "/paths")),
        ({"paths": [7]}, ("type", "/paths/0")),
        ({"paths": [{"key": "a"}]}, ("missing", "/paths/0/kind")),
        ({"paths": [{"kind": "time", "key": "a b"}]}, ("id_chars", "/paths/0/key")),
        ({"paths": [{"kind": "magic", "key": "a"}]}, ("choice", "/paths/0/kind")),
        ({"paths": [{"kind": "time", "key": "a"}] * 51}, ("too_many", "/paths")),
        ({"paths": [{"kind": "time", "key": "a", "weekdays": ["xyz"]}]}, ("choice", "/paths/0/weekdays/0")),
        ({"paths": [{"kind": "expression", "key": "a", "expression": "x" * 10_001}]}, ("length", "/paths/0/expression")),
        ({"timeout": "5"}, ("type", "/timeout")),
        ({"timeout": True}, ("type", "/timeout")),
        ({"timeout": float("inf")}, ("type", "/timeout")),
        ({"on_error": "explode"}, ("choice", "/on_error")),
    ],
)  # fmt: skip
def test_settings_have_the_shape_that_their_step_type_declares(config, fault):
    step = condition() | {"config": config}
    place = "/graph/nodes/x/config"
    assert (fault[0], place + fault[1]) in faults(graph({"x": step}))


def test_parameters_are_texts_and_not_too_many():
    step = {"type": "action", "config": {"parameters": {"a": 7}}}
    assert faults(graph({"x": step})) == [("type", "/graph/nodes/x/config/parameters/a")]
    step = {"type": "action", "config": {"parameters": {f"p{n}": "1" for n in range(101)}}}
    assert faults(graph({"x": step})) == [("too_many", "/graph/nodes/x/config/parameters")]


def test_one_connection_stands_once():
    drawn = graph({"a": NODE, "b": NODE}, [edge("a", "b"), edge("a", "b", "else"), edge("a", "b")])
    assert faults(drawn) == [("duplicate_edge", "/graph/edges/2")]


@pytest.mark.parametrize(
    ("layout", "fault"),
    [
        ([], ("type", "/layout")),
        ({"positions": []}, ("type", "/layout/positions")),
        ({"positions": {"a": "x"}}, ("position", "/layout/positions/a")),
        ({"positions": {"a": {"x": 1}}}, ("position", "/layout/positions/a")),
        ({"positions": {"a": {"x": 1, "y": "NaN"}}}, ("position", "/layout/positions/a")),
        ({"positions": {"a": {"x": 1, "y": float("nan")}}}, ("position", "/layout/positions/a")),
        ({"positions": {"a": {"x": 1e308, "y": 0}}}, ("position", "/layout/positions/a")),
        ({"positions": {"a": {"x": True, "y": 0}}}, ("position", "/layout/positions/a")),
        ({"positions": {"__proto__": {"x": 0, "y": 0}}}, ("id_chars", "/layout/positions/__proto__")),
        ({"positions": {f"n{n}": {"x": 0, "y": 0} for n in range(1001)}}, ("too_many", "/layout/positions")),
        ({"direction": "up"}, ("choice", "/layout/direction")),
    ],
)  # fmt: skip
def test_a_layout_without_places_is_told(layout, fault):
    assert faults(graph(), layout=layout) == [fault]


@pytest.mark.parametrize(
    "layout", [None, {}, {"positions": {"a": {"x": -1.5, "y": 10}}, "direction": "right"}]
)
def test_a_layout_is_kept_as_it_is(layout):
    assert faults(graph({"a": NODE}), layout=layout) == []


@pytest.mark.parametrize("document", [None, [], "x", 7])
def test_what_is_no_document_is_told(document):
    assert [code for _, code, *_ in structure_faults(document)] == ["type"]


def test_nesting_has_a_limit_and_no_recursion():
    deep: object = 1
    for _ in range(50_000):
        deep = [deep]
    step = {"type": "end", "config": {"x": deep}}
    (fault,) = structure_faults({"graph": graph({"a": step})})
    assert fault[1] == "depth"
    deep = {"x": {}}
    inner = deep["x"]
    for _ in range(40):
        inner["x"] = {}
        inner = inner["x"]
    assert faults(graph({"a": {"type": "end", "config": deep}}))[0][0] == "depth"


def test_the_number_of_steps_and_connections_is_limited():
    nodes = {f"n{at}": NODE for at in range(MAX_NODES + 1)}
    assert faults(graph(nodes)) == [("too_many_nodes", "/graph/nodes")]
    edges = [edge("a", "b")] * 1_001
    assert ("too_many_edges", "/graph/edges") in faults(graph({"a": NODE, "b": NODE}, edges))


def test_a_long_list_of_faults_is_cut():
    nodes = {f"n{at}": {"type": "bomb"} for at in range(300)}
    assert len(structure_faults({"graph": graph(nodes)})) == MAX_FAULTS


def test_a_fault_is_told_in_words():
    ((pointer, code, params, words),) = structure_faults({"graph": graph({"a": {"type": "bomb"}})})
    assert (pointer, code, params) == ("/graph/nodes/a/type", "unknown_type", {"type": "bomb"})
    assert words == "There is no step type bomb."


def test_a_large_document_is_judged_at_once():
    nodes = {f"n{at}": condition() for at in range(MAX_NODES)}
    began = time.process_time()
    assert faults(graph(nodes)) == []
    assert time.process_time() - began < 0.5
