"""Configuration over HTTP: data sources with their groups, groups and schema of the profile."""

import pytest
from rest_framework.test import APIClient

from datasources import hooks
from datasources.models import DataSource, FieldGroup, ProfileField, ProfileGroup
from events.models import EventType
from tests.integration.datasources.conftest import field, group, source, user_of

WEATHER = "/api/v1/data-sources/Weather"
CITY = {
    "key": "city", "name": "By city", "path": "/now",
    "params": [{"name": "city", "type": "string"}],
    "fields": [{"path": "main.temp", "type": "decimal", "name": "Temperature"}],
}  # fmt: skip
DOCUMENT = {
    "name": "Weather", "url": "https://weather.example/api", "auth": "api_key",
    "auth_name": "appid", "auth_place": "query", "auth_secret": "CANARY-7f3a",
    "headers": [{"name": "X-Shop", "value": "7"}], "groups": [CITY],
}  # fmt: skip


def put(api, at=WEATHER, **changes):
    return api.put(at, DOCUMENT | changes, format="json")


def faults(answer):
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


def test_a_document_goes_in_and_comes_out_without_its_secret(api):
    made = put(api)
    assert made.status_code == 201, made.json()

    shown = api.get(WEATHER).json()

    assert shown == {
        "key": "Weather", "name": "Weather", "description": "",
        "url": "https://weather.example/api", "headers": [{"name": "X-Shop", "value": "7"}],
        "auth": "api_key", "auth_user": "", "auth_name": "appid", "auth_place": "query",
        "auth_secret": "●●●", "max_per_second": None, "max_at_once": None,
        "groups": [{
            "key": "city", "name": "By city", "method": "GET", "path": "/now",
            "params": [{"name": "city", "type": "string"}], "body": None,
            "fields": [{"path": "main.temp", "type": "decimal", "name": "Temperature"}],
            "cache_seconds": 600, "timeout": 5,
        }],
    }  # fmt: skip
    assert "CANARY" not in str(api.get("/api/v1/data-sources").json())
    assert DataSource.objects.get().auth_secret.reveal() == "CANARY-7f3a"


def test_what_came_out_goes_in_again_and_changes_nothing(api):
    put(api)
    shown = api.get(WEATHER).json()

    again = api.put(WEATHER, shown, format="json")

    assert (again.status_code, again.json()) == (200, shown)
    assert DataSource.objects.get().auth_secret.reveal() == "CANARY-7f3a"


@pytest.mark.parametrize("given", ["********", "●●●", None])
def test_a_secret_that_is_masked_or_absent_stays(api, given):
    put(api)
    document = DOCUMENT | {"auth_secret": given}
    if given is None:
        del document["auth_secret"]

    assert api.put(WEATHER, document, format="json").status_code == 200

    assert DataSource.objects.get().auth_secret.reveal() == "CANARY-7f3a"


def test_an_empty_secret_removes_it_where_none_is_needed(api):
    put(api)
    assert faults(put(api, auth_secret="")) == [("/auth_secret", "missing")]

    assert put(api, auth_secret="", auth="none").status_code == 200

    assert not DataSource.objects.get().auth_secret


def test_another_host_does_not_get_the_secret(api):
    put(api)

    answer = put(api, url="https://elsewhere.example/", auth_secret="***")

    assert faults(answer) == [("/auth_secret", "secret_again")]
    assert put(api, url="https://elsewhere.example/").status_code == 200


def test_a_post_makes_a_new_one_and_says_where_it_is(api):
    answer = api.post("/api/v1/data-sources", DOCUMENT | {"key": "Weather"}, format="json")
    assert (answer.status_code, answer["Location"]) == (201, WEATHER)

    again = api.post("/api/v1/data-sources", DOCUMENT | {"key": "Weather"}, format="json")

    assert (again.status_code, faults(again)) == (422, [("/key", "taken")])


def test_a_patch_changes_what_it_names(api):
    put(api)
    answer = api.patch(WEATHER, {"name": "날씨"}, format="json")
    assert (answer.json()["name"], answer.json()["url"]) == ("날씨", DOCUMENT["url"])
    assert [one["key"] for one in answer.json()["groups"]] == ["city"]


def test_groups_are_those_of_the_document(api):
    put(api)
    longlat = {"key": "longlat", "name": "By place"}

    put(api, groups=[longlat, CITY | {"name": "City"}])
    assert {one.key: one.name for one in FieldGroup.objects.all()} == {
        "city": "City", "longlat": "By place",
    }  # fmt: skip

    put(api, groups=[longlat])
    assert [one.key for one in FieldGroup.objects.all()] == ["longlat"]


def test_a_key_never_changes(api):
    put(api)
    for change in (api.put, api.patch):
        answer = change(WEATHER, DOCUMENT | {"key": "Other"}, format="json")
        assert (answer.status_code, faults(answer)) == (422, [("/key", "immutable")])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"nope": 1}, [("/nope", "unknown_field")]),
        ({"id": 7}, [("/id", "unknown_field")]),
        ({"name": ""}, [("/name", "missing")]),
        ({"name": 5}, [("/name", "type")]),
        ({"name": None}, [("/name", "type")]),
        ({"name": "x" * 201}, [("/name", "too_long")]),
        ({"name": "a\0b"}, [("/name", "text")]),
        ({"max_per_second": 0}, [("/max_per_second", "range")]),
        ({"max_per_second": True}, [("/max_per_second", "type")]),
        ({"auth": "oauth3"}, [("/auth", "choice")]),
        ({"auth_name": ""}, [("/auth_name", "missing")]),
        ({"auth": {"token_url": "http://10.0.0.1/token"}}, [("/auth", "type")]),
        ({"token_url": "http://10.0.0.1/token"}, [("/token_url", "unknown_field")]),
        ({"headers": {"X A": "1"}}, [("/headers", "rows")]),
        ({"headers": 5}, [("/headers", "rows")]),
        ({"headers": [{"name": "X A", "value": "1"}]}, [("/headers", "header_name")]),
        ({"headers": [{"name": "X-A", "value": "a\r\nEvil: 1"}]}, [("/headers", "header_value")]),
        ({"headers": [{"name": "X-A", "value": "日本"}]}, [("/headers", "header_value")]),
        ({"headers": [{"name": "Host", "value": "x"}]}, [("/headers", "reserved_header")]),
        ({"headers": [{"name": "Content-Length", "value": "0"}]}, [("/headers", "reserved_header")]),
        ({"headers": [{"name": "Cookie", "value": "a=b"}]}, [("/headers", "reserved_header")]),
        ({"headers": [{"name": "X-A", "value": "1"}, {"name": "x-a", "value": "2"}]},
         [("/headers", "duplicate")]),
        ({"url": ""}, [("/url", "url_not_allowed")]),
        ({"url": "https://{host}/x"}, [("/url", "url_form")]),
        ({"url": "https://a.example/{id}"}, [("/url", "url_form")]),
        ({"groups": {}}, [("/groups", "type")]),
        ({"groups": [5]}, [("/groups", "type")]),
        ({"groups": [CITY, CITY]}, [("/groups/1/key", "taken")]),
        ({"groups": [CITY | {"timeout": 0}]}, [("/groups/0/timeout", "range")]),
        ({"groups": [CITY | {"timeout": 1_000_000_000}]}, [("/groups/0/timeout", "range")]),
        ({"groups": [CITY | {"timeout": "abc"}]}, [("/groups/0/timeout", "type")]),
        ({"groups": [CITY | {"cache_seconds": 3_153_600_000}]},
         [("/groups/0/cache_seconds", "range")]),
        ({"groups": [CITY | {"method": "DELETE"}]}, [("/groups/0/method", "choice")]),
        ({"groups": [CITY | {"path": "/a?b"}]}, [("/groups/0/path", "form")]),
        ({"groups": [CITY | {"path": "/../x"}]}, [("/groups/0/path", "form")]),
        ({"groups": [CITY | {"path": "/{nobody}"}]}, [("/groups/0/path", "form")]),
        ({"groups": [CITY | {"body": {"a": 1}}]}, [("/groups/0/body", "form")]),
        ({"groups": [CITY | {"method": "POST", "body": {"a": {"param": "x"}}}]},
         [("/groups/0/body", "form")]),
        ({"groups": [CITY | {"method": "POST", "body": {"a": 1}}]}, [("/groups/0/body", "form")]),
        ({"groups": [CITY | {"fields": [field("a"), field("b c")]}]},
         [("/groups/0/fields/1", "name")]),
        ({"groups": [CITY | {"fields": "all"}]}, [("/groups/0/fields", "rows")]),
        ({"groups": [CITY, CITY | {"key": "b c"}]}, [("/groups/1/key", "form")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_saved(api, changes, found):
    answer = put(api, **changes)
    assert (answer.status_code, faults(answer)) == (422, found), answer.json()
    assert all(fault["detail"] for fault in answer.json()["errors"])
    assert not DataSource.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b'{"a": NaN}', 400), (b'{"name": 1, "name": 2}', 422), (b"[]", 422),
     (b'"' + b"x" * 1_000_000 + b'"', 413), (b"[" * 100_000, 422)],
)  # fmt: skip
def test_a_body_that_is_no_document_is_refused(api, body, status):
    answer = api.generic("PUT", WEATHER, body, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize("key", ["Nowhere", "%00", "a%00b", "길", "x" * 300])
def test_what_is_not_there_is_a_404(api, key):
    url = f"/api/v1/data-sources/{key}"
    assert [api.get(url).status_code, api.delete(url).status_code] == [404, 404]
    assert put(api, url).status_code in (201, 422)


# --- in use -------------------------------------------------------------------------------------


@pytest.fixture
def used(monkeypatch):
    """A journey reads Weather.city and Profile.Person."""
    names = {"Weather.city": ["Umbrellas"], "Profile.Person": ["Umbrellas"]}
    monkeypatch.setattr(hooks, "used_by", lambda key: names.get(key, []))
    monkeypatch.setattr(
        hooks, "source_used_by", lambda key: ["Umbrellas"] if key == "Weather" else []
    )


def test_what_a_journey_uses_may_grow(api, used):
    put(api)
    more = CITY | {"fields": [*CITY["fields"], field("humidity")], "name": "City"}

    answer = put(api, url="https://new.example/", groups=[more, CITY | {"key": "other"}])

    assert answer.status_code == 200, answer.json()


@pytest.mark.parametrize(
    ("groups", "pointer"),
    [
        ([], "/groups"),
        ([CITY | {"key": "renamed"}], "/groups"),
        ([CITY | {"fields": []}], "/groups/0"),
        ([CITY | {"fields": [field("main.temp", "string")]}], "/groups/0"),
        ([CITY | {"params": []}], "/groups/0"),
        ([CITY | {"params": [*CITY["params"], {"name": "new", "type": "string"}]}], "/groups/0"),
    ],
)
def test_nothing_that_a_journey_uses_goes_or_changes_its_type(api, used, groups, pointer):
    put(api)
    answer = put(api, groups=groups)
    assert (answer.status_code, faults(answer)) == (422, [(pointer, "in_use")])
    assert "Umbrellas" in answer.json()["errors"][0]["detail"]
    assert FieldGroup.objects.get().fields == CITY["fields"]


def test_what_a_journey_uses_is_not_deleted(api, used):
    put(api)

    answer = api.delete(WEATHER)

    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    assert answer.json()["params"] == {"journeys": ["Umbrellas"]}
    assert DataSource.objects.exists()


def test_what_nobody_uses_goes_with_its_groups(api):
    put(api)
    assert api.delete(WEATHER).status_code == 204
    assert (DataSource.objects.exists(), FieldGroup.objects.exists()) == (False, False)


# --- the profile --------------------------------------------------------------------------------

PERSON = "/api/v1/profile-groups/Person"


def test_groups_of_the_profile(api, used):
    EventType.objects.create(key="sent", name="Sent")
    group_of = {"name": "Person", "root": "profile", "fields": [field("name", "string")]}
    assert api.put(PERSON, group_of, format="json").status_code == 201
    past = {"key": "Past", "name": "Past", "kind": "events", "root": "e", "event_types": ["sent"]}
    assert api.post("/api/v1/profile-groups", past, format="json").status_code == 201

    listed = api.get("/api/v1/profile-groups").json()["profile_groups"]
    assert [(one["key"], one["window_days"]) for one in listed] == [("Past", 365), ("Person", 365)]

    narrowed = api.put(PERSON, group_of | {"fields": []}, format="json")
    assert faults(narrowed) == [("", "in_use")]
    assert api.delete(PERSON).status_code == 409
    assert ProfileGroup.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"kind": "events"}, [("/root", "form")]),
        ({"root": "a b"}, [("/root", "form")]),
        ({"event_types": ["nope"]}, [("/event_types", "unknown_event")]),
        ({"event_types": "sent"}, [("/event_types", "form")]),
        ({"event_types": [["sent"]]}, [("/event_types", "form")]),
        ({"window_days": 0}, [("/window_days", "range")]),
        ({"fields": [field("a"), field("a")]}, [("/fields/1", "duplicate")]),
        ({"kind": "segments"}, [("/kind", "choice")]),
    ],
)
def test_a_group_that_cannot_be_read_is_refused(api, changes, found):
    answer = api.put(PERSON, {"name": "Person"} | changes, format="json")
    assert (answer.status_code, faults(answer)) == (422, found)


SCHEMA = "/api/v1/profile-schema"


def test_the_schema_is_one_document(api):
    rows = [{"path": "age", "type": "integer", "name": "Age", "pii": True}, {"path": "name.first", "type": "string"}]  # fmt: skip
    assert api.put(SCHEMA, {"strict": True, "attributes": rows}, format="json").status_code == 200

    assert api.get(SCHEMA).json() == {
        "strict": True,
        "attributes": [rows[0], {"path": "name.first", "type": "string", "name": "", "pii": False}],
    }
    api.put(SCHEMA, {"attributes": rows[1:]}, format="json")
    assert api.get(SCHEMA).json()["strict"] is False
    assert [row.path for row in ProfileField.objects.all()] == ["name.first"]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"strict": "yes"}, ("/strict", "type")),
        ({"nope": 1}, ("/nope", "unknown_field")),
        ({"attributes": 5}, ("/attributes", "rows")),
        ({"attributes": [{"path": "a", "type": "text"}]}, ("/attributes/0", "type")),
        (
            {"attributes": [{"path": "a", "type": "any"}, {"path": "b[].c", "type": "any"}]},
            ("/attributes/1", "form"),
        ),
        ({"attributes": [{"path": "a", "type": "any", "name": "x" * 300}]},
         ("/attributes/0", "too_long")),
    ],
)  # fmt: skip
def test_a_schema_that_is_none_changes_nothing(api, document, found):
    ProfileField.objects.create(path="kept", type="any")
    answer = api.put(SCHEMA, document, format="json")
    assert (answer.status_code, faults(answer)) == (422, [found])
    assert [row.path for row in ProfileField.objects.all()] == ["kept"]


def test_fields_are_made_from_a_sample(api):
    answer = api.post("/api/v1/fields-from-sample", {"sample": '{"a": [{"b": 1}]}'}, format="json")
    assert answer.json() == {"fields": [{"path": "a[].b", "type": "integer", "name": ""}]}
    for sample, code in (("{", "json"), (5, "type")):
        refused = api.post("/api/v1/fields-from-sample", {"sample": sample}, format="json")
        assert (refused.status_code, faults(refused)) == (422, [("/sample", code)])


# --- trying -------------------------------------------------------------------------------------

TRY = f"{WEATHER}/groups/city/try"


def test_a_try_shows_what_went_out_and_what_came_back_without_secrets(api, outside):
    group(source(url=outside.url_for("/api"), auth="api_key", auth_name="appid",
                 auth_place="query", auth_secret="CANARY-7f3a"))  # fmt: skip
    outside.expect_request("/api/now").respond_with_json({"temp": 31, "key": "CANARY-7f3a"})

    tried = api.post(TRY, {"params": {"city": "London,uk"}}, format="json").json()

    assert (tried["ok"], tried["status"], tried["error"]) == (True, 200, None)
    assert tried["sent"]["url"].endswith("/api/now?city=London%2Cuk&appid=***")
    assert tried["answer"]["value"] == {"temp": 31, "key": "***"}
    assert [(one["path"], one["type"]) for one in tried["answer"]["fields"]] == [
        ("temp", "integer"), ("key", "string"),
    ]  # fmt: skip
    assert "CANARY" not in str(tried)
    assert len(outside.log) == 1


def test_a_try_of_a_closed_door_says_how_to_open_it(api):
    group(source(url="http://10.20.0.5:8080/send"))
    tried = api.post(TRY, {"params": {"city": "x"}}, format="json").json()
    assert (tried["ok"], tried["error"]) == (False, "blocked")
    assert tried["message"].endswith("EGRESS_ALLOW=10.20.0.5:8080")


def test_a_try_without_its_parameters_says_which(api):
    group(source())
    tried = api.post(TRY, {}, format="json").json()
    assert (tried["ok"], tried["error"]) == (False, "unrendered")
    assert "city" in tried["message"]


def test_an_answer_is_shown_up_to_four_kilobytes(api, outside):
    group(source(url=outside.url_for("/api")))
    outside.expect_request("/api/now").respond_with_json({"a": "x" * 100_000})
    tried = api.post(TRY, {"params": {"city": "x"}}, format="json").json()
    assert len(tried["answer"]["body"]) == 4097


def test_ten_tries_a_minute_are_enough(api, outside):
    group(source(url=outside.url_for("/api")))
    outside.expect_request("/api/now").respond_with_json({})
    statuses = [api.post(TRY, {"params": {"city": "x"}}, format="json") for _ in range(11)]
    assert [answer.status_code for answer in statuses] == [200] * 10 + [429]
    assert 0 < int(statuses[-1]["Retry-After"]) <= 61
    assert len(outside.log) == 10


@pytest.mark.parametrize(
    ("url", "body", "status"),
    [
        (f"{WEATHER}/groups/nope/try", {}, 404),
        ("/api/v1/data-sources/Nope/groups/city/try", {}, 404),
        (TRY, {"params": []}, 422),
        (TRY, {"nope": {}}, 422),
    ],
)
def test_a_try_of_nothing_is_refused(api, url, body, status):
    group(source())
    assert api.post(url, body, format="json").status_code == status


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [("viewer", 403, 403), ("business", 200, 403), ("technical", 200, 200),
     ("administrator", 200, 200)],
)  # fmt: skip
def test_who_may_look_and_who_may_change(fresh, role, read, write):
    source()
    client = APIClient()
    client.force_login(user_of(role))
    assert client.get("/api/v1/data-sources").status_code == read
    assert client.patch(WEATHER, {"name": "W"}, format="json").status_code == write
    assert client.put(SCHEMA, {}, format="json").status_code == write


def test_nobody_configures_without_signing_in(fresh):
    assert APIClient().get(WEATHER).status_code == 401
