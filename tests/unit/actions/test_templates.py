"""Liquid with bounds: values are data, names are declared, nothing grows without limit."""

import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from actions import templates
from outbound.outcome import RenderError

NAMES = ["name", "l", "note", "vip"]


def refused(source):
    with pytest.raises(ValidationError) as error:
        templates.check(source, NAMES)
    return error.value.code


def failed(source, **values):
    with pytest.raises(RenderError) as error:
        templates.render(source, dict.fromkeys(NAMES) | values)
    return error.value.code


def test_parameters_filters_and_conditions():
    source = "Hi {{ name | default: 'guest' }}{% if vip %} ★{% endif %}"
    templates.check(source, NAMES)
    assert templates.render(source, {"name": "Ann 길목", "vip": True}) == "Hi Ann 길목 ★"
    assert templates.render(source, {"name": None, "vip": None}) == "Hi guest"


def test_what_a_value_holds_is_never_a_template():
    assert templates.render("{{ name }}", {"name": "{{ secrets.api_key }}"}) == (
        "{{ secrets.api_key }}"
    )


def test_values_are_escaped_in_html_alone():
    assert templates.render("{{ name }}", {"name": "<b>"}) == "<b>"
    assert templates.render("{{ name }}", {"name": "<b>"}, html=True) == "&lt;b&gt;"


def test_emoji_pass_and_nul_does_not():
    assert templates.render("{{ name }}", {"name": "😀 \0x"}) == "😀 x"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ nope }}", "unknown_variable"),
        ("{% for x in nope %}{% endfor %}", "unknown_variable"),
        ("{{ name", "template"),
        ("{% if name %}", "template"),
        ("{% include '/etc/passwd' %}", "template"),
        ("{% render 'a' %}", "template"),
        ("{% load static %}", "template"),
        ("{% debug %}", "template"),
        ("x" * 70_000, "too_large"),
        ("{% if name %}" * 1_000, "template"),
    ],
)
def test_what_no_template_may_say_is_refused_at_save(source, code):
    assert refused(source) == code


def test_a_name_that_a_template_gives_itself_needs_no_parameter():
    templates.check("{% for x in l %}{{ x }}{% endfor %}{% assign y = name %}{{ y }}", NAMES)


@pytest.mark.parametrize(
    ("source", "values", "code"),
    [
        ("Hi {{ name.given }}", {"name": {"last": "Doe"}}, "missing"),
        ("{{ note }}" * 200, {"note": "x" * 50_000}, "result_size"),
        (
            "{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}",
            {"l": [1] * 120},
            "result_size",
        ),
        ("{% for i in (1..1000000000) %}x{% endfor %}", {}, "result_size"),
        ("{{ name | ljust: 300000000 }}", {"name": "x"}, "template"),
        (
            "{% assign a = note %}" + "{% assign a = a | append: a %}" * 40 + "{{ a }}",
            {"note": "x" * 1000},
            "result_size",
        ),
        ("{{ note | replace: '', note }}", {"note": "x" * 20_000}, "result_size"),
        ("{{ note | split: '' | join: note }}", {"note": "x" * 5_000}, "result_size"),
        ("{{ name | times: name | times: name }}", {"name": 10**70}, "result_size"),
        ("{{ name | divided_by: 0 }}", {"name": 5}, "template"),
        ("{{ name | date: note }}", {"name": "now", "note": "%1000000000d"}, None),
    ],
)
def test_a_template_that_grows_or_fails_ends_soon_with_a_code(source, values, code):
    began = time.monotonic()
    if code is None:
        with suppress(RenderError):
            assert len(templates.render(source, values)) <= templates.LARGEST
    else:
        assert failed(source, **values) == code
    assert time.monotonic() - began < 1.0


def test_an_optional_parameter_without_a_value_prints_nothing():
    assert templates.render("Hi {{ name }}!", {"name": None}) == "Hi !"
    assert templates.render("{{ name.given | default: 'guest' }}", {"name": {}}) == "guest"


def test_a_text_without_a_brace_is_itself():
    assert templates.render("plain", {}) == "plain"
