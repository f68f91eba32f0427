"""Random trees and random texts, for the properties of the language."""

from decimal import Decimal

from hypothesis import strategies as st

from expressions.functions import ALL
from expressions.parser import CURRENT_NAMES
from expressions.tree import (
    And,
    Call,
    Chain,
    Compare,
    Current,
    HasNull,
    If,
    Is,
    ListLiteral,
    Literal,
    Name,
    Negative,
    Not,
    Or,
    Ref,
    Step,
)

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**9), 10**9),
    st.integers(1, 6),
)
literals = st.builds(
    Literal,
    texts | st.integers(-(2**63), 2**63 - 1) | decimals | st.booleans() | st.none(),
)
names = st.builds(Name, st.sampled_from(["Order", "total", "a-b", "_x", "3h"]) | texts)


def _step(inner):
    return (
        st.builds(Step, st.sampled_from(["all", "first", "last"]), st.none() | inner)
        | st.builds(Step, st.sampled_from(["at", "entry"]), inner)
        | st.builds(Step, st.sampled_from(["firstEntryKey", "keys"]), st.none())
    )


def _chains(inner, signs):
    rest = st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3)
    return st.builds(Chain, inner, rest)


def _references(inner):
    path = st.lists(names | _step(inner), max_size=3)
    kinds = st.sampled_from(["event", "node", "action", "journey"])
    params = st.none() | st.dictionaries(
        texts | st.sampled_from(["city", "null"]), inner, max_size=2
    )
    return st.builds(Ref, kinds, names, path, st.none() | inner) | st.builds(
        Ref, st.just("source"), names, path, st.none() | inner, params
    )


def _composed(inner):
    several = st.lists(inner, min_size=2, max_size=3)
    path = st.lists(names | _step(inner), max_size=2)
    calls = st.sampled_from([one.name for one in ALL] + ["unheardOf"])
    return st.one_of(
        st.builds(ListLiteral, st.lists(inner, max_size=3)),
        _references(inner),
        st.builds(Current, st.sampled_from(CURRENT_NAMES), path),
        st.builds(Call, calls, st.lists(inner, max_size=3)),
        st.builds(If, inner, inner, inner),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, inner),
        st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), inner, inner),
        _chains(inner, "+-"),
        _chains(inner, "*/%"),
        st.builds(Negative, inner),
        st.builds(
            Is, inner, st.sampled_from(["null", "numeric", "integer", "decimal"]), st.booleans()
        ),
        st.builds(HasNull, inner),
    )


trees = st.recursive(literals, _composed, max_leaves=12)
