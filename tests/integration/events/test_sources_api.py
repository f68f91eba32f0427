"""Sources and their keys by the API; no secret is ever shown twice."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from config import clock
from events.models import EventType, Source, SourceKey
from tests.integration.events.conftest import Poster, api_of, order

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def create(api: APIClient, **changes: Any) -> Any:
    body = {"key": "web", "name": "Web shop", **changes}
    return api.post("/api/v1/sources", body, format="json")


def change(api: APIClient, key: str, **changes: Any) -> Any:
    return api.patch(f"/api/v1/sources/{key}", changes, format="json")


def issue(api: APIClient, key: str = "shop", **body: Any) -> Any:
    return api.post(f"/api/v1/sources/{key}/keys", body, format="json")


def test_a_source_that_was_made_posts_with_a_key_that_was_issued(
    api: APIClient, order_placed: EventType
) -> None:
    assert create(api).status_code == 201
    made = issue(api, "web")
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    assert Poster(made.json()["secret"]).post(order()).status_code == 202


def test_a_key_is_shown_once(api: APIClient, shop: Source) -> None:
    secret = issue(api).json()["secret"]
    assert secret not in api.get("/api/v1/sources/shop").content.decode()
    assert secret not in api.get("/api/v1/sources").content.decode()
    assert SourceKey.objects.get().sha256 != secret


def test_a_revoked_key_opens_nothing(api: APIClient, shop: Source, order_placed: EventType) -> None:
    made = issue(api).json()
    poster = Poster(made["secret"])
    assert poster.post(order()).status_code == 202
    assert api.delete(f"/api/v1/sources/shop/keys/{made['id']}").status_code == 204
    assert poster.post(order()).status_code == 401
    assert api.get("/api/v1/sources/shop").json()["keys"][0]["revoked_at"]


def test_an_expired_key_opens_nothing(
    api: APIClient, shop: Source, order_placed: EventType, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = clock.now() + timedelta(minutes=5)
    made = issue(api, expires_at=soon.isoformat())
    poster = Poster(made.json()["secret"])
    assert poster.post(order()).status_code == 202
    monkeypatch.setattr(clock, "_offset", timedelta(minutes=6))
    assert poster.post(order()).status_code == 401


@pytest.mark.parametrize(
    ("expires_at", "code"),
    [("soon", "date"), ("2020-01-01T00:00:00Z", "date_past"), ("2030-01-01", "date"), (7, "type")],
)
def test_a_key_does_not_expire_at_what_is_no_moment_to_come(
    api: APIClient, shop: Source, expires_at: Any, code: str
) -> None:
    answer = issue(api, expires_at=expires_at)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert not SourceKey.objects.exists()


def test_keys_of_other_sources_and_of_none_are_not_found(api: APIClient, shop: Source) -> None:
    made = issue(api).json()
    create(api)
    assert api.delete(f"/api/v1/sources/web/keys/{made['id']}").status_code == 404
    assert issue(api, "nowhere").status_code == 404
    assert api.get("/api/v1/sources/nowhere").status_code == 404
    assert change(api, "nowhere", name="x").status_code == 404
    assert api.delete("/api/v1/sources/nowhere").status_code == 404


def test_a_signing_secret_is_written_and_never_read(api: APIClient, shop: Source) -> None:
    changed = change(api, "shop", signing_secret=SECRET)
    assert changed.json()["signing_secret_set"] is True
    assert SECRET not in api.get("/api/v1/sources/shop").content.decode()
    shop.refresh_from_db()
    assert shop.signing_secret.reveal() == SECRET
    assert change(api, "shop", signing_secret=None).json()["signing_secret_set"] is False


def test_a_source_may_be_limited_to_types(
    api: APIClient, poster: Poster, order_placed: EventType
) -> None:
    EventType.objects.create(key="other", name="Other")
    assert change(api, "shop", event_types=["other"]).json()["event_types"] == ["other"]
    answer = poster.post(order())
    assert (answer.status_code, answer.json()["code"]) == (403, "event_not_allowed")


def test_a_source_that_is_switched_off_posts_nothing(api: APIClient, poster: Poster) -> None:
    change(api, "shop", active=False)
    assert poster.post(order()).status_code == 401


def test_events_outlive_their_source(api: APIClient, poster: Poster) -> None:
    poster.post(order())
    assert api.delete("/api/v1/sources/shop").status_code == 204
    (listed,) = api.get("/api/v1/events").json()["events"]
    assert (listed["event_id"], listed["source"]) == ("evt-1", None)
    assert poster.post(order()).status_code == 401


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("key", "a-b", "chars"),
        ("name", "", "missing"),
        ("kind", "other", "choice"),
        ("kind", "public", "missing"),
        ("allowed_origins", "https://a.example", "type"),
        ("allowed_origins", [7], "type"),
        ("allowed_origins", ["a.example"], "origin_form"),
        ("allowed_origins", ["https://a.example/"], "origin_form"),
        ("allowed_origins", ["https://A.example"], "origin_form"),
        ("allowed_origins", ["https://a.example:443"], "origin_form"),
        ("allowed_origins", ["https://a.example:x"], "origin_form"),
        ("allowed_origins", ["https://u@a.example"], "origin_form"),
        ("allowed_origins", ["*"], "origin_form"),
        ("allowed_origins", ["null"], "origin_form"),
        ("allowed_origins", ["https://a.example"] * 51, "too_many"),
        ("event_types", ["none"], "unknown_event"),
        ("event_types", [["a"]], "type"),
        ("signing_secret", "short", "length"),
        ("signing_secret", "비밀" * 20, "length"),
        ("is_open_inlet", 1, "type"),
        ("keys", [], "unknown_field"),
    ],
)
def test_what_cannot_be_a_source_is_refused_at_its_member(
    api: APIClient, member: str, value: Any, code: str
) -> None:
    answer = create(api, **{member: value})
    assert answer.status_code == 422
    pointers = {"kind": "allowed_origins"} if code == "missing" else {}
    found = answer.json()["errors"][0]
    assert (found["pointer"], found["code"]) == (f"/{pointers.get(member, member)}", code)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "origin", ["https://a.example", "http://localhost:3000", "https://[::1]:8443"]
)
def test_an_origin_is_what_browsers_send(api: APIClient, origin: str) -> None:
    assert create(api, kind="public", allowed_origins=[origin]).status_code == 201


def test_a_source_key_is_taken_once(api: APIClient, shop: Source) -> None:
    answer = create(api, key="shop")
    assert (answer.status_code, answer.json()["code"]) == (409, "exists")


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("business", 403)])
def test_only_technical_users_issue_keys(shop: Source, role: str, status: int) -> None:
    assert issue(api_of(role)).status_code == status
