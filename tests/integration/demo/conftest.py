"""A clean installation: nothing declared, nothing posted, nobody known."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.clean import clean_tables


@pytest.fixture
def installation(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of its keys; the hotel's service is said to listen on 8765."""
    settings.VAR_DIR = tmp_path
    settings.HOTEL_PORT = 8765
    settings.EGRESS_ALLOW = "127.0.0.1:8765"
    clean_tables()
    yield tmp_path
    clean_tables()
