"""A bad URL is refused by every way in that saves, and by every way out if it got in all the same."""

import json
import sys

import pytest
from django.test import Client
from rest_framework.test import APIClient

from actions import calls as action_calls
from actions import definitions as actions_known
from actions.models import ActionDefinition
from datasources import calls as look_ups
from datasources import definitions as sources_known
from datasources.models import DataSource, FieldGroup
from outbound import Caller, OutboundError, Request, call
from outbound.outcome import CallContext
from remote.models import policy
from remote.tries import allowance
from tests.integration.actions.conftest import MONDAY, user_of
from tests.unit.outbound.test_bad_urls import REFUSED

CONTEXT = CallContext("e/p", "J", 1, 1, "n", "N", 1, 1)
GOOD = "https://api.example/v1"
connects: list[object] = []


def _listen(event, arguments):
    """Every attempt of this process to connect, by whatever library."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        connects.append(arguments[1])


sys.addaudithook(_listen)


@pytest.fixture(autouse=True)
def fresh(db, settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EGRESS_ALLOW = ""
    for known in (sources_known, actions_known):
        known.forget()
    allowance.forget()
    connects.clear()


@pytest.fixture
def api(fresh):
    client = APIClient()
    client.force_login(user_of("technical"))
    return client


@pytest.fixture
def admin(api):
    client = Client()
    client.force_login(user_of("administrator"))
    return client


def refused(answer):
    return answer.status_code == 422 and any(
        fault["pointer"] == "/url" for fault in answer.json()["errors"]
    )


@pytest.mark.parametrize(("url", "_problem"), REFUSED)
def test_no_call_of_the_api_saves_a_bad_url(api, url, _problem):
    for path, kind in (("/api/v1/data-sources", {}), ("/api/v1/actions", {"kind": "http"})):
        document = {"key": "bad", "name": "Bad", "url": url} | kind
        assert refused(api.post(path, document, format="json")), path
        assert refused(api.put(f"{path}/bad", document, format="json")), path
        assert api.put(f"{path}/good", document | {"key": "good", "url": GOOD}, format="json")
        assert refused(api.patch(f"{path}/good", {"url": url}, format="json")), path
    assert not DataSource.objects.filter(key="bad").exists()
    assert not ActionDefinition.objects.filter(key="bad").exists()
    assert connects == []


@pytest.mark.parametrize(("url", "_problem"), REFUSED[::6])  # a page takes long to draw
def test_no_form_of_the_admin_saves_a_bad_url(admin, url, _problem):
    form = {"key": "bad", "name": "Bad", "url": url, "auth": "none", "auth_place": "header"}
    inline = {"groups-TOTAL_FORMS": "0", "groups-INITIAL_FORMS": "0"}
    for page, more in (
        ("/admin/datasources/datasource/add/", inline),
        ("/admin/actions/actiondefinition/add/", {"kind": "http", "method": "POST",
                                                   "timeout": "5", "retries": "3"}),
    ):  # fmt: skip
        answer = admin.post(page, form | more)
        assert "url" in answer.context["adminform"].form.errors, page
    assert not DataSource.objects.exists()
    assert not ActionDefinition.objects.exists()
    assert connects == []


FITTING = [row for row in REFUSED if len(row.values[0]) <= 2000]  # the column holds no more


@pytest.mark.parametrize(("url", "_problem"), FITTING)
def test_no_way_out_calls_a_bad_url_that_lies_in_the_table(api, url, _problem):
    source = DataSource.objects.create(key="bad", name="Bad", url=url.replace("\0", "%00"))
    FieldGroup.objects.create(source=source, key="g", name="G")
    ActionDefinition.objects.create(key="bad", name="Bad", kind="http", url=source.url)
    allowance.forget()

    for path in ("/api/v1/data-sources/bad/groups/g/try", "/api/v1/actions/bad/try"):
        tried = api.post(path, {}, format="json").json()
        assert (tried["ok"], tried["error"]) == (False, "blocked"), tried
    look_up = look_ups.render("bad", "g", {}).frozen
    action = action_calls.render("bad", {}, CONTEXT).frozen
    (delivered,) = action_calls.deliver([(1, "k", action)], MONDAY).values()
    assert delivered.error == "blocked"
    asked = [
        look_ups.to_request(look_up, "k", MONDAY),
        action_calls.to_request(action, "k", MONDAY),
    ]
    assert {code_of(request) for request in asked} == {"blocked_url"}
    assert sent_by_many(asked) == ["blocked_url", "blocked_url"]
    assert connects == []


def code_of(request: Request):
    with pytest.raises(OutboundError) as caught:
        call(request, policy=policy(), deadline=2)
    return caught.value.code


def sent_by_many(requests):
    caller, ended = Caller(), {}
    try:
        items = [(number, request, 2.0) for number, request in enumerate(requests)]
        caller.call_many(items, policy(), ended.__setitem__)
    finally:
        caller.close()
    return [ended[number].code for number in range(len(requests))]


def test_a_listed_address_is_saved_and_called_and_its_neighbours_are_not(api, settings):
    settings.EGRESS_ALLOW = "10.20.0.0/16:8080"
    for url, status in (
        ("http://10.20.0.5:8080/send", 201),
        ("http://10.20.0.5:8081/send", 422),
        ("http://10.21.0.1:8080/send", 422),
    ):
        document = {"key": "sms", "name": "SMS", "kind": "http", "url": url}
        answer = api.put("/api/v1/actions/sms", document, format="json")
        assert answer.status_code == status, url


def test_what_a_person_says_never_reaches_the_host(api):
    document = {"name": "Bad", "url": "https://{host}/send", "kind": "http",
                "parameters": [{"key": "host", "type": "string"}]}  # fmt: skip
    answer = api.put("/api/v1/actions/bad", document, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "url_form")


def test_what_a_person_says_is_one_segment_of_the_path_and_one_value_of_the_query(api):
    document = {"name": "A", "url": "https://api.example/users/{person}?v=1", "kind": "http",
                "method": "GET", "parameters": [{"key": "person", "type": "string"},
                                                {"key": "c", "type": "string"}]}  # fmt: skip
    assert api.put("/api/v1/actions/a", document, format="json").status_code == 201
    given = {"person": "../../admin?x=", "c": "a&admin=1#x"}
    frozen = action_calls.render("a", given, CONTEXT).frozen
    request = action_calls.to_request(frozen, "k", MONDAY)
    assert request.url == (
        "https://api.example/users/..%2F..%2Fadmin%3Fx%3D?v=1&c=a%26admin%3D1%23x"
    )


def test_no_configuration_names_an_address_to_fetch_a_token_from(api):
    """Sign-in is none, basic, a key or a token: there is no second address to guard."""
    token = {"token_url": "http://10.0.0.1/token"}
    for changes in (token, {"auth": token}):
        document = {"name": "A", "url": GOOD} | changes
        answer = api.put("/api/v1/data-sources/a", document, format="json")
        assert answer.status_code == 422


def test_every_row_of_the_bad_inputs_is_run_somewhere():
    from tests.unit.outbound.test_bad_urls import BY_NAME, ROWS

    elsewhere = {
        "DNS answer with 1 000 addresses",
        "OAuth token endpoint private while the API is public",
        "URL template: person data in the host part",
        "path variable with traversal",
        "query variable with & and #",
        (
            "the same bad URL by every way in (Postiz CVE-2026-34590: create lacked the check that "
            "update and test had)"
        ),
        "private address by operator's allow-list (positive control)",
    }
    run = {param.id for param in (*REFUSED, *BY_NAME)} | elsewhere
    assert [row["name"] for row in ROWS if row["name"] not in run] == []
    assert json.dumps(ROWS).count('"surface": "ssrf"') == 49
