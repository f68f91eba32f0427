"""Who a person is, as the profile's schema names it."""

import pytest

from datasources import portrait


def declared(*paths, **named):
    return [
        {"path": path, "name": named.get(path.rpartition(".")[2], ""), "type": "string"}
        for path in paths
    ]


NAMES = declared("person.name.firstName", "person.name.lastName")


def attributes(first, last):
    return {"person": {"name": {"firstName": first, "lastName": last}}}


@pytest.mark.parametrize(
    ("known", "name"),
    [
        (attributes("Jane", "Doe"), "Jane Doe"),
        (attributes("민지", "김"), "김민지"),
        (attributes("Jane", None), "Jane"),
        (attributes("", "  "), None),
        (attributes(7, ["x"]), None),
        ({"person": "text"}, None),
        ({}, None),
    ],
)
def test_a_name_is_made_of_its_parts(known, name):
    assert portrait.name_of(known, NAMES) == name


def test_a_whole_name_wins():
    rows = [*NAMES, *declared("crm.displayName")]
    known = attributes("Jane", "Doe") | {"crm": {"displayName": "J. Doe"}}
    assert portrait.name_of(known, rows) == "J. Doe"


def test_what_the_schema_does_not_declare_is_no_name():
    assert portrait.name_of(attributes("Jane", "Doe"), []) is None


def test_declared_attributes_stand_first_and_others_by_their_paths():
    known = {"tier": "gold", "tags": ["a"], "person": {"gender": "female", "age": 7}, "none": {}}
    rows = portrait.rows(known, declared("person.gender", "person.mail", gender="Gender"))
    assert [(row["name"] or row["path"], row["value"]) for row in rows] == [
        ("Gender", "female"),
        ("tier", "gold"),
        ("tags", ["a"]),
        ("person.age", 7),
        ("none", {}),
    ]


def test_a_declared_object_is_told_whole():
    rows = portrait.rows({"a": {"b": 1, "c": 2}}, declared("a"))
    assert [(row["path"], row["value"]) for row in rows] == [("a", {"b": 1, "c": 2})]
