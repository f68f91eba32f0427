"""A journey of every kind of step that touches the outside, and an outside that remembers."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from config import json
from tests.engine.clean import clean_tables
from tests.scenarios.story import Story


class Outside:
    """What came in, by idempotency key."""

    def __init__(self, server: HTTPServer) -> None:
        self.bodies: dict[str, list[bytes]] = defaultdict(list)
        server.expect_request("/hook").respond_with_handler(self._take)

    def _take(self, request: Request) -> Response:
        self.bodies[request.headers["Idempotency-Key"]].append(request.get_data())
        return Response(json.dumps({"ok": True}), 200, content_type="application/json")


@pytest.fixture
def outside(httpserver: HTTPServer) -> Outside:
    return Outside(httpserver)


@pytest.fixture
def story(
    transactional_db: None, httpserver: HTTPServer, outside: Outside, settings: Any
) -> Iterator[Story]:
    clean_tables()
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EGRESS_ALLOW = f"127.0.0.1:{httpserver.port},localhost:{httpserver.port}"
    told = Story(httpserver).hotel()
    yield told
    told.close()
    clean_tables()
