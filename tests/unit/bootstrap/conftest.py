"""bootstrap.py in a folder of its own, where nothing is installed and nothing is run."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest


class Commands:
    """What bootstrap would have run; ``failing`` names words whose command fails."""

    def __init__(self, bootstrap: ModuleType) -> None:
        self.ran: list[str] = []
        self.failing: set[str] = set()
        self._stop = bootstrap.Stop

    def __call__(self, command: object, **_: object) -> None:
        line = " ".join(str(word) for word in command)  # type: ignore[attr-defined]
        self.ran.append(line)
        if any(word in line for word in self.failing):
            raise self._stop("no network")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GILMOK_HOME", str(tmp_path))
    for name in ("PORT", "HOST", "VAR_DIR", "FRONTEND_DIST", "CELERY_BROKER_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def bootstrap(home: Path) -> ModuleType:
    """The module as it is when it starts in ``home``."""
    sys.modules.pop("bootstrap", None)
    return importlib.import_module("bootstrap")


@pytest.fixture
def commands(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Commands:
    made = Commands(bootstrap)
    bootstrap._venv_tried.set()
    monkeypatch.setattr(bootstrap, "run", made)
    return made
