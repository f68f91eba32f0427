"""`make run`, as a stranger types it: the hotel moves, the printed line works, Ctrl-C is clean."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.engine.live import free_port

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="`make run` is the embedded form: SQLite"
)


class Terminal:
    """Somebody's terminal in which `bootstrap.py run` was typed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.hotel_port = free_port(), free_port()
        (home / "dist").mkdir(exist_ok=True)
        if not (home / ".venv").exists():
            (home / ".venv").symlink_to(sys.prefix)
        self._log = home / "terminal.log"
        self.typed_at = self.delivered_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def type_run(self) -> str:
        """Everything that is printed until the last line of the greeting."""
        ours = ("DATABASE_URL", "CELERY_BROKER_URL", "VAR_DIR", "SECRET_KEY", "FIELD_KEYS")
        env = {name: value for name, value in os.environ.items() if name not in ours}
        env |= {
            "GILMOK_HOME": str(self.home), "PORT": str(self.port), "HOTEL_PORT": str(self.hotel_port),
            "FRONTEND_DIST": str(self.home / "dist"), "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": "consolemail://",
        }  # fmt: skip
        self.typed_at = time.monotonic()
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "bootstrap.py", "run"], cwd=ROOT, env=env, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self._wait_for("one message delivered")
        self.delivered_at = time.monotonic()
        self._wait_for("Ctrl-C stops Gilmok")
        return self.said

    @property
    def said(self) -> str:
        return self._log.read_text()

    def press_ctrl_c(self) -> int:
        """To all of the terminal's processes, as a terminal does; the exit status."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGINT)
        return self._process.wait(20)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)

    def _wait_for(self, words: str) -> None:
        until = time.monotonic() + 60
        while words not in self.said:
            assert self._process is not None
            assert self._process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.05)


class Browser:
    """A browser that keeps cookies."""

    def __init__(self, terminal: Terminal) -> None:
        self._url = f"http://127.0.0.1:{terminal.port}"
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def sign_in(self, link: str) -> str:
        """Press the one button of a sign-in link's page; where that leads."""
        page = self._opener.open(link).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        sent = f"csrfmiddlewaretoken={token[1]}".encode()
        headers = {"Referer": link}
        return str(self._opener.open(urllib.request.Request(link, sent, headers)).url)

    def messages(self) -> int:
        """How many the console shows."""
        answer = self._opener.open(f"{self._url}/api/v1/messages").read()
        return len(json.loads(answer)["messages"])


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    made = Terminal(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def said(terminal: Terminal) -> str:
    """What the first start printed."""
    return terminal.type_run()


@pytest.fixture(scope="module")
def browser(terminal: Terminal) -> Browser:
    return Browser(terminal)


def line_after(said: str, words: str) -> str:
    return said.partition(words)[2].strip().splitlines()[0].strip()


def test_a_first_start_proves_the_main_job_before_it_prints_the_link(said: str):
    proof = re.search(r"One event posted, one message delivered in \d+ ms", said)

    assert "The hotel is loaded: three journeys, four guests." in said
    assert proof
    assert proof.start() < said.index("/sign-in/")
    assert "Welcome, Jane" in said


def test_the_link_signs_in_and_leads_to_the_canvas(
    said: str, terminal: Terminal, browser: Browser, tell: Callable[[str], None]
):
    landed = browser.sign_in(line_after(said, "this link signs you in, once:"))
    message, page = terminal.delivered_at - terminal.typed_at, time.monotonic() - terminal.typed_at
    tell(f"From `make run` to the first message: {message:.1f} s; to the page: {page:.1f} s.")

    assert re.fullmatch(rf"http://127.0.0.1:{terminal.port}/journeys/\d+/", landed)


def test_the_line_brings_a_message_each_time_it_is_pasted(said: str, browser: Browser):
    before = browser.messages()
    curl = line_after(said, "another one each time:")

    for _ in range(2):
        pasted = subprocess.run(["sh", "-c", curl], capture_output=True, text=True, check=True)
        assert json.loads(pasted.stdout)["status"] == 202
        time.sleep(1.1)

    until = time.monotonic() + 10
    while browser.messages() < before + 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert browser.messages() == before + 2


def test_ctrl_c_stops_everything_in_words(said: str, terminal: Terminal):
    assert terminal.press_ctrl_c() == 0

    assert "Stopped. What is under way waits in the database" in terminal.said
    assert "Traceback" not in terminal.said
    assert "Warning" not in terminal.said


def test_a_second_start_sets_nothing_up_and_keeps_the_line_that_was_copied(
    said: str, terminal: Terminal
):
    again = terminal.type_run()

    assert "[1]   0." in again.splitlines()[0]
    assert "Starting" in again.splitlines()[0]
    assert "one message delivered" in again
    assert line_after(again, "another one each time:") == line_after(said, "another one each time:")


def test_a_database_that_is_away_is_a_sentence_without_its_password(tmp_path: Path):
    url = f"postgres://someone:hunter2@127.0.0.1:{free_port()}/gilmok"
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path)}, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "(DATABASE_URL) cannot be used" in done.stderr
    assert "without DATABASE_URL everything is kept in one file" in done.stderr
    assert "hunter2" not in done.stderr
    assert "Traceback" not in done.stderr
