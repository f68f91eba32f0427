"""PUT, GET, PATCH and DELETE /api/v1/profiles/{namespace}/{key}."""

import json

import pytest

from datasources.models import ProfileField, ProfileSchema
from events import catalog
from events.models import Alias
from tests.integration.datasources.conftest import MONDAY, user_of

JANE = "/api/v1/profiles/ecid/jane"

pytestmark = pytest.mark.usefixtures("transactional_db")


def put(api, body, url=JANE):
    return api.put(url, body, format="json")


def test_what_is_put_is_read_back(api):
    assert put(api, {"person": {"gender": "female"}}).status_code == 200

    assert api.get(JANE).json() == {"person": {"gender": "female"}}


def test_a_person_of_whom_nothing_is_known_is_a_404(api):
    answer = api.get(JANE)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_put_replaces_everything(api):
    put(api, {"a": 1, "b": {"c": 2}})
    put(api, {"b": {"d": 3}})

    assert api.get(JANE).json() == {"b": {"d": 3}}


def test_patch_merges_deeply_and_null_removes(api):
    put(api, {"a": 1, "b": {"c": 2, "d": 3}})

    answer = api.patch(JANE, {"b": {"c": None, "e": [1]}}, format="json")

    assert answer.json() == api.get(JANE).json() == {"a": 1, "b": {"d": 3, "e": [1]}}


def test_patch_makes_a_profile_where_there_was_none(api):
    assert api.patch(JANE, {"a": 1}, format="json").status_code == 200
    assert api.get(JANE).json() == {"a": 1}


def test_a_key_may_hold_slashes_and_any_script(api):
    url = "/api/v1/profiles/mail/길목/a%20b@example.com"
    put(api, {"a": 1}, url)
    assert api.get(url).json() == {"a": 1}


def test_a_declared_attribute_of_another_type_is_refused_at_its_place(api):
    ProfileField.objects.create(path="person.age", type="integer")

    answer = put(api, {"person": {"age": "thirty"}})

    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/person/age", "type")
    assert api.get(JANE).status_code == 404


def test_an_object_where_declared_fields_lie_below_may_not_be_a_text(api):
    ProfileField.objects.create(path="person.age", type="integer")

    (fault,) = put(api, {"person": "Jane"}).json()["errors"]

    assert (fault["pointer"], fault["code"]) == ("/person", "type")


def test_undeclared_attributes_are_kept_until_the_schema_is_strict(api):
    ProfileField.objects.create(path="person.age", type="integer")
    assert put(api, {"shoe": 42}).status_code == 200
    ProfileSchema(strict=True).save()

    answer = put(api, {"shoe": {"size": 42}, "person": {"age": 3}})

    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"], fault["code"]) == (
        422,
        "/shoe/size",
        "unknown_field",
    )


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b'{"a": NaN}', 400, "bad_json"),
        (b'{"a": "\xff"}', 400, "bad_json"),
        (b"[1]", 422, "type"),
        (b'{"a": 1, "a": 2}', 422, "duplicate_key"),
        (b'{"a": 9223372036854775808}', 422, "number_range"),
        (b'{"a": 1e400}', 422, "number_range"),
        (b'{"a": "\\u0000"}', 422, "text"),
        (b'{"a": "\\ud800"}', 422, "text"),
        (b'{"\\u0000": 1}', 422, "key"),
        (b'{"": 1}', 422, "key"),
        (b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", 422, "depth"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422, "depth"),
        (b'{"a": "' + b"x" * 70_000 + b'"}', 422, "too_long"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', 413, "too_large"),
        (json.dumps({str(number): 1 for number in range(1001)}).encode(), 422, "too_many_keys"),
    ],
)
def test_a_body_that_cannot_be_kept_whole_is_refused(api, body, status, code):
    answer = api.generic("PUT", JANE, body, content_type="application/json")

    found = answer.json()
    codes = [found["code"], *(fault["code"] for fault in found["errors"])]
    assert (answer.status_code, code in codes) == (status, True), found
    assert api.get(JANE).status_code == 404


def test_a_namespace_is_a_key(api):
    assert put(api, {}, "/api/v1/profiles/a%20b/jane").status_code == 422


def test_a_profile_does_not_grow_beyond_its_limit_by_patches(api):
    for name in "abcd":
        api.patch(JANE, {name: ["x" * 60_000]}, format="json")

    answer = api.patch(JANE, {"e": "x" * 60_000}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "too_large")
    assert "e" not in api.get(JANE).json()


@pytest.mark.parametrize(
    ("role", "read", "write", "forget"),
    [
        ("viewer", 403, 403, 403),
        ("business", 404, 403, 403),
        ("technical", 404, 200, 204),
        ("administrator", 404, 200, 204),
    ],
)
def test_roles(client, role, read, write, forget):
    client.force_login(user_of(role))
    assert client.get(JANE).status_code == read
    assert client.put(JANE, {}, content_type="application/json").status_code == write
    assert client.delete(JANE).status_code == forget


def test_delete_forgets_everything(api):
    put(api, {"a": 1})

    assert api.delete(JANE).status_code == 204

    assert api.get(JANE).status_code == 404
    assert api.delete(JANE).status_code == 404


def test_another_name_of_a_person_leads_to_the_same_profile(api):
    Alias.objects.create(person="ecid/anonymous", target="ecid/jane", created_at=MONDAY)
    catalog.forget()
    put(api, {"a": 1})

    anonymous = "/api/v1/profiles/ecid/anonymous"
    assert api.get(anonymous).json() == {"a": 1}
    api.patch(anonymous, {"b": 2}, format="json")

    assert api.get(JANE).json() == {"a": 1, "b": 2}


def test_a_patch_of_another_type_is_refused_and_changes_nothing(api):
    ProfileField.objects.create(path="person.age", type="integer")
    put(api, {"person": {"age": 30}})

    answer = api.patch(JANE, {"person": {"age": "thirty"}}, format="json")

    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["pointer"], fault["code"]) == (422, "/person/age", "type")
    assert api.get(JANE).json() == {"person": {"age": 30}}


def test_every_fault_is_told_at_once(api):
    ProfileField.objects.create(path="a", type="integer")
    ProfileField.objects.create(path="b.c", type="dateOnly")

    faults = put(api, {"a": "x", "b": {"c": "yesterday", "d": 1}}).json()["errors"]

    assert [(fault["pointer"], fault["params"]) for fault in faults] == [
        ("/a", {"type": "integer"}),
        ("/b/c", {"type": "dateOnly"}),
    ]
