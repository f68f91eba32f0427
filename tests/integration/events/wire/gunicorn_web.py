"""The embedded form's gunicorn, as it is configured, without the engine that it carries."""

from config.gunicorn import *  # noqa: F403


def post_worker_init(worker: object) -> None:
    """The engine is not under test here."""


def worker_exit(server: object, worker: object) -> None:
    """Nothing was started."""
