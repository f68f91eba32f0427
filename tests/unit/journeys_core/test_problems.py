"""What a publication refuses, what it warns of, and where it says that it is."""

import time

import pytest

from journeys.core.problem_texts import TEXTS, sentence
from journeys.core.program import Catalog
from journeys.core.validate import problems
from tests.unit.journeys_core.drawing import (
    CATALOG,
    action,
    after,
    clock,
    computed,
    condition,
    dates,
    draw,
    end,
    entry,
    on,
    rule,
    split,
    until,
    wait,
)
from tests.unit.journeys_core.traveller import MONDAY

GOOD = action(text="'x'")


def found(graph, severity="error", now=MONDAY):
    """(code, where) of the problems of one severity."""
    return [
        (problem.code, problem.pointer)
        for problem in problems(graph, CATALOG, now)
        if problem.severity == severity
    ]


def around(step, severity="error"):
    """The problems of a step behind an entry; places are told from its settings on."""
    ports = {"wait": [f"alt:{one['key']}" for one in step["config"].get("alternatives", [])]}
    lines = [f"x {port} -> done" for port in ports.get(step["type"], ["next"])]
    if step["type"] in ("condition", "split"):
        lines = [f"x path:{path['key']} -> done" for path in step["config"]["paths"]]
    graph = draw({"in": entry(), "x": step, "done": end()}, "in -> x", *dict.fromkeys(lines))
    start = "/nodes/x/config"
    return [(code, place.removeprefix(start)) for code, place in found(graph, severity)
            if place.startswith("/nodes/x")]  # fmt: skip


def test_a_finished_journey_has_no_errors_and_no_warnings():
    graph = draw(
        {"in": entry("Order", "@{Order.total} > 1"), "which": condition(rule("vip", "#{Profile.person.vip}"), dates("new", "2026-01-01")),
         "half": split(a=33.3, b=66.7), "wait": wait(on("Paid", "@{Paid.amount} > 1"), after("P2D")),
         "send": action(text="@{Order.city}", number="1"), "done": end("goal"), "no": end("lost")},
        "in -> which", "which path:vip -> half", "which path:new -> half", "which else -> no",
        "half path:a -> wait", "half path:b -> wait", "wait alt:Paid -> send", "wait alt:late -> send",
        "send -> done",
    )  # fmt: skip
    assert problems(graph, CATALOG, MONDAY) == []


# The drawing


def test_a_journey_needs_an_entry():
    assert found(draw({})) == [("no_entry", "/nodes")]


def test_it_needs_no_more_than_one():
    graph = draw({"a": entry(), "b": entry(), "e": end()}, "a -> e", "b -> e")
    assert found(graph) == [("many_entries", "/nodes/b")]


def test_nothing_leads_back_to_the_entry():
    graph = draw({"a": entry(), "x": wait(after("P1D"))}, "a -> x", "x alt:late -> a")
    assert ("entry_entered", "/nodes/x") in found(graph)


def test_a_circle_is_told_at_each_of_its_steps_and_nowhere_else():
    graph = draw(
        {"a": entry(), "x": wait(after("P1D")), "y": wait(after("P1D")), "z": end()},
        "a -> x", "x alt:late -> y", "y alt:late -> x",
    )  # fmt: skip
    assert found(graph) == [
        ("cycle", "/nodes/x"),
        ("cycle", "/nodes/y"),
        ("unreachable", "/nodes/z"),
    ]


def test_a_step_that_nobody_reaches_is_told():
    graph = draw({"a": entry(), "loose": end(), "e": end()}, "a -> e")
    assert found(graph) == [("unreachable", "/nodes/loose")]


def test_a_port_leads_to_one_step():
    graph = draw({"a": entry(), "e": end(), "f": end()}, "a -> e", "a -> f")
    assert ("many_edges", "/nodes/a") in found(graph)


def test_an_edge_from_a_port_that_is_gone_is_told():
    graph = draw({"a": entry(), "c": condition(rule("x", "true")), "e": end()},
                 "a -> c", "c path:x -> e", "c path:old -> e")  # fmt: skip
    assert found(graph) == [("unknown_port", "/nodes/c")]
    (problem,) = (p for p in problems(graph, CATALOG) if p.code == "unknown_port")
    assert (problem.params["port"], problem.node) == ("path:old", "c")


def test_a_path_without_an_end_is_a_hint_and_not_an_error():
    graph = draw({"a": entry(), "c": condition(rule("x", "true"))}, "a -> c")
    assert (found(graph), found(graph, "hint")) == ([], [("ends_here", "/nodes/c")] * 2)


def test_two_steps_of_one_name_are_a_hint():
    graph = draw({"a": entry(), "x": action("Send", text="'x'"), "y": action("Send", text="'x'")},
                 "a -> x", "x -> y")  # fmt: skip
    assert [code for code, _ in found(graph, "hint")].count("same_name") == 2


def test_twenty_diamonds_are_judged_at_once():
    nodes, lines = {"in": entry(), "j0": condition(rule("a", "true"))}, ["in -> j0"]
    for at in range(20):
        nodes |= {
            f"l{at}": GOOD,
            f"r{at}": GOOD,
            f"j{at + 1}": condition(rule("a", "@{Order.total} > 1")),
        }
        lines += [
            f"j{at} path:a -> l{at}",
            f"j{at} else -> r{at}",
            f"l{at} -> j{at + 1}",
            f"r{at} -> j{at + 1}",
        ]
    began = time.process_time()
    assert found(draw(nodes, *lines)) == []
    assert time.process_time() - began < 1


# The settings of the journey


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"timezone": "Mars/Olympus"}, ("unknown_timezone", "/settings/timezone")),
        ({"timezone": ""}, ("unknown_timezone", "/settings/timezone")),
        ({"longest_stay": "P1M"}, ("months_in_duration", "/settings/longest_stay")),
        ({"longest_stay": "PT59S"}, ("duration_short", "/settings/longest_stay")),
        ({"longest_stay": "P9999D"}, ("duration_limit", "/settings/longest_stay")),
        ({"longest_stay": " "}, ("missing", "/settings/longest_stay")),
        ({"reentrance_pause": "P367D"}, ("duration_limit", "/settings/reentrance_pause")),
        ({"reentrance_pause": "-P1D"}, ("duration_negative", "/settings/reentrance_pause")),
        ({"reentrance_pause": "soon"}, ("duration_invalid", "/settings/reentrance_pause")),
        ({"starts_at": "soon"}, ("moment_invalid", "/settings/starts_at")),
        ({"ends_at": "2026-02-30"}, ("moment_invalid", "/settings/ends_at")),
        (
            {"starts_at": "2027-01-02", "ends_at": "2027-01-02"},
            ("range_empty", "/settings/ends_at"),
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(settings, problem):
    assert found(draw({"a": entry(), "e": end()}, "a -> e", **settings)) == [problem]


def test_an_end_that_has_passed_is_a_warning():
    graph = draw({"a": entry(), "e": end()}, "a -> e", ends_at="2026-03-02T09:00Z")
    assert found(graph, "warning") == [("range_over", "/settings/ends_at")]
    assert found(graph, "warning", now=None) == []


@pytest.mark.parametrize("settings", [{"starts_at": None}, {"ends_at": ""}, {"reentrance_pause": None}])  # fmt: skip
def test_what_is_left_empty_is_as_usual(settings):
    assert problems(draw({"a": entry(), "e": end()}, "a -> e", **settings), CATALOG) == []


# Entry


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (entry(""), ("missing", "/event")),
        (entry("Unheard"), ("unknown_reference", "/event")),
        (entry("Order", "@{Order.total}"), ("expression_type", "/condition")),
        (entry("Order", "@{Order.total} >"), ("expression", "/condition")),
        (entry("Order", "@{Order.nothing} > 1"), ("expression", "/condition")),
        (entry("Order", "@{Paid.amount} > 1"), ("read_before", "/condition")),
        (entry("Order", "#{Weather.alert.level} > 1"), ("entry_looks_up", "/condition")),
    ],
)
def test_an_entry_that_cannot_work_is_told(step, problem):
    graph = draw({"a": step, "e": end()}, "a -> e")
    assert (problem[0], f"/nodes/a/config{problem[1]}") in found(graph)


def test_an_entry_may_read_the_profile():
    assert found(draw({"a": entry("Order", "#{Profile.person.vip}"), "e": end()}, "a -> e")) == []


# Condition


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (condition(), ("missing", "/paths")),
        (condition(rule("a", "")), ("missing", "/paths/0/expression")),
        (condition(rule("a", "true"), rule("a", "false")), ("duplicate_key", "/paths/1/key")),
        (condition(rule("a", "1")), ("expression_type", "/paths/0/expression")),
        (condition(rule("a", "@{Paid.amount} > 1")), ("read_before", "/paths/0/expression")),
        (condition(rule("a", "@{Gone.x} > 1")), ("unknown_reference", "/paths/0/expression")),
        (condition(rule("a", "@node{gone.x} > 1")), ("unknown_reference", "/paths/0/expression")),
        (condition(rule("a", "@action{gone.x} > 1")), ("unknown_reference", "/paths/0/expression")),
        (condition(rule("a", "@action{x.ref} == 'y'")), ("read_before", "/paths/0/expression")),
        (condition(rule("a", "#{Gone.a.b} > 1")), ("unknown_reference", "/paths/0/expression")),
        (condition(rule("a", "#{Weather.gone.b} > 1")), ("unknown_reference", "/paths/0/expression")),
        (condition(clock("a")), ("missing", "/paths/0/from")),
        (condition(clock("a", "25:00")), ("time_invalid", "/paths/0/from")),
        (condition(clock("a", "", "9")), ("time_invalid", "/paths/0/to")),
        (condition(clock("a", "09:00", "09:00")), ("range_empty", "/paths/0/to")),
        (condition(dates("a")), ("missing", "/paths/0/from")),
        (condition(dates("a", "soon")), ("moment_invalid", "/paths/0/from")),
        (condition(dates("a", "2027-01-02", "2027-01-01")), ("range_empty", "/paths/0/to")),
        (condition(rule("a", "true"), timeout=31), ("number_range", "/timeout")),
        (condition(rule("a", "true"), timeout=0.5), ("number_range", "/timeout")),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_work_is_told(step, problem):
    assert problem in around(step)


def test_weekdays_alone_are_a_rule():
    assert around(condition(clock("a", "", "", "mon"))) == []


@pytest.mark.parametrize(
    ("paths", "place"),
    [
        ((rule("a", "true"), rule("b", "@{Order.total} > 1")), "/paths/1"),
        ((rule("a", "@{Order.total} > 1"), rule("b", "@{Order.total}  >  1")), "/paths/1"),
        (
            (clock("a", "09:00", "", "mon", "tue"), clock("b", "09:00", "", "tue", "mon")),
            "/paths/1",
        ),
        ((dates("a", "2026-01-01"), dates("b", "2026-01-01")), "/paths/1"),
    ],
)
def test_a_path_that_can_never_be_taken_is_a_warning(paths, place):
    assert ("shadowed", place) in around(condition(*paths), "warning")


def test_a_path_for_everyone_may_stand_last():
    paths = rule("big", "@{Order.total} > 1"), rule("all", "true")
    assert around(condition(*paths), "warning") == []


def test_a_date_range_that_is_over_is_a_warning():
    assert around(condition(dates("a", "", "2026-03-01")), "warning") == [
        ("range_over", "/paths/0/to")
    ]


# Wait


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (wait(), ("missing", "/alternatives")),
        (wait(on(""), after("P1D")), ("missing", "/alternatives/0/event")),
        (wait(on("Unheard"), after("P1D")), ("unknown_reference", "/alternatives/0/event")),
        (wait(after("P1D"), after("P2D")), ("duplicate_key", "/alternatives/1/key")),
        (wait(after("")), ("missing", "/alternatives/0/duration")),
        (wait(after("soon")), ("duration_invalid", "/alternatives/0/duration")),
        (wait(after("-PT1S")), ("duration_negative", "/alternatives/0/duration")),
        (wait(after("P1M")), ("months_in_duration", "/alternatives/0/duration")),
        (wait(after("P1000Y")), ("months_in_duration", "/alternatives/0/duration")),
        (wait(after("P9999D")), ("duration_limit", "/alternatives/0/duration")),
        (wait(until("")), ("missing", "/alternatives/0/at")),
        (wait(until("soon")), ("moment_invalid", "/alternatives/0/at")),
        (wait(until("2000-01-01T00:00:00Z")), ("moment_past", "/alternatives/0/at")),
        (wait(until("2026-03-02T09:00Z")), ("moment_past", "/alternatives/0/at")),  # now
        (wait(computed("")), ("missing", "/alternatives/0/expression")),
        (wait(computed("1 + 1")), ("expression_type", "/alternatives/0/expression")),
        (wait(computed("@{Order.city}")), ("expression_type", "/alternatives/0/expression")),
        (wait(after("P1D", "1")), ("expression_type", "/alternatives/0/condition")),
        (wait(on("Paid", "@{Paid.nothing}"), after("P1D")), ("expression", "/alternatives/0/condition")),
        (wait(after("P1D", "@{Paid.amount} > 1")), ("read_before", "/alternatives/0/condition")),
    ],
)  # fmt: skip
def test_a_wait_that_cannot_work_is_told(step, problem):
    assert problem in around(step)


@pytest.mark.parametrize(
    "text", ["@{Order.due}", "@{Order.clock}", "@{Order.day}", "@{Order.grace}", "now()", "null"]
)
def test_a_computed_time_may_be_any_moment_or_a_length(text):
    assert around(wait(computed(text))) == []


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (wait(on("Paid")), ("wait_without_limit", "/alternatives")),
        (wait(after("PT0S")), ("duration_zero", "/alternatives/0/duration")),
        (wait(after("P92D")), ("longer_than_stay", "/alternatives/0/duration")),
    ],
)
def test_a_wait_that_surprises_is_a_warning(step, problem):
    assert problem in around(step, "warning")


def test_a_moment_is_judged_only_against_a_present():
    graph = draw({"a": entry(), "x": wait(until("2000-01-01"))}, "a -> x")
    assert found(graph, now=None) == []


def test_a_moment_that_the_clock_skips_is_a_hint_that_says_what_is_used():
    graph = draw(
        {"a": entry(), "x": wait(until("2027-03-28T02:30"))}, "a -> x", timezone="Europe/Paris"
    )
    (hint,) = (p for p in problems(graph, CATALOG, MONDAY) if p.code == "clock_gap")
    assert hint.params["at"] == "2027-03-28T03:00:00"
    assert "Europe/Paris" in hint.message


def test_waits_that_add_up_to_more_than_the_stay_are_a_warning_at_the_step_behind():
    graph = draw(
        {"a": entry(), "x": wait(after("P6D")), "y": wait(after("P6D")), "z": GOOD},
        "a -> x", "x alt:late -> y", "y alt:late -> z", longest_stay="P10D",
    )  # fmt: skip
    assert ("path_longer_than_stay", "/nodes/z") in found(graph, "warning")


def test_the_shortest_way_counts():
    graph = draw(
        {"a": entry(), "x": wait(on("Paid"), after("P6D")), "y": wait(after("P6D")), "z": GOOD},
        "a -> x", "x alt:late -> y", "x alt:Paid -> y", "y alt:late -> z", longest_stay="P10D",
    )  # fmt: skip
    assert ("path_longer_than_stay", "/nodes/z") not in found(graph, "warning")


def test_a_length_that_cannot_be_read_adds_nothing():
    graph = draw({"a": entry(), "x": wait(after("P1M")), "z": GOOD}, "a -> x", "x alt:late -> z")
    assert found(graph, "warning") == []


# Split


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (split(), ("missing", "/paths")),
        (split(a=50, b=49), ("percent_sum", "/paths")),
        (split(a=33.3, b=33.3, c=33.3), ("percent_sum", "/paths")),
        (split(a=-1, b=101), ("percent_range", "/paths/0/percent")),
        (split(a=101), ("percent_range", "/paths/0/percent")),
    ],
)
def test_a_split_that_does_not_add_up_is_told(step, problem):
    assert around(step) == [problem]


@pytest.mark.parametrize("percents", [{"a": 33.3, "b": 66.7}, {"a": 0.1, "b": 0.2, "c": 99.7}])
def test_percentages_are_added_as_they_were_written(percents):
    """0.1 + 0.2 is not 0.3 in binary; it is in a journey."""
    assert around(split(**percents)) == []


def test_two_paths_of_a_split_have_two_keys():
    step = split(a=50, b=50)
    step["config"]["paths"][1]["key"] = "a"
    assert ("duplicate_key", "/paths/1/key") in around(step)


# Action


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (action(action=""), ("missing", "/action")),
        (action(action="gone"), ("unknown_reference", "/action")),
        (action(), ("missing", "/parameters/text")),
        (action(text=" "), ("missing", "/parameters/text")),
        (action(text="1"), ("expression_type", "/parameters/text")),
        (action(text="'x'", number="'y'"), ("expression_type", "/parameters/number")),
        (action(text="@{Paid.x}"), ("read_before", "/parameters/text")),
    ],
)
def test_an_action_that_cannot_work_is_told(step, problem):
    assert problem in around(step)


@pytest.mark.parametrize(("setting", "value"), [("timeout", 31), ("retries", 11), ("retries", -1)])
def test_an_action_s_limits_are_held(setting, value):
    step = action(text="'x'")
    step["config"][setting] = value
    assert around(step) == [("number_range", f"/{setting}")]


def test_a_parameter_that_the_action_does_not_have_is_a_warning():
    assert around(action(text="'x'", old="'y'"), "warning") == [
        ("unknown_parameter", "/parameters/old")
    ]


@pytest.mark.parametrize("told", [{}, {"type": "any"}, {"type": "mystery"}])
def test_an_action_with_undeclared_types_takes_anything(told):
    declared = {"text": {"required": True} | told}
    catalog = Catalog(CATALOG.events, {}, {"send": {"parameters": declared}})
    graph = draw({"a": entry(), "x": action(text="1 + 1")}, "a -> x")
    assert [p for p in problems(graph, catalog) if p.severity == "error"] == []


# How problems are told


def test_a_setting_that_no_step_type_has_is_a_warning():
    step = end()
    step["config"]["colour"] = "red"
    assert around(step, "warning") == [("unknown_setting", "/colour")]


def test_errors_stand_first():
    graph = draw({"a": entry("Unheard"), "x": wait(on("Paid"))}, "a -> x")
    ranks = [problem.severity for problem in problems(graph, CATALOG, MONDAY)]
    assert ranks == sorted(ranks, key=["error", "warning", "hint"].index)
    assert set(ranks) == {"error", "warning", "hint"}


def test_a_problem_names_its_step_as_people_call_it():
    graph = draw({"a": entry(), "x": action("Say hello")}, "a -> x")
    (problem,) = (p for p in problems(graph, CATALOG) if p.code == "missing")
    assert (problem.params["step"], problem.node) == ("Say hello", "x")


def test_a_problem_of_an_expression_says_where_in_the_text_and_how_in_each_language():
    graph = draw({"a": entry(), "x": condition(rule("a", "@{Order.totl} > 1"))}, "a -> x")
    (problem,) = (p for p in problems(graph, CATALOG) if p.severity == "error")
    told = problem.to_json()
    assert told["params"]["start"] < told["params"]["end"] <= 17
    assert set(told["params"]["messages"]) == {"en", "ko"}
    assert told["params"]["fix"]["text"]
    assert set(told) == {"code", "severity", "node", "pointer", "params", "message"}


def test_a_graph_that_could_not_be_opened_has_the_faults_of_its_form():
    (problem,) = problems({"nodes": {"a": {"type": "bomb"}}, "edges": []}, CATALOG)
    assert (problem.code, problem.node, problem.pointer) == ("unknown_type", "a", "/nodes/a/type")
    (problem,) = problems({"nodes": {}}, CATALOG)
    assert (problem.code, problem.node, problem.pointer) == ("missing", None, "/edges")


# Sentences


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_sentence_fills_its_places_in_both_languages(code):
    import string

    english, korean = TEXTS[code]
    places = [
        {name for _, name, *_ in string.Formatter().parse(text) if name}
        for text in (english, korean)
    ]
    assert places[0] == places[1]
    params = dict.fromkeys(places[0], "x")
    assert "?" not in sentence(code, params)
    assert sentence(code, params, "ko") != sentence(code, params)


def test_a_sentence_never_fails():
    assert sentence("unheard_of", {}) == "unheard of"
    assert "?" in sentence("unknown_node", {})
    assert sentence("percent_sum", {"total": 99.0}).startswith("The percentages add up to 99;")
    assert "down, right" in sentence("choice", {"choices": ["down", "right"]})
