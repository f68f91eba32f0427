"""A key in a web page: it may only post, and only from the pages that are listed."""

from typing import Any

import pytest

from events.models import EventType, Source, SourceKey
from tests.integration.events.conftest import NOW, Poster, order

PAGE = "https://shop.example"


@pytest.fixture
def page(order_placed: EventType) -> Poster:
    source = Source.objects.create(
        key="web", name="Web", kind=Source.Kind.PUBLIC, allowed_origins=[PAGE]
    )
    return Poster(SourceKey.issue(source, NOW)[1])


def preflight(poster: Poster, origin: str, path: str = "/api/v1/events") -> Any:
    return poster.client.options(
        path,
        HTTP_ORIGIN=origin,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="authorization,content-type",
    )


def test_it_posts_from_its_page(page: Poster) -> None:
    answer = page.post(order(), HTTP_ORIGIN=PAGE)
    assert answer.status_code == 202
    assert answer["Access-Control-Allow-Origin"] == PAGE
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Origin" in answer["Vary"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://shop.example", "https://shop.example.evil", "null"]
)
def test_it_posts_from_no_other_page(page: Poster, origin: str) -> None:
    answer = page.post(order(), HTTP_ORIGIN=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin")
    assert "Access-Control-Allow-Origin" not in answer
    assert page.stored() == []


def test_it_posts_from_no_program_that_names_no_page(page: Poster) -> None:
    assert page.post(order()).status_code == 403


def test_the_page_may_read_why_its_event_was_refused(page: Poster) -> None:
    answer = page.post({"type": 1}, HTTP_ORIGIN=PAGE)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (422, PAGE)


@pytest.mark.parametrize("path", ["/api/v1/events", "/collection/web", "/collection/batch/web"])
def test_the_browser_is_told_beforehand_what_it_may_send(page: Poster, path: str) -> None:
    answer = preflight(page, PAGE, path)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == PAGE
    assert answer["Access-Control-Allow-Methods"] == "POST"
    assert "Authorization" in answer["Access-Control-Allow-Headers"]


def test_other_pages_are_told_nothing(page: Poster) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(page, "https://evil.example")


def test_a_key_of_a_server_needs_no_page(poster: Poster) -> None:
    assert poster.post(order()).status_code == 202
    assert poster.post(order(id="b"), HTTP_ORIGIN="https://any.example").status_code == 202


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_there_is_nothing_else_that_a_key_could_do(poster: Poster, method: str) -> None:
    answer = getattr(poster.client, method)(
        "/api/v1/events", HTTP_AUTHORIZATION=f"Bearer {poster.secret}"
    )
    assert answer.status_code == 405
