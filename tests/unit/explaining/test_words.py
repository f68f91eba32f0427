"""A journey in words, from its graph: golden sentences in both languages."""

import pytest

from journeys.core.graph import Graph
from journeys.core.phrases import length, moment
from journeys.core.program import Catalog
from journeys.core.words import Words
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


def said(step, language="en", name="step"):
    """The sentence of one step behind an entry."""
    graph = draw({"in": entry(), name: step}, f"in -> {name}")
    return Words(Graph.from_json(graph), CATALOG, language).step(name)


RULES = condition(rule("vip", "#{Profile.person.vip}"), rule("big", "@{Order.total} > 100"))
SENTENCES = [
    (entry("Order"), "People enter when “Order” happens.", "‘Order’ 이벤트가 발생하면 진입합니다."),
    (
        entry("Order", "@{Order.total} > 5"),
        "People enter when “Order” happens, only if Order › total is more than 5.",
        "‘Order’ 이벤트가 발생하면 진입합니다 (조건: Order › total > 5 (초과)).",
    ),
    (
        RULES,
        ("Takes the first path that holds: “vip” if the profile › vip; "
        "“big” if Order › total is more than 100; otherwise “Else”."),
        "처음으로 맞는 경로로 갑니다. ‘vip’: 프로필 › vip; ‘big’: Order › total > 100 (초과); 그 밖에는 ‘그 외’.",
    ),
    (
        condition(clock("day", "09:00", "17:00", "fri", "mon"), on_error="path"),
        ("Takes the first path that holds: “day” if it is between 09:00 and 17:00 on Monday and Friday; "
        "otherwise “Else”. If a value cannot be read, takes the error path."),
        ("처음으로 맞는 경로로 갑니다. ‘day’: 월요일, 금요일 09:00부터 17:00 전까지; 그 밖에는 ‘그 외’."
        " 값을 읽을 수 없으면 오류 경로로 갑니다."),
    ),
    (
        condition(dates("may", "2026-05-01", ""), clock("late", "20:00"), on_error="else"),
        ("Takes the first path that holds: “may” if the date is 2026-05-01 or later; "
        "“late” if it is 20:00 or later; otherwise “Else”. If a value cannot be read, takes the Else path."),
        ("처음으로 맞는 경로로 갑니다. ‘may’: 날짜가 2026-05-01 이후; ‘late’: 20:00 이후; 그 밖에는 ‘그 외’."
        " 값을 읽을 수 없으면 그 외 경로로 갑니다."),
    ),
    (
        split(a=33.5, b=66.5),
        "Splits people at random: 33.5% “a”, 66.5% “b”.",
        "사람들을 무작위로 나눕니다: ‘a’ 33.5%, ‘b’ 66.5%.",
    ),
    (wait(after("P2D")), "Waits 2 days.", "2일 동안 기다립니다."),
    (wait(on("Paid")), "Waits until “Paid” happens.", "‘Paid’ 이벤트가 발생할 때까지 기다립니다."),
    (
        wait(until("2026-12-24T18:00")),
        "Waits until 2026-12-24 18:00.",
        "2026-12-24 18:00까지 기다립니다.",
    ),
    (
        wait(computed("@{Order.due}")),
        "Waits until Order › due.",
        "Order › due까지 기다립니다.",
    ),
    (
        wait(on("Paid", "@{Paid.amount} > 5", since_entry=True), after("PT90M", key="late")),
        ("Waits for what comes first: when “Paid” happens (counted since the person entered), "
        "only if Paid › amount is more than 5; after 90 minutes."),
        ("먼저 일어나는 쪽을 기다립니다: ‘Paid’ 이벤트 발생 시 (진입 이후 발생한 것 포함)"
        " (조건: Paid › amount > 5 (초과)); 90분 후."),
    ),
    (
        action(text="'Hi ' + @{Order.city}", on_error="path"),
        "Sends “Send” with Text = “Hi ” + Order › city. If it fails, takes the error path.",
        "‘Send’ 메시지를 보냅니다. Text = “Hi ” + Order › city. 실패하면 오류 경로로 갑니다.",
    ),
    (end("goal"), "The journey ends here: the goal is reached.", "여정이 여기서 끝납니다(목표 달성)."),
    (end(), "The journey ends here.", "여정이 여기서 끝납니다."),
]  # fmt: skip


@pytest.mark.parametrize(("step", "english", "korean"), SENTENCES)
def test_each_step_is_a_sentence_in_both_languages(step, english, korean):
    assert (said(step), said(step, "ko")) == (english, korean)


UNFINISHED = [
    (entry(""), "People enter when (not chosen yet) happens."),
    (condition(), "Has no paths yet."),
    (condition(rule("a", "")), "Takes the first path that holds: “a” if (no rule yet); otherwise “Else”."),
    (condition(rule("a", "@{")), "Takes the first path that holds: “a” if @{; otherwise “Else”."),
    (condition(clock("a")), "Takes the first path that holds: “a” if (no rule yet); otherwise “Else”."),
    (wait(), "Waits for nothing yet."),
    (wait(after("soon")), "Waits soon."),
    (wait(until("")), "Waits until (not chosen yet)."),
    (action(action=""), "Carries out (not chosen yet)."),
]  # fmt: skip


@pytest.mark.parametrize(("step", "told"), UNFINISHED)
def test_a_draft_has_words_for_what_is_not_chosen_yet(step, told):
    assert said(step) == told


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", ["entry", "condition", "split", "wait", "action", "end"])
def test_a_step_without_any_settings_has_words(kind, language):
    assert said({"type": kind, "name": "", "config": {}}, language)


@pytest.mark.parametrize(
    ("text", "english", "korean"),
    [
        ("P1D", "1 day", "1일"),
        ("P1DT2H", "1 day and 2 hours", "1일 2시간"),
        ("P1Y2M3W", "1 year, 2 months and 3 weeks", "1년 2개월 3주"),
        ("PT0S", "0 seconds", "0초"),
        ("PT1.5S", "1.5 seconds", "1.5초"),
        ("PT05M", "5 minutes", "5분"),
        ("P", "P", "P"),
        ("ten", "ten", "ten"),
        ("9" * 200, "9" * 200, "9" * 200),
    ],
)
def test_durations_are_told_as_people_say_them(text, english, korean):
    assert (length(text, "en"), length(text, "ko")) == (english, korean)


def test_moments_name_utc_where_they_are_of_it():
    assert moment("2026-12-24T18:00Z") == "2026-12-24 18:00 UTC"


JOURNEY = draw(
    {"in": entry("Order"), "big": condition(rule("yes", "@{Order.total} > 100")),
     "wait": wait(on("Paid", key="paid"), after("P7D")), "thank": action(text="'Thanks'"),
     "done": end("goal"), "lost": end("lost"), "alone": end()},
    "in -> big", "big path:yes -> wait", "big else -> thank", "wait alt:paid -> thank",
    "wait alt:late -> lost", "thank -> done",
    timezone="Asia/Seoul", reentrance=False, longest_stay="P30D", starts_at="2026-03-01T00:00",
)  # fmt: skip


def test_the_whole_journey_is_told_in_the_order_of_its_flow():
    told = Words(Graph.from_json(JOURNEY), CATALOG).to_json()
    assert told["text"].splitlines() == [
        "Everybody enters once at most.",
        "People enter from 2026-03-01 00:00 on.",
        "Clocks are those of Asia/Seoul.",
        "Nobody stays longer than 30 days.",
        "“in”: People enter when “Order” happens.",
        "“big”: Takes the first path that holds:",
        "  “yes”: if Order › total is more than 100",
        "    “wait”: Waits for what comes first:",
        "      when “Paid” happens",
        "        “thank”: Sends “Send” with Text = “Thanks”.",
        "        “done”: The journey ends here: the goal is reached.",
        "      after 7 days",
        "        “lost”: The journey ends here: the person is lost.",
        "  Otherwise (“Else”)",
        "    Goes on at “thank”.",
        "Nobody reaches “alone”.",
    ]


def test_the_whole_journey_is_told_in_korean():
    told = Words(Graph.from_json(JOURNEY), CATALOG, "ko").to_json()
    assert told["language"] == "ko"
    assert told["text"].splitlines()[:6] == [
        "한 사람은 한 번만 진입합니다.",
        "2026-03-01 00:00부터 진입합니다.",
        "시각은 Asia/Seoul 시간대를 따릅니다.",
        "최대 30일까지 머무릅니다.",
        "‘in’: ‘Order’ 이벤트가 발생하면 진입합니다.",
        "‘big’: 처음으로 맞는 경로로 갑니다:",
    ]


def test_each_line_tells_the_step_and_the_path_that_it_is_about():
    lines = Words(Graph.from_json(JOURNEY), CATALOG).lines()
    branch = next(line for line in lines if line.kind == "branch")
    assert (branch.node, branch.port, branch.depth) == ("big", "path:yes", 1)
    assert [line.node for line in lines if line.kind == "again"] == ["thank"]


def test_a_path_that_leads_nowhere_says_so():
    graph = draw({"in": entry(), "pay": wait(on("Paid"))}, "in -> pay")
    told = Words(Graph.from_json(graph), CATALOG).lines()
    assert told[-1].text == "Nothing follows: the journey ends here."


def test_a_draft_that_goes_in_circles_is_told_to_its_end():
    graph = draw(
        {"in": entry(), "a": wait(after("P1D")), "b": wait(after("P1D"))},
        "in -> a", "a alt:late -> b", "b alt:late -> a",
    )  # fmt: skip
    assert Words(Graph.from_json(graph), CATALOG).lines()[-1].text == "Goes on at “a”."


def test_an_empty_canvas_is_told_to_be_empty():
    assert Words(Graph.from_json(draw({})), CATALOG).to_json()["text"] == "Nothing is drawn yet."


def test_the_clock_and_the_pause_of_a_journey_are_told():
    graph = draw(
        {"in": entry()}, person_timezone=True, reentrance_pause="P1D", ends_at="2027-01-01"
    )
    text = Words(Graph.from_json(graph), CATALOG).to_json()["text"]
    assert "The same person may enter again 1 day after leaving." in text
    assert "Clocks are those of the person, where known, else of UTC." in text
    assert "Nobody enters from 2027-01-01 on; people inside finish." in text


LISTS = Catalog(
    actions={},
    events={
        "Visit": {
            "name": "Visit",
            "fields": {
                "shop.basket.items[].price": "decimal",
                "shop.basket.items[].unit": "string",
            },
            "names": {"shop.basket.items[].price": "Price"},
        }
    },
    sources={
        "Profile": {
            "groups": {
                "Past": {
                    "name": "Past visits",
                    "fields": {"visits[].timestamp": "dateTime", "visits[].spent.value": "decimal"},
                    "names": {"visits[].spent.value": "Spent"},
                }
            }
        }
    },
)


@pytest.mark.parametrize(
    ("text", "english", "korean"),
    [
        (
            "@{Visit.shop.basket.items.first().price}",
            "the first of Visit › items › Price",
            "Visit의 items의 첫 항목의 Price",
        ),
        (
            "count(@{Visit.shop.basket.items.all(currentEventField.price > 5)})",
            "the number of those of Visit › items where (its › Price is more than 5)",
            "Visit의 items 중 (각 항목의 Price > 5 (초과))인 것의 개수",
        ),
        (
            "count(#{Profile.Past.visits.all(currentDataPackField.spent.value > 5).timestamp})",
            "the number of those of the profile › Past visits where (its › Spent is more than 5) › time",
            "프로필의 Past visits 중 (각 항목의 Spent > 5 (초과))인 것의 시각의 개수",
        ),
        ("@{Visit.shop.basket}", "Visit › basket", "Visit의 basket"),
        ("@{Visit.shop}", "Visit › shop", "Visit의 shop"),
    ],
)
def test_a_field_in_a_list_is_told_by_its_name_without_the_way_there(text, english, korean):
    graph = Graph.from_json(draw({"in": entry()}))
    assert Words(graph, LISTS, "en").expression(text) == english
    assert Words(graph, LISTS, "ko").expression(text) == korean


def test_where_two_lists_name_a_field_differently_its_key_is_told():
    events = LISTS.events | {
        "Sale": {"name": "Sale", "fields": {"rows[].price": "decimal"}, "names": {"rows[].price": "Paid"}}
    }  # fmt: skip
    both = Words(
        Graph.from_json(draw({"in": entry()})), Catalog(events=events, sources={}, actions={})
    )
    told = both.expression("count(@{Sale.rows.all(currentEventField.price > 5)})")
    assert told == "the number of those of Sale › rows where (its › price is more than 5)"
