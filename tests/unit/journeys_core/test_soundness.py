"""Whatever was drawn and whatever happens, the core answers with a plan that can be trusted.

``traveller.check`` holds each plan against what the engine relies on; here the graphs and the
happenings are drawn by chance.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.core.commands import Fate
from journeys.core.structure import structure_faults
from journeys.core.validate import problems
from tests.unit.journeys_core import strategies
from tests.unit.journeys_core.drawing import CATALOG
from tests.unit.journeys_core.traveller import MONDAY, Traveller

_ANY = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def live(graph, happenings, values, zone, data):
    ann = Traveller(graph, values=values, zone=zone)
    entering = ann._event(ann.program.entry_event, data, ann.now)
    fate = ann.program.may_enter(entering, ann.now, ann._reads())
    assert fate in (Fate.ENTERED, Fate.CONDITION_FALSE, Fate.ERROR)
    needs = ann.program.entry_needs(entering, ann.now, ann._reads())
    assert not needs or fate is Fate.ERROR
    if fate is Fate.ENTERED:
        ann.enters(**data)
        for name, *rest in happenings:
            _HAPPEN[name](ann, *rest)


def _event(ann, kind, data, ago):
    ann.event(kind, received=max(MONDAY, ann.now - timedelta(minutes=ago)), **data)


_HAPPEN = {
    "event": _event,
    "asleep": lambda ann, minutes: ann.asleep(minutes=minutes),
    "wakes": lambda ann: ann.wakes(),
    "took": lambda ann, answer, status: ann.took(ok=True, answer=answer, status=status),
    "fails": lambda ann, error: ann.fails(error, 500 if error == "http" else None),
    "is_retried": lambda ann: ann.is_retried(),
    "is_ended": lambda ann, reason: ann.is_ended(reason),
}
lives = given(
    strategies.graphs(),
    strategies.HAPPENINGS,
    strategies.AT_HAND,
    st.one_of(st.none(), strategies.ZONES),
    strategies.PAYLOADS,
)


@settings(max_examples=15, derandomize=True, **_ANY)
@lives
def test_every_life_can_be_planned_and_explained(graph, happenings, values, zone, data):
    live(graph, happenings, values, zone, data)


@pytest.mark.slow
@settings(max_examples=2_000, **_ANY)
@lives
def test_very_many_lives_can_be_planned_and_explained(graph, happenings, values, zone, data):
    live(graph, happenings, values, zone, data)


@settings(max_examples=15, derandomize=True, **_ANY)
@given(strategies.graphs())
def test_every_draft_can_be_judged(graph):
    faults = {code for _, code, *_ in structure_faults({"graph": graph})}
    assert faults <= {"self_edge", "duplicate_edge"}
    for problem in problems(graph, CATALOG, MONDAY):
        assert problem.node is None or problem.node in graph["nodes"]
        assert problem.message
        assert problem.message != problem.code
    assert problems(graph, CATALOG, MONDAY) == problems(graph, CATALOG, MONDAY)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["nodes", "edges", "settings", "schema", "type", "config", "from", "a"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=15,
)


@settings(max_examples=30, derandomize=True, **_ANY)
@given(JSON)
def test_any_json_is_judged_and_told_where_it_is_wrong(document):
    faults = structure_faults({"graph": document, "layout": document})
    assert all(pointer.startswith(("/graph", "/layout")) for pointer, *_ in faults)
    if isinstance(document, dict):
        assert problems(document, CATALOG)
    else:
        assert faults
