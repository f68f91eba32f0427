"""Values against declared types, and as they are typed into forms."""

import pytest

from remote.values import fits, from_text, text_of, to_text


@pytest.mark.parametrize(
    ("value", "kind", "fitting"),
    [
        (None, "integer", True),
        (True, "integer", False),
        (1.0, "integer", False),
        (1, "decimal", True),
        ("2026-03-01T10:00:00Z", "dateTime", True),
        ("2026-03-01T10:00:00.123456789+01:00", "dateTime", True),
        ("2026-03-01T10:00:00", "dateTime", False),
        ("2026-13-01T10:00:00Z", "dateTime", False),
        ("2024-W01-1", "dateOnly", False),
        ("2026-03-01", "dateOnly", True),
        ("2026-03-01 10:00", "dateTimeOnly", False),
        ("P1DT2H", "duration", True),
        ("P", "duration", False),
        ("Europe/Paris", "timezone", True),
        ("localtime", "timezone", False),
        (["a", None], "list<string>", True),
        (["a", 1], "list<string>", False),
        ([[1]], "list<any>", True),
        ({}, "object", True),
        ("9" * 100_000, "dateTime", False),
    ],
)
def test_a_value_is_of_its_declared_type_or_not(value, kind, fitting):
    assert fits(value, kind) is fitting


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5", "string", "5"),
        ("5", "integer", 5),
        ("1.5", "decimal", 1.5),
        ("true", "boolean", True),
        ('["a"]', "list<string>", ["a"]),
        ('{"a": 1}', "object", {"a": 1}),
        ("2026-03-01", "dateOnly", "2026-03-01"),
        ("plain", "any", "plain"),
        ("[1]", "any", [1]),
    ],
)
def test_what_is_typed_is_read_by_its_type_and_shown_again(text, kind, value):
    assert from_text(text, kind) == value
    assert from_text(to_text(value), kind) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [("five", "integer"), ("1.5", "integer"), ("yes", "boolean"), ("a,b", "list<string>"),
     ("tomorrow", "dateTime"), ("NaN", "decimal")],
)  # fmt: skip
def test_what_is_of_another_type_is_refused(text, kind):
    with pytest.raises(ValueError, match=r"."):
        from_text(text, kind)


def test_a_value_has_one_form_as_text_and_an_object_has_none():
    assert [text_of(value) for value in ("a", 1, 1.5, True, ["a", 2])] == [
        "a", "1", "1.5", "true", "a,2",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="object"):
        text_of({"a": 1})
