"""The short way in answers posted events as the long one does, and lets everything else pass."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.test import RequestFactory

from events import catalog
from events.api import front
from events.declared import declared
from tests.integration.events.conftest import Poster, order

SECURITY = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
)
REQUESTS: dict[str, dict[str, Any]] = {
    "a good event": {"data": order(id="once")},
    "an event of an unknown type": {"data": order(type="nothing")},
    "a batch": {"data": {"events": [order(id="a"), order(id="b", type="nothing")]}},
    "no JSON": {"data": b"{"},
    "no key": {"data": order(), "HTTP_AUTHORIZATION": ""},
    "another media type": {"data": order(), "content_type": "text/plain"},
    "Korean": {"data": order(type="nothing"), "HTTP_ACCEPT_LANGUAGE": "ko"},
    "the host of another site": {"data": order(), "HTTP_HOST": "elsewhere.example"},
    "the page of another site": {"data": order(id="p"), "HTTP_ORIGIN": "https://else.example"},
}


class Answer:
    """What a WSGI application said."""

    def __init__(self, application: Any, environ: dict[str, Any]) -> None:
        self.body = b"".join(application(environ, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = int(status[:3])
        self.headers = dict(headers)

    def json(self) -> Any:
        told = json.loads(self.body)
        told.pop("id", None)  # another number each time
        return told


def environ_of(secret: str, data: Any, method: str = "post", **more: Any) -> dict[str, Any]:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    more = {
        "HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json", **more
    }  # fmt: skip
    path = more.pop("path", front.PATH)
    environ = getattr(RequestFactory(), method)(path, data=body, **more).environ
    return environ


@pytest.fixture
def short(poster: Poster) -> Callable[..., Answer]:
    application = front.ShortWayIn(_never)
    return lambda **asked: Answer(application, environ_of(poster.secret, **asked))


@pytest.fixture
def long(poster: Poster) -> Callable[..., Answer]:
    return lambda **asked: Answer(WSGIHandler(), environ_of(poster.secret, **asked))


def _never(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise AssertionError(f"{environ['PATH_INFO']} went on")


@pytest.mark.parametrize("name", REQUESTS)
def test_it_answers_as_the_long_way_does(
    short: Callable[..., Answer], long: Callable[..., Answer], name: str
) -> None:
    asked = REQUESTS[name]
    one, other = long(**asked), short(**asked)
    if one.status == 202 and name != "a batch":
        assert (other.status, other.json()["duplicate"]) == (200, True)
    elif name == "a batch":
        assert (other.status, other.json()["duplicates"]) == (202, 1)
    else:
        assert (other.status, other.body) == (one.status, one.body)
    for header in (*SECURITY, "Content-Type", "WWW-Authenticate", "Access-Control-Allow-Origin"):
        assert other.headers.get(header) == one.headers.get(header), header


def test_a_secure_request_is_told_to_stay_secure(
    short: Callable[..., Answer], settings: Any
) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    answer = short(data=order(), **{"wsgi.url_scheme": "https"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=60")


@pytest.mark.parametrize(
    ("method", "path"), [("get", front.PATH), ("post", "/api/v1/events/import"), ("post", "/")]
)
def test_every_other_request_goes_on(poster: Poster, method: str, path: str) -> None:
    application = front.ShortWayIn(lambda environ, _: [environ["PATH_INFO"].encode()])
    environ = environ_of(poster.secret, b"", method, path=path)
    assert b"".join(application(environ, None)) == path.encode()


def test_a_fault_of_ours_shows_nothing_of_the_inside(
    short: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_request: Any) -> Any:
        raise RuntimeError("inside")

    monkeypatch.setattr(front, "take", broken)
    answer = short(data=order())
    assert answer.status == 500
    assert b"inside" not in answer.body
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize("path", ["/api/v1/events", "/collection/shop"])
def test_where_nobody_can_say_whose_key_it_is_the_answer_is_to_try_again(
    poster: Poster, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def away() -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(declared, "_load", away)
    catalog.forget()
    application = front.ShortWayIn(WSGIHandler())
    asked = environ_of(poster.secret, order(), path=path, HTTP_ORIGIN="https://a.example")
    answer = Answer(application, asked)
    assert (answer.status, answer.json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
