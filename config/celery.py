"""The Celery app, its queues, and the one table of periodic work.

Messages are wake-ups: they carry nothing. Whatever a lost one would have woken is found by the
sweep within a second.
"""

import os

from celery import Celery
from celery.signals import worker_init, worker_process_init, worker_shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("gilmok")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["journeys"])
app.conf.update(
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_default_queue="engine",
    task_routes={
        "journeys.advance": {"queue": "engine"},
        "journeys.send": {"queue": "calls"},
        "journeys.sweep": {"queue": "sweep"},
    },
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "polling_interval": 0.005,  # of the in-memory broker; Redis pushes
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    },
    timezone="UTC",
    beat_schedule={
        "sweep": {
            "task": "journeys.sweep",
            "schedule": 1.0,
            # A minute without workers must not become sixty sweeps.
            "options": {"expires": 1, "ignore_result": True},
        },
    },
)


# Celery offers no other hook for the life of a worker process. Not worker_ready: without a broker
# a worker is never ready, and that is when the watch is needed.
@worker_init.connect
def _begin_tick(**_: object) -> None:
    from django.conf import settings

    from config import kept_clock, tick

    # Embedded, this process is the one that sends the sweep: config.embedded starts that tick.
    if not settings.EMBEDDED:
        kept_clock.restore()
        tick.start_watching()


@worker_process_init.connect
def _settle(**_: object) -> None:
    from config import memory

    memory.settle()


@worker_shutdown.connect
def _end_tick(**_: object) -> None:
    from config import tick

    tick.stop()
