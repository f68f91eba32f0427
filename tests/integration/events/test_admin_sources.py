"""Sources in the admin: keys that are shown once, and secrets that are never shown."""

import re
from typing import Any

import pytest
from django.test import Client

from events.models import EventType, Source, SourceKey
from tests.integration.events.conftest import NOW, Poster, order
from tests.integration.events.test_admin_types import admin_of

LIST = "/admin/events/source/"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
FORM: dict[str, Any] = {
    "name": "Shop", "key": "shop", "active": "on", "kind": "secret", "allowed_origins": "",
    "signing_secret": "",
}  # fmt: skip


@pytest.fixture
def admin(clean_slate: None) -> Client:
    return admin_of("technical")


def page_of(source: Source) -> str:
    return f"{LIST}{source.pk}/change/"


def issue(admin: Client, source: Source, days: str = "0") -> Any:
    return admin.post(f"{LIST}{source.pk}/keys/", {"days": days})


def secret_on(page: Any) -> str:
    return re.search(r"gms_[\w-]+", page.content.decode()).group()  # type: ignore[union-attr]


def test_a_new_source_leads_to_its_first_key(admin: Client, order_placed: EventType) -> None:
    answer = admin.post(f"{LIST}add/", FORM, follow=True)
    source = Source.objects.get()
    assert answer.redirect_chain[-1][0] == page_of(source)
    assert "It has no key yet" in answer.content.decode()

    shown = issue(admin, source)

    assert Poster(secret_on(shown)).post(order()).status_code == 202


def test_a_key_is_shown_once_and_not_kept_by_the_browser(admin: Client, shop: Source) -> None:
    shown = issue(admin, shop)
    secret = secret_on(shown)
    assert "no-store" in shown["Cache-Control"]
    assert secret not in str(admin.cookies)
    assert secret not in admin.get(page_of(shop)).content.decode()
    assert secret not in str(dict(admin.session))


def test_a_key_that_was_issued_for_some_days_expires(admin: Client, shop: Source) -> None:
    issue(admin, shop, "30")
    key = SourceKey.objects.get()
    assert (key.expires_at - key.created_at).days == 30


def test_a_revoked_key_opens_nothing(admin: Client, shop: Source, order_placed: EventType) -> None:
    poster = Poster(secret_on(issue(admin, shop)))
    key = SourceKey.objects.get()
    answer = admin.post(f"{LIST}{shop.pk}/keys/{key.pk}/revoke/", follow=True)
    assert "is revoked" in answer.content.decode()
    assert poster.post(order()).status_code == 401
    assert "/revoke/" not in admin.get(page_of(shop)).content.decode()


@pytest.mark.parametrize("path", ["keys/", "keys/{key}/revoke/"])
def test_keys_are_neither_issued_nor_revoked_by_following_a_link(
    admin: Client, shop: Source, path: str
) -> None:
    key, _secret = SourceKey.issue(shop, NOW)
    assert admin.get(f"{LIST}{shop.pk}/{path.format(key=key.pk)}").status_code == 405


def test_a_key_of_another_source_is_not_revoked_here(admin: Client, shop: Source) -> None:
    other = Source.objects.create(key="other", name="Other")
    key, _secret = SourceKey.issue(other, NOW)
    assert admin.post(f"{LIST}{shop.pk}/keys/{key.pk}/revoke/").status_code == 404
    assert admin.post(f"{LIST}999999/keys/", {"days": "0"}).status_code == 404


@pytest.mark.parametrize("days", ["", "7", "x"])
def test_a_key_is_not_issued_for_a_time_that_is_no_choice(
    admin: Client, shop: Source, days: str
) -> None:
    assert issue(admin, shop, days).status_code == 302
    assert not SourceKey.objects.exists()


def test_a_signing_secret_is_kept_when_nothing_is_entered_and_never_shown(
    admin: Client, shop: Source
) -> None:
    admin.post(page_of(shop), {**FORM, "signing_secret": SECRET})
    admin.post(page_of(shop), {**FORM, "name": "Shop 2"})
    shop.refresh_from_db()
    assert (shop.name, shop.signing_secret.reveal()) == ("Shop 2", SECRET)
    assert SECRET not in admin.get(page_of(shop)).content.decode()
    admin.post(page_of(shop), {**FORM, "signing_secret-remove": "on"})
    shop.refresh_from_db()
    assert not shop.signing_secret


def test_the_types_that_a_source_may_post_hold_at_once(
    admin: Client, poster: Poster, shop: Source, order_placed: EventType
) -> None:
    other = EventType.objects.create(key="other", name="Other")
    assert poster.post(order()).status_code == 202
    admin.post(page_of(shop), {**FORM, "event_types": [other.pk]})
    assert poster.post(order(id="again")).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "public"}, "allowed_origins"),
        ({"allowed_origins": "shop.example"}, "allowed_origins"),
        ({"signing_secret": "short"}, "signing_secret"),
        ({"name": ""}, "name"),
        ({"key": "a-b"}, "key"),
    ],
)
def test_what_cannot_be_saved_is_said_at_its_field(
    admin: Client, changes: dict[str, str], field: str
) -> None:
    answer = admin.post(f"{LIST}add/", {**FORM, **changes})
    assert list(answer.context["adminform"].form.errors) == [field]


def test_origins_are_written_one_a_line(admin: Client, shop: Source) -> None:
    lines = "https://a.example\n\n  https://b.example \n"
    admin.post(page_of(shop), {**FORM, "kind": "public", "allowed_origins": lines})
    shop.refresh_from_db()
    assert shop.allowed_origins == ["https://a.example", "https://b.example"]
    assert "https://a.example\nhttps://b.example" in admin.get(page_of(shop)).content.decode()


def test_a_source_is_deleted_with_its_keys(admin: Client, poster: Poster, shop: Source) -> None:
    admin.post(f"{LIST}{shop.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()
    assert poster.post(order()).status_code == 401


def test_business_users_look_and_issue_nothing(clean_slate: None, shop: Source) -> None:
    client = admin_of("business")
    page = client.get(page_of(shop))
    assert page.status_code == 200
    assert "Issue a key" not in page.content.decode()
    assert issue(client, shop).status_code == 403
    assert not SourceKey.objects.exists()
