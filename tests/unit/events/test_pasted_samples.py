"""Fields from a pasted sample: paths, types, names, and what is left out."""

import json
from typing import Any

import pytest

from config.problems import Problem
from events import pasted
from events.checks import field_faults


def types(document: Any) -> dict[str, str]:
    return {field.path: field.type for field in pasted.of_sample(document).fields}


def refused(document: Any, kind: str = "") -> tuple[int, str]:
    with pytest.raises(Problem) as caught:
        pasted.of(document, kind)
    return caught.value.status_code, caught.value.code


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("text", "string"),
        ("", "string"),
        (7, "integer"),
        (7.5, "decimal"),
        (True, "boolean"),
        (None, "any"),
        ("2026-03-01T10:00:00Z", "dateTime"),
        ("2026-03-01T10:00:00.123+09:00", "dateTime"),
        ("2026-03-01T10:00:00", "dateTimeOnly"),
        ("2026-03-01", "dateOnly"),
        ("2026-02-30", "string"),
        ("20260301", "string"),
        ({}, "object"),
        ([], "list<any>"),
        ([1, 2], "list<integer>"),
        ([1, 2.5], "list<decimal>"),
        (["a", "b"], "list<string>"),
        (["2026-03-01", "2026-03-02"], "list<dateOnly>"),
        (["2026-03-01", "soon"], "list<string>"),
        ([1, "a"], "list<any>"),
        ([{}], "list<object>"),
        ([None], "list<any>"),
        ([1, {"a": 1}], "list<any>"),
    ],
)
def test_a_value_tells_its_type(value: Any, kind: str) -> None:
    assert types({"field": value}) == {"field": kind}


def test_objects_and_lists_become_paths() -> None:
    sample = {
        "customer": {"id": "c-1", "address": {"city": "Seoul"}},
        "items": [{"sku": "a", "price": 3}, {"price": 2.5, "tags": ["new"]}],
        "matrix": [[1, 2], [3]],
    }
    assert types(sample) == {
        "customer.id": "string",
        "customer.address.city": "string",
        "items[].sku": "string",
        "items[].price": "decimal",
        "items[].tags": "list<string>",
        "matrix[]": "list<integer>",
    }


def test_several_samples_are_read_as_one_type() -> None:
    assert types([{"a": 1}, {"a": 1.5, "b": "x"}, {"b": None}]) == {"a": "decimal", "b": "string"}


def test_a_value_that_is_an_object_here_and_a_text_there_is_any() -> None:
    assert types([{"a": {"b": 1}}, {"a": "x"}]) == {"a": "any"}


def test_an_event_is_taken_out_of_our_envelope() -> None:
    event = {"type": "order_placed", "id": "1", "person": "p", "data": {"total": 5}}
    assert types(event) == {"total": "integer"}
    assert types({"events": [event, event]}) == {"total": "integer"}


def test_an_event_is_taken_out_of_the_streaming_envelope() -> None:
    entity = {
        "endUserIDs": {"_experience": {"mcid": {"id": "string"}}},
        "identityMap": {"ECID": [{"id": "x", "primary": True}]},
        "_experience": {"campaign": {"orchestration": {"eventID": "E-SPA"}}},
    }
    message = {"header": {"schemaRef": {"id": "https://ns/s"}}, "body": {"xdmEntity": entity}}

    read = pasted.of(message)

    assert {field.path: field.type for field in read.fields} == {
        "endUserIDs._experience.mcid.id": "string",
        "identityMap": "map",
        "_experience.campaign.orchestration.eventID": "string",
    }
    assert read.suggested == {
        "xdm_event_id": "E-SPA",
        "xdm_schema": "https://ns/s",
        "key_path": "endUserIDs._experience.mcid.id",
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("total", "Total"),
        ("firstName", "First name"),
        ("order_id", "Order id"),
        ("orderID", "Order ID"),
        ("customer.id", "Customer id"),
        ("items[].price", "Price"),
        ("_customer.marlton.loyaltyMember", "Loyalty member"),
        ("이름", "이름"),
        ("_", "_"),
    ],
)
def test_a_field_is_shown_by_words(path: str, name: str) -> None:
    sample: Any = 1
    for part in reversed(path.split(".")):
        sample = {part.removesuffix("[]"): [sample] if part.endswith("[]") else sample}
    (field,) = pasted.of_sample(sample).fields
    assert (field.path, field.name) == (path, name)


@pytest.mark.parametrize("name", ["a.b", "a b", "it's", 'say"', "a[0]", "__class__", "", "x" * 101])
def test_a_name_that_is_no_path_is_left_out_and_named(name: str) -> None:
    read = pasted.of_sample({name: 1, "good": 2})
    assert [field.path for field in read.fields] == ["good"]
    assert read.left_out == ((name, "path"),)


@pytest.mark.parametrize(
    ("sample", "path"),
    [
        ({"email": "a@example.com", "customer": {"id": "c"}}, "customer.id"),
        ({"customer_id": 7}, "customer_id"),
        ({"userId": "u", "email": "e"}, "userId"),
        ({"total": 7}, None),
        ({"customer": {"id": 7.5}}, None),
    ],
)
def test_the_field_that_probably_names_the_person_is_suggested(
    sample: Any, path: str | None
) -> None:
    assert pasted.of_sample(sample).suggested.get("key_path") == path


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (None, "not_object"),
        ("text", "not_object"),
        ([], "not_object"),
        ([{"a": 1}, 7], "not_object"),
        ({}, "no_fields"),
        ({"a b": 1}, "no_fields"),
        ({f"f{number}": 1 for number in range(501)}, "fields"),
        ({"a": "x\0"}, "nul"),
    ],
)
def test_what_holds_no_fields_is_refused(document: Any, code: str) -> None:
    assert refused(document) == (422, code)


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 400, "bad_json"),
        ("{'a': 1}", 400, "bad_json"),
        ('{"a": 1,}', 400, "bad_json"),
        ('{"a": 1, "a": 2}', 422, "duplicate_key"),
        ('{"a": 1e999999}', 422, "number_range"),
        ("[" * 100_000, 422, "depth"),
        ('{"a":' * 200 + "1" + "}" * 200, 422, "depth"),
        ('"' + "x" * 1_100_000 + '"', 413, "too_large"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(text: str, status: int, code: str) -> None:
    with pytest.raises(Problem) as caught:
        pasted.of_text(text)
    assert (caught.value.status_code, caught.value.code) == (status, code)


def test_what_is_read_may_be_saved() -> None:
    sample = {"a": [[[1]]], "b": {"c": [{"d": "2026-03-01"}]}, "e": None}
    read = pasted.of_text(json.dumps(sample))
    assert list(field_faults([field.to_json() for field in read.fields])) == []
