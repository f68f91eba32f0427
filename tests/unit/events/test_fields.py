"""Data against the declared fields, and moments."""

from datetime import UTC, datetime
from typing import Any

import pytest

from events.fields import checker, moment


def found(fields: list[dict[str, Any]], data: Any, *, strict: bool = False) -> list[Any]:
    faults: list[Any] = []
    checker(fields, strict=strict)(data, "/data", faults)
    return [(fault.pointer, fault.code) for fault in faults]


def one(kind: str, **more: Any) -> list[dict[str, Any]]:
    return [{"path": "a", "type": kind, **more}]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("string", ["", "x"], [1, True, [], {}]),
        ("integer", [1, -1, 2.0], ["1", 1.5, True]),
        ("decimal", [1, 1.5], ["1", True]),
        ("boolean", [True, False], [0, "true"]),
        ("dateTime", ["2026-03-01T10:00:00Z"], ["2026-03-01", "2026-03-01T10:00:00", 5]),
        ("dateTimeOnly", ["2026-03-01T10:00:00", "2026-03-01T10:00:00Z"], ["2026-03-01", 5]),
        ("dateOnly", ["2026-03-01"], ["20260301", "2026-02-30", "2026-W01-1", 5]),
        ("duration", ["PT6H"], [6]),
        ("object", [{}, {"x": 1}], [[], "x"]),
        ("map", [{}, {"x": 1}], [[], "x"]),
        ("list<integer>", [[], [1, 2], [None]], [1, ["1"], {}]),
        ("list<any>", [[1, "a", {}]], ["x"]),
        ("any", [1, "x", [], {}], []),
    ],
)
def test_a_value_has_the_declared_type(kind: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert found(one(kind), {"a": value}) == []
    for value in bad:
        assert [code for _pointer, code in found(one(kind), {"a": value})] == ["type"]


@pytest.mark.parametrize("data", [{}, {"a": None}])
def test_what_is_absent_or_null_is_right_unless_it_is_required(data: Any) -> None:
    assert found(one("string"), data) == []
    assert found(one("string", required=True), data) == [("/data/a", "missing")]


NESTED = [
    {"path": "order.items[].price", "type": "decimal", "required": True},
    {"path": "order.items[].tags", "type": "list<string>"},
    {"path": "order.grid[][]", "type": "integer"},
    {"path": "order.note", "type": "string"},
]


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ({"order": {"items": [{"price": 1}, {"price": 2.5, "tags": ["x"]}]}}, []),
        ({"order": {"items": [{"price": "x"}]}}, [("/data/order/items/0/price", "type")]),
        ({"order": {"items": [{}]}}, [("/data/order/items/0/price", "missing")]),
        ({"order": {"items": [{"price": 1, "tags": [1]}]}}, [("/data/order/items/0/tags/0", "type")]),
        ({"order": {"items": {}}}, [("/data/order/items", "type")]),
        ({"order": {"items": [7]}}, [("/data/order/items/0", "type")]),
        ({"order": []}, [("/data/order", "type")]),
        ({"order": {"grid": [[1], [2, "x"]]}}, [("/data/order/grid/1/1", "type")]),
        ({"order": {"grid": [1]}}, [("/data/order/grid/0", "type")]),
    ],
)  # fmt: skip
def test_a_fault_lies_where_it_is(data: Any, faults: list[Any]) -> None:
    assert found(NESTED, data) == faults


def test_a_strict_type_takes_nothing_else_at_any_depth() -> None:
    data = {"order": {"note": "x", "more": 1, "items": [{"price": 1, "z": 1}]}, "other": 1}
    assert sorted(found(NESTED, data, strict=True)) == [
        ("/data/order/items/0/z", "undeclared"),
        ("/data/order/more", "undeclared"),
        ("/data/other", "undeclared"),
    ]
    assert found(NESTED, data) == []


def test_a_strict_type_without_fields_takes_everything() -> None:
    assert found([], {"a": 1}, strict=True) == []


def test_the_faults_of_a_long_list_end_somewhere() -> None:
    assert len(found(one("list<string>"), {"a": [1] * 10_000})) <= 20


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-01T10:00:00Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01t10:00:00z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01 10:00:00+09:00", datetime(2026, 3, 1, 1, tzinfo=UTC)),
        ("2026-03-01T10:00:00.5Z", datetime(2026, 3, 1, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-03-01T10:00:00.123456789Z", datetime(2026, 3, 1, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-03-01T10:00:00", "date_offset"),
        ("2026-03-01T10:00Z", "date"),
        ("2026-03-01", "date"),
        ("2026-02-30T10:00:00Z", "date"),
        ("2026-03-01T24:00:00Z", "date"),
        ("2026-03-01T10:00:60Z", "date"),
        ("2026-03-01T10:00:00+99:00", "date"),
        ("1899-12-31T23:59:59Z", "date_range"),
        ("9999-12-31T23:59:59-14:00", "date_range"),
        ("0001-01-01T00:00:00+14:00", "date_range"),
        ("٢٠٢٦-03-01T10:00:00Z", "date"),
        ("", "date"),
    ],
)
def test_a_moment_is_what_rfc_3339_writes(text: str, read: Any) -> None:
    assert moment(text) == read
