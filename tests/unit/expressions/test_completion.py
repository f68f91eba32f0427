"""What an editor is told while a person types."""

import pytest

import expressions
from expressions import GroupScope, Scope

from .surroundings import SECONDS, seconds

SCOPE = Scope(
    events={
        "Order": {
            "total": "decimal",
            "items[].sku": "string",
            "items[].price": "decimal",
            "a.'3h'": "integer",
        }
    },
    nodes={"entry": {"total": "decimal"}},
    sources={"Weather": {"main": GroupScope({"temperature": "decimal"})}},
    journey={"supplementalId": "string"},
)


def offered(text):
    """What is offered at the mark ``|``."""
    return [one.text for one in expressions.complete(text.replace("|", ""), text.index("|"), SCOPE)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("@{Or|", ["Order"]),
        ("@{Order.to| > 1", ["total"]),
        ("@{Order.items.pr|", ["price"]),
        ("@{Order.a.|", ["'3h'"]),
        ("@{Order.items.la|", ["last"]),
        ("@node{|", ["entry"]),
        ("#{Wea|", ["Weather"]),
        ("#{Weather.|", ["main"]),
        ("#{Weather.main.|", ["temperature"]),
        ("${|", ["supplementalId"]),
        ("@{Order.items.all(currentEventField.|", ["price", "sku"]),
        ("@{Order.items.all(curr|", ["currentActionField"]),
        ("star|", ["startWith", "startWithIgnoreCase"]),
        ("1 > 2 an|", ["and"]),
    ],
)
def test_what_fits_is_offered_first(text, first):
    assert offered(text)[: len(first)] == first


def test_nothing_is_offered_below_what_does_not_exist():
    assert offered("@{Order.nothing.|") == []


def test_an_offer_replaces_the_prefix():
    (offer,) = expressions.complete("@{Order.tot} > 1", 11, SCOPE)
    assert (offer.start, offer.end, offer.text, offer.type) == (8, 11, "total", "decimal")


def test_hovering_tells_type_forms_and_words():
    text = "length(@{Order.items.first().sku}) > 3"
    assert expressions.hover(text, 10, SCOPE).type == "string"
    call = expressions.hover(text, 2, SCOPE)
    assert (call.type, call.signatures) == ("integer", ("(text: string) -> integer",))
    assert call.words == "the length of the first of Order › items › sku"
    assert expressions.hover("1 +", 0, SCOPE) is None


def test_the_call_at_the_cursor_is_told_with_its_argument():
    text = 'substr(lower("a, b"), 1, '
    found = expressions.signature_help(text, len(text))
    assert (found.name, found.argument) == ("substr", 2)
    assert expressions.signature_help("1 + 1", 3) is None


@pytest.mark.parametrize(
    "text", ["@{" + " " * 9_000 + "!", "a" * 9_000 + "!", "@{a" * 3_000, "." * 9_000]
)
def test_long_and_odd_texts_are_answered_at_once(text):
    assert seconds(lambda: expressions.complete(text, len(text), SCOPE)) < SECONDS
    assert seconds(lambda: expressions.signature_help(text, len(text))) < SECONDS
