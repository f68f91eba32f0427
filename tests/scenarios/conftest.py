"""A story begins with empty tables and a clock that the test moves."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.engine.clean import clean_tables
from tests.scenarios.story import Story


@pytest.fixture
def story(transactional_db: None, httpserver: HTTPServer, settings: Any) -> Iterator[Story]:
    clean_tables()
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EGRESS_ALLOW = f"127.0.0.1:{httpserver.port},localhost:{httpserver.port}"
    told = Story(httpserver)
    yield told
    told.close()
    clean_tables()
