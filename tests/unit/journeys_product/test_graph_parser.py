"""Bodies with graphs: JSON in which no key stands twice."""

import io

import pytest
from rest_framework.exceptions import ParseError

from config.problems import Problem
from journeys.api.bodies import GraphParser


def parse(text):
    return GraphParser().parse(io.BytesIO(text.encode()))


def test_a_body_is_parsed():
    assert parse('{"a": [1, {"b": null}]}') == {"a": [1, {"b": None}]}


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(Problem) as refused:
        parse('{"nodes": {"a": 1, "b": 2, "a": 3}}')
    assert (refused.value.code, refused.value.params) == ("duplicate_key", {"key": "a"})


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"a": 1e}', "[1,]", "{}{}"])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ParseError):
        parse(text)
