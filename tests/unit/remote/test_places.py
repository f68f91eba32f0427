"""Where parameters go: a URL's path and query, places in a body."""

import pytest

from outbound.outcome import RenderError
from remote import places


@pytest.mark.parametrize(
    ("base", "path", "query", "url"),
    [
        ("https://a.example", "", [], "https://a.example"),
        ("https://a.example", "", [("q", "1")], "https://a.example?q=1"),
        ("https://a.example/v1/", "/now", [], "https://a.example/v1/now"),
        ("https://a.example/v1", "now/", [("q", "a b&c")], "https://a.example/v1/now/?q=a%20b%26c"),
        ("https://a.example/?v=1", "", [("q", "길")], "https://a.example/?v=1&q=%EA%B8%B8"),
        ("https://a.example/?v=1", "x", [], "https://a.example/x?v=1"),
        # What the guard must see is still there.
        ("https://a.example\t.b/", "x", [], "https://a.example\t.b/x"),
        ("https://a.example#@b/", "x", [("q", "1")], "https://a.example#@b/x?q=1"),
    ],
)
def test_a_url_gets_a_path_and_a_query_and_keeps_all_it_has(base, path, query, url):
    assert places.url_with(base, path, query) == url


def test_slots_are_filled_by_one_segment_each():
    assert places.slots("/a/{x}/b/{y_1}/{}/{1}") == ["x", "y_1"]
    assert places.filled_path("/a/{x}/{y}", {"x": "1/2", "y": "?#"}) == "/a/1%2F2/%3F%23"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_segment_that_would_change_the_path_is_refused(value):
    with pytest.raises(RenderError):
        places.filled_path("/a/{x}", {"x": value})


def test_a_template_is_filled_and_what_has_no_value_is_left_out():
    template = {"a": {"param": "x"}, "b": [{"param": "y"}, 1], "c": {"d": {"param": "y"}}, "e": 0}
    assert list(places.placeholders(template)).count("y") == 2
    assert places.filled(template, {"x": {"param": "no template"}}) == {
        "a": {"param": "no template"}, "b": [1], "c": {}, "e": 0,
    }  # fmt: skip
    assert places.filled({"param": "x"}, {}) is places.MISSING


def test_a_value_is_put_into_its_place_over_whatever_stands_in_the_way():
    tree = {"a": 5}
    places.put(tree, "a.b.c", 1)
    places.put(tree, "a.d", 2)
    assert tree == {"a": {"b": {"c": 1}, "d": 2}}


def test_depth_is_counted_without_recursion():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    assert places.too_deep(deep)
    assert not places.too_deep({"a": [{"b": 1}]})
