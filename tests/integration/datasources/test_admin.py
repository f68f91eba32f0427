"""The admin as technical users meet it: forms, tries, protection of what is used."""

import pytest
from django.test import Client

from datasources import hooks
from datasources.models import DataSource, FieldGroup, Profile, ProfileField, ProfileGroup
from events.models import EventType
from tests.integration.datasources.conftest import MONDAY, field, group, source, user_of

SOURCES = "/admin/datasources/datasource/"
GROUPS = "/admin/datasources/profilegroup/"
SCHEMA = "/admin/datasources/profileschema/1/change/"


@pytest.fixture
def admin(fresh):
    client = Client()
    client.force_login(user_of("technical"))
    return client


def rows(prefix, *cells):
    """The inputs of a table of rows."""
    return {
        f"{prefix}-{n}-{key}": value for n, row in enumerate(cells) for key, value in row.items()
    }


def form(**changes):
    """A new source with one group, as the browser posts it."""
    usual = {
        "key": "Weather", "name": "Weather", "description": "", "url": "https://weather.example/api",
        "auth": "api_key", "auth_user": "", "auth_name": "appid", "auth_place": "query",
        "auth_secret": "CANARY-7f3a", "max_per_second": "", "max_at_once": "",
        "groups-TOTAL_FORMS": "1", "groups-INITIAL_FORMS": "0",
        "groups-0-key": "city", "groups-0-name": "By city", "groups-0-method": "GET",
        "groups-0-path": "/now", "groups-0-body": "", "groups-0-timeout": "5",
        "groups-0-cache_seconds": "600", "groups-0-sample": "",
        **rows("headers", {"name": "X-Shop", "value": "7"}),
        **rows("groups-0-params", {"name": "city", "type": "string"}, {"name": "", "type": "string"}),
        **rows("groups-0-fields", {"path": "main.temp", "type": "decimal", "name": "Temp"}),
    }  # fmt: skip
    return usual | changes


def changed(**changes):
    """The same for a source that exists: its key is not asked, its group has an id."""
    made, one = DataSource.objects.get(), FieldGroup.objects.get()
    usual = form() | {
        "groups-INITIAL_FORMS": "1", "groups-0-id": str(one.pk), "groups-0-source": str(made.pk),
        "auth_secret": "",
    }  # fmt: skip
    return f"{SOURCES}{made.pk}/change/", usual | changes


def errors(answer):
    """Every error of the page, of the form and of its inlines."""
    found = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        if words := inline.formset.non_form_errors():
            found["inline"] = words
        for each in inline.formset.errors:
            found |= each
    return found


def test_a_source_and_its_group_are_made_in_one_form(admin):
    answer = admin.post(f"{SOURCES}add/", form())
    assert answer.status_code == 302, errors(answer)

    made, one = DataSource.objects.get(), FieldGroup.objects.get()
    assert made.headers == [{"name": "X-Shop", "value": "7"}]
    assert made.auth_secret.reveal() == "CANARY-7f3a"
    assert one.params == [{"name": "city", "type": "string"}]
    assert one.fields == [{"path": "main.temp", "type": "decimal", "name": "Temp"}]
    assert (one.source, one.body) == (made, None)


def test_fields_are_made_from_a_pasted_answer(admin):
    sample = '{"main": {"temp": 31.5, "humidity": 40}, "city": {"name": "Paris"}}'
    admin.post(f"{SOURCES}add/", form(**{"groups-0-sample": sample}))
    assert [(one["path"], one["type"]) for one in FieldGroup.objects.get().fields] == [
        ("main.temp", "decimal"), ("main.humidity", "integer"), ("city.name", "string"),
    ]  # fmt: skip


def test_a_group_may_have_hundreds_of_fields(admin):
    many = [{"path": f"field_{n}", "type": "string", "name": f"Field {n}"} for n in range(500)]
    answer = admin.post(f"{SOURCES}add/", form(**rows("groups-0-fields", *many)))
    assert answer.status_code == 302
    assert len(FieldGroup.objects.get().fields) == 500


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": "ftp://weather.example/"}, "url"),
        ({"auth_secret": ""}, "auth_secret"),
        ({"auth_name": "X Y", "auth_place": "header"}, "auth_name"),
        ({"headers-0-name": "Host"}, "headers"),
        ({"headers-0-name": "a\0b"}, "headers"),
        ({"key": "a b"}, "key"),
        ({"groups-0-key": ""}, "key"),
        ({"groups-0-body": "{a: 1}"}, "body"),
        ({"groups-0-body": '{"a": 1}'}, "body"),
        ({"groups-0-method": "POST", "groups-0-body": '{"a": {"param": "nobody"}}'}, "body"),
        ({"groups-0-path": "/{nobody}"}, "path"),
        ({"groups-0-fields-0-path": "a b"}, "fields"),
        ({"groups-0-fields-0-type": "text"}, "fields"),
        ({"groups-0-sample": "<html>"}, "sample"),
        ({"groups-0-timeout": "31"}, "timeout"),
        ({"groups-0-cache_seconds": "NaN"}, "cache_seconds"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(admin, changes, where):
    answer = admin.post(f"{SOURCES}add/", form(**changes))
    assert answer.status_code == 200
    assert list(errors(answer)) == [where]
    assert not DataSource.objects.exists()


def test_a_closed_address_is_explained(admin):
    answer = admin.post(f"{SOURCES}add/", form(url="http://10.0.0.1:8080/api"))
    assert "EGRESS_ALLOW=10.0.0.1:8080" in answer.content.decode()


def test_a_secret_is_never_shown_and_an_empty_box_keeps_it(admin):
    admin.post(f"{SOURCES}add/", form())
    page, data = changed(name="날씨")
    shown = admin.get(page).content.decode()
    assert "CANARY" not in shown
    assert DataSource.objects.get().auth_secret.token not in shown

    assert admin.post(page, data).status_code == 302

    made = DataSource.objects.get()
    assert (made.name, made.auth_secret.reveal()) == ("날씨", "CANARY-7f3a")


def test_another_host_asks_for_the_secret_again(admin):
    admin.post(f"{SOURCES}add/", form())
    page, data = changed(url="https://elsewhere.example/api")
    assert list(errors(admin.post(page, data))) == ["auth_secret"]
    assert admin.post(page, data | {"auth_secret": "new"}).status_code == 302


def test_the_key_of_a_source_never_changes(admin):
    admin.post(f"{SOURCES}add/", form())
    page, data = changed(key="Other")
    admin.post(page, data)
    assert DataSource.objects.get().key == "Weather"


@pytest.fixture
def used(monkeypatch):
    monkeypatch.setattr(
        hooks, "used_by", lambda key: ["Umbrellas"] if key in ("Weather.city", "Profile.P") else []
    )
    monkeypatch.setattr(hooks, "source_used_by", lambda key: ["Umbrellas"])


def test_a_source_that_is_used_says_by_whom(admin, used):
    made = source()
    assert "Umbrellas" in admin.get(f"{SOURCES}{made.pk}/change/").content.decode()


def test_a_group_that_is_used_is_neither_narrowed_nor_removed(admin, used):
    admin.post(f"{SOURCES}add/", form())
    page, data = changed(**{"groups-0-fields-0-path": "other"})
    assert "Umbrellas" in str(errors(admin.post(page, data)))
    page, data = changed(**{"groups-0-DELETE": "on"})
    assert "Umbrellas" in str(errors(admin.post(page, data))["inline"])
    assert FieldGroup.objects.get().fields[0]["path"] == "main.temp"


def test_a_source_that_is_used_is_not_deleted_by_either_button(admin, used):
    made = source()
    page = admin.get(f"{SOURCES}{made.pk}/delete/").content.decode()
    assert "used by “Umbrellas”" in page
    admin.post(f"{SOURCES}{made.pk}/delete/", {"post": "yes"})
    admin.post(SOURCES, {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"})
    assert DataSource.objects.exists()


def test_a_source_that_nobody_uses_is_deleted_by_either_button(admin):
    for key in ("a", "b"):
        group(source(key=key))
    first, second = DataSource.objects.order_by("key")
    admin.post(f"{SOURCES}{first.pk}/delete/", {"post": "yes"})
    admin.post(
        SOURCES, {"action": "delete_selected", "_selected_action": [second.pk], "post": "yes"}
    )
    assert not DataSource.objects.exists()


# --- trying -------------------------------------------------------------------------------------


@pytest.fixture
def try_page(outside):
    outside.expect_request("/api/now").respond_with_json({"temp": 31, "wind": {"speed": 2}})
    made = source(url=outside.url_for("/api"), auth="bearer", auth_secret="CANARY-7f3a")
    one = group(made, fields=[field("temp", "integer")])
    return f"{SOURCES}{made.pk}/try/{one.pk}/"


def test_a_look_up_is_tried_and_shown_with_the_fields_that_came(admin, try_page, outside):
    assert admin.get(try_page).status_code == 200
    assert outside.log == []

    shown = admin.post(try_page, {"city": "Paris"}).content.decode()

    assert "It worked" in shown
    assert "wind.speed" in shown
    assert "CANARY" not in shown
    assert outside.log[0][0].args["city"] == "Paris"


def test_ticked_fields_join_the_group(admin, try_page):
    ticked = ["wind.speed|integer", "temp|string", "bad path|string", "x|nope"]
    admin.post(try_page, {"add": "1", "field": ticked[:2]})
    assert [(one["path"], one["type"]) for one in FieldGroup.objects.get().fields] == [
        ("temp", "integer"), ("wind.speed", "integer"),
    ]  # fmt: skip
    answer = admin.post(try_page, {"add": "1", "field": ticked[2:]}, follow=True)
    assert "cannot be used" in answer.content.decode()
    assert len(FieldGroup.objects.get().fields) == 2


def test_a_try_that_fails_is_told_in_words(admin, try_page, settings):
    settings.EGRESS_ALLOW = ""
    shown = admin.post(try_page, {"city": "Paris"}).content.decode()
    assert "It failed" in shown
    assert "EGRESS_ALLOW=localhost:" in shown


def test_the_eleventh_try_of_a_minute_waits(admin, try_page, outside):
    for _ in range(11):
        shown = admin.post(try_page, {"city": "Paris"})
    assert "At most 10 tries a minute." in shown.content.decode()
    assert len(outside.log) == 10


def test_a_business_user_looks_and_neither_tries_nor_changes(client, try_page, outside):
    client.force_login(user_of("business"))
    assert client.get(SOURCES).status_code == 200
    assert client.post(try_page, {"city": "x"}).status_code == 403
    assert client.post(f"{SOURCES}add/", form()).status_code == 403
    assert outside.log == []


# --- the profile --------------------------------------------------------------------------------


def test_a_group_is_made_of_the_kind_that_is_chosen(admin):
    EventType.objects.create(key="sent", name="Sent")
    choice = admin.get(f"{GROUPS}add/").content.decode()
    assert 'href="?kind=events"' in choice
    assert "window_days" not in admin.get(f"{GROUPS}add/?kind=attributes").content.decode()

    data = {
        "kind": "events", "key": "Past", "name": "Past", "root": "experienceevent",
        "event_types": ["sent"], "window_days": "30", "sample": "",
        **rows("fields", {"path": "value", "type": "integer"}),
    }  # fmt: skip
    answer = admin.post(f"{GROUPS}add/?kind=events", data)

    assert answer.status_code == 302, errors(answer)
    made = ProfileGroup.objects.get()
    assert (made.kind, made.event_types, made.window_days) == ("events", ["sent"], 30)
    assert made.types == {
        "experienceevent[].timestamp": "dateTime", "experienceevent[].value": "integer",
    }  # fmt: skip


def test_a_new_group_of_attributes_begins_with_those_that_are_declared(admin):
    ProfileField.objects.create(path="person.gender", type="string")
    assert "person.gender" in admin.get(f"{GROUPS}add/?kind=attributes").content.decode()


def test_a_kind_that_is_none_is_asked_again(admin):
    assert 'href="?kind=events"' in admin.get(f"{GROUPS}add/?kind=segments").content.decode()


def test_the_schema_is_one_page(admin):
    assert admin.get("/admin/datasources/profileschema/", follow=True).status_code == 200
    data = {
        "strict": "on", "sample": '{"person": {"age": 3}, "tags": ["a"], "items": [{"sku": "x"}]}',
        **rows("attributes", {"path": "name", "type": "string", "pii": "1"}),
    }  # fmt: skip

    answer = admin.post(SCHEMA, data)

    assert answer.status_code == 302, errors(answer)
    declared = {row.path: (row.type, row.pii) for row in ProfileField.objects.all()}
    assert declared == {
        "name": ("string", True), "person.age": ("integer", False), "tags": ("list<string>", False),
    }  # fmt: skip


def test_a_wrong_attribute_is_told_and_changes_nothing(admin):
    admin.get("/admin/datasources/profileschema/")
    answer = admin.post(SCHEMA, rows("attributes", {"path": "a b", "type": "string"}))
    assert list(errors(answer)) == ["attributes"]
    assert not ProfileField.objects.exists()


def test_profiles_are_found_by_person_and_only_looked_at(admin):
    for name in ("ecid/jane", "ecid/joe", "mail/jane"):
        Profile.objects.create(person=name, attributes={"name": "길목<b>"}, changed_at=MONDAY)
    page = "/admin/datasources/profile/"

    assert [row.person for row in admin.get(f"{page}?q=ecid/j").context["cl"].result_list] == [
        "ecid/jane", "ecid/joe",
    ]  # fmt: skip
    shown = admin.get(f"{page}ecid_2Fjane/change/").content.decode()
    assert "길목&lt;b&gt;" in shown
    assert admin.post(f"{page}ecid_2Fjane/change/", {"attributes": "{}"}).status_code == 403
    assert admin.get(f"{page}add/").status_code == 403


def test_a_viewer_sees_no_profile(client, fresh):
    client.force_login(user_of("viewer"))
    assert client.get("/admin/datasources/profile/").status_code in (302, 403)


def test_a_business_user_looks_at_every_page_and_sees_no_secret(client, fresh):
    one = group(source(auth="bearer", auth_secret="CANARY-7f3a"), fields=[field("temp")])
    kinds = [ProfileGroup.objects.create(key=key, name=key, kind=kind, root="r")
             for key, kind in (("P", "attributes"), ("E", "events"))]  # fmt: skip
    client.force_login(user_of("business"))
    pages = [f"{SOURCES}{one.source_id}/change/", *(f"{GROUPS}{made.pk}/change/" for made in kinds)]
    for page in [SOURCES, GROUPS, *pages]:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "CANARY" not in answer.content.decode()
    assert "temp" in client.get(pages[0]).content.decode()
