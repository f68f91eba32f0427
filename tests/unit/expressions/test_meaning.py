"""What texts mean where the reference leaves it open: one line a rule (docs/expressions.md)."""

from datetime import timedelta
from decimal import Decimal

import pytest

import expressions
from expressions import EvaluationError, LimitExceeded

from .surroundings import facts

ORDER = {
    "total": 120.5,
    "count": 3,
    "country": "KR",
    "none": None,
    "at": "2026-02-27T10:00:00Z",
    "until": "2026-03-02T12:30:00+09:00",
    "zone": "Asia/Seoul",
    "took": "PT90M",
    "tags": ["b", None, "a"],
    "items": [
        {"sku": "a", "price": 10, "tags": ["x"]},
        {"sku": "b", "price": 2.5, "tags": ["y", "z"]},
        {"sku": "c"},
    ],
    "prices": {"KRW": 1000, "EUR": 0.7},
}


def value(text, **context):
    context.setdefault("event", {"O": ORDER})
    return expressions.compile(text).evaluate(facts(**context))


def shown(text):
    return expressions.to_json(value(text))


RULES = [
    # null
    ("null == null", True),
    ("@{O.none} != 1", True),
    ("@{O.none} < 1", False),
    ("@{O.none} >= 1", False),
    ("not @{O.none}", True),
    ("@{O.none} or true", True),
    ("if (@{O.none}) then (1) else (2)", 2),
    ("@{O.none} + 1", None),
    ('"a" + @{O.none}', "a"),
    ("@{O.missing.deep.down} is null", True),
    ("@{Never.seen} is null", True),
    ("count(@{O.missing})", 0),
    ("sum(@{O.missing})", None),
    ("isEmpty(null)", False),
    ("isNotEmpty(@{O.none})", False),
    ("coalesce(@{O.none}, @{O.count}, 9)", 3),
    ("@{O.none, defaultValue: @{O.count} * 2}", 6),
    # numbers
    ("6 / 3", 2),
    ("7 / 2", 3.5),
    ("1 / 3 * 3", 1),
    ("1 / 0", None),
    ("5 % 0 is null", True),
    ("-7 % 3", -1),
    ("7 % -3", 1),
    ("0.1 + 0.2 == 0.3", True),
    ("1 == 1.0", True),
    ("round(2.5)", 3),
    ("round(-2.5)", -2),
    ("2 + 3 * 4 - 1", 13),
    ("10 - 2 - 3", 5),
    ("-(2)", -2),
    ("toInteger(-1.9)", -1),
    ('toDecimal("1e3")', 1000),
    ("max(@{O.items.price})", 10),
    ("avg([1, 2])", 1.5),
    ("avg([])", None),
    ("floor(-1.5) + ceil(1.2) + abs(-3)", 3),
    # types are never mixed
    ('"1" == 1', False),
    ("true == 1", False),
    ("in(true, [1, 2])", False),
    ("toDateOnly(now()) == now()", False),
    ("1 is integer and 1.5 is decimal and 1.5 is numeric", True),
    ('"1" is not numeric', True),
    # precedence
    ("true or false and false", True),
    ("not false and false", False),
    ("not 1 > 2", True),
    # texts
    (r'"a\"b\\c\n" + ' + r"'\s'", 'a"b\\c\n\\s'),
    (r'matchRegExp("a  b", "a\s+b") and matchRegExp("12", "\\d+")', True),
    ('substr("Hello", 1, 3)', "el"),
    ('substr("Hello", -3, 99)', "Hello"),
    ('left("Hello", 2) + right("Hello", 2)', "Helo"),
    ('replaceAll("a.b.c", ".", "-")', "a-b-c"),
    ('replaceRegExp("a1b22", "[0-9]+", "#")', "a#b#"),
    ('toString(12.50) + "|" + 4.0 + "|" + true', "12.5|4.0|true"),
    ('toString(toDuration("P2DT3H4M"))', "PT51H4M"),
    # dates
    ('toDateTime("2026-13-01T00:00:00Z")', None),
    ("now() - @{O.at}", "PT48H"),
    ('dateDiff(@{O.at}, now(), "days")', 2),
    ("@{O.at} < now()", True),
    ("@{O.until} > @{O.at}", True),
    ("now() - toDuration(@{O.took})", "2026-03-01T08:30:00Z"),
    ("@{O.at} - toDuration(1000)", "2026-02-27T09:59:59Z"),
    ('toDateOnly("2026-03-01") - toDateOnly("2026-02-28")', "PT24H"),
    ('toDateOnly("2026-02-28") + toDuration("P1D")', "2026-03-01"),
    ('toDuration("PT1H") * 1.5 / toDuration("PT30M")', 3),
    ("inLastDays(@{O.at}, 3) and not inLastDays(@{O.at}, 1)", True),
    ('setDays(toDateTimeOnly("2026-02-10"), 28)', "2026-02-28T00:00:00"),
    ('nowWithDelta(-1, "months")', "2026-02-01T10:00:00Z"),
    ('toString(now("Asia/Seoul"))', "2026-03-01T10:00:00Z"),
    ("updateTimeZone(@{O.at}, @{O.zone})", "2026-02-27T19:00:00+09:00"),
    ('updateTimeZone(@{O.at}, "Nowhere/City")', None),
    ('toDateTime(toDateTimeOnly("2026-03-01T10:00:00"))', "2026-03-01T10:00:00+09:00"),
    ('formatDate(now(), "yyyy-MM-dd HH:mm")', "2026-03-01 19:00"),
    ('formatDate(now(), "d MMM yyyy, EEEE", "UTC")', "1 Mar 2026, Sunday"),
    ("formatDate(now(), \"M'월' d'일' (E) a h'시'\", 'Asia/Seoul', 'ko')", "3월 1일 (일) 오후 7시"),
    ('datePart(now(), "dayOfWeek")', 7),
    ('date("2026-03-01") == toDateOnly(now())', True),
    # lists, objects, maps
    ("@{O.items.tags}", ["x", "y", "z", None]),
    ("@{O.items.sku}", ["a", "b", "c"]),
    ("@{O.items.price} has null", True),
    ("count(@{O.items.price})", 2),
    ("sum(@{O.items.price})", 12.5),
    ("@{O.items.last(currentEventField.price > 1).sku}", "b"),
    ("@{O.items.first(currentEventField.price > 99).sku}", None),
    ("@{O.items.at(1).sku}", "b"),
    ("@{O.items.at(9)}", None),
    ('@{O.items.all(contain(serializeList(currentEventField.tags, ",", false), "y")).sku}', ["b"]),
    ('@{O.items.all(count(currentEventField.tags.all(currentEventField == "z")) > 0).sku}', ["b"]),
    ("@{O.prices.entry('KRW')}", 1000),
    ("@{O.prices.keys()}", ["KRW", "EUR"]),
    ("@{O.prices.firstEntryKey()}", "KRW"),
    ("sort(@{O.tags}, true)", ["a", "b", None]),
    ("sort([3, 1, 2], false)", [3, 2, 1]),
    ('getListItem(sort(@{O.items}, "price", true), 2) == getListItem(@{O.items}, 2)', True),
    ('distinctCount(@{O.items}, "price")', 2),
    ("limit([1, 2, 3], 2, false)", [2, 3]),
    ("intersect(null, [1])", []),
    ("distinct([1, 1.0, true])", [1, True]),
    ("[1, 2] == [1, 2.0]", True),
]


@pytest.mark.parametrize(("text", "expected"), RULES, ids=[text for text, _ in RULES])
def test_the_rule(text, expected):
    found = shown(text)
    assert found == expected
    assert isinstance(found, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9223372036854775807 + 1", "integer_out_of_range"),
        ("1 < true", "cannot_compare"),
        ('"a" < "b"', "cannot_compare"),
        ("1 + true", "cannot_calculate"),
        ("@{O.country} and true", "wrong_type"),
        ("length(@{O.count})", "wrong_type"),
        ("@{O.country.first()}", "not_a_list"),
        ("@{O.items.keys()}", "not_a_map"),
        ('toInteger("12abc")', "not_a_number"),
        ('toDecimal("1e309")', "number_out_of_range"),
        ('nowWithDelta(1, "fortnights")', "unknown_unit"),
    ],
)
def test_a_run_that_has_no_value_says_why(text, code):
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.code == code
    start, end = caught.value.span
    assert 0 <= start < end <= len(text)


def test_the_missing_of_a_planner_passes_through_untouched():
    class Missing(BaseException):
        pass

    class Planner(type(facts())):
        def source(self, source, group, params):
            raise Missing(source, group, params)

    env = Planner({"event": {"O": ORDER}}, facts().now)
    with pytest.raises(Missing) as caught:
        expressions.compile("#{W.main.t, params: {n: @{O.count}}} > 1").evaluate(env)
    assert caught.value.args == ("W", "main", {"n": 3})


def test_and_and_or_stop_early():
    assert value('false and toInteger("x") > 1') is False
    assert value('true or toInteger("x") > 1') is True


def test_random_values_repeat_with_the_seed_and_differ_within_a_run():
    assert value("random()") == value("random()")
    assert value("random() == random()") is False
    assert 0 <= value("random()") < 1
    assert value("uuid()") == value("uuid()")


def test_a_declared_date_is_a_date_and_an_undeclared_one_a_text():
    scope = expressions.Scope(events={"O": {"at": "dateTime", "took": "duration"}})
    env = facts(event={"O": ORDER})
    text = "@{O.at} + @{O.took}"
    declared = expressions.compile(text, scope)
    assert expressions.to_json(declared.evaluate(env)) == "2026-02-27T11:30:00Z"
    assert declared.type == expressions.DATETIME
    assert expressions.compile(text).evaluate(env) == "2026-02-27T10:00:00ZPT90M"


def test_payloads_are_never_changed():
    items = [{"a": 1.5}, {"a": 2}]
    event = {"items": items, "scores": [1.5, 2]}
    result = value("sort(@{O.scores}, false)", event={"O": event})
    assert result == [2, Decimal("1.5")]
    assert event == {"items": [{"a": 1.5}, {"a": 2}], "scores": [1.5, 2]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "count(@{O.long.all(count(@{O.long.all(currentEventField > 0)}) > 0)}) > 0",
            "too_many_steps",
        ),
        ("count(@{O.long.all(@{O.long} == @{O.long})})", "too_many_steps"),
        ("count(@{O.long.all(@{O.long.at(0)} > 0 and @{O.long.last()} > 0)})", "too_many_steps"),
        ("count(@{O.huge})", "too_many_items"),
        ("@{O.text} + @{O.text}", "result_too_large"),
        ('replaceAll(@{O.text}, "a", "bb")', "result_too_large"),
        ('matchRegExp("a", @{O.text})', "pattern_too_long"),
    ],
)
def test_a_run_stops_at_its_budget(text, code):
    event = {"long": [1] * 2_000, "huge": [1] * 10_001, "text": "a" * 200_000}
    with pytest.raises(LimitExceeded) as caught:
        value(text, event={"O": event})
    assert caught.value.code == code


def test_daylight_saving_is_kept_by_exact_and_by_calendar_steps():
    berlin = 'updateTimeZone(toDateTime("2026-03-28T11:00:00Z"), "Europe/Berlin")'
    exact = value(f'{berlin} + toDuration("PT24H")')
    assert expressions.to_json(exact) == "2026-03-29T13:00:00+02:00"
    assert value(f'{berlin} + toDuration("PT24H") - {berlin}') == timedelta(hours=24)
    gap = 'toDateTime(toDateTimeOnly("2026-03-29T02:30:00"), "Europe/Berlin")'
    assert expressions.to_json(value(gap)) == "2026-03-29T03:30:00+02:00"
    overlap = 'toDateTime("Europe/Berlin", toDateTimeOnly("2026-10-25T02:30:00"))'
    assert expressions.to_json(value(overlap)) == "2026-10-25T02:30:00+02:00"
