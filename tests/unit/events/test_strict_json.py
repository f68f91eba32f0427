"""JSON in which nothing is lost on the way."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.problems import Problem
from events import strict_json
from events.strict_json import flaws, needs_a_walk, read


def faults(body: bytes) -> list[tuple[str, str]]:
    document, look_over = read(body)
    assert look_over
    return [(found.pointer, found.code) for found in flaws(document, "")]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"a": 1, "a": 1}', [("", "duplicate_key")]),
        (b'{"o": {"a": 1, "b": {}, "a": 2}}', [("/o", "duplicate_key")]),
        (b'[{"a": 1}, {"a": 1, "a": 2}]', [("/1", "duplicate_key")]),
        (b'{"a": "x", "\\u0061": "y"}', [("", "duplicate_key")]),
        (b'{"n": 9223372036854775808}', [("/n", "number_range")]),
        (b'{"n": -9223372036854775809}', [("/n", "number_range")]),
        (b'{"n": 99999999999999999999999}', [("/n", "number_range")]),
        (b'{"n": 1e309}', [("/n", "number_range")]),
        (b'{"n": 1e-400}', [("/n", "number_range")]),
        (b'{"n": 1e999999999}', [("/n", "number_range")]),
    ],
)
def test_what_a_fast_reader_would_lose_is_found(body: bytes, found: list[Any]) -> None:
    assert faults(body) == found


@pytest.mark.parametrize(
    "body",
    [
        b'{"n": 9223372036854775807}',
        b'{"n": -9223372036854775808}',
        b'{"n": 9007199254740993}',
        b'{"n": 0.1}',
        b'{"n": 1e300}',
        b'{"id": "12345678901234567890", "hash": "1e999"}',
        b'{"a": "\\"b\\": 1, \\"b\\": 2"}',
        b'{"a": "\\\\", "b": "\\\\\\""}',
        b'{"a": {"x": 1}, "b": {"x": 1}}',
    ],
)
def test_what_is_right_is_read_as_json_reads_it(body: bytes) -> None:
    document, _look_over = read(body)
    assert document == json.loads(body)
    assert flaws(document, "") == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b"NaN", 400, "bad_json"),
        (b'{"a": -Infinity}', 400, "bad_json"),
        (b'{"a": 01}', 400, "bad_json"),
        (b'{"a": "\\ud800"}', 400, "bad_json"),
        (b'{"a": "\xff"}', 400, "bad_encoding"),
        ('{"a": 1}'.encode("utf-16"), 400, "bad_encoding"),
        (b"[" * 100_000, 422, "depth"),
        (b"[" * 300 + b"]" * 300, 422, "depth"),
        (b'{"a": 1, "a": ' + b"[" * 5000 + b"]" * 5000 + b"}", 422, "depth"),
    ],
)
def test_what_is_no_json_is_refused(body: bytes, status: int, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read(body)
    assert (caught.value.status_code, caught.value.code) == (status, code)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("x" * 65_537, [("", "length")]),
        ("한" * 30_000, [("", "length")]),
        ("a\0b", [("", "nul")]),
        ({"a\0": 1}, [("", "nul")]),
        ({"k" * 201: 1}, [("", "key_length")]),
        ({str(n): 1 for n in range(1001)}, [("", "keys")]),
        ({"a/b": {"~": "\0"}}, [("/a~1b/~0", "nul")]),
        ([[["\0"]]], [("/0/0/0", "nul")]),
        (2**63, [("", "number_range")]),
        ({"a": ["\0"] * 50}, [(f"/a/{n}", "nul") for n in range(20)]),
    ],
)
def test_a_value_that_breaks_a_limit_is_found_at_its_place(value: Any, found: list[Any]) -> None:
    assert [(one.pointer, one.code) for one in flaws(value, "")] == found


@pytest.mark.parametrize(("levels", "count"), [(32, 0), (33, 1)])
def test_thirty_two_levels_are_the_limit(levels: int, count: int) -> None:
    value: Any = 1
    for _level in range(levels):
        value = {"a": value}
    assert len(flaws(value, "")) == count


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False)
    | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=220), inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_what_was_written_is_read_back(value: Any) -> None:
    document, _look_over = read(json.dumps(value).encode())
    assert document == value


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_a_value_that_is_not_walked_has_no_flaw(value: Any) -> None:
    """The cheap count never lets anything by that the walk would find."""
    text = strict_json.orjson.dumps(value)
    if not needs_a_walk(text):
        assert flaws(value, "") == []
