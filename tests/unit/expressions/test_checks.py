"""What the checker finds, where, and how it would mend it."""

import re
from pathlib import Path

import pytest

import expressions
from expressions import GroupScope, Scope, Type
from expressions.messages import CODES, message

SCOPE = Scope(
    events={
        "Order": {
            "total": "decimal",
            "country": "string",
            "at": "dateTime",
            "member": "boolean",
            "tags": "list<string>",
            "items[].sku": "string",
            "items[].price": "decimal",
            "owner.name": "string",
            "extra": "object",
            "rain.'3h'": "integer",
        },
        "Ping": {},
        "Loose": None,
    },
    nodes={"entry": {"total": "decimal"}},
    sources={
        "Weather": {"main": GroupScope({"temperature": "decimal"}, {"city": "string"})},
        "Open": None,
    },
    actions={"coupon": {"code": "string"}},
    journey={"supplementalId": "string"},
)


def problems(text, expected=None):
    return expressions.check(text, SCOPE, expected).problems


BAD = [
    ("@{Ordr.total} > 1", "unknown_event", "Ordr", "Order"),
    ("@{Order.Total} > 1", "unknown_field", "Total", "total"),
    ("@{Order.owner.nmae}", "unknown_field", "nmae", "name"),
    ("@{Order.items.first().skuu}", "unknown_field", "skuu", "sku"),
    ("@{Order.country.x}", "unknown_field", "x", None),
    ("@{Ping.a}", "unknown_field", "a", None),
    ("@node{entri.total}", "unknown_node", "entri", "entry"),
    ("@action{cupon.code}", "unknown_action", "cupon", "coupon"),
    ("#{Wether.main.temperature}", "unknown_source", "Wether", "Weather"),
    ("#{Weather.mein.temperature}", "unknown_group", "mein", "main"),
    ("#{Weather}", "missing_group", "#{Weather}", None),
    ('#{Weather.main.temperature, params: {town: "x"}}', "unknown_parameter", '"x"', None),
    ("#{Weather.main.temperature, params: {city: 1}}", "wrong_type", "1", None),
    ("${supplementalld}", "unknown_property", "supplementalld", "supplementalId"),
    ("lenght(@{Order.country})", "unknown_function", "lenght", "length"),
    ('INSEGMENT("vip")', "unknown_function", "INSEGMENT", "inSegment"),
    ("length()", "arity", "length()", None),
    ("length(@{Order.total})", "wrong_type", "@{Order.total}", None),
    ('inLastDays("2026-03-01T00:00:00Z", 3)', "wrong_type", '"2026-03-01T00:00:00Z"',
     'toDateTime("2026-03-01T00:00:00Z")'),
    ("in(1, [\"a\"])", "wrong_arguments", 'in(1, ["a"])', None),
    ("inSegment(@{Order.country})", "constant_needed", "@{Order.country}", None),
    ('nowWithDelta(1, "hour")', "unknown_unit", '"hour"', '"hours"'),
    ('now("Asia/Seol")', "constant_unreadable", '"Asia/Seol"', '"Asia/Seoul"'),
    ('toDateTime("2026-02-30T00:00:00Z")', "constant_unreadable", '"2026-02-30T00:00:00Z"', None),
    ('toDuration("P1M")', "constant_unreadable", '"P1M"', None),
    ('toInteger("x")', "not_a_number", 'toInteger("x")', None),
    ('matchRegExp(@{Order.country}, "(")', "bad_pattern", '"("', None),
    ('formatDate(now(), "yyyy-QQ")', "bad_date_pattern", '"yyyy-QQ"', None),
    ('@{Order.total} == "5"', "never_equal", '@{Order.total} == "5"', "5"),
    ('"1.5" != @{Order.total}', "never_equal", '"1.5" != @{Order.total}', "1.5"),
    ('@{Order.total} == "many"', "never_equal", '@{Order.total} == "many"', None),
    ("@{Order.country} == 5", "never_equal", "@{Order.country} == 5", '"5"'),
    ("@{Order.country} > 5", "cannot_compare", "@{Order.country} > 5",
     "toDecimal(@{Order.country})"),
    ('@{Order.at} > "2026-03-01T10:00:00Z"', "cannot_compare",
     '@{Order.at} > "2026-03-01T10:00:00Z"', 'toDateTime("2026-03-01T10:00:00Z")'),
    ("@{Order.member} == 1", "never_equal", "@{Order.member} == 1", None),
    ("@{Order.total} - @{Order.at}", "cannot_calculate", "@{Order.total} - @{Order.at}", None),
    ("-@{Order.country}", "wrong_operand", "-@{Order.country}", None),
    ("@{Order.total} and true", "wrong_type", "@{Order.total}", None),
    ("if (1) then (2) else (3)", "wrong_type", "1", None),
    ('if (true) then (2) else ("a")', "mixed_branches", '"a"', None),
    ('[1, "a"]', "mixed_list", '"a"', None),
    ("@{Order.total, defaultValue: \"none\"}", "wrong_default", '"none"', None),
    ("@{Order.country.all(true)}", "not_a_list", "all(true)", None),
    ("@{Order.tags.keys()}", "not_a_map", "keys()", None),
    ("@{Order.country} has null", "not_a_list", "@{Order.country} has null", None),
    ("currentEventField.x", "current_outside", "currentEventField", None),
    ("@{Order.items.all(currentDataPackField.price > 1)}", "wrong_current",
     "currentDataPackField", "currentEventField"),
    ("@{Order.items.all(currentEventField.prize > 1)}", "unknown_field", "prize", "price"),
    ("@{Order.items.all(currentEventField.price)}", "wrong_type", "currentEventField.price", None),
    ("9223372036854775807 + 1", "integer_out_of_range", "9223372036854775807 + 1", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "fix"), BAD, ids=[row[0] for row in BAD])
def test_the_fault_is_found_placed_and_mended(text, code, place, fix):
    found = problems(text)
    assert [one.code for one in found] == [code]
    assert text[found[0].start : found[0].end] == place
    assert (found[0].fix.text if found[0].fix else None) == fix


SYNTAX = [
    ("", "empty", None),
    ("   ", "empty", None),
    ("(1", "unexpected_end", "(1)"),
    ("1 +", "unexpected_end", None),
    ("1 2", "unexpected", None),
    ('"abc', "unterminated_text", '"abc"'),
    ("1 = 2", "use_instead", "1 == 2"),
    ("true && false", "use_instead", "true and false"),
    ("true || false", "use_instead", "true or false"),
    ("!true", "use_instead", "not true"),
    ("“a” == “b”", "use_instead", '"a” == “b”'),
    ("true AND false", "lowercase_word", "true and false"),
    ("Not true", "lowercase_word", "not true"),
    ("country", "unknown_word", '"country"'),
    ("1 == 1 == true", "chained_comparison", None),
    ("1 + not true", "not_needs_parentheses", None),
    ("@{Order.items.most()}", "unknown_path_function", None),
    ("@{Order.items.at()}", "arity", None),
    ("@{Order.total, default: 1}", "unknown_option", None),
    ("@{Order.total, params: {a: 1}}", "unknown_option", None),
    ("#{W.m.t, params: {a: 1, a: 2}}", "double_parameter", None),
    ("0." + "1" * 40, "too_many_digits", None),
    ("9223372036854775808", "integer_out_of_range", None),
    ("(" * 65 + "1" + ")" * 65, "too_deep", None),
    ("-" * 100 + "x", "too_deep", None),
    ("1" + " + 1" * 1_000, "too_many_nodes", None),
    ("1" * 10_001, "too_long", None),
]


@pytest.mark.parametrize(("text", "code", "mended"), SYNTAX, ids=[row[0][:20] for row in SYNTAX])
def test_a_syntax_error_is_named_and_mended(text, code, mended):
    with pytest.raises(expressions.ExpressionError) as caught:
        expressions.parse(text)
    (found,) = caught.value.problems
    assert found.code == code
    fix = found.fix
    assert (text[: fix.start] + fix.text + text[fix.end :] if fix else None) == mended


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 == 2", "always_false"),
        ('length("ab") < 3 or @{Order.member}', "always_true"),
        ("@{Order.total} / 0 > 1", "division_by_zero"),
        ("@{Order.total} > null", "always_false"),
        ("@{Order.total} * null", "always_null"),
        ("length(null)", "always_null"),
        ("null and @{Order.member}", "null_is_no"),
        ("if (null) then (1) else (2)", "null_is_no"),
        ('@{Order.country} == "KR" and @{Order.country} == "JP"', "always_false"),
        ('@{Order.country} != "KR" or "JP" != @{Order.country}', "always_true"),
        ("@{Order.total} > 5 and @{Order.total} < 3.5", "always_false"),
        ("@{Order.total} >= 5 and 5 > @{Order.total}", "always_false"),
        ("@{Order.total} == 5 and @{Order.total} < 3", "always_false"),
    ],
)
def test_what_is_odd_but_works_is_a_warning(text, code):
    (found,) = problems(text)
    assert (found.code, found.severity) == (code, "warning")
    assert expressions.check(text, SCOPE).errors == []


GOOD = [
    ("@{Order.total} >= 100 and @{Order.country} == \"KR\"", "boolean"),
    ("@{Order.items.sku}", "list<string>"),
    ("@{Order.items.all(currentEventField.price > 1)}", "list<object>"),
    ("@{Order.items.first().price * 2}".replace(" * 2", ""), "decimal"),
    ("@{Order._meta.occurred_at}", "dateTime"),
    ("@{Order.rain.'3h'} + 1", "integer"),
    ("@{Order.extra.what.ever} == 1", "boolean"),
    ("@{Loose.what.ever.all(currentEventField.x > 1).y}", "any"),
    ("@node{entry.total} + 1", "decimal"),
    ("@action{coupon.jo_status_code}", "string"),
    ("#{Open.any.thing}", "any"),
    ("${supplementalId}", "string"),
    ("max(@{Order.items.price})", "decimal"),
    ("@{Order.at} - now()", "duration"),
    ("if (@{Order.member}) then (1) else (2.5)", "decimal"),
    ("coalesce(@{Loose.x}, 1)", "any"),
    ("coalesce(@{Order.country}, \"KR\")", "string"),
    ("date(\"2026-03-01\")", "dateOnly"),
    ("[]", "list<any>"),
    ("@{Order.total} >= 5 and @{Order.total} <= 5", "boolean"),
    ('@{Order.country} == "KR" or @{Order.country} == "JP"', "boolean"),
    ('@{Order.country} != "KR" and @{Order.country} != "JP"', "boolean"),
    ('@{Order.country} != "KR" or @{Order.total} != 1', "boolean"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_"), GOOD, ids=[row[0] for row in GOOD])
def test_a_good_text_has_its_type_and_no_problem(text, type_):
    found = expressions.check(text, SCOPE)
    assert (found.problems, str(found.type)) == ([], type_)


def test_a_field_of_no_known_type_is_held_against_values_of_several():
    text = "@{Loose.a} == true and @{Loose.a} < 3 and @{Loose.a} > null"
    assert expressions.check(text, SCOPE).errors == []


def test_the_expected_type_is_held_against_the_result():
    (found,) = problems("@{Order.total}", Type.BOOLEAN)
    assert found.code == "wrong_result"
    assert problems("@{Order.member}", Type.BOOLEAN) == []
    assert problems("1", Type.DECIMAL) == []


def test_a_problem_is_plain_json_in_both_languages():
    (found,) = problems("@{Order.totl} > 1")
    assert found.to_json()["message"] == "Order has no field totl. Did you mean total?"
    assert "필드" in found.to_json("ko")["message"]
    assert found.to_json()["fix"] == {"text": "total", "start": 8, "end": 12}


def test_every_message_needs_the_same_parameters_in_both_languages():
    for code in CODES:
        english, korean = (message(code, {}, language) for language in ("en", "ko"))
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in (english, korean)]
        assert fields[0] == fields[1], code
        assert english != korean, code


def test_every_code_that_is_raised_has_a_message():
    sources = Path(expressions.__file__).parent.rglob("*.py")
    pattern = re.compile(
        r"""\b(?:EvaluationError|LimitExceeded|problem|report|fault)\(\s*"(\w+)\""""
    )
    raised = {code for file in sources for code in pattern.findall(file.read_text("utf-8"))}
    assert len(raised) > 40
    assert raised <= CODES


@pytest.mark.parametrize(
    "name", ["string", "listInteger", "list<integer>", "dateTimeOnly", "LIST<String>"]
)
def test_a_type_is_read_from_its_spellings(name):
    assert str(Type.parse(name)).lower().replace("<", "").replace(">", "") in (
        name.lower().replace("<", "").replace(">", ""),
    )


def test_an_unknown_type_name_is_refused():
    with pytest.raises(ValueError, match="Unknown type"):
        Type.parse("pointer")


def test_a_scope_with_an_unknown_type_name_takes_anything():
    scope = Scope(events={"E": {"a": "no such type"}})
    assert expressions.check("@{E.a} == 1", scope).problems == []
