"""gunicorn for the embedded form: one worker that also carries the engine and the tick.

One, because the in-memory broker lives in the process; threads are started after the fork.
"""

import os
import warnings

workers = 1
worker_class = "config.patience.PatientWorker"
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 120
graceful_timeout = 10
control_socket_disable = True
limit_request_line = 8190
limit_request_fields = 100
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: object) -> None:
    from celery.exceptions import SecurityWarning
    from django.conf import settings

    from config import embedded
    from demo import reservations

    # It fears pickled messages; ours are JSON and never leave the process.
    warnings.simplefilter("ignore", SecurityWarning)
    reservations.serve(settings.HOTEL_PORT)
    embedded.start()


def worker_exit(server: object, worker: object) -> None:
    from config import embedded

    embedded.stop()
