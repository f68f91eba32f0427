"""Values from outside: handed in with the batch, or asked for when an expression meets them."""

import pytest

from journeys.core.commands import Fate
from journeys.core.run import Status
from tests.unit.journeys_core.drawing import (
    action,
    after,
    condition,
    draw,
    end,
    entry,
    on,
    rule,
    wait,
)
from tests.unit.journeys_core.traveller import Traveller

HOT = rule("hot", "#{Weather.city.temperature, params: {city: @{Order.city}}} > 30")
ALERT = rule("alert", "#{Weather.alert.level} > 2")
KEY = 'Weather.city?{"city":"Paris"}'


def asking(*paths, on_error="stop", behind=None):
    steps = {"in": entry(), "ask": condition(*paths, on_error=on_error), "yes": behind or end(),
             "no": end(), "bad": end()}  # fmt: skip
    lines = [f"ask path:{path['key']} -> yes" for path in paths]
    return draw(steps, "in -> ask", *lines, "ask else -> no", "ask error -> bad")


def test_a_value_at_hand_costs_no_look_up():
    ann = Traveller(asking(HOT), values={KEY: {"temperature": 35}}).enters(city="Paris")
    assert (ann.path, ann.lookups) == (["in", "ask", "yes"], [])


def test_a_value_that_is_missing_is_asked_for_and_the_step_is_judged_with_it():
    ann = Traveller(asking(HOT)).enters(city="Paris")
    assert (ann.node, ann.status) == ("ask", Status.LOOKING_UP)
    (asked,) = ann.lookups
    assert (asked.source, asked.group, asked.params) == ("Weather", "city", {"city": "Paris"})
    assert ann.plan.needs == (asked,)
    assert ann.looked_up(temperature=20).path == ["in", "ask", "no"]
    assert ann.fate is Fate.ANSWERED


def test_the_same_question_has_the_same_key_whatever_the_order_of_its_parameters():
    from journeys.core.commands import LookUp

    one, other = LookUp("S", "g", {"a": 1, "b": "x"}), LookUp("S", "g", {"b": "x", "a": 1})
    assert one.key == other.key == 'S.g?{"a":1,"b":"x"}'
    assert LookUp("S", "g").key == "S.g"


def test_a_look_up_waits_as_long_as_its_step_says():
    graph = asking(HOT)
    graph["nodes"]["ask"]["config"]["timeout"] = 12
    assert Traveller(graph).enters(city="Paris").lookups[0].timeout == 12


def test_only_what_is_met_is_asked_for():
    """Paths are judged in order: what a lower one reads may never be needed."""
    ann = Traveller(asking(HOT, ALERT)).enters(city="Paris")
    assert ann.looked_up(temperature=35).node == "yes"
    assert [asked.group for asked in ann.lookups] == ["city"]


def test_look_ups_are_asked_for_one_after_the_other():
    ann = Traveller(asking(HOT, ALERT)).enters(city="Paris").looked_up(temperature=20)
    assert (ann.status, [asked.group for asked in ann.lookups]) == (
        Status.LOOKING_UP,
        ["city", "alert"],
    )
    assert ann.looked_up(level=3).left[-1] == ("ask", "path:alert")


def test_look_ups_may_feed_each_other():
    fed = rule("fed", "#{Weather.city.temperature, params: {city: #{Weather.alert.where}}} > 30")
    ann = Traveller(asking(fed)).enters().looked_up(where="Lyon")
    assert ann.lookups[-1].params == {"city": "Lyon"}
    assert ann.looked_up(temperature=31).node == "yes"


def test_a_look_up_that_failed_is_an_error_of_its_step():
    ann = Traveller(asking(HOT)).enters(city="Paris").fails("http", 500)
    assert (ann.node, ann.status, ann.error) == ("ask", Status.FAILED, "fetch_http")


@pytest.mark.parametrize(("policy", "node"), [("path", "bad"), ("else", "no")])
def test_a_look_up_that_failed_goes_where_the_step_says(policy, node):
    ann = Traveller(asking(HOT, on_error=policy)).enters(city="Paris").fails("timeout")
    assert ann.node == node


def test_the_error_path_knows_that_a_fetch_failed():
    graph = asking(HOT, on_error="path")
    graph["nodes"]["bad"] = action(
        text="${lastDataFetchErrorCode}", own="${lastExecutedActionErrorCode}"
    )
    ann = Traveller(graph).enters(city="Paris").fails("capped")
    assert ann.calls[-1].parameters == {"text": "capped", "own": None}


def test_a_failed_run_asks_again_when_it_is_retried():
    ann = Traveller(asking(HOT)).enters(city="Paris").fails("timeout").is_retried()
    assert (ann.status, len(ann.lookups)) == (Status.LOOKING_UP, 2)
    assert ann.looked_up(temperature=35).node == "yes"


def test_what_was_read_is_told_with_its_source_and_age():
    ann = Traveller(asking(HOT), values={KEY: {"temperature": 35, "sky": "clear"}}).enters(
        city="Paris"
    )
    (read,) = ann.plan.reads
    assert (read.reference, read.value, read.source) == (
        "#{Weather.city.temperature}",
        35,
        "source",
    )
    assert read.at == "2026-03-02T09:00:00+00:00"


def test_what_two_paths_read_is_told_once():
    graph = asking(rule("storm", "#{Weather.alert.level} > 8"), ALERT)
    ann = Traveller(graph, values={"Weather.alert": {"level": 5}}).enters()
    assert [(read.reference, read.value) for read in ann.plan.reads] == [
        ("#{Weather.alert.level}", 5)
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [([1, 2, 3], {"items": 3}), ({"a": 1, "b": 2}, {"fields": 2}), (None, None), ("x", "x")],
)
def test_a_large_value_is_told_by_its_size(value, told):
    graph = asking(rule("any", "#{Weather.alert.level} is not null"))
    ann = Traveller(graph, values={"Weather.alert": {"level": value}}).enters()
    assert ann.plan.reads[0].value == told


def test_a_path_through_a_list_is_told_by_the_list():
    graph = asking(rule("any", "count(#{Weather.alert.all.level}) > 0"))
    ann = Traveller(graph, values={"Weather.alert": {"all": [{"level": 1}]}}).enters()
    assert ann.plan.reads[0].value == {"items": 1}


def test_the_profile_is_told_as_the_profile():
    ann = Traveller(
        asking(rule("vip", "#{Profile.person.vip}")), values={"Profile.person": {"vip": True}}
    ).enters()
    assert [(read.source, read.value) for read in ann.plan.reads] == [("profile", True)]


def test_what_made_a_condition_false_is_told_although_nothing_moved():
    graph = draw({"in": entry(), "wait": wait(on("Paid", "#{Profile.person.vip}"))}, "in -> wait")
    ann = Traveller(graph, values={"Profile.person": {"vip": False}}).enters().event("Paid")
    assert ann.fate is Fate.CONDITION_FALSE
    assert [read.value for read in ann.plan.reads] == [False]


# Within a run


def twice(source):
    """Two steps, a wait between them, that read one group."""
    text = f"#{{{source}}} is not null"
    return draw(
        {"in": entry(), "one": condition(rule("on", text)), "wait": wait(after("PT2H")),
         "two": condition(rule("on", text)), "done": end()},
        "in -> one", "one path:on -> wait", "wait alt:late -> two", "two path:on -> done",
    )  # fmt: skip


def test_an_answer_is_used_again_as_long_as_its_source_says():
    ann = Traveller(twice("Coupons.best.code")).enters().looked_up(code="c-1")
    assert "Coupons.best" in ann.memory["lookups"]
    graph = twice("Coupons.best.code")
    graph["nodes"]["wait"] = wait(after("PT30M"))
    ann = Traveller(graph).enters().looked_up(code="c-1").after(minutes=30)
    assert (ann.node, len(ann.lookups)) == ("done", 1)


def test_an_answer_that_has_grown_old_is_asked_for_again():
    ann = Traveller(twice("Coupons.best.code")).enters().looked_up(code="c-1").after(hours=2)
    assert (ann.node, ann.status, len(ann.lookups)) == ("two", Status.LOOKING_UP, 2)


def test_an_answer_of_a_source_without_a_cache_is_asked_for_by_each_step():
    ann = Traveller(twice("Weather.alert.level")).enters().looked_up(level=1)
    assert "lookups" not in ann.memory
    assert ann.after(hours=2).status is Status.LOOKING_UP


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-02T09:00:00"])
def test_an_answer_whose_age_is_not_known_is_asked_for_again(at):
    graph = draw(
        {"in": entry(), "one": condition(rule("on", "#{Coupons.best.code} is not null")),
         "two": condition(rule("on", "#{Coupons.best.code} is not null"))},
        "in -> one", "one path:on -> two",
    )  # fmt: skip
    ann = Traveller(graph).enters().took(ok=True, answer={"code": "c"}, at=at)
    assert (ann.node, ann.status) == ("two", Status.LOOKING_UP)


# Events whose condition needs a value


def paying(*more):
    graph = {"in": entry(), "wait": wait(on("Paid", "#{Weather.alert.level} > 2"), *more, after("PT1H")),
             "paid": end(), "late": end(), "other": end()}  # fmt: skip
    return draw(graph, "in -> wait", "wait alt:Paid -> paid", "wait alt:late -> late",
                "wait alt:Cancelled -> other")  # fmt: skip


def test_an_event_s_condition_may_need_a_look_up():
    ann = Traveller(paying()).enters().event("Paid")
    assert (ann.node, ann.status, ann.fate) == ("wait", Status.LOOKING_UP, Fate.QUEUED)
    ann.looked_up(level=3)
    assert (ann.node, ann.taken) == ("paid", {102: Fate.MOVED})


def test_a_person_waits_on_as_before_when_the_condition_was_false():
    ann = Traveller(paying()).enters()
    due = ann.run.wake_at
    ann.after(minutes=10).event("Paid").looked_up(level=1)
    assert (ann.node, ann.status, ann.run.wake_at) == ("wait", Status.WAITING, due)
    assert ann.taken == {102: Fate.CONDITION_FALSE}
    assert ann.after(minutes=50).node == "late"


def test_an_event_whose_value_could_not_be_fetched_moves_nobody():
    ann = Traveller(paying()).enters().event("Paid").fails("timeout")
    assert (ann.node, ann.status, ann.error) == ("wait", Status.WAITING, "fetch_timeout")
    assert ann.taken == {102: Fate.ERROR}


def test_a_time_limit_that_passed_during_the_look_up_comes_after_the_event():
    """The event was there before the limit: it is judged first, however late its value comes."""
    ann = Traveller(paying()).enters().after(minutes=59).event("Paid").asleep(hours=1)
    assert ann.looked_up(level=3).node == "paid"
    ann = Traveller(paying()).enters().after(minutes=59).event("Paid").asleep(hours=1)
    assert ann.looked_up(level=1).node == "late"


def test_events_during_the_look_up_are_taken_in_order_after_it():
    ann = Traveller(paying(on("Cancelled"))).enters().event("Paid").event("Cancelled")
    assert ann.fates[-2:] == [Fate.QUEUED, Fate.QUEUED]
    ann.looked_up(level=1)
    assert (ann.node, ann.taken) == ("other", {102: Fate.CONDITION_FALSE, 103: Fate.MOVED})


def test_a_second_value_may_be_needed_for_the_same_event():
    graph = paying()
    graph["nodes"]["wait"] = wait(
        on("Paid", "#{Weather.alert.level} > 2 and #{Coupons.best.code} is not null"), after("PT1H")
    )
    ann = Traveller(graph).enters().event("Paid").looked_up(level=3)
    assert (ann.status, ann.taken) == (Status.LOOKING_UP, {})
    assert ann.looked_up(code="c").node == "paid"
    assert ann.taken == {102: Fate.MOVED}


# Segments


@pytest.mark.parametrize(
    ("held", "node"),
    [
        ({"segments": ["gold", "silver"]}, "yes"),
        ({"segments": ["silver"]}, "no"),
        ({"segments": {"gold": "realized"}}, "yes"),
        ({"segments": {"gold": {"status": "realized"}}}, "yes"),
        ({"segments": {"gold": {"status": "exited"}}}, "no"),
        ({"segments": {"gold": "exit"}}, "no"),
        ({"segments": {"gold": None}}, "no"),
        ({"segments": "gold"}, "no"),
        ({"gold": True}, "no"),
        (["gold"], "yes"),
        (None, "no"),
    ],
)
def test_segments_are_read_from_the_profile(held, node):
    graph = asking(rule("gold", 'inSegment("gold")'))
    assert Traveller(graph, values={"Profile.segments": held}).enters().node == node


def test_where_no_segments_are_declared_nobody_is_in_one(monkeypatch):
    ann = Traveller(asking(rule("gold", 'inSegment("gold")')))
    monkeypatch.setattr(ann.program, "has_segments", False)
    assert ann.enters().node == "no"


def test_segments_that_are_not_at_hand_are_asked_for():
    graph = asking(rule("gold", 'inAudience("gold")'))
    ann = Traveller(graph).enters()
    assert [asked.key for asked in ann.lookups] == ["Profile.segments"]
    assert "Profile" in ann.program.sources_read


def test_the_segment_is_told_with_the_plan():
    graph = asking(rule("gold", 'inSegment("gold")'))
    ann = Traveller(graph, values={"Profile.segments": ["gold"]}).enters()
    assert [(read.reference, read.value, read.source) for read in ann.plan.reads] == [
        ('inSegment("gold")', True, "profile")
    ]
